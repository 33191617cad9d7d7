import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../../src/limits/limits';
import { TestServer } from '../support/server';
import { judge } from './judge';
import { KeptConnections } from './kept-connections';
import { RawConnection } from './raw-connection';
import { record } from './record';

const QUESTION = '{"query":"{ __typename }"}';
const JSON_TYPE = { 'content-type': 'application/json' };

const post = (headers: string[], body: string): string =>
  ['POST /graphql HTTP/1.1', 'host: x', 'content-type: application/json', ...headers, '', body].join('\r\n');
const length = (text: string): string => `content-length: ${Buffer.byteLength(text)}`;

/** Requests that are none, and the statuses that they may be answered with; none where the connection is just closed. */
const MALFORMED: Record<string, [request: string | Buffer, ...statuses: number[]]> = {
  'no HTTP at all': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  'bytes at random': [Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 89 + 7) % 256)), 400],
  'a request line without a version': ['GET /graphql\r\n\r\n', 400],
  'HTTP/1.0 without a host': [
    'POST /graphql HTTP/1.0\r\ncontent-type: application/json\r\ncontent-length: 26\r\n\r\n' + QUESTION,
    200,
  ],
  'a host that is none': ['GET /graphql HTTP/1.1\r\nhost: a b\r\n\r\n', 400],
  'a host of brackets': ['GET /councils HTTP/1.1\r\nhost: [::\r\n\r\n', 400],
  'a host of percent signs': ['GET /changes.atom HTTP/1.1\r\nhost: %zz"><script>\r\n\r\n', 400],
  'a version that there is not': ['GET /graphql HTTP/9.9\r\nhost: x\r\n\r\n', 400, 505],
  'the preface of HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 505],
  'a method that there is not': ['BREW /graphql HTTP/1.1\r\nhost: x\r\n\r\n', 400],
  TRACE: ['TRACE /graphql HTTP/1.1\r\nhost: x\r\n\r\n', 404, 405],
  CONNECT: ['CONNECT elsewhere.example:443 HTTP/1.1\r\nhost: elsewhere.example:443\r\n\r\n'],
  'no host': ['GET /livez HTTP/1.1\r\n\r\n', 400],
  'two hosts': ['GET /livez HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n', 200, 400],
  'an address with a line break': ['GET /graphql?query=a\nb HTTP/1.1\r\nhost: x\r\n\r\n', 400],
  'an address with U+0000': ['GET /graphql?query=\0 HTTP/1.1\r\nhost: x\r\n\r\n', 400],
  'an address that is no UTF-8': ['GET /councils/%ff%fe HTTP/1.1\r\nhost: x\r\n\r\n', 400, 404],
  'an address of percent signs': ['GET /councils/%%%zz HTTP/1.1\r\nhost: x\r\n\r\n', 400, 404],
  'an address with a scheme of its own': ['GET http://elsewhere.example/graphql HTTP/1.1\r\nhost: x\r\n\r\n', 400, 404],
  'a way out of the folder': ['GET /assets/../../../package.json HTTP/1.1\r\nhost: x\r\n\r\n', 400, 403, 404],
  'an escaped way out': ['GET /data/revisions/1/..%2f..%2f..%2fpackage.json HTTP/1.1\r\nhost: x\r\n\r\n', 404, 503],
  'a header without a colon': ['GET /livez HTTP/1.1\r\nhost: x\r\nnothing\r\n\r\n', 400],
  'a header with a space before its colon': ['GET /livez HTTP/1.1\r\nhost : x\r\n\r\n', 400],
  'a folded header': ['GET /livez HTTP/1.1\r\nhost: x\r\n folded: y\r\n\r\n', 400],
  'a header with U+0000': ['GET /livez HTTP/1.1\r\nhost: x\r\na: b\0c\r\n\r\n', 400],
  'a line end that is a line feed alone': ['GET /livez HTTP/1.1\nhost: x\n\n', 200, 400],
  'headers of 20 kB': [`GET /livez HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(20_000)}\r\n\r\n`, 431],
  'five thousand headers': [`GET /livez HTTP/1.1\r\nhost: x\r\n${'aaa: bbb\r\n'.repeat(5_000)}\r\n`, 431],
  'an address of 20 kB': [`GET /graphql?query=${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431, 414],
  'two lengths': [post(['content-length: 26', 'content-length: 5'], QUESTION), 400],
  'a length and chunks': [
    post([length(QUESTION), 'transfer-encoding: chunked'], `1a\r\n${QUESTION}\r\n0\r\n\r\n`),
    400,
  ],
  'chunks under another name': [post(['transfer-encoding: xchunked', length(QUESTION)], QUESTION), 400],
  'chunks twice': [post(['transfer-encoding: chunked, chunked'], '0\r\n\r\n'), 400],
  'chunks that are not the last encoding': [post(['transfer-encoding: chunked, identity'], '0\r\n\r\n'), 400],
  'a negative length': [post(['content-length: -1'], QUESTION), 400],
  'a length that is no number': [post(['content-length: many'], QUESTION), 400],
  'a length beyond numbers': [post([`content-length: ${'9'.repeat(30)}`], QUESTION), 400],
  'a length larger than the limit': [post(['content-length: 100001'], QUESTION), 413],
  'a chunk of no size': [post(['transfer-encoding: chunked'], `zz\r\n${QUESTION}\r\n0\r\n\r\n`), 400],
  'a chunk beyond numbers': [post(['transfer-encoding: chunked'], `${'f'.repeat(17)}\r\nx`), 400],
  'a chunk with a long extension': [
    post(['transfer-encoding: chunked'], `1;${'a'.repeat(20_000)}\r\nx\r\n0\r\n\r\n`),
    413,
    400,
  ],
  'a chunk longer than it says': [post(['transfer-encoding: chunked'], `1\r\n${QUESTION}\r\n0\r\n\r\n`), 400],
  'a body of two requests': [post([length(QUESTION)], `${QUESTION}GARBAGE\r\n\r\n`), 200, 400],
  'an upgrade': ['GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n', 400, 404],
  'an expectation that there is not': [post(['expect: the-unexpected', length(QUESTION)], QUESTION), 200, 417],
};

/** Bodies of well-formed requests that are no question. */
const BODIES: Record<string, [body: string | Buffer, headers?: Record<string, string>]> = {
  nothing: [''],
  'no JSON': ['{"query":'],
  'JSON of another kind': ['"query"'],
  'a number': ['7'],
  null: ['null'],
  'invalid UTF-8 in a query': [
    Buffer.concat([Buffer.from('{"query":"{ __typename } #'), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from('"}')]),
  ],
  'UTF-16': [Buffer.from(QUESTION, 'utf16le')],
  'a byte order mark': [`\ufeff${QUESTION}`],
  'another charset': [QUESTION, { 'content-type': 'application/json; charset=utf-7' }],
  'a type that is none': [QUESTION, { 'content-type': 'x/\\y;;=' }],
  XML: ['<query/>', { 'content-type': 'application/xml' }],
  'a form': ['query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }],
  'a form with files': ['--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' }],
  'variables that are no object': ['{"query":"{ __typename }","variables":[1]}'],
  'variables that are text': ['{"query":"{ __typename }","variables":"{"}'],
  'a query that is no text': ['{"query":{"kind":"Document"}}'],
  'an operation name that is no text': ['{"query":"{ __typename }","operationName":{}}'],
  'extensions that are none': ['{"query":"{ __typename }","extensions":7}'],
  'a persisted query that there is not': [
    `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${'0'.repeat(64)}"}}}`,
  ],
  'a thousand requests in a list': [`[${Array(1_000).fill(QUESTION).join()}]`],
  'arrays 30,000 deep': ['['.repeat(30_000) + ']'.repeat(30_000)],
  'objects 10,000 deep': [`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  'variables 10,000 deep': [
    `{"query":"query ($v: CouncilFilter) { councils(filter: $v) { totalCount } }","variables":{"v":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}}`,
  ],
  'a list 20,000 deep for a variable': [
    `{"query":"query ($v: [String!]) { councils(filter: { codes: $v }) { totalCount } }","variables":{"v":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
  ],
  'a variable of 20,000 items': [
    JSON.stringify({
      query: 'query ($v: [String!]) { observations(first: 1, filter: { areas: $v }) { totalCount } }',
      variables: { v: Array.from({ length: 12_000 }, (_, index) => `x${index}`) },
    }),
  ],
  'twenty thousand variables': [
    JSON.stringify({
      query: '{ __typename }',
      variables: Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`v${i}`, i])),
    }),
  ],
  'a number of 90,000 digits': [
    `{"query":"query ($n: Int) { councils(first: $n) { totalCount } }","variables":{"n":${'9'.repeat(90_000)}}}`,
  ],
  'a query of brackets': [JSON.stringify({ query: '{a'.repeat(900) })],
  'a query of 90,000 blanks': [JSON.stringify({ query: `{ __typename ${' '.repeat(90_000)} }` })],
  'a value 900 lists deep': [
    JSON.stringify({ query: `{ councils(filter: ${'['.repeat(900)}${']'.repeat(900)}) { totalCount } }` }),
  ],
  'a type 900 lists deep': [
    JSON.stringify({ query: `query ($v: ${'['.repeat(900)}Int${']'.repeat(900)}) { __typename }` }),
  ],
  'an id of 60,000 colons': [
    JSON.stringify({
      query: 'query ($id: ID!) { node(id: $id) { id } }',
      variables: { id: Buffer.from(`Observation:${':'.repeat(60_000)}`).toString('base64url') },
    }),
  ],
  'a gzip that is none': ['not gzip', { 'content-encoding': 'gzip' }],
  'an encoding that there is not': [QUESTION, { 'content-encoding': 'zip' }],
  'ten encodings': [QUESTION, { 'content-encoding': Array(10).fill('gzip').join(', ') }],
  'a gzip bomb of 64 MB': [gzipSync(Buffer.alloc(64_000_000, ' ')), { 'content-encoding': 'gzip' }],
  'a deflate bomb of 64 MB': [deflateSync(Buffer.alloc(64_000_000, ' ')), { 'content-encoding': 'deflate' }],
  'a brotli bomb of 64 MB': [brotliCompressSync(Buffer.alloc(64_000_000, ' ')), { 'content-encoding': 'br' }],
};

