import { publishAs } from '../support/databases';
import { mutate } from '../support/mutations';
import { type Caller, TestServer, UNLIMITED } from '../support/server';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };
const KEEPER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'], subject: 'keeper' };

describe('the publication clock', () => {
  let server: TestServer;
  /** Moments after each revision. */
  const moments: string[] = [];
  const now = async (): Promise<string> => (await server.dataSource.query(`select now()`))[0].now.toISOString();

  /** Takes a report of Oldham on 12a all the way. */
  const publish = async (period: string, deliveryStatus: string, summary: string, more = {}): Promise<string> => {
    const draft = await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', {
      recommendationCode: '12a',
      periodStart: `${period}-01`,
      periodEnd: `${period}-28`,
      deliveryStatus,
      summary,
      ...more,
    });
    const { id } = draft.progressUpdate;
    await mutate(server, OLDHAM, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
    await mutate(server, REVIEWER, 'approveProgressUpdate', 'id', { id, expectedVersion: 2 });
    await mutate(server, PUBLISHER, 'publishProgressUpdate', 'id', { id, expectedVersion: 3, immediately: true });
    moments.push(await now());
    return id;
  };

  let first: string;
  beforeAll(async () => {
    server = await TestServer.start('reference', { limits: UNLIMITED });
    moments.push('2000-01-01T00:00:00Z', await now());
    first = await publish('2026-01', 'NOT_STARTED', 'Not yet');
    await publish('2026-02', 'PENDING_VERIFICATION', 'Done');
    await mutate(server, KEEPER, 'openAction', 'id', {
      code: 'A1',
      title: 'A first action',
      summary: 'Do it.',
      ownerCode: 'DFE',
      dueOn: '2027-03-31',
      priorityCodes: ['2a', '2b'],
      recommendationCodes: ['7b'],
    });
    moments.push(await now());
    await mutate(server, KEEPER, 'changeAction', 'id', {
      id: Buffer.from('Action:A1').toString('base64url'),
      expectedVersion: 1,
      title: 'A changed action',
      priorityCodes: ['2b', '2c'],
    });
    moments.push(await now());
  });
  afterAll(() => server.stop());

  const QUERY = `query ($asOf: DateTimeISO) {
    register(asOf: $asOf) { revision }
    council(gssCode: "E08000004", asOf: $asOf) { name assignments(first: 1) { nodes { deliveryStatus reported
      publishedUpdates { totalCount nodes { summary } } history { totalCount } } } }
    actions(asOf: $asOf) { nodes { title priorities { code } } }
    organisation(code: "DFE", asOf: $asOf) { actions { totalCount } }
  }`;

  it('answers as it was published at a moment, all the way down', async () => {
    const at = async (index: number): Promise<any> => server.query(QUERY, { asOf: moments[index] });
    const [assignment] = (await at(1)).council.assignments.nodes;
    expect(await at(0)).toMatchObject({
      register: { revision: 0 },
      council: null,
      actions: { nodes: [] },
      organisation: null,
    });
    expect(assignment).toEqual({
      deliveryStatus: null,
      reported: false,
      publishedUpdates: { totalCount: 0, nodes: [] },
      history: { totalCount: 1 },
    });
    const second = await at(2);
    expect(second.register.revision).toBe(2);
    expect(second.council.assignments.nodes[0]).toEqual({
      deliveryStatus: 'NOT_STARTED',
      reported: true,
      publishedUpdates: { totalCount: 1, nodes: [{ summary: 'Not yet' }] },
      history: { totalCount: 2 },
    });
    expect((await at(3)).council.assignments.nodes[0]).toMatchObject({ deliveryStatus: 'PENDING_VERIFICATION' });
    expect((await at(3)).organisation.actions.totalCount).toBe(0);
    expect((await at(4)).actions.nodes).toEqual([
      { title: 'A first action', priorities: [{ code: '2a' }, { code: '2b' }] },
    ]);
    expect((await at(5)).actions.nodes).toEqual([
      { title: 'A changed action', priorities: [{ code: '2b' }, { code: '2c' }] },
    ]);
    expect(await server.query(QUERY, { asOf: moments[5] })).toEqual(await server.query(QUERY));
  });

  it('lets fields of one request look at different moments, for every view', async () => {
    const query = `{ then: recommendation(code: "12a", asOf: "${moments[2]}") { ...status } now: recommendation(code: "12a") { ...status } }
      fragment status on Recommendation { assignments(first: 1, filter: { reported: true }) { nodes { deliveryStatus dutyBearer { code } } } }`;
    for (const caller of [undefined, OLDHAM, PUBLISHER]) {
      const { then, now: present } = await server.query(query, {}, caller);
      expect(then.assignments.nodes).toEqual([{ deliveryStatus: 'NOT_STARTED', dutyBearer: { code: 'E08000004' } }]);
      expect(present.assignments.nodes[0].deliveryStatus).toBe('PENDING_VERIFICATION');
    }
  });

  it('answers every root query of the past, and pages through it', async () => {
    const asOf = `asOf: "${moments[1]}"`;
    const data = await server.query(`{
      councils(${asOf}) { totalCount } areas(${asOf}) { totalCount } regions(${asOf}) { totalCount }
      policeForces(${asOf}) { totalCount } organisations(${asOf}) { totalCount } recommendations(${asOf}) { totalCount }
      strategicPriorities(${asOf}) { totalCount } strategicObjectives(${asOf}) { totalCount }
      indicators(${asOf}) { totalCount } observations(${asOf}) { totalCount } actions(${asOf}) { totalCount }
      area(code: "E12000002", ${asOf}) { name } indicator(code: "wellbeing_anxiety", ${asOf}) { name }
      strategicPriority(code: "2a", ${asOf}) { code } action(code: "A1", ${asOf}) { code }
      changes(sinceRevision: 0, ${asOf}) { totalCount } }`);
    const count = (totalCount: number): object => ({ totalCount });
    expect(data).toMatchObject({
      councils: count(317),
      regions: count(9),
      policeForces: count(39),
      recommendations: count(38),
      strategicPriorities: count(7),
      indicators: count(29),
      observations: count(42_598),
      actions: count(0),
      area: { name: 'North West' },
      action: null,
      changes: count(1),
    });
    const page = await server.query(`{ councils(first: 3, ${asOf}) { pageInfo { endCursor } } }`);
    const next = await server.query(
      `query ($after: String) { then: councils(first: 3, after: $after, ${asOf}) { nodes { name } } now: councils(first: 3, after: $after) { nodes { name } } }`,
      { after: page.councils.pageInfo.endCursor },
    );
    expect(next.then.nodes).toEqual(next.now.nodes);
  });

  it('refuses a moment that has not come', async () => {
    const refusal = await server.refusal('{ register(asOf: "2999-01-01T00:00:00Z") { revision } }');
    expect(refusal).toEqual({
      code: 'BAD_USER_INPUT',
      message: '"asOf" (2999-01-01T00:00:00.000Z) must not be in the future.',
    });
  });

  it('lists what each publication changed', async () => {
    const { changes } = await server.query(`{ changes(sinceRevision: 1) { totalCount nodes { revision kind title
      recordChanges { nodes { kind recordType recordId organisation { code } record { __typename id } fields { name from to } } }
      publishedUpdates { nodes { summary } } figureChanges { totalCount } } } }`);
    const assignment = Buffer.from('Assignment:12a:E08000004').toString('base64url');
    const action = Buffer.from('Action:A1').toString('base64url');
    const byCouncil = { recordType: 'Assignment', recordId: assignment, organisation: { code: 'E08000004' } };
    expect(changes.nodes).toEqual([
      {
        revision: 2,
        kind: 'PROGRESS',
        title: 'A progress update',
        recordChanges: {
          nodes: [
            {
              kind: 'CHANGED',
              ...byCouncil,
              record: { __typename: 'Assignment', id: assignment },
              fields: [{ name: 'deliveryStatus', from: null, to: 'NOT_STARTED' }],
            },
          ],
        },
        publishedUpdates: { nodes: [{ summary: 'Not yet' }] },
        figureChanges: { totalCount: 0 },
      },
      expect.objectContaining({
        revision: 3,
        publishedUpdates: { nodes: [{ summary: 'Done' }] },
      }),
      expect.objectContaining({
        revision: 4,
        kind: 'ACTION_PLAN',
        recordChanges: {
          nodes: [
            {
              kind: 'ADDED',
              recordType: 'Action',
              recordId: action,
              organisation: null,
              record: { __typename: 'Action', id: action },
              fields: [],
            },
          ],
        },
      }),
      expect.objectContaining({
        revision: 5,
        recordChanges: {
          nodes: [
            expect.objectContaining({
              kind: 'CHANGED',
              fields: [{ name: 'title', from: 'A first action', to: 'A changed action' }],
            }),
          ],
        },
      }),
    ]);
    expect((await server.query('{ changes(sinceRevision: 5) { totalCount } }')).changes.totalCount).toBe(0);
  });

  it('lets a researcher mirror the register by following changes from the beginning', async () => {
    /** A mirror of what the register says of assignments, by their ids. */
    const mirror = new Map<string, string | null>();
    let revision = 0;
    for (let more = true; more;) {
      const { changes } = await server.query(
        'query ($since: Int!) { changes(sinceRevision: $since, first: 1) { nodes { revision recordChanges(first: 1) { totalCount } } pageInfo { hasNextPage } } }',
        { since: revision },
      );
      revision = changes.nodes[0].revision;
      for (let after: string | null = null, pages = true; pages;) {
        const page: any = await server.query(
          `query ($since: Int!, $after: String) { changes(sinceRevision: $since, first: 1) { nodes { recordChanges(first: 100, after: $after) {
            nodes { recordType recordId fields { name to } } pageInfo { hasNextPage endCursor } } } } }`,
          { since: revision - 1, after },
        );
        const { nodes, pageInfo } = page.changes.nodes[0].recordChanges;
        for (const { recordType, recordId, fields } of nodes) {
          if (recordType !== 'Assignment') continue;
          const status = fields.find(({ name }: any) => name === 'deliveryStatus');
          mirror.set(recordId, status ? status.to : (mirror.get(recordId) ?? null));
        }
        [after, pages] = [pageInfo.endCursor, pageInfo.hasNextPage];
      }
      more = changes.pageInfo.hasNextPage;
    }
    const [{ assignments }] = await server.dataSource.query('select count(*)::int4 as assignments from assignment');
    expect(mirror.size).toBe(assignments);
    expect([...mirror].filter(([, status]) => status !== null)).toEqual([
      [Buffer.from('Assignment:12a:E08000004').toString('base64url'), 'PENDING_VERIFICATION'],
    ]);
  });

  it('keeps a correction beside what it corrects, and lets a later period stand', async () => {
    const corrected = await publish('2026-01', 'IN_PROGRESS', 'We had begun after all', { correctsId: first });
    const { node } = await server.query(
      'query ($id: ID!) { node(id: $id) { ... on ProgressUpdate { published { summary corrects { summary correctedBy { summary } } } assignment { deliveryStatus } } } }',
      { id: corrected },
      OLDHAM,
    );
    expect(node).toEqual({
      published: {
        summary: 'We had begun after all',
        corrects: { summary: 'Not yet', correctedBy: [{ summary: 'We had begun after all' }] },
      },
      assignment: { deliveryStatus: 'PENDING_VERIFICATION' },
    });
  });

  it('is kept by the database: what is published changes in a publication and not otherwise', async () => {
    const owner = server.dataSource;
    for (const [table, change] of [
      ['assignment', 'version = 99'],
      ['recommendation', `title = 'x'`],
      ['area', `name = 'x'`],
      ['organisation', `name = 'x'`],
      ['indicator', `name = 'x'`],
      ['action', `title = 'x'`],
      ['strategic_priority', `title = 'x'`],
      ['strategic_objective', `title = 'x'`],
    ]) {
      const changing = owner.query(`update ${table} set ${change}`);
      await expect(changing).rejects.toThrow('it changes in a transaction that publishes');
    }
    for (const table of ['published_update', 'published_verification', 'due_date_change', 'published_evidence']) {
      await expect(owner.query(`update ${table} set id = default`)).rejects.toThrow('append-only');
      await expect(owner.query(`delete from ${table}`)).rejects.toThrow('append-only');
    }
  });

  it('has a view of the past for every table that needs one, with the same columns', async () => {
    const columns = await server.dataSource.query(`
      select past.table_name as name, past.names = present.names as same from
        (select table_name, array_agg(column_name::text order by column_name) as names from information_schema.columns
         where table_schema = 'as_of' group by 1) past
      left join (select table_name, array_agg(column_name::text order by column_name) as names from information_schema.columns
         where table_schema = 'public' group by 1) present using (table_name)`);
    expect(columns.filter(({ same }: any) => !same)).toEqual([]);
    const missing = await server.dataSource.query(`
      select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and (relrowsecurity or exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'revision'))
        and relname not in (select table_name from information_schema.views where table_schema = 'as_of')`);
    expect(missing).toEqual([]);
  });

  it('writes nothing where nothing changes, and the first and last of what one publication changes twice', async () => {
    const owner = server.dataSource;
    const versions = async (): Promise<number> =>
      (await owner.query('select count(*)::int4 as count from record_version'))[0].count;
    const before = await versions();
    await owner.query('update assignment set version = version');
    expect(await versions()).toBe(before);
    await owner.query(
      `insert into publication (revision, kind, title) select max(revision) + 1, 'REGISTER', 'Twice' from publication`,
    );
    const [{ revision }] = await owner.query('select max(revision) as revision from publication');
    await publishAs(owner, revision, `update recommendation set title = 'One' where code = '12a'`);
    await publishAs(owner, revision, `update recommendation set title = 'Two' where code = '12a'`);
    const [{ change }] = await owner.query('select change from record_version where revision = $1', [revision]);
    expect(change).toEqual({ title: ['Embed cohesion in the strategic plan', 'Two'] });
  });
});
