import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { PAGES } from '../../src/site/pages';
import { publishAs } from '../support/databases';
import { TestServer } from '../support/server';
import { HOSTILE_TEXTS } from './hostile-texts';
import { KeptConnections } from './kept-connections';
import { record } from './record';

type Node = DefaultTreeAdapterMap['node'];

/** All parameters that some page reads. */
const PARAMETERS = [
  'search',
  'region',
  'type',
  'sort',
  'after',
  'before',
  'priority',
  'body',
  'overdue',
  'council',
  'format',
  'shown',
];
const RAN = /alert\(1\)|onmouseover|javascript:/;

/** What of a page a browser would run that the page's own makers have not put there. */
function runs(node: Node): string[] {
  const found: string[] = [];
  if ('tagName' in node) {
    for (const { name, value } of node.attrs) {
      if (name.startsWith('on')) found.push(`${node.tagName} ${name}`);
      if (/^(href|src|action)$/.test(name) && /^\s*(javascript|data|vbscript):/i.test(value)) found.push(value);
    }
    const text = node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
    if (node.tagName === 'script' && RAN.test(text)) found.push(text);
  }
  const children = 'childNodes' in node ? node.childNodes : [];
  return [...found, ...children.flatMap(runs)];
}

jest.setTimeout(180_000);

describe('pages', () => {
  let server: TestServer;
  let connections: KeptConnections;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    connections = await KeptConnections.to(server);
  });
  afterAll(() => connections.stop());

  const look = async (path: string): Promise<string[]> => {
    const { status, headers, text } = await connections.send('GET', path, undefined, { accept: 'text/html' });
    const faults: string[] = [];
    if (status >= 500 && status !== 503) faults.push(`status ${status}`);
    if (headers['set-cookie']) faults.push('a cookie');
    if (headers['content-type']?.startsWith('text/html')) {
      if (!headers['content-security-policy']?.includes(`script-src 'self'`)) faults.push('no policy');
      faults.push(...runs(parse(text)));
    }
    return faults.map((fault) => `${path.slice(0, 80)}: ${fault}`);
  };

  it('take nothing of an address for markup, a header or a file', async () => {
    const faults: string[] = [];
    let tried = 0;
    const texts = Object.values(HOSTILE_TEXTS).filter((text) => text.length < 1_000 && !/\p{Surrogate}/u.test(text));
    const paths = [
      ...PAGES.map(({ path }) => path),
      '/graphql',
      '/docs',
      '/docs/:page',
      '/docs/reference/:type',
      '/data',
      '/data/latest/:file',
      '/data/revisions/:revision/:file',
      '/data/observations.csv',
      '/assets/:file',
      '/:nothing',
    ];
    for (const [index, text] of texts.entries()) {
      const value = encodeURIComponent(text);
      // Each text at a sixth of the pages, with a parameter at a time.
      const addresses = paths
        .filter((_, place) => place % 6 === index % 6)
        .flatMap((path, place) => {
          const filled = path.replace(/\(.*\)$/, '').replaceAll(/:\w+/g, value);
          const parameter = PARAMETERS[(index + place) % PARAMETERS.length]!;
          return [`${filled}?${parameter}=${value}`, `${filled}?format=csv&${parameter}=${value}`];
        });
      tried += addresses.length;
      faults.push(...(await Promise.all(addresses.map(look))).flat());
    }
    expect(faults).toEqual([]);
    record({
      part: 'attack',
      tried: `Hostile texts in addresses of all pages, in the path and in parameters`,
      count: `${tried.toLocaleString('en-GB')} addresses`,
      happened: 'no page ran any of it, set a cookie, or was answered 500 or above but for files that are being made',
    });
  });

  it('show what was published as text', async () => {
    const script = `<script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}`;
    for (const table of ['area', 'organisation']) {
      await publishAs(server.dataSource, 1, `update ${table} set name = '${script}' where code = 'E08000004'`);
    }
    await publishAs(server.dataSource, 1, `update recommendation set summary = '${script}' where code = '12a'`);
    for (const path of [
      '/',
      '/councils',
      '/councils/E08000004',
      '/recommendations',
      '/recommendations/12a',
      '/compare?council=E08000004',
      '/changes.atom',
    ]) {
      expect(await look(path)).toEqual([]);
    }
    const { text } = await connections.send('GET', '/councils/E08000004');
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).toContain('{{7*7}}');
  });
});