describe('requests that no client would send', () => {
  let server: TestServer;
  let connections: KeptConnections;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    connections = await KeptConnections.to(server);
  });
  afterAll(() => connections.stop());
  const isWell = async (): Promise<void> => {
    expect((await connections.ask({ query: '{ __typename }' })).status).toBe(200);
  };

  it.each(Object.entries(MALFORMED))('malformed: %s', async (_name, [request, ...statuses]) => {
    const connection = await RawConnection.to(server);
    connection.write(request);
    await connection.answered();
    connection.close();
    expect(statuses.length > 0 ? statuses : [undefined]).toContain(connection.status);
    expect(connection.received).not.toMatch(/\bat .*\.[jt]s:\d|node_modules|x-powered-by/);
    await isWell();
  });

  it.each(Object.entries(BODIES))('no question: %s', async (_name, [body, headers]) => {
    const began = performance.now();
    const answer = await connections.send('POST', '/graphql', body, { ...JSON_TYPE, ...headers });
    // On a busy machine too: what takes longer keeps all others waiting.
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(judge(answer).faults).toEqual([]);
    expect(answer.status).toBeLessThan(500);
    await isWell();
  });

  it('that are compressed are held to their size when they are not', async () => {
    const [at, above] = [100_000, 100_001].map((bytes) => {
      const [start, end] = ['{"query":"{ __typename }","variables":{"x":"', '"}}'];
      return gzipSync(start + 'x'.repeat(bytes - start.length - end.length) + end);
    });
    const ask = (body: Buffer) =>
      connections.send('POST', '/graphql', body, { ...JSON_TYPE, 'content-encoding': 'gzip' });
    const [fits, exceeds] = [await ask(at!), await ask(above!)];
    expect([200, 415]).toContain(fits.status);
    expect([413, 415]).toContain(exceeds.status);
  });

  afterAll(() =>
    record({
      part: 'attack',
      tried: 'Malformed HTTP on raw connections, and bodies that are no question: smuggling, bombs, depth, encodings',
      count: `${Object.keys(MALFORMED).length + Object.keys(BODIES).length} kinds`,
      happened: 'each was refused in words by a status below 500, or read as what it is; the next request was answered',
    }),
  );
});

