import { day, number } from '../../src/report/words';
import { idOf } from '../../src/graph/node';
import { PAGES } from '../../src/workspace/pages';
import { OidcProvider } from '../support/oidc-provider';
import type { Caller, TestServer } from '../support/server';
import { CALLERS, type Canary, OWNERS, plantUnpublishedWork } from '../support/unpublished-world';
import { Visitor } from '../support/visitor';
import { startWorld } from './world';

jest.setTimeout(120_000);

/** A canary as pages write it: days in words, figures with commas. 1 July is no part of 11 July. */
function asWritten({ text }: Canary): RegExp {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const said = isDay ? day(text) : Number.isNaN(Number(text)) ? text : number(Number(text));
  const [exact, inWords] = [text, said].map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\d,])(?:${exact}|${inWords})`);
}

describe('the pages of those who have signed in', () => {
  const provider = new OidcProvider();
  let server: TestServer;
  let canaries: Canary[];
  const writings = new Map<Canary, RegExp>();
  /** Addresses of each page: of the planted work of everybody, and of what is not there. */
  let addresses: string[];
  const missing: string[] = [];
  const callers = Object.entries(CALLERS).filter((entry): entry is [string, Caller] => entry[1] !== null);

  beforeAll(async () => {
    server = await startWorld(provider);
    const planted = await plantUnpublishedWork(server.dataSource);
    canaries = planted.canaries;
    canaries.forEach((canary) => writings.set(canary, asWritten(canary)));
    const returns: { key: string }[] = await server.dataSource.query('select key from data_return');
    const none = '00000000-0000-4000-8000-000000000000';
    const reports = [...planted.updateKeys, none].map((key) => idOf('ProgressUpdate', key));
    const figures = [...returns.map(({ key }) => key), none].map((key) => idOf('DataReturn', key));
    const others = [
      ...planted.noticeIds.map((each) => Buffer.from(each).toString('base64url')),
      idOf('Council', 'E08000004'),
      'x',
    ];
    const parts: Record<string, string[]> = {
      '/work/reports/:id': [...reports, ...figures, ...others],
      '/work/figures/:id': [...figures, ...reports.slice(0, 2), ...others],
      '/work/recommendations/:code': [...new Set(Object.values(OWNERS)), 'none'],
      '/work/actions/:code': ['A1', 'none'],
    };
    missing.push(`/work/reports/${reports.at(-1)}`, `/work/figures/${figures.at(-1)}`);
    addresses = PAGES.flatMap(({ path }) => {
      const [base = path, part] = /^(\/work\/\w+\/:\w+)/.exec(path) ?? [];
      if (part === undefined)
        return [path, ...(path === '/work/reports' ? [`${path}?status=ANY&organisation=E06000021`] : [])];
      if (!parts[base]) throw new Error(`Add what there is at ${path}.`);
      // Of pages below a report, those of some reports of each organisation.
      return parts[base]
        .filter((_, index) => path === base || index % 5 === 0)
        .map((each) => path.replace(base, base.replace(/:\w+/, each)));
    });
  });
  afterAll(async () => {
    provider.stop();
    await server?.stop();
  });

  it.each(callers)('show %s nothing that they may not see', async (_name, caller) => {
    const visitor = await Visitor.signedIn(server, provider, caller);
    const leaked: string[] = [];
    const seen = new Set<string>();
    const statuses: Record<number, number> = {};
    for (const address of addresses) {
      const { status, text } = await visitor.get(address);
      statuses[status] = (statuses[status] ?? 0) + 1;
      for (const canary of canaries) {
        if (!writings.get(canary)!.test(text)) continue;
        if (canary.seenBy(caller)) seen.add(canary.where);
        else leaked.push(`${address}: ${canary.where}`);
      }
    }
    expect(leaked).toEqual([]);
    expect(Object.keys(statuses).sort()).toEqual(['200', '404']);
    // What they may see is there, or the sweep would find nothing of the rest either.
    expect(seen.size).toBeGreaterThan(30);
  });

  it('answer the same where there is nothing and where there is something of others', async () => {
    const updateKeys: { key: string }[] = await server.dataSource.query(
      `select key from progress_update join organisation on organisation.id = organisation_id where code = 'E06000021'`,
    );
    const visitor = await Visitor.signedIn(server, provider, CALLERS['council A']!);
    const said = (text: string): string => text.replace(/name="token" value="[^"]*"/g, '');
    const nothing = await visitor.get(missing[0]!);
    expect(nothing.status).toBe(404);
    for (const { key } of updateKeys) {
      for (const below of ['', '/edit', '/evidence', '/correct']) {
        const page = await visitor.get(`/work/reports/${idOf('ProgressUpdate', key)}${below}`);
        expect([page.status, said(page.text)]).toEqual([404, said(nothing.text)]);
      }
    }
    for (const address of ['/work/releases', '/work/nothing']) {
      expect(said((await visitor.get(address)).text)).toBe(said(nothing.text));
    }
  });
});
