import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { inBrowser, launch } from '../support/browser';
import { TestServer } from '../support/server';

jest.setTimeout(120_000);

/** Milliseconds at the server for a page that it keeps, and bytes for all that a browser asks for with it. */
const MOST_MILLISECONDS = 50;
const MOST_BYTES = 250_000;

inBrowser('what a page costs', () => {
  let server: TestServer;
  let origin: string;
  beforeAll(async () => {
    server = await TestServer.start('reference', { responseCacheBytes: 10_000_000 });
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.stop());

  it.each(['/', '/councils/E08000004', '/indicators/wellbeing_anxiety'])('is little at %s', async (address) => {
    const browser = await launch();
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(origin + address, { waitUntil: 'networkidle' });
    await browser.close();
    const times: number[] = [];
    for (let turn = 0; turn < 100; turn++) {
      const began = performance.now();
      await (await fetch(origin + address, { headers: { 'accept-encoding': 'br' } })).arrayBuffer();
      times.push(performance.now() - began);
    }
    times.sort((one, other) => one - other);
    const [p50, p99] = [times[50]!, times[98]!];
    console.info(`${address}: ${p50.toFixed(1)} ms (p99 ${p99.toFixed(1)} ms), ${bytes} bytes with all that it loads`);
    expect(p50).toBeLessThan(MOST_MILLISECONDS);
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });
});
