import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { openViewDatabases } from '../../src/database/view-databases';
import { GraphClient } from '../../src/graph/graph-client';
import { makeReport } from '../../src/report/report';
import { inBrowser, launch, RUN_AXE } from '../support/browser';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';

jest.setTimeout(120_000);

inBrowser('the report in a browser', () => {
  const folder = new Folder();
  let clone: Clone;
  let browser: Browser;
  const files: Record<string, string> = {};
  /** All that the pages asked for. */
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    const databases = await openViewDatabases(clone.url);
    const graph = new GraphClient(databases.PUBLIC);
    files['England'] = folder.write('england.html', await makeReport(graph, 2025));
    files['Oldham'] = folder.write('oldham.html', await makeReport(graph, 2025, 'E08000004'));
    await databases.close();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    folder.remove();
    await clone?.drop();
  });

  const open = async (name: string, width: number, javaScriptEnabled = true): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, javaScriptEnabled });
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(files[name]!).href);
    return page;
  };

  // What is folded up is looked at on the wide one; axe takes its time over every letter of a chart.
  it.each([
    ['England', 1280, true],
    ['England', 320, false],
    ['Oldham', 1280, true],
    ['Oldham', 320, false],
  ])('of %s is accessible by axe at %d pixels (unfolded: %s)', async (name, width, isUnfolded) => {
    const page = await open(name, width);
    const unfold = `document.querySelectorAll('details').forEach((each) => (each.open = true))`;
    if (isUnfolded) await page.evaluate(unfold);
    await page.evaluate(axe.source);
    const { violations, passes } = await page.evaluate<any>(RUN_AXE);
    expect(violations.map(({ id, nodes }: any) => [id, nodes[0].html])).toEqual([]);
    expect(passes.length).toBeGreaterThan(30);
    // Nothing but tables, which scroll by themselves, is wider than the window.
    await page.evaluate(unfold);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });

  it('sorts by keyboard, and says so', async () => {
    const page = await open('England', 1280);
    const table = page.locator('table', { has: page.locator('caption', { hasText: 'Progress of every council' }) });
    const first = (): Promise<string> => table.locator('tbody tr').first().locator('th').innerText();
    const heading = table.locator('thead th').first();
    expect(await heading.getAttribute('aria-sort')).toBeNull();
    await heading.locator('button').focus();
    await page.keyboard.press('Enter');
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    const names = await table.locator('tbody th').allInnerTexts();
    expect(names).toEqual([...names].sort(new Intl.Collator('en-GB', { numeric: true }).compare));
    await page.keyboard.press('Space');
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    expect(await first()).toBe(names.at(-1));
    // Tab leads to the next heading.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await heading.getAttribute('aria-sort')).toBeNull();
    expect(await table.locator('thead th').nth(1).getAttribute('aria-sort')).toBe('ascending');
    expect(await first()).toBe('Hartlepool');
    await page.close();
  });

  it('sorts figures as figures', async () => {
    const page = await open('Oldham', 1280);
    const table = page.locator('table.sortable').first();
    await table.getByRole('button', { name: 'Oldham' }).click();
    const values = await page.evaluate<(string | null)[]>(
      `[...document.querySelector('table.sortable').tBodies[0].rows].map((row) => row.cells[2].querySelector('data')?.value ?? null)`,
    );
    const figures = values.filter((value) => value !== null).map(Number);
    expect(figures.length).toBeGreaterThan(20);
    expect(figures).toEqual([...figures].sort((a, b) => a - b));
    expect(values.slice(figures.length).every((value) => value === null)).toBe(true);
    await page.close();
  });

  it('is whole without scripts', async () => {
    const page = await open('England', 1280, false);
    expect(await page.locator('th button').count()).toBe(0);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('State of Cohesion 2025: England');
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(600);
    await page.close();
  });

  it('prints to A4, with what is folded and with heading rows on every page', async () => {
    const page = await open('England', 1280);
    await page.emulateMedia({ media: 'print' });
    const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const text = pdf.toString('latin1');
    expect(text).toMatch(/\/MediaBox \[0 0 59[45][\d.]* 84[12][\d.]*\]/);
    expect(text).toContain('/StructTreeRoot');
    expect(text.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(20);
    // Chromium repeats no heading row that has a box such as a button's in it.
    expect(await page.evaluate(`getComputedStyle(document.querySelector('th button')).display`)).toBe('contents');
    await page.close();
  });

  it('asks for nothing and complains of nothing', () => {
    expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
