import { type View, VIEWS } from '../../src/graph/audience';
import { buildGraph, buildView } from '../../src/graph/schema';
import { finderOf } from '../support/find-texts';
import { inTurn } from '../support/in-turn';
import { type Caller, TestServer, UNLIMITED } from '../support/server';
import { sweepQueries } from '../support/sweep';
import { type Canary, CALLERS, plantUnpublishedWork, RESTRICTED_TABLES, viewOf } from '../support/unpublished-world';

jest.setTimeout(600_000);

const { whole } = buildGraph();
const callers = Object.entries(CALLERS);

describe('the four views', () => {
  let server: TestServer;
  let canaries: Canary[];
  let updateKeys: string[];
  let noticeIds: string[];
  beforeAll(async () => {
    server = await TestServer.start('reference', { limits: UNLIMITED });
    ({ canaries, updateKeys, noticeIds } = await plantUnpublishedWork(server.dataSource));
  });
  afterAll(() => server.stop());

  /** What the view offers, and what the whole schema offers: the second must fail without telling why. */
  const queriesOf = (view: View): Set<string> =>
    new Set([buildView(view), whole].flatMap((schema) => sweepQueries(schema, updateKeys, noticeIds)));
  /** All callers of a view ask a query one after the other, so that it is compiled once: that takes longest. */
  const questionsOf = (view: View): { query: string; name: string; caller: Caller | null }[] => {
    const ofView = callers.filter(([, caller]) => viewOf(caller) === view);
    return [...queriesOf(view)].flatMap((query) => ofView.map(([name, caller]) => ({ query, name, caller })));
  };

  const sweep = async (target: TestServer): Promise<{ asked: number; leaked: string[]; seen: Set<string> }> => {
    const result = { asked: 0, leaked: [] as string[], seen: new Set<string>() };
    const findIn = finderOf(canaries.map(({ text }) => text));
    await inTurn(VIEWS.flatMap(questionsOf), async ({ name, caller, query }) => {
      const { text } = await target.ask(query, undefined, caller ?? undefined);
      result.asked += 1;
      const found = findIn(text);
      for (const canary of canaries.filter(({ text: planted }) => found.has(planted))) {
        result.seen.add(`${name}: ${canary.where}`);
        if (!canary.seenBy(caller)) result.leaked.push(`${name} sees ${canary.where} by ${query.slice(0, 200)}`);
      }
    });
    return result;
  };

  /** What each caller should see, of all that is planted. */
  const expectedSightings = (): Set<string> =>
    new Set(
      callers.flatMap(([name, caller]) =>
        canaries.filter((canary) => canary.seenBy(caller)).map(({ where }) => `${name}: ${where}`),
      ),
    );

  it('show every canary to those who may see it, and to nobody else', async () => {
    const { asked, leaked, seen } = await sweep(server);
    console.info(`${canaries.length} canaries, ${asked} queries, ${leaked.length} leaks`);
    expect(leaked).toEqual([]);
    expect([...seen].sort()).toEqual([...expectedSightings()].sort());
  });

  it('leak nothing with the shield taken out', async () => {
    const bare = await TestServer.start('reference', { shield: false, limits: UNLIMITED });
    try {
      await plantUnpublishedWork(bare.dataSource);
      const { asked, leaked, seen } = await sweep(bare);
      console.info(`shield out: ${asked} queries, ${leaked.length} leaks`);
      expect(leaked).toEqual([]);
      expect([...seen].sort()).toEqual([...expectedSightings()].sort());
    } finally {
      await bare.stop();
    }
  });

  it('leak nothing with row security off', async () => {
    const onEach = (change: string): Promise<unknown> =>
      server.dataSource.query(RESTRICTED_TABLES.map((table) => `alter table ${table} ${change}`).join(';'));
    await onEach('no force row level security, disable row level security');
    try {
      const { asked, leaked, seen } = await sweep(server);
      console.info(`row security off: ${asked} queries, ${leaked.length} leaks`);
      expect(leaked).toEqual([]);
      // A row that is hidden from a list denies the whole list, so less may be seen; the Office still sees all.
      const office = (sightings: Set<string>): string[] =>
        [...sightings].filter((each) => each.startsWith('office')).sort();
      expect(office(seen)).toEqual(office(expectedSightings()));
    } finally {
      await onEach('force row level security, enable row level security');
    }
  });
});
