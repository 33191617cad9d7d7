import { declaredWorkflows } from '../../src/workflow/workflow';
import '../../src/modules';
import { idOf } from '../../src/graph/node';
import { publishAs } from '../support/databases';
import { attempt, mutate } from '../support/mutations';
import { type Caller, TestServer, UNLIMITED } from '../support/server';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'], subject: 'officer' };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };
const KEEPER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'], subject: 'keeper' };
const REPORT = {
  recommendationCode: '12a',
  periodStart: '2026-01-01',
  periodEnd: '2026-03-31',
  deliveryStatus: 'IN_PROGRESS',
  summary: 'Words',
};

/** What the database refuses by itself, whatever a service forgets. */
describe('the database', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference', { limits: UNLIMITED });
    const { progressUpdate } = await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', REPORT);
    await mutate(server, OLDHAM, 'submitProgressUpdate', 'id', { id: progressUpdate.id, expectedVersion: 1 });
    await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', { ...REPORT, recommendationCode: '12b' });
  });
  afterAll(() => server.stop());

  /** Runs statements as a view's role does for an organisation and a person, and undoes them. */
  const as = (role: string, code: string, ...statements: string[]): Promise<unknown> =>
    server.dataSource.transaction(async (manager) => {
      await manager.query(
        `select set_config('oscdr.organisation', (select id::text from organisation where code = $1), true), set_config('oscdr.subject', 'officer', true)`,
        [code],
      );
      await manager.query(`set local role ${role}`);
      for (const statement of statements) await manager.query(statement);
      throw new Error('it was done');
    });
  const SUBMITTED = `status = 'SUBMITTED'`;
  const organisation = (code: string): string => `(select id from organisation where code = '${code}')`;
  const council = (...statements: string[]): Promise<unknown> => as('oscdr_council', 'E08000004', ...statements);
  const office = (...statements: string[]): Promise<unknown> => as('oscdr_office', 'OSCDR', ...statements);

  it('has the steps that the code declares, and no others', async () => {
    const triggers = await server.dataSource.query<{ table: string; steps: string }[]>(
      `select tgrelid::regclass::text as table, pg_get_triggerdef(oid) as steps from pg_trigger where tgname = 'refuse_rewriting'`,
    );
    for (const { table, transitions } of declaredWorkflows) {
      const declared = Object.values(transitions).flatMap(({ by, from, to }) =>
        from.map((state) => `${by} ${state} ${to ?? state}`),
      );
      const definition = triggers.find((each) => each.table === table)!.steps;
      const steps = /, '\{(.*?)\}'\)$/.exec(definition)![1]!.split(/,\s*/);
      expect({ [table]: [...new Set(declared)].sort() }).toEqual({ [table]: steps.sort() });
    }
  });

  it.each([
    [
      'takes back what it handed in',
      `update progress_update set status = 'DRAFT', version = version + 1 where ${SUBMITTED}`,
    ],
    [
      'returns its own work',
      `update progress_update set status = 'RETURNED', version = version + 1 where ${SUBMITTED}`,
    ],
    [
      'approves its own work',
      `update progress_update set status = 'APPROVED', version = version + 1 where ${SUBMITTED}`,
    ],
    ['takes a step that is not counted', `update progress_update set status = 'WITHDRAWN' where ${SUBMITTED}`],
    [
      'rewrites what it handed in',
      `update progress_update set summary = 'x', version = version + 1 where ${SUBMITTED}`,
    ],
    [
      'gives its work to another',
      `update progress_update set organisation_id = ${organisation('E06000021')}, version = version + 1`,
    ],
    ['deletes its work', 'delete from progress_update'],
  ])('refuses that a council %s', async (_what, statement) => {
    await expect(council(statement)).rejects.toThrow(/does not go from|is not changed|permission denied|row-level/);
  });

  it('refuses a council to begin work as handed in, to forge a name, or to write to others', async () => {
    const begin = (status: string): string => `insert into progress_update
      (assignment_id, organisation_id, status, period_start, period_end, summary, delivery_status, self_rated_rag)
      select assignment_id, organisation_id, '${status}', period_start, period_end, 'x', 'IN_PROGRESS', 'AMBER' from progress_update limit 1`;
    await expect(council(begin('SUBMITTED'))).rejects.toThrow('row-level security');
    await expect(council(begin('DRAFT'))).rejects.toThrow('it was done');
    const submit = (person: string): string =>
      `insert into submission (progress_update_id, organisation_id, submitted_by) select id, organisation_id, '${person}' from progress_update limit 1`;
    await expect(council(submit('somebody else'))).rejects.toThrow('row-level security');
    await expect(council(submit('officer'))).rejects.toThrow('it was done');
    const tell = (code: string): string =>
      `insert into outbox (organisation_id, event, subject_id, title) values (${organisation(code)}, 'X', 'x', 'x')`;
    await expect(council(tell('E06000021'))).rejects.toThrow('row-level security');
    await expect(council(tell('OSCDR'))).rejects.toThrow('it was done');
    const note = `insert into workflow_event (progress_update_id, organisation_id, transition, to_status, acting_organisation_id)
      select id, ${organisation('E06000021')}, 'X', 'DRAFT', organisation_id from progress_update limit 1`;
    await expect(council(note)).rejects.toThrow('row-level security');
  });

  it('refuses to change an answer that was given', async () => {
    const [{ count }] = await server.dataSource.query('select count(*)::int4 as count from idempotent_answer');
    expect(count).toBeGreaterThan(0);
    await server.dataSource.transaction(async (manager) => {
      await manager.query(
        `select set_config('oscdr.organisation', ${organisation('E08000004')}::text, true), set_config('oscdr.subject', 'officer', true)`,
      );
      await manager.query('set local role oscdr_council');
      const [, changed] = await manager.query(`update idempotent_answer set answer = '{}'`);
      expect(changed).toBe(0);
    });
  });

  it('refuses the Office to change what is published by another publication than one it makes', async () => {
    const made = (revision: string): string => `select set_config('oscdr.revision_made', '${revision}', true)`;
    await expect(office(made('1'), 'update assignment set version = 9')).rejects.toThrow(
      'a transaction that publishes',
    );
    const publication = `insert into publication (revision, kind, title) select max(revision) + 1, 'REGISTER', 'x' from publication`;
    const change = `update assignment set version = 9 where id = 1`;
    await expect(office(publication, made('2'), change)).rejects.toThrow('it was done');
    const backdated = `insert into published_update (assignment_id, period_start, period_end, summary, delivery_status, self_rated_rag, revision)
      values (1, '2026-01-01', '2026-03-31', 'x', 'IN_PROGRESS', 'AMBER', 1)`;
    await expect(office(backdated)).rejects.toThrow('belongs to the publication that brings it');
    await expect(
      office(`insert into publication (revision, kind, title, published_at) values (9, 'REGISTER', 'x', now())`),
    ).rejects.toThrow('permission denied');
  });

  it('stamps publications in the order of their revisions, in whole milliseconds', async () => {
    const client = server.dataSource;
    // A thousand in one statement take less than a second, so the newest stamp is ahead of the clock.
    await client.query(`insert into publication (revision, kind, title)
      select revision, 'REGISTER', 'x' from generate_series(100, 1100) revision`);
    const [{ wrong }] =
      await client.query(`select count(*)::int4 as wrong from publication former join publication later
      on later.revision > former.revision and later.published_at <= former.published_at`);
    expect(wrong).toBe(0);
    const { register } = await server.query('{ register { revision publishedAt } }');
    const then = await server.query(`{ register(asOf: "${register.publishedAt}") { revision publishedAt } }`);
    expect(then.register).toEqual(register);
    await client.query('delete from publication where revision >= 100');
  });
});

