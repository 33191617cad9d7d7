import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

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

/** What axe has against a page, and whether the page is wider than its window. */
export async function faults(page: Page): Promise<unknown[]> {
  // By the debugger, which a page's policy does not hold back.
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate<any>('axe.run()');
  if (passes.length < 10) throw new Error(`axe looked at nothing on ${page.url()}.`);
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  const isWide = width > page.viewportSize()!.width;
  return [
    ...violations.map(({ id, nodes }: any) => [page.url(), id, nodes[0].html]),
    ...(isWide ? [[page.url(), `is ${width} pixels wide`]] : []),
  ];
}
