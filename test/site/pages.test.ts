import { parse as parseCsv } from 'csv-parse/sync';
import request from 'supertest';
import { PAGE_POINTS } from '../../src/site/site.routes';
import { untilMinuteHasRoom } from '../support/minute';
import { TestServer } from '../support/server';
import { CALLERS, plantUnpublishedWork } from '../support/unpublished-world';
import { attribute, elements, textOf, wordsOf } from '../support/visitor';
import { EVERY_ADDRESS, EVERY_PAGE } from './addresses';
import { publishProgress, REPORT } from './world';

jest.setTimeout(60_000);

const rowsOf = (html: string): string[][] =>
  elements(html, 'tr').map((row) =>
    row.childNodes.filter((node) => 'tagName' in node).map((cell) => textOf(cell).replace(/\s+/g, ' ').trim()),
  );
const links = (html: string): string[] => elements(html, 'a').map((link) => attribute(link, 'href')!);

describe('the public site', () => {
  let server: TestServer;
  // What is published does not change here, so what is made once will do.
  beforeAll(async () => (server = await TestServer.start('reference', { responseCacheBytes: 50_000_000 })));
  afterAll(() => server.stop());

  const get = (address: string) => request(server.app.server).get(address);
  const page = async (address: string): Promise<string> => {
    const { status, text } = await get(address);
    expect([address, status]).toEqual([address, 200]);
    return text;
  };
  const csv = async (address: string): Promise<Record<string, string>[]> =>
    parseCsv(await page(address), { columns: true, record_delimiter: '\r\n' });

  it('says that nobody has reported where nobody has, and estimates nothing', async () => {
    const home = wordsOf(await page('/'));
    expect(home).toContain('Nobody has reported yet. That is no finding about anybody');
    expect(home).toContain('Of 1,659 asked to act, 0 have reported and 1,659 have not.');
    expect(home).toContain('317 of 317 councils have reported on none');
    expect(wordsOf(await page('/action-plan'))).toContain('No action has been published yet.');
    expect(wordsOf(await page('/recommendations/12a'))).toContain('No report has been published');
  });

  it.each(EVERY_PAGE)(
    'has at %s one heading, a title of its own, and the query that answers the same',
    async (address) => {
      const html = await page(address);
      const [heading, ...others] = elements(html, 'h1').map((each) => textOf(each).trim());
      expect(others).toEqual([]);
      expect(textOf(elements(html, 'title')[0]!)).toBe(`${heading} – The social cohesion register`);
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
      const explorer = links(html).find((href) => href.startsWith('/graphql#'))!;
      const asked = new URLSearchParams(explorer.slice('/graphql#'.length));
      const { register } = await server.query(asked.get('query')!, JSON.parse(asked.get('variables') ?? '{}'));
      expect(register.revision).toBe(1);
      const file = links(html).find((href) => href.includes('format=csv'))!;
      const { status, headers, text } = await get(file);
      expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
      expect(headers['content-disposition']).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
      expect(text.endsWith('\r\n')).toBe(true);
    },
  );

  it('leads nowhere that is not there', async () => {
    const asked = new Set<string>();
    for (const address of EVERY_PAGE) {
      for (const href of links(await page(address)))
        if (/^\/(?!assets|graphql|docs|councils\/)/.test(href)) asked.add(href.split('#')[0]!);
    }
    expect(asked.size).toBeGreaterThan(60);
    const broken: string[] = [];
    for (const href of asked) {
      const { status } = await get(href);
      // To the pages for those who sign in nobody else is let.
      if (status !== (href === '/work' ? 303 : 200)) broken.push(`${href} ${status}`);
    }
    expect(broken).toEqual([]);
  });

  it('tells crawlers of every page that it has', async () => {
    const { headers, text } = await get('/robots.txt').set('host', 'register.example');
    expect([headers['content-type'], text]).toEqual([
      'text/plain; charset=utf-8',
      'User-agent: *\nDisallow: /graphql\nDisallow: /work\nDisallow: /sign-in\nSitemap: http://register.example/sitemap.xml\n',
    ]);
    const map = await get('/sitemap.xml').set('host', 'register.example');
    expect(map.headers['content-type']).toBe('application/xml; charset=utf-8');
    const listed = [...map.text.matchAll(/<loc>http:\/\/register\.example(.*)<\/loc>/g)].map(([, address]) => address);
    expect(new Set(listed).size).toBe(8 + 38 + 317 + 29);
    for (const address of ['/', '/recommendations/12a', '/councils/E08000004', '/indicators/population']) {
      expect(listed).toContain(address);
    }
  });

  it('finds a council by a part of its name, and leads from one that is no more to what came after', async () => {
    expect(rowsOf(await page('/councils?search=oldh'))[1]!.slice(0, 2)).toEqual(['Oldham', 'E08000004']);
    expect(links(await page('/councils?search=barrow'))).toContain('/councils/E07000027');
    const barrow = await page('/councils/E07000027');
    expect(wordsOf(barrow)).toContain('is no more. It ended on 1 April 2023. Its successor is Westmorland and Furness');
    expect(links(barrow)).toContain('/councils/E06000064');
  });

  it('sends whoever comes by a former code of a council to the one of now', async () => {
    const [{ former, now }] = await server.dataSource.query(
      `select area_code.code as former, area.code as now from area_code join area on area.id = area_id
       where area_code.code <> area.code and area.kind = 'COUNCIL' limit 1`,
    );
    const { status, headers } = await get(`/councils/${former}?year=2025`);
    expect([status, headers['location']]).toEqual([301, `/councils/${now}?year=2025`]);
  });

  it.each(['/councils/E99999999', '/recommendations/99z', '/indicators/none', '/changes/999', '/changes/none'])(
    'has nothing at %s',
    async (address) => {
      const { status, headers, text } = await get(address).set('accept', 'text/html');
      expect([status, headers['cache-control']]).toEqual([404, 'no-store']);
      expect(text).toContain('Page not found');
      expect((await get(`${address}?format=csv`)).headers['content-disposition']).toBeUndefined();
    },
  );

  it('says what is wrong with an address, and takes nothing from it as markup', async () => {
    const { status, text } = await get('/councils?after=<script>');
    expect(status).toBe(400);
    expect(wordsOf(text)).toContain('is not a cursor of this list');
    expect(text).not.toContain('<script>');
    expect(await page('/councils?search="><script>')).not.toContain('"><script>');
    for (const odd of ['?type=NONE', '?sort=none', '?search=%00%25', '?region=']) await page(`/councils${odd}`);
  });

  it('sorts a table by the column that the address names, missing figures last', async () => {
    const html = await page('/indicators/wellbeing_anxiety?sort=-value');
    const header = elements(html, 'th').find((each) => attribute(each, 'aria-sort') === 'descending')!;
    expect(textOf(header)).toBe('Figure');
    const figures = rowsOf(html)
      .slice(1)
      .map((row) => row[1]!);
    const values = figures.map(Number).filter((value) => !Number.isNaN(value));
    expect(values.length).toBe(304);
    expect(values).toEqual([...values].sort((one, other) => other - one));
    expect(figures.slice(values.length).every((text) => Number.isNaN(Number(text)))).toBe(true);
    // The map has them all, each with its figure in words.
    expect(elements(html, 'use').length).toBe(317);
  });

  it('shows what a council is measured as, to the figure, beside others', async () => {
    const data = await server.query(
      '{ council(gssCode: "E08000004") { comparison(indicator: "wellbeing_anxiety") { latest { value lower upper } england { value } amongNeighbours { members { observation { value } } } } } }',
    );
    const { latest, england, amongNeighbours } = data.council.comparison;
    const html = await page('/councils/E08000004');
    expect(wordsOf(html)).toContain(
      `Oldham: ${latest.value} out of 10 (April 2022 to March 2023), 95% confidence limits: ${latest.lower} to ${latest.upper}.`,
    );
    const rows = rowsOf(html);
    const from = rows.findIndex(([first, , third]) => first === 'Oldham' && third === String(latest.lower));
    expect(rows[from]).toEqual(['Oldham', latest.value, latest.lower, latest.upper].map(String));
    expect(rows[from + 1]!.slice(0, 2)).toEqual(['England', String(england.value)]);
    expect(amongNeighbours.members.length).toBeGreaterThan(10);
    const [figure] = (await csv('/councils/E08000004?format=csv')).filter(
      (row) => row['indicator_code'] === 'wellbeing_anxiety',
    );
    expect(figure).toMatchObject({ figure: String(latest.value), of_england: String(england.value) });
  });

  it('shows nothing of what is not published, whoever asks', async () => {
    const world = await TestServer.start('reference');
    try {
      const { canaries } = await plantUnpublishedWork(world.dataSource);
      const office = await world.token(CALLERS['office']!);
      const leaked: string[] = [];
      const look = async (address: string, token = ''): Promise<void> => {
        const { status, text } = await request(world.app.server).get(address).set('authorization', token);
        expect([address, status]).toEqual([address, 200]);
        for (const canary of canaries) {
          if (text.includes(canary.text) && !canary.seenBy(null)) leaked.push(`${address}: ${canary.where}`);
        }
      };
      for (const address of EVERY_ADDRESS) {
        await look(address);
        await look(`${address}${address.includes('?') ? '&' : '?'}format=csv`);
      }
      // A token opens nothing here: the site is the public's.
      for (const address of ['/', '/recommendations/12a', '/changes/1']) await look(address, `Bearer ${office}`);
      expect(canaries.length).toBeGreaterThan(100);
      expect(leaked).toEqual([]);
    } finally {
      await world.stop();
    }
  });

  describe('once a council has reported', () => {
    let world: TestServer;
    beforeAll(async () => {
      world = await TestServer.start('reference');
      await publishProgress(world);
    });
    afterAll(() => world.stop());

    const read = async (address: string): Promise<string> => (await request(world.app.server).get(address)).text;

    it('counts it, and says what it said and that it is late', async () => {
      const home = wordsOf(await read('/'));
      expect(home).not.toContain('Nobody has reported yet');
      expect(home).toContain('Of 1,659 asked to act, 1 has reported and 1,658 have not.');
      expect(home).toContain('12a Embed cohesion in the strategic plan: 1 of 317 overdue');
      const council = await read('/councils/E08000004');
      expect(wordsOf(council)).toContain('It has reported on 1 of the 5 recommendations');
      expect(wordsOf(council)).toContain(`31 March 2026 (published`);
      expect(wordsOf(council)).toContain(REPORT);
      expect(council).not.toContain('<b>We have');
      expect(rowsOf(council)[1]).toEqual([
        '12a Embed cohesion in the strategic plan',
        'Accepted',
        'In progress',
        'Green',
        'Amber',
        '31 January 2020 (overdue)',
      ]);
    });

    it('gives a journalist all who have not answered 12a, as a file', async () => {
      const text = await read('/recommendations/12a?show=no-response&format=csv');
      const rows: Record<string, string>[] = parseCsv(text, { columns: true, record_delimiter: '\r\n' });
      expect(rows.length).toBe(316);
      expect(rows.map((row) => row['body_code'])).not.toContain('E08000004');
      expect(new Set(rows.map((row) => row['response']))).toEqual(new Set(['No response']));
      const reported = await read('/recommendations/12a?show=reported');
      expect(rowsOf(reported).filter((row) => row[0]?.startsWith('Oldham')).length).toBe(1);
      expect(wordsOf(reported)).toContain(REPORT);
    });
  });
});

