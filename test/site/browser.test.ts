import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { faults, inBrowser, launch } from '../support/browser';
import { TestServer } from '../support/server';
import { EVERY_PAGE } from './addresses';
import { publishProgress } from './world';

jest.setTimeout(120_000);

/** Of what comes many times in a page, a few: axe takes its time over every letter of a chart. */
const FEWER = `for (const [what, most] of [['section.register-indicator', 2], ['tbody tr', 20], ['.register-map a', 20], ['option', 40]])
  [...document.querySelectorAll(what)].slice(most).forEach((each) => each.remove());
document.querySelectorAll('details').forEach((each) => (each.open = true))`;

inBrowser('the public site in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let origin: string;
  /** What the browser complained of: above all what a page's policy held back. */
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await TestServer.start('reference', { responseCacheBytes: 20_000_000 });
    await publishProgress(server);
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server.stop();
    expect(complaints).toEqual([]);
  });

  const open = async (address: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    page.on('console', (message) => complaints.push(`${address}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`${address}: ${error.message}`));
    await page.goto(origin + address);
    return page;
  };

  it('has pages that axe has nothing against, and that are no wider than a telephone', async () => {
    const found: unknown[] = [];
    const page = await open('/', { viewport: { width: 320, height: 800 } });
    for (const address of EVERY_PAGE) {
      await page.goto(origin + address);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 320) found.push([address, `is ${width} pixels wide`]);
      await page.evaluate(FEWER);
      found.push(...(await faults(page)));
    }
    await page.close();
    expect(found).toEqual([]);
  });

  it.each([true, false])(
    'leads a resident to their council and what it has reported (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const page = await open('/', { javaScriptEnabled });
      await page.getByLabel('Find your council').fill('oldham');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('link', { name: 'Oldham' }).click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Oldham');
      expect(await page.getByText('It has reported on 1 of the 5').isVisible()).toBe(true);
      const anxiety = page.getByRole('region', { name: 'Anxiety yesterday (mean)', exact: true });
      await anxiety.getByText('Figures as tables').click();
      const table = anxiety.getByRole('table').first();
      expect(await table.getByRole('row', { name: /^England/ }).isVisible()).toBe(true);
      await page.close();
    },
  );

  it.each([true, false])(
    'gives a journalist the file of who has not answered 12a (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const page = await open('/recommendations', { javaScriptEnabled });
      await page.getByRole('link', { name: '12a', exact: true }).click();
      await page.getByLabel('Show').selectOption('No response');
      await page.getByRole('button', { name: 'Show' }).click();
      expect(await page.getByText('316 of 317.').isVisible()).toBe(true);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'The table of this page' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('recommendation-12a-no-response.csv');
      const lines = readFileSync(await download.path(), 'utf8')
        .trimEnd()
        .split('\r\n');
      expect(lines.length).toBe(317);
      await page.close();
    },
  );

  it('can be used by the keyboard alone', async () => {
    const page = await open('/');
    const focused = (): Promise<string> =>
      page.evaluate<string>('document.activeElement.textContent.trim() || document.activeElement.id');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to main content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('search');
    await page.keyboard.type('stoke');
    await page.keyboard.press('Enter');
    await page.waitForURL(/search=stoke/);
    for (let presses = 0; presses < 60 && (await focused()) !== 'Stoke-on-Trent'; presses++) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(/E06000021/);
    // The map is passed over by one key, and each of its hexagons can be reached.
    await page.goto(`${origin}/indicators/wellbeing_anxiety`);
    await page.getByRole('link', { name: /^Skip the map/ }).focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toMatch(/: .*out of 10|: /);
    await page.close();
  });

  it('has a feed that is Atom', async () => {
    const page = await open('/');
    const text = await (await page.request.get(`${origin}/changes.atom`)).text();
    const feed = await page.evaluate<Record<string, unknown>>(`(() => {
      const feed = new DOMParser().parseFromString(${JSON.stringify(text)}, 'application/xml');
      const said = (name) => [...feed.getElementsByTagNameNS('http://www.w3.org/2005/Atom', name)].map((each) => each.textContent);
      const entry = feed.getElementsByTagNameNS('http://www.w3.org/2005/Atom', 'entry');
      return { errors: feed.getElementsByTagName('parsererror').length, ids: said('id'), updated: said('updated'),
        titles: said('title'), entries: entry.length, links: [...feed.getElementsByTagName('link')].map((each) => each.getAttribute('href')) };
    })()`);
    expect(feed).toMatchObject({ errors: 0, entries: 1, ids: [`${origin}/changes`, `${origin}/changes/1`] });
    expect((feed['updated'] as string[]).every((time) => !Number.isNaN(Date.parse(time)))).toBe(true);
    expect((feed['links'] as string[]).every((link) => link.startsWith(`${origin}/`))).toBe(true);
    await page.close();
  });
});
