import { randomUUID } from 'node:crypto';
import { verifyChains } from '../../src/audit/chain';
import { contentOf } from '../support/databases';
import { attempt, mutate } from '../support/mutations';
import { type Caller, type GraphResponse, TestServer } from '../support/server';

const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };

/** All that an update itself says, and what is found of it beside. */
const UPDATE = `id status version periodStart periodEnd summary deliveryStatus selfRatedRag percentComplete nothingToReport
  releaseAt updatedAt availableTransitions submission { submittedBy submittedAt } evidence { title kind url datedOn }`;

const REPORT = {
  periodStart: '2026-01-01',
  periodEnd: '2026-03-31',
  summary: 'What was done',
  deliveryStatus: 'IN_PROGRESS',
  evidence: [{ title: 'Minutes', kind: 'DOCUMENT', url: 'https://example.org/minutes.pdf', datedOn: '2026-02-03' }],
};
const NEW = { ...REPORT, recommendationCode: '12a' };

describe('writes that come at once', () => {
  let server: TestServer;
  let councils: Caller[];

  beforeAll(async () => {
    server = await TestServer.start('reference');
    const { recommendation } = await server.query(
      '{ recommendation(code: "12a") { assignments(first: 60) { nodes { dutyBearer { code } } } } }',
    );
    councils = recommendation.assignments.nodes.map(({ dutyBearer }: any): Caller => ({
      view: 'council',
      organisation: dutyBearer.code,
      roles: ['submitter'],
    }));
  });
  afterAll(() => server.stop());

  /** A connection may keep a deadlock to itself for ten seconds, unless it ends: so the others are ended. */
  async function countDeadlocks(): Promise<number> {
    const others = `pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
    await server.dataSource.query(`select pg_terminate_backend(pid) from ${others}`);
    while ((await server.dataSource.query<unknown[]>(`select from ${others}`)).length > 0);
    const [{ count }] = await server.dataSource.query<[{ count: number }]>(
      'select deadlocks::int4 as count from pg_stat_database where datname = current_database()',
    );
    return count;
  }

  const countRows = async (table: string): Promise<number> => {
    const [{ count }] = await server.dataSource.query<[{ count: number }]>(
      `select count(*)::int4 as count from ${table}`,
    );
    return count;
  };

  /** What is written down of every update, by its id: more than one of anything is one effect too many. */
  async function tracesOf(ids: string[]): Promise<Record<string, object>> {
    const rows = await server.dataSource.query<({ id: string } & Record<string, unknown>)[]>(
      `select update.id, status, version,
         array(select transition from workflow_event where progress_update_id = progress_update.id order by id) as events,
         array(select action from audit_entry where subject_key = key::text order by occurred_at) as audited,
         array(select submitted_by from submission where progress_update_id = progress_update.id order by id) as submissions,
         array(select event from outbox where subject_id = update.id order by outbox.id) as notices
       from progress_update
       join lateral (select translate(encode(convert_to('ProgressUpdate:' || key, 'UTF8'), 'base64'), '+/=', '-_') as id)
         update on true
       where update.id = any($1)`,
      [ids],
    );
    return Object.fromEntries(rows.map(({ id, ...traces }) => [id, traces]));
  }

  const save = (caller: Caller, input: object = {}): Promise<GraphResponse> =>
    attempt(server, caller, 'saveProgressUpdate', UPDATE, { ...NEW, ...input });
  const submit = (caller: Caller, id: string, idempotencyKey: string = randomUUID()): Promise<GraphResponse> =>
    attempt(server, caller, 'submitProgressUpdate', UPDATE, { id, expectedVersion: 1, idempotencyKey });

  const draft = async (caller: Caller, input: object = {}): Promise<{ id: string; caller: Caller }> => {
    const { progressUpdate } = await mutate(server, caller, 'saveProgressUpdate', 'id', { ...NEW, ...input });
    return { id: progressUpdate.id, caller };
  };

  /** How a mutation went, in a word or two. */
  const outcomeOf = ({ data, errors }: GraphResponse): string => {
    if (!errors) {
      const [{ progressUpdate, userErrors }] = Object.values<any>(data) as [any];
      return userErrors.length > 0 ? userErrors[0].code : `${progressUpdate.status} ${progressUpdate.version}`;
    }
    const { code, currentVersion } = errors[0]!.extensions as { code: string; currentVersion?: number };
    return currentVersion === undefined ? code : `${code} ${currentVersion}`;
  };

  it('200 submissions of 50 updates: each update is submitted once, and twins get the same answer', async () => {
    const drafts = await Promise.all(councils.slice(0, 50).map((council) => draft(council)));
    const entriesBefore = await countRows('audit_entry');
    const began = performance.now();
    const answers = await Promise.all(
      drafts.map(({ id, caller }, index) => {
        const twin = randomUUID();
        const keys = [twin, twin, randomUUID(), randomUUID()];
        // Who is sent first mostly wins: that are to be the twins of some updates and the others of others.
        const order = [0, 1, 2, 3].map((place) => (place + index) % 4);
        const sent = new Map(order.map((which) => [which, submit(caller, id, keys[which])]));
        return Promise.all([0, 1, 2, 3].map((which) => sent.get(which)!));
      }),
    );
    const seconds = (performance.now() - began) / 1000;

    let twinsThatWon = 0;
    answers.forEach(([twin, other, ...rest], index) => {
      expect(other!.text).toBe(twin!.text);
      const outcomes = [twin!, ...rest].map(outcomeOf);
      expect([...outcomes].sort()).toEqual(['CONFLICT 2', 'CONFLICT 2', 'SUBMITTED 2']);
      if (outcomes[0] === 'SUBMITTED 2') {
        twinsThatWon += 1;
        expect(twin!.data.submitProgressUpdate.progressUpdate.id).toBe(drafts[index]!.id);
      }
    });
    const ids = drafts.map(({ id }) => id);
    expect(await tracesOf(ids)).toEqual(
      Object.fromEntries(
        ids.map((id) => [
          id,
          {
            status: 'SUBMITTED',
            version: 2,
            events: ['SAVE', 'SUBMIT'],
            audited: ['saveProgressUpdate', 'submitProgressUpdate'],
            submissions: ['tester'],
            notices: ['PROGRESS_UPDATE_SUBMITTED'],
          },
        ]),
      ),
    );
    // What lost left nothing, in nobody's chain.
    expect(await countRows('audit_entry')).toBe(entriesBefore + 50);
    console.info(`200 submissions of 50 updates at once: ${seconds.toFixed(2)} s; of ${twinsThatWon} the twins won`);
  });

  it('the same new draft ten times under one key: there is one, and each is told of it', async () => {
    const [council] = councils as [Caller];
    const updatesBefore = await countRows('progress_update');
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => save(council, { idempotencyKey })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(outcomeOf(answers[0]!)).toBe('DRAFT 1');
    expect(await countRows('progress_update')).toBe(updatesBefore + 1);
    const { id } = answers[0]!.data.saveProgressUpdate.progressUpdate;
    expect((await tracesOf([id]))[id]).toMatchObject({ events: ['SAVE'], audited: ['saveProgressUpdate'] });
  });

  it('one key with ten inputs: the first has it, and the others are told so', async () => {
    const [council] = councils as [Caller];
    const updatesBefore = await countRows('progress_update');
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_each, index) => save(council, { idempotencyKey, summary: `Text ${index}` })),
    );
    expect(answers.map(outcomeOf).sort()).toEqual([...Array<string>(9).fill('BAD_USER_INPUT'), 'DRAFT 1']);
    expect(await countRows('progress_update')).toBe(updatesBefore + 1);
  });

  it('a key that was used, for another input or another mutation: nothing changes, and its own input has its answer', async () => {
    const [council] = councils as [Caller];
    const { id } = await draft(council);
    const idempotencyKey = randomUUID();
    const first = await submit(council, id, idempotencyKey);
    expect(outcomeOf(first)).toBe('SUBMITTED 2');
    const before = await contentOf(server.dataSource);

    const refused = [
      ['another input', 'submitProgressUpdate', { id, expectedVersion: 2 }],
      ['submitProgressUpdate', 'withdrawProgressUpdate', { id, expectedVersion: 1 }],
    ] as const;
    for (const [used, mutation, input] of refused) {
      const { errors } = await attempt(server, council, mutation, 'id', { ...input, idempotencyKey });
      expect(errors![0]).toMatchObject({
        message: `"input.idempotencyKey" was used before, for ${used}: take a new one for each thing you do.`,
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    expect((await submit(council, id, idempotencyKey)).text).toBe(first.text);
    expect(await contentOf(server.dataSource)).toEqual(before);
  });

  it('the same key of another person or organisation: it is another key', async () => {
    const [council, neighbour] = councils as [Caller, Caller];
    const idempotencyKey = randomUUID();
    const callers = [council, { ...council, subject: 'colleague' }, neighbour];
    const answers = await Promise.all(callers.map((caller) => save(caller, { idempotencyKey })));
    expect(answers.map(outcomeOf)).toEqual(['DRAFT 1', 'DRAFT 1', 'DRAFT 1']);
    expect(new Set(answers.map(({ data }) => data.saveProgressUpdate.progressUpdate.id)).size).toBe(3);
  });

  it('ten changes of the same version: one is there, whole, and the others are told of its version', async () => {
    const [council] = councils as [Caller];
    const { id } = await draft(council);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_each, index) =>
        attempt(server, council, 'saveProgressUpdate', UPDATE, {
          ...REPORT,
          id,
          expectedVersion: 1,
          summary: `Text ${index}`,
          evidence: [{ title: `Evidence ${index}`, kind: 'DATASET' }],
        }),
      ),
    );
    expect(answers.map(outcomeOf).sort()).toEqual([...Array<string>(9).fill('CONFLICT 2'), 'DRAFT 2']);
    const winner = answers.findIndex(({ errors }) => !errors);
    const { node } = await server.query(
      `{ node(id: "${id}") { ... on ProgressUpdate { version summary evidence { title } history { transition } } } }`,
      {},
      council,
    );
    expect(node).toEqual({
      version: 2,
      summary: `Text ${winner}`,
      evidence: [{ title: `Evidence ${winner}` }],
      history: [{ transition: 'SAVE' }, { transition: 'SAVE' }],
    });
    expect((await tracesOf([id]))[id]).toMatchObject({ audited: ['saveProgressUpdate', 'saveProgressUpdate'] });
  });

  it('an approval by the Office and a withdrawal by the council: one of them happens', async () => {
    const drafts = await Promise.all(councils.slice(0, 20).map((council) => draft(council)));
    await Promise.all(drafts.map(({ id, caller }) => submit(caller, id)));
    const answers = await Promise.all(
      drafts.map(({ id, caller }) => {
        const approve = () => attempt(server, REVIEWER, 'approveProgressUpdate', UPDATE, { id, expectedVersion: 2 });
        const withdraw = () => attempt(server, caller, 'withdrawProgressUpdate', UPDATE, { id, expectedVersion: 2 });
        return Promise.all([approve(), withdraw()]);
      }),
    );
    const traces = await tracesOf(drafts.map(({ id }) => id));
    answers.forEach(([approval, withdrawal], index) => {
      const approved = !approval.errors;
      expect([approval, withdrawal].map(outcomeOf)).toEqual(
        approved ? ['APPROVED 3', 'CONFLICT 3'] : ['CONFLICT 3', 'WITHDRAWN 3'],
      );
      expect(traces[drafts[index]!.id]).toMatchObject({
        status: approved ? 'APPROVED' : 'WITHDRAWN',
        version: 3,
        events: ['SAVE', 'SUBMIT', approved ? 'APPROVE' : 'WITHDRAW'],
      });
    });
  });

  it('50 publications: each has a revision of its own, without a gap, and the latest period counts', async () => {
    const bearers = councils.slice(25, 50);
    const quarters = [
      { deliveryStatus: 'PARTLY_IMPLEMENTED', periodStart: '2026-01-01', periodEnd: '2026-03-31' },
      { deliveryStatus: 'IN_PROGRESS', periodStart: '2025-10-01', periodEnd: '2025-12-31' },
    ];
    const drafts = await Promise.all(bearers.flatMap((council) => quarters.map((quarter) => draft(council, quarter))));
    const ids = drafts.map(({ id }) => id);
    await Promise.all(drafts.map(({ id, caller }) => submit(caller, id)));
    await Promise.all(
      ids.map((id) => mutate(server, REVIEWER, 'approveProgressUpdate', 'id', { id, expectedVersion: 2 })),
    );
    const revision = async (): Promise<number> => (await server.query('{ register { revision } }')).register.revision;
    const before = await revision();

    const began = performance.now();
    const published = await Promise.all(
      ids.map((id) =>
        mutate(server, PUBLISHER, 'publishProgressUpdate', `${UPDATE} published { publication { revision } }`, {
          id,
          expectedVersion: 3,
          immediately: true,
        }),
      ),
    );
    const seconds = (performance.now() - began) / 1000;
    console.info(`50 publications at once: ${seconds.toFixed(2)} s`);

    const revisions: number[] = published.map(({ progressUpdate }) => progressUpdate.published.publication.revision);
    expect(revisions.sort((one, other) => one - other)).toEqual(
      Array.from({ length: 50 }, (_each, index) => before + 1 + index),
    );
    expect(await revision()).toBe(before + 50);
    const traces = await tracesOf(ids);
    for (const id of ids) {
      expect(traces[id]).toMatchObject({
        status: 'PUBLISHED',
        version: 4,
        events: ['SAVE', 'SUBMIT', 'APPROVE', 'PUBLISH'],
        notices: ['PROGRESS_UPDATE_SUBMITTED', 'PROGRESS_UPDATE_APPROVED', 'PROGRESS_UPDATE_PUBLISHED'],
      });
    }
    const { recommendation } = await server.query(
      '{ recommendation(code: "12a") { assignments(first: 60) { nodes { dutyBearer { code } deliveryStatus } } } }',
    );
    const statuses = new Map<string, string>(
      recommendation.assignments.nodes.map((each: any) => [each.dutyBearer.code, each.deliveryStatus]),
    );
    for (const { organisation } of bearers) {
      expect([organisation, statuses.get(organisation)]).toEqual([organisation, 'PARTLY_IMPLEMENTED']);
    }
  });

  it('leave the chains of the audit trail whole, and nobody has waited in a circle', async () => {
    const { entries, broken } = await verifyChains(server.dataSource);
    expect(broken).toEqual([]);
    expect(entries).toBe(await countRows('audit_entry'));
    expect(await countDeadlocks()).toBe(0);
  });
});