describe('connections that are slow, or idle', () => {
  const LIMIT = 1_500;
  let server: TestServer;
  let connections: KeptConnections;
  beforeAll(async () => {
    server = await TestServer.start('reference', { limits: { arrivalMilliseconds: LIMIT } });
    connections = await KeptConnections.to(server);
  });
  afterAll(() => connections.stop());

  /** Writes a byte every so often, until the connection is cut; gives how long that took. */
  async function drip(connection: RawConnection, text: string): Promise<number> {
    const began = performance.now();
    for (const byte of text) {
      if (connection.socket.destroyed || connection.received !== '') break;
      connection.write(byte);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await Promise.race([connection.closed, new Promise((resolve) => setTimeout(resolve, 5 * LIMIT).unref())]);
    return performance.now() - began;
  }

  it('have a limit that is declared, and holds for each request, head and body', async () => {
    expect(DEFAULT_LIMITS.arrivalMilliseconds).toBe(20_000);
    const head = post(['content-length: 1000'], '');
    const slow = {
      'a head': async (connection: RawConnection) => drip(connection, head),
      'a body': async (connection: RawConnection) => {
        connection.write(head);
        return drip(connection, QUESTION.padEnd(1_000));
      },
      chunks: async (connection: RawConnection) => {
        connection.write(post(['transfer-encoding: chunked'], ''));
        return drip(connection, '1\r\n \r\n'.repeat(1_000));
      },
      'nothing at all': async (connection: RawConnection) => drip(connection, ''),
    };
    const times = await Promise.all(
      Object.entries(slow).map(async ([what, send]) => {
        const connection = await RawConnection.to(server);
        return { what, took: await send(connection), connection };
      }),
    );
    for (const { what, took, connection } of times) {
      expect([what, took > LIMIT * 0.9 && took < LIMIT * 3]).toEqual([what, true]);
      expect([what, connection.status]).toEqual([what, 408]);
      expect(JSON.parse(connection.body).errors[0]).toEqual({
        message: `The limit on the time a request takes to arrive is 1,500 milliseconds, and this had more. Send it again.`,
        extensions: { code: 'LIMIT_EXCEEDED' },
      });
    }
    record({
      part: 'attack',
      tried: 'Requests that arrive a byte at a time (slow loris): head, body, chunks, and nothing at all',
      count: `${times.length} kinds`,
      happened: `each was cut and told 408 after ${Math.round(Math.min(...times.map(({ took }) => took)))} to ${Math.round(Math.max(...times.map(({ took }) => took)))} ms, of a limit of ${LIMIT} ms (20,000 ms unless set)`,
    });
  });

  it('a thousand of them keep nobody from being served', async () => {
    const idle = await TestServer.start('reference');
    const others = await KeptConnections.to(idle);
    const ask = async (): Promise<number> => {
      const began = performance.now();
      expect((await others.ask({ query: '{ council(gssCode: "E08000004") { name } }' })).status).toBe(200);
      return performance.now() - began;
    };
    const middle = async (): Promise<number> => {
      const times: number[] = [];
      for (let each = 0; each < 50; each++) times.push(await ask());
      return times.sort((one, other) => one - other)[25]!;
    };
    const memory = (): number => process.memoryUsage().rss / 1_000_000;
    await middle();
    const [before, memoryBefore] = [await middle(), memory()];
    const waiting = await Promise.all(Array.from({ length: 1_000 }, () => RawConnection.to(idle)));
    // Half of them have begun to ask.
    waiting.slice(500).forEach((each) => each.write('POST /graphql HTTP/1.1\r\nhost: x\r\n'));
    const open = (): Promise<number> =>
      new Promise((resolve) => idle.app.server.getConnections((_error, count) => resolve(count)));
    while ((await open()) < 1_000) await ask();
    const during = await middle();
    const grown = memory() - memoryBefore;
    waiting.forEach((each) => each.close());
    await others.stop();
    // Both ends of them are in this process.
    expect(grown).toBeLessThan(100);
    expect(during).toBeLessThan(Math.max(10 * before, 100));
    record({
      part: 'attack',
      tried: 'Idle connections, half of them with half a head, while others ask',
      count: '1,000 connections',
      happened: `the others were answered in ${during.toFixed(1)} ms (${before.toFixed(1)} ms without them); memory of both ends grew by ${Math.max(0, Math.round(grown))} MB`,
    });
  });
});
