import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext } from 'playwright-core';
import { faults, inBrowser, launch, openWindow, runQuery } from '../support/browser';
import { type Caller, TestServer } from '../support/server';

jest.setTimeout(120_000);

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };

inBrowser('the pages in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let origin: string;
  const strayed: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await TestServer.start('reference');
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const enter = async (options?: { width?: number; javaScriptEnabled?: boolean }): Promise<BrowserContext> => {
    const context = await openWindow(browser, origin, strayed, options);
    context.on('console', (message) => complaints.push(message.text()));
    context.on('weberror', (error) => complaints.push(error.error().message));
    return context;
  };

  it.each([1280, 320])('are accessible by axe, and no wider than the window of %d pixels', async (width) => {
    const context = await enter({ width });
    const page = await context.newPage();
    const found: unknown[] = [];
    for (const address of [
      '/docs',
      '/docs/start/council-officer',
      '/docs/using-the-api',
      '/docs/who-sees-what',
      '/docs/errors',
      '/docs/limits',
      '/docs/changelog',
      '/docs/reference/public?q=missing',
      '/docs/reference/council/Assignment',
    ]) {
      await page.goto(origin + address);
      found.push(...(await faults(page)));
    }
    expect(found).toEqual([]);
    await context.close();
  });

  it('work without scripts', async () => {
    const context = await enter({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${origin}/docs`);
    await page.getByRole('link', { name: 'Reference of the public view' }).click();
    await page.getByLabel('Find a type or field').fill('gssCode');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'Council.gssCode', exact: true }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Council');
    await page.goto(`${origin}/graphql`);
    expect(await page.getByText('The explorer needs JavaScript.').isVisible()).toBe(true);
    await context.close();
  });

  it('lead a researcher to an indicator in the explorer', async () => {
    const context = await enter();
    const page = await context.newPage();
    await page.goto(`${origin}/docs/start/researcher`);
    await page.getByRole('link', { name: 'Open “Find an indicator” in the explorer' }).click();
    await page.getByText('You are in the public view.').waitFor();
    expect(await runQuery(page)).toContain('wellbeing_anxiety');
    // GraphiQL's own: a tab that has a button in it.
    expect(await faults(page)).toEqual([[page.url(), 'nested-interactive', expect.stringContaining('graphiql-tab')]]);
    await context.close();
  });

  it('show in the explorer the schema of whoever has a token, and keep the token out of the address', async () => {
    const token = await server.token(OLDHAM);
    const context = await enter();
    const page = await context.newPage();
    await page.goto(`${origin}/graphql#query=${encodeURIComponent('{ viewer { view subject } }')}`);
    await page.getByText('You are in the public view.').waitFor();
    // The public view's own may still be under way.
    const introspected = page.waitForResponse((answer) => {
      const asked = answer.request();
      return (asked.postData()?.includes('__schema') ?? false) && asked.headers()['authorization'] !== undefined;
    });
    await page.getByLabel('Token', { exact: true }).fill(token);
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByText('You are in the council view for Oldham').waitFor();
    expect(await (await introspected).text()).toContain('"myTasks"');
    expect(await runQuery(page)).toContain('"COUNCIL"');
    expect(page.url()).not.toContain(token);
    expect(await page.evaluate('JSON.stringify(localStorage)')).toBe('{}');
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByText('You are in the public view.').waitFor();
    expect(await page.evaluate('sessionStorage.getItem("token")')).toBeNull();
    await context.close();
  });

  it('ask for nothing elsewhere, and break none of their own policy', () => {
    expect(strayed).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
