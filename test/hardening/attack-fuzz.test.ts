import fc from 'fast-check';
import { type GraphQLField, type GraphQLSchema, OperationTypeNode } from 'graphql';
import { type View, VIEWS } from '../../src/graph/audience';
import { idOf } from '../../src/graph/node';
import { buildView } from '../../src/graph/schema';
import { contentOf, watchRows } from '../support/databases';
import { type Caller, TestServer } from '../support/server';
import { Drawing, type DrawnRequest, type Known } from './drawn-requests';
import { judge, type Judged } from './judge';
import { KeptConnections } from './kept-connections';
import { workOfAllKinds } from './living-world';
import { EFFORT, record } from './record';

/** Requests that are sent at once. */
const AT_ONCE = 8;
const CASES = Number(process.env['FUZZ_CASES'] ?? (EFFORT === 'full' ? 50_000 : 10_000));
/** The same cases in every short run, so that it fails for what was changed alone; others in every full one. */
const SEED = Number(process.env['FUZZ_SEED'] ?? (EFFORT === 'full' ? Date.now() % 2 ** 31 : 20_260_701));
/** On a busy machine; on one of its own some 150 are tried in a second. */
const SECONDS = Math.ceil(CASES / 10);

const ROLES = ['submitter', 'approver', 'reader', 'publisher', 'administrator'];
const CALLERS: Record<View, readonly (Caller | undefined)[]> = {
  PUBLIC: [undefined],
  COUNCIL: [
    { view: 'council', organisation: 'E08000004', roles: ROLES },
    { view: 'council', organisation: 'E06000021', roles: ['submitter'], subject: 'another' },
  ],
  GOVERNMENT: [{ view: 'government', organisation: 'DFE', roles: ROLES }],
  OFFICE: [
    { view: 'office', organisation: 'OSCDR', roles: ROLES },
    { view: 'office', organisation: 'OSCDR', roles: ROLES, subject: 'another' },
  ],
};

type Operation = [view: View, kind: OperationTypeNode, field: GraphQLField<unknown, unknown>];

const schemas = Object.fromEntries(VIEWS.map((view) => [view, buildView(view)])) as Record<View, GraphQLSchema>;
const operationsOf = (kind: OperationTypeNode): Operation[] =>
  VIEWS.flatMap((view) =>
    Object.values(schemas[view].getRootType(kind)?.getFields() ?? {}).map((field): Operation => [view, kind, field]),
  );
const queries = operationsOf(OperationTypeNode.QUERY);
const mutations = operationsOf(OperationTypeNode.MUTATION);
/** How often requests of each operation are sent. */
const RUNS = Math.ceil(CASES / AT_ONCE / (queries.length + mutations.length));

jest.setTimeout(SECONDS * 1000 + 60_000);

/** Every operation of every view, asked with whatever its schema lets one ask, and with some of what it does not. */
describe('requests that are drawn from the schema', () => {
  let server: TestServer;
  let connections: KeptConnections;
  let known: Known;
  const counts = { cases: 0, answered: 0, refused: 0, done: 0 };
  const codes = new Map<string, number>();

  beforeAll(async () => {
    // What takes long on a busy machine is no failure here: test/limits tries the limits on time.
    const limits = { requestMilliseconds: 60_000, statementMilliseconds: 60_000 };
    server = await TestServer.start('reference', { limits });
    await workOfAllKinds(server);
    connections = await KeptConnections.to(server, AT_ONCE);
    known = await whatThereIs(server);
  });
  afterAll(async () => {
    const { cases, answered, refused, done } = counts;
    const happened = `no answer of 500 or above, no stack, no SQL, no unforeseen error; ${answered} answered with data, ${refused} refused by a code that is documented`;
    console.info(`${cases} cases of seed ${SEED}: ${happened}; ${done} mutations done; ${JSON.stringify([...codes])}`);
    record({
      part: 'attack',
      tried: `Requests drawn from the schema: ${queries.length} queries and ${mutations.length} mutations of four views`,
      count: `${cases.toLocaleString('en-GB')} cases`,
      happened: `${happened}; ${done} mutations were done, and no row was changed but by these`,
    });
    await connections.stop();
  });

  /** Draws requests of an operation, and sends some at a time. */
  async function tryOperation([view, kind, field]: Operation, index: number): Promise<void> {
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      const drawing = new Drawing(draw, schemas[view], known);
      const requests = Array.from({ length: AT_ONCE }, () => drawing.request(kind, field));
      const answers = await Promise.all(requests.map((request, each) => send(view, request, each)));
      const wrong = answers.flatMap(({ faults }, each) => (faults.length > 0 ? [{ faults, ...requests[each]! }] : []));
      if (wrong.length > 0) throw new Error(`As ${view}: ${JSON.stringify(wrong.slice(0, 3), null, 2)}`);
      if (kind === OperationTypeNode.MUTATION)
        counts.done += answers.filter((each) => wasDone(each, field.name)).length;
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED + index, endOnFailure: true });
  }

  async function send(view: View, request: DrawnRequest, each: number): Promise<Judged> {
    const callers = CALLERS[view];
    const caller = callers[each % callers.length];
    const judged = judge(await connections.ask(request, caller && (await server.token(caller))));
    counts.cases += 1;
    counts[judged.data ? 'answered' : 'refused'] += 1;
    judged.errors.forEach(({ extensions: { code } }) => codes.set(code, (codes.get(code) ?? 0) + 1));
    return judged;
  }

  /** What every table holds, without the record of who looked at what is restricted. */
  async function contentBesidesReads(): Promise<Record<string, string>> {
    const { audit_entry: _entries, audit_head: _heads, ...content } = await contentOf(server.dataSource);
    return content;
  }

  it('are answered or refused in words, and change nothing where they only ask', async () => {
    const before = await contentBesidesReads();
    for (const [index, operation] of queries.entries()) await tryOperation(operation, index);
    expect(await contentBesidesReads()).toEqual(before);
  });

  it('change nothing where they are refused', async () => {
    const [{ first }] = await server.dataSource.query<[{ first: string }]>(
      'select pg_snapshot_xmax(pg_current_snapshot())::text as first',
    );
    const rowsWritten = await watchRows(server.dataSource);
    const writtenBesidesReads = async (): Promise<Record<string, number>> => {
      const { audit_entry: _entries, audit_head: _heads, ...others } = await rowsWritten();
      return others;
    };
    let before = await writtenBesidesReads();
    for (const [index, operation] of mutations.entries()) {
      const formerly = counts.done;
      await tryOperation(operation, queries.length + index);
      const after = await writtenBesidesReads();
      if (counts.done === formerly) expect(after).toEqual(before);
      else expect(after).not.toEqual(before);
      before = after;
    }
    // One that is done is one transaction with one entry of the audit trail: nothing else has written a row.
    expect(await writtenSince(server, first)).toEqual({ mutations: counts.done, strays: [] });
    expect(counts.done).toBeGreaterThan(CASES / 1_000);
  });
});

