import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

/** On a machine of one's own the browser may be missing; CI installs it, and must not pass without. */
export const inBrowser = CHROMIUM === undefined && !process.env['CI'] ? describe.skip : describe;

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** Axe by all its rules. It is spared working out how to name, by a selector, each of the thousands of elements that are well. */
export const RUN_AXE = `axe.run({ resultTypes: ['violations'], selectors: false })`;

/** What axe has against a page, and whether the page is wider than its window. */
export async function faults(page: Page): Promise<unknown[]> {
  // By the debugger, which a page's policy does not hold back.
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate<any>(RUN_AXE);
  if (passes.length < 10) throw new Error(`axe looked at nothing on ${page.url()}.`);
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  const isWide = width > page.viewportSize()!.width;
  return [
    ...violations.map(({ id, nodes }: any) => [page.url(), id, nodes[0].html]),
    ...(isWide ? [[page.url(), `is ${width} pixels wide`]] : []),
  ];
}

/** A window from which nothing but the server is reached, as with the network closed; what else it asked for is noted. */
export async function openWindow(
  browser: Browser,
  origin: string,
  strayed: string[],
  options: { width?: number; javaScriptEnabled?: boolean } = {},
): Promise<BrowserContext> {
  const { width = 1280, javaScriptEnabled = true } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled });
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    if (url.startsWith(`${origin}/`) || url.startsWith('data:')) return route.continue();
    strayed.push(url);
    return route.abort();
  });
  return context;
}

/** Runs the query that is in the explorer, and gives what is seen of the answer. */
export async function runQuery(page: Page): Promise<string> {
  // Before the editor is there, the button has nothing to send.
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  const answer = page.locator('section.result-window');
  await answer.getByText('"data"').waitFor();
  return answer.innerText();
}
