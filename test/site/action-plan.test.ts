import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { faults, inBrowser, launch } from '../support/browser';
import { mutate } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

jest.setTimeout(60_000);

const KEEPER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'] };

inBrowser('the action plan, and pages on paper', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let origin: string;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    await mutate(server, KEEPER, 'openAction', 'id', {
      code: 'A1',
      title: 'A plan for the town',
      summary: 'Write it.',
      ownerCode: 'E08000004',
      startsOn: '2026-01-01',
      dueOn: '2027-12-31',
      priorityCodes: ['2a'],
      recommendationCodes: ['12a'],
    });
    await mutate(server, KEEPER, 'openMilestone', 'id', {
      actionCode: 'A1',
      title: 'A first draft',
      dueOn: '2026-12-01',
    });
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
    browser = await launch();
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('has each action and milestone, as a drawing and in words', async () => {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(`${origin}/action-plan`);
    expect(await page.getByText('A plan for the town').first().isVisible()).toBe(true);
    expect(await page.getByText('A first draft').first().isVisible()).toBe(true);
    expect(await page.locator('main svg').count()).toBeGreaterThan(0);
    expect(await faults(page)).toEqual([]);
  });

  it.each(['/action-plan', '/recommendations/12a', '/councils/E08000004'])(
    'has at %s on paper what is said, and nothing that is pressed or cut off',
    async (address) => {
      // The width of A4 between its margins.
      await page.setViewportSize({ width: 670, height: 1000 });
      await page.emulateMedia({ media: 'print' });
      await page.goto(origin + address);
      expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
      for (const what of ['.govuk-service-navigation__wrapper', '.govuk-breadcrumbs', 'main form']) {
        for (const each of await page.locator(what).all()) expect(await each.isVisible()).toBe(false);
      }
      const scrolling = `[...document.querySelectorAll('.register-scroll')].filter((each) => getComputedStyle(each).overflowX !== 'visible').length`;
      expect(await page.evaluate(scrolling)).toBe(0);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      await page.emulateMedia({ media: null });
    },
  );
});