/** Whether a mutation was done. What goes wrong below it is only told of what was done. */
const wasDone = ({ data, errors }: Judged, name: string): boolean =>
  data?.[name]?.userErrors.length === 0 || errors.some(({ path }) => path?.[0] === name && path.length > 1);

/** How many mutations the audit trail has since a transaction, and the tables with rows of other transactions. */
async function writtenSince(server: TestServer, first: string): Promise<{ mutations: number; strays: string[] }> {
  const since = `xmin::text::int8 >= ${first}`;
  const [{ mutations: count }] = await server.dataSource.query<[{ mutations: number }]>(
    `select count(*)::int4 as mutations from audit_entry where ${since} and action <> 'read'`,
  );
  const strays: string[] = [];
  for (const table of Object.keys(await contentOf(server.dataSource))) {
    const [{ rows }] = await server.dataSource.query<[{ rows: number }]>(
      `select count(*)::int4 as rows from ${table}
       where ${since} and xmin::text not in (select xmin::text from audit_entry where ${since})`,
    );
    if (rows > 0) strays.push(`${table}: ${rows}`);
  }
  return { mutations: count, strays };
}

/** What requests may name: ids and codes of things that there are, and cursors of lists. */
async function whatThereIs(server: TestServer): Promise<Known> {
  const keys = async (type: string, table: string): Promise<string[]> => {
    const rows = await server.dataSource.query<{ key: string }[]>(`select key from ${table} order by id limit 20`);
    return rows.map(({ key }) => idOf(type, key));
  };
  const { councils, indicators, observations, recommendations } = await server.query(`{
    councils(first: 4) { edges { cursor } nodes { id gssCode } }
    indicators(first: 4) { edges { cursor } nodes { id code } }
    observations(first: 3) { edges { cursor } nodes { id } }
    recommendations(first: 40) { edges { cursor } nodes { id code assignments(first: 1) { edges { cursor } nodes { id } } } }
  }`);
  const lists = [councils, indicators, observations, recommendations];
  const nodes = (list: any): any[] => list.nodes;
  return {
    codes: [
      ...[
        'E08000004',
        'E06000021',
        'E92000001',
        'E07000027',
        'DFE',
        'OSCDR',
        '12a',
        '2a',
        'A-E08000004',
        'wellbeing_anxiety',
        'oldham',
      ],
      ...nodes(indicators).map(({ code }) => code as string),
    ],
    ids: [
      ...(await keys('ProgressUpdate', 'progress_update')),
      ...(await keys('NoticeSubscription', 'notice_subscription')),
      ...(await keys('RecommendationResponse', 'recommendation_response')),
      ...(await keys('DueDateRequest', 'due_date_request')),
      ...(await keys('DataReturn', 'data_return')),
      ...(await keys('CouncilAssessment', 'council_assessment')),
      ...lists.flatMap((list) => nodes(list).slice(0, 3)).map(({ id }) => id as string),
      ...nodes(recommendations)
        .flatMap(({ assignments }) => nodes(assignments))
        .map(({ id }) => id as string),
      idOf('ProgressUpdate', 'no-uuid'),
      idOf('Observation', `x'; select 1 --`),
      idOf('__proto__', 'x'),
      'Council:E08000004',
    ],
    cursors: [
      ...lists.flatMap(({ edges }) => edges.slice(0, 2)).map(({ cursor }: any) => cursor as string),
      ...[
        [],
        ['x'],
        ['NAME', 'a', '1'],
        [null, {}],
        ['NAME', 'a\0', '9999999999'],
        ['PERIOD', '9999-99-99', '1', '1'],
      ].map((content) => Buffer.from(JSON.stringify(content)).toString('base64url')),
    ],
  };
}