describe('pages that are kept', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference', { responseCacheBytes: 10_000_000 })));
  afterAll(() => server.stop());

  it('are made once, told by their tag, and made anew by a publication', async () => {
    const get = (tag = '') => request(server.app.server).get('/recommendations/12a').set('if-none-match', tag);
    const first = await get();
    expect(first.headers['etag']).toMatch(/^"[\w-]{27}-\w+"$/);
    expect(first.headers['content-security-policy']).toContain(`default-src 'none'`);
    server.statements = [];
    const again = await get();
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(again.headers['content-security-policy']).toBe(first.headers['content-security-policy']);
    expect((await get(first.headers['etag'])).status).toBe(304);
    expect(server.statements).toEqual([]);
    await server.dataSource.transaction(async (manager) => {
      await manager.query(
        `insert into publication (revision, title, kind, published_at) values (2, 'A second', 'REGISTER', now())`,
      );
    });
    await server.revisions.refresh();
    const changed = await get(first.headers['etag']);
    expect(changed.status).toBe(200);
    expect(changed.text).toContain('Revision 2 of the register');
  });

  it('makes so many pages a minute for an address, and sends all that it keeps', async () => {
    const limited = await TestServer.start('reference', {
      responseCacheBytes: 10_000_000,
      limits: { publicPoints: 2 * PAGE_POINTS },
    });
    try {
      await untilMinuteHasRoom();
      const statusOf = async (address: string) => (await request(limited.app.server).get(address)).status;
      expect(await statusOf('/priorities')).toBe(200);
      expect(await statusOf('/changes')).toBe(200);
      const refused = await request(limited.app.server).get('/priorities?format=csv');
      expect(refused.status).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(refused.headers['content-disposition']).toBeUndefined();
      expect(wordsOf(refused.text)).toContain('Wait as long as Retry-After says.');
      // Written another way it would have to be made again.
      expect(await statusOf('/priorities?again')).toBe(429);
      expect(await statusOf('/priorities')).toBe(200);
    } finally {
      await limited.stop();
    }
  });
});