describe('requests at once', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference', { limits: UNLIMITED })));
  afterAll(() => server.stop());

  const deadlocks = async (): Promise<number> =>
    (
      await server.dataSource.query(
        `select deadlocks::int4 as count from pg_stat_database where datname = current_database()`,
      )
    )[0].count;

  it('of mutations that publish the same record never wait for each other in a circle', async () => {
    const codes = ['12a', '12b', '12c', '12d', '12e'];
    await mutate(server, KEEPER, 'openAction', 'id', { code: 'A1', title: 'x', summary: 'x', ownerCode: 'E08000004' });
    const updates = await Promise.all(
      codes.map(async (recommendationCode) => {
        const { progressUpdate } = await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', {
          ...REPORT,
          recommendationCode,
        });
        const { id } = progressUpdate;
        await mutate(server, OLDHAM, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
        await mutate(server, REVIEWER, 'approveProgressUpdate', 'id', { id, expectedVersion: 2 });
        return { id, recommendationCode };
      }),
    );
    const answers = await Promise.all(
      updates.flatMap(({ id, recommendationCode }) => [
        attempt(server, PUBLISHER, 'publishProgressUpdate', 'id', { id, expectedVersion: 3, immediately: true }),
        attempt(server, KEEPER, 'supersedeAssignment', 'id', {
          id: idOf('Assignment', `${recommendationCode}:E08000004`),
          expectedVersion: 1,
          reason: 'x',
        }),
        attempt(server, KEEPER, 'openMilestone', 'id', { actionCode: 'A1', title: 'x', dueOn: '2027-01-01' }),
        attempt(server, KEEPER, 'changeAction', 'id', { id: idOf('Action', 'A1'), expectedVersion: 1, title: 'y' }),
      ]),
    );
    const codesOf = new Set(answers.map(({ errors }) => errors?.[0]!.extensions.code));
    codesOf.delete(undefined);
    codesOf.delete('CONFLICT');
    expect([...codesOf]).toEqual([]);
    expect(await deadlocks()).toBe(0);
  });

  it('leave one response waiting, whoever was first', async () => {
    await Promise.all(
      ['ACCEPTED', 'REJECTED', 'NOTED'].map((response) =>
        mutate(server, OLDHAM, 'respondToRecommendation', 'id', {
          recommendationCode: '12a',
          response,
          rationale: 'x',
        }),
      ),
    );
    const { waitingResponses } = await server.query('{ waitingResponses { totalCount } }', {}, OLDHAM);
    expect(waitingResponses.totalCount).toBe(1);
  });

  it('that look at many moments share one connection, and hold up nobody', async () => {
    for (let each = 0; each < 5; each++) {
      await server.dataSource.query(
        `insert into publication (revision, kind, title) select max(revision) + 1, 'REGISTER', 'x' from publication`,
      );
    }
    const { changes } = await server.query('{ changes(sinceRevision: 0, first: 100) { nodes { publishedAt } } }');
    const fields = changes.nodes.map(
      ({ publishedAt }: any, index: number) =>
        `m${index}: recommendation(code: "12a", asOf: "${publishedAt}") { assignments(first: 1) { nodes { dutyBearer { name } } } }`,
    );
    // More of either than the pool has connections: were each moment to take its own, all would wait for each other
    // until the pool gives up, which fails the query.
    await Promise.all([
      ...Array.from({ length: 12 }, () => server.query(`{ now: councils { totalCount } ${fields.join(' ')} }`)),
      ...Array.from({ length: 12 }, () => server.query(`{ ${fields.join(' ')} }`, {}, OLDHAM)),
      ...Array.from({ length: 12 }, () => server.query('{ councils { totalCount } }')),
    ]);
  });

  it.each([
    ['U+0000 in a piece of evidence', { evidence: [{ title: 'a\u0000b', kind: 'OTHER' }] }, 'input.evidence.0.title'],
    ['half a surrogate pair', { summary: 'a\ud800b' }, 'input.summary'],
  ])('with %s are told where it is', async (_what, more, path) => {
    const { errors } = await attempt(server, OLDHAM, 'saveProgressUpdate', 'id', { ...REPORT, ...more });
    expect(errors![0]).toMatchObject({
      message: expect.stringContaining(`"${path}"`),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('for counts of people are under disclosure control when they are released', async () => {
    await publishAs(
      server.dataSource,
      1,
      `insert into indicator (code, name, domain, description, unit, direction, source, licence, derived, collected_by_return, counts_people)
       values ('people', 'People', 'SAFETY', 'People', 'count', 'LOWER_IS_BETTER', 'Test', 'Test', false, true, true)`,
    );
    const csv =
      'indicator_code,period,value,lower_ci\npeople,2026-01,4,3\npeople,2026-02,5,\npeople,2026-03,13,\npeople,2026-04,[u],\n';
    const { dataReturn } = await mutate(server, OLDHAM, 'submitObservations', 'id', { csv });
    await mutate(server, REVIEWER, 'approveDataReturn', 'id', { id: dataReturn.id, expectedVersion: 1 });
    await mutate(server, PUBLISHER, 'publishIndicatorRelease', 'code', { indicatorCode: 'people', immediately: true });
    const { indicator } = await server.query(
      '{ indicator(code: "people") { observations(orderBy: { field: PERIOD }) { nodes { value lower marker history { organisation { code } } } } } }',
    );
    const history = [{ organisation: { code: 'E08000004' } }];
    expect(indicator.observations.nodes).toEqual([
      { value: null, lower: null, marker: 'c', history },
      { value: 5, lower: null, marker: null, history },
      { value: 15, lower: null, marker: null, history },
      { value: null, lower: null, marker: 'u', history },
    ]);
  });
});
