import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { publishAs } from '../support/databases';
import { faults, inBrowser, launch } from '../support/browser';
import { TestServer } from '../support/server';

jest.setTimeout(300_000);

inBrowser('those who have signed in, in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let origin: string;
  /** What axe has against pages, and what browsers complained of. */
  const found: unknown[] = [];

  beforeAll(async () => {
    // The public pages are kept, as they are in production: what is published must be seen on them all the same.
    server = await TestServer.start('reference', { responseCacheBytes: 10_000_000 });
    await publishAs(
      server.dataSource,
      1,
      `insert into indicator (code, name, domain, description, unit, direction, source, licence, derived, collected_by_return)
       values ('returned_cases', 'Cases', 'SAFETY', 'Cases', 'count', 'LOWER_IS_BETTER', 'Test', 'Test', false, true)`,
    );
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const open = async (javaScriptEnabled: boolean): Promise<Page> => {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.on('pageerror', (error) => found.push(error.message));
    page.on('console', (message) => {
      // That a form was refused is what the browser has to say of it, too.
      if (!/status of 4(22|09)/.test(message.text())) found.push(message.text());
    });
    return page;
  };

  /** Signs in at the local issuer, as whoever its page calls so. */
  const signIn = async (page: Page, name: string): Promise<void> => {
    await page.goto(`${origin}/work`);
    await page.getByLabel(name, { exact: true }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(`${origin}/work`);
  };

  /** Looks at a page as axe does, as narrow as a telephone. */
  const look = async (page: Page): Promise<void> => {
    await page.setViewportSize({ width: 320, height: 900 });
    found.push(...(await faults(page)));
    await page.setViewportSize({ width: 1280, height: 900 });
  };

  const file = (text: string) => ({ name: 'figures.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name }).click();

  it.each([false, true])('take work from a draft to the public page (JavaScript: %s)', async (scripts) => {
    // Without scripts nobody can look as axe does.
    const looked = (page: Page): Promise<void> => (scripts ? look(page) : Promise.resolve());
    const code = scripts ? '12a' : '12b';
    const words = `What the council did about ${code}.`;
    const [officer, reviewer] = [await open(scripts), await open(scripts)];
    await officer.goto(`${origin}/work`);
    await looked(officer);
    await signIn(officer, 'Officer of Oldham (test)');
    await looked(officer);
    await officer.getByRole('link', { name: 'Reports', exact: true }).click();
    await looked(officer);
    await officer.getByRole('link', { name: new RegExp(`^${code} `) }).click();
    await looked(officer);
    await press(officer, 'Write a report');
    await press(officer, 'Save draft and continue');
    expect(await officer.getByRole('link', { name: 'Choose where it stands' }).isVisible()).toBe(true);
    await looked(officer);
    await officer.getByLabel('In progress').check();
    await officer.getByLabel('Amber', { exact: true }).check();
    await officer.getByLabel('What was done').fill(words);
    await press(officer, 'Save draft and continue');
    await officer.getByRole('link', { name: 'Add evidence' }).click();
    await officer.getByLabel('Title').fill('Minutes of the cabinet');
    await officer.getByLabel('Minutes or decisions').check();
    await officer.getByLabel('Address on the web').fill('minutes.pdf');
    await press(officer, 'Add evidence');
    await looked(officer);
    expect(await officer.getByLabel('Title').inputValue()).toBe('Minutes of the cabinet');
    await officer.getByLabel('Address on the web').fill('https://example.org/minutes.pdf');
    await press(officer, 'Add evidence');
    await looked(officer);

    const upload = await officer.context().newPage();
    await upload.goto(`${origin}/work/figures/new`);
    const header = 'indicator_code,period,value';
    await upload
      .getByLabel('The file with the figures')
      .setInputFiles(file(`${header}\nreturned_cases,2026-Q1,many\n`));
    await press(upload, 'Upload and submit');
    expect(await upload.getByRole('row', { name: /2 value many Expected/ }).isVisible()).toBe(true);
    await looked(upload);
    await upload.getByLabel('The file with the figures').setInputFiles(file(`${header}\nreturned_cases,2026-Q1,12\n`));
    await press(upload, 'Upload and submit');
    expect(await upload.getByText('The figures are submitted').isVisible()).toBe(true);
    await looked(upload);

    await press(officer, 'Submit report');
    expect(await officer.getByText('The report is submitted').isVisible()).toBe(true);

    await signIn(reviewer, 'Reviewer and publisher at the Office (test)');
    for (const address of ['figures', 'releases', 'nothing']) {
      await reviewer.goto(`${origin}/work/${address}`);
      await looked(reviewer);
      found.splice(0, found.length, ...found.filter((each) => !/status of 404/.test(String(each))));
    }
    await reviewer.goto(`${origin}/work/reports`);
    await looked(reviewer);
    await reviewer.getByRole('link', { name: new RegExp(`^${code} `) }).click();
    await looked(reviewer);
    await reviewer.getByText('Return it to its organisation').click();
    await reviewer.getByLabel('What has to be mended').fill('Say which wards.');
    await press(reviewer, 'Return report');
    const address = reviewer.url().split('?')[0]!;

    await officer.goto(`${origin}/work`);
    await looked(officer);
    await officer.getByRole('link', { name: `Report on ${code}` }).click();
    expect(await officer.getByText('Say which wards.').isVisible()).toBe(true);
    await looked(officer);
    await officer.getByRole('link', { name: 'Change what was done' }).click();
    await officer.getByLabel('What was done').fill(`${words} In two wards.`);
    await press(officer, 'Save');
    await press(officer, 'Submit report');

    await reviewer.goto(address);
    await press(reviewer, 'Approve report');
    await looked(reviewer);
    const anybody = await browser.newPage();
    await anybody.goto(`${origin}/recommendations/${code}`);
    expect(await anybody.getByText(words).count()).toBe(0);
    await reviewer.getByLabel('Now').check();
    await press(reviewer, 'Publish report');
    expect(await reviewer.getByText('Everyone sees it now').isVisible()).toBe(true);
    await anybody.reload();
    expect(await anybody.getByText(`${words} In two wards.`).isVisible()).toBe(true);
    await press(reviewer, 'Sign out');
    await looked(reviewer);
    await reviewer.goto(`${origin}/work`);
    expect(reviewer.url()).toContain('/local-issuer/authorize');
    for (const page of [officer, reviewer, anybody]) await page.context().close();
    expect(found).toEqual([]);
  });

  it('can do all of it by the keyboard alone', async () => {
    const page = await open(true);
    const focused = (): Promise<string> =>
      page.evaluate<string>(
        '(document.activeElement.textContent.trim() || document.activeElement.id).replace(/\\s+/g, " ")',
      );
    /** Goes on with the tabulator key to what is called so. */
    const reach = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        if ((await focused()).startsWith(name)) return;
      }
      throw new Error(`No key leads to "${name}" on ${page.url()}.`);
    };
    await page.goto(`${origin}/work`);
    await reach('oldham-officer');
    await page.keyboard.press('Space');
    await reach('Continue');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${origin}/work`);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to main content');
    await page.goto(`${origin}/work/recommendations/12c/report`);
    await reach('deliveryStatus');
    await page.keyboard.press('ArrowDown');
    await reach('summary');
    await page.keyboard.type('By keys alone.');
    await reach('Save draft');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=begun/);
    await reach('Submit report');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=submitted/);
    // What is told at the top is where the keyboard is, for who cannot see it.
    expect(await focused()).toMatch(/^Success The report is submitted/);
    await reach('Withdraw this report');
    await page.keyboard.press('Enter');
    await reach('Withdraw report');
    await page.keyboard.press('Enter');
    await page.waitForURL(/done=withdrawn/);
    await page.context().close();
  });
});
