import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { tokenOf } from '../scaling/support';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';
import { mutationText } from '../support/mutations';
import type { Caller } from '../support/server';
import { ServerProcess } from '../support/server-process';
import { HEAP_LINES, memoryOf, TELLS_HEAP } from './heap';
import { EFFORT, record } from './record';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? (EFFORT === 'full' ? 10 : 0.25));
const LOOKS = 30;
const WARM_UP = EFFORT === 'full' ? 60_000 : 5_000;
/** Milliseconds between publications: the files of each are made, which is the most work that there is. */
const PUBLISH_INTERVAL = 20_000;

/**
 * Memory is flat where the heap after a garbage collection is in the last third, on average, no more than this above the
 * first; and nothing leaks where the most files, sockets and connections of the last third are no more than so many above.
 */
const HEAP_RATIO = 1.1;
const HEAP_MEGABYTES = EFFORT === 'full' ? 10 : 30;
const DESCRIPTORS = 20;
/** Six pools of ten, and the revision watch. */
const CONNECTIONS = 61;

jest.setTimeout(120_000 + MINUTES * 60_000 + WARM_UP);

interface Look {
  heap: number;
  memory: number;
  descriptors: number;
  connections: number;
}

describe(`a server that is used for ${MINUTES} minutes`, () => {
  const folder = new Folder();
  let clone: Clone;
  let server: ServerProcess;
  let address: string;
  let database: Client;

  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    database = new Client({ connectionString: clone.url });
    await database.connect();
    server = new ServerProcess({
      DATABASE_URL: clone.url,
      DATA_DIR: folder.path,
      LOG_LEVEL: 'warn',
      LIMIT_REQUESTS_AT_ONCE: '200',
      // Full long before the first third is over.
      RESPONSE_CACHE_BYTES: '5000000',
      ...TELLS_HEAP,
    });
    address = await server.address();
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await server.exit;
    await database.end();
    folder.remove();
    await clone.drop();
  });

  const counts: Record<string, number> = {};
  const wrong: string[] = [];
  let over = false;

  async function ask(
    what: string,
    path: string,
    options: RequestInit = {},
    isRight = (text: string) => !text.includes('"errors"'),
  ) {
    const response = await fetch(new URL(path, address), options);
    const text = await response.text();
    counts[what] = (counts[what] ?? 0) + 1;
    // Sent away, where the machine has other things to do: what is expected of it then.
    if (response.status === 503 && response.headers.has('retry-after'))
      counts['sent away'] = (counts['sent away'] ?? 0) + 1;
    else if (response.status !== 200 || !isRight(text)) wrong.push(`${what}: ${response.status} ${text.slice(0, 300)}`);
    return text;
  }
  const post = async (what: string, query: string, caller?: Caller, variables: object = {}): Promise<any> => {
    const token = caller && (await tokenOf(folder, caller));
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    return JSON.parse(
      await ask(what, '/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) }),
    ).data;
  };
  const mutate = async (what: string, mutation: string, caller: Caller, input: object): Promise<any> => {
    const text = mutationText(mutation, mutation.includes('ProgressUpdate') ? 'id version' : '__typename');
    const data = await post(what, text, caller, { input: { idempotencyKey: randomUUID(), ...input } });
    const payload = data?.[mutation];
    if (payload?.userErrors.length > 0) wrong.push(`${what}: ${JSON.stringify(payload)}`);
    return payload;
  };

  const council: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'], subject: 'officer' };
  const other: Caller = { view: 'council', organisation: 'E08000006', roles: ['submitter'], subject: 'officer' };
  const office = (role: string): Caller => ({ view: 'office', organisation: 'OSCDR', roles: [role], subject: role });
  const government: Caller = { view: 'government', organisation: 'DFE', roles: ['reader'], subject: 'official' };
  let turn = 0;
  let published = 0;

  /** What its users do, each again and again. */
  const USES: (() => Promise<unknown>)[] = [
    () => post('public, kept', '{ councils(first: 20) { nodes { name observations(first: 5) { nodes { value } } } } }'),
    () =>
      post(
        'public, made',
        `{ a${turn++ % 300}: councils(first: 10) { nodes { name assignments(first: 5) { nodes { response } } } } }`,
      ),
    () => ask('page', `/councils?page=${turn++}`, { headers: { accept: 'text/html' } }, (text) => text.includes('<h1')),
    () =>
      post('council', '{ progressUpdates(first: 20) { nodes { summary status } } myTasks { __typename } }', council),
    () => post('government', '{ progressUpdates(first: 20) { nodes { summary status } } }', government),
    () =>
      post(
        'office',
        '{ progressUpdates(first: 20) { nodes { summary status } } auditTrail(first: 10) { nodes { action } } }',
        office('approver'),
      ),
    () => ask('csv', '/data/observations.csv?indicator=wellbeing_anxiety', {}, (text) => text.length > 1_000),
    () => ask('download', '/data', { headers: { accept: 'application/json' } }, (text) => text.includes('revisions')),
    async () => {
      const controller = new AbortController();
      const sent = fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: `{ b${turn++}: councils(first: 100) { nodes { observations(first: 20) { nodes { value } } } } }`,
        }),
        signal: controller.signal,
      });
      const ended = sent.then((response) => response.text()).catch(() => undefined);
      await setTimeout(Math.random() * 30);
      controller.abort();
      await ended;
      counts['aborted'] = (counts['aborted'] ?? 0) + 1;
    },
    async () => {
      const [who] = turn++ % 2 === 0 ? [council] : [other];
      const report = {
        recommendationCode: '12a',
        periodStart: '2026-01-01',
        periodEnd: '2026-03-31',
        deliveryStatus: 'IN_PROGRESS',
      };
      const saved = await mutate('save', 'saveProgressUpdate', who, { ...report, summary: randomUUID() });
      if (!saved?.progressUpdate) return;
      const { id, version } = saved.progressUpdate;
      const submitted = await mutate('submit', 'submitProgressUpdate', who, { id, expectedVersion: version });
      if (!submitted?.progressUpdate || performance.now() - published < PUBLISH_INTERVAL) return;
      published = performance.now();
      const approved = await mutate('approve', 'approveProgressUpdate', office('approver'), {
        id,
        expectedVersion: submitted.progressUpdate.version,
      });
      if (!approved?.progressUpdate) return;
      await mutate('publish', 'publishProgressUpdate', office('publisher'), {
        id,
        expectedVersion: approved.progressUpdate.version,
        immediately: true,
      });
    },
  ];

  async function look(): Promise<Look> {
    const { heap, resident } = await memoryOf(server);
    const { rows } = await database.query<{ connections: number }>(
      `select count(*)::int4 as connections from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    return {
      heap,
      memory: resident,
      descriptors: readdirSync(`/proc/${server.pid}/fd`).length,
      connections: rows[0]!.connections,
    };
  }

  it('does nothing wrong, and has no more memory, files and connections than at the beginning', async () => {
    const users = USES.map(async (use) => {
      for (; !over; await setTimeout(50)) {
        await use().catch((error: Error) => wrong.push(`${error.message} ${String(error.cause)}`));
      }
    });
    await setTimeout(WARM_UP);
    const looks: Look[] = [];
    for (let each = 0; each < LOOKS; each++) {
      await setTimeout((MINUTES * 60_000) / LOOKS);
      looks.push(await look());
    }
    over = true;
    await Promise.all(users);

    const third = LOOKS / 3;
    const [first, last] = [looks.slice(0, third), looks.slice(-third)];
    const mean = (of: Look[], value: keyof Look): number => of.reduce((sum, each) => sum + each[value], 0) / of.length;
    const most = (of: Look[], value: keyof Look): number => Math.max(...of.map((each) => each[value]));
    const both = (value: keyof Look, by = most): string =>
      `${by(first, value).toFixed(0)} → ${by(last, value).toFixed(0)}`;
    const requests = Object.values(counts).reduce((sum, each) => sum + each, 0);
    const happened =
      `${wrong.length} wrong answers; first third → last third: heap after collection ${both('heap', mean)} MB, memory ` +
      `${both('memory', mean)} MB, files and sockets ${both('descriptors')}, connections to PostgreSQL ${both('connections')}`;
    console.info(`${requests} requests (${JSON.stringify(counts)}); ${happened}`);
    record({
      part: 'load',
      tried: 'soak: all views, submissions, publications, downloads, aborted requests',
      count: `${MINUTES} minutes, ${requests} requests`,
      happened,
    });

    expect(wrong.slice(0, 5)).toEqual([]);
    expect(server.errors.replace(HEAP_LINES, '')).toBe('');
    expect(mean(last, 'heap')).toBeLessThan(mean(first, 'heap') * HEAP_RATIO + HEAP_MEGABYTES);
    expect(most(last, 'descriptors')).toBeLessThanOrEqual(most(first, 'descriptors') + DESCRIPTORS);
    expect(most(looks, 'connections')).toBeLessThanOrEqual(CONNECTIONS);
    for (const what of ['publish', 'aborted', 'csv', 'page', 'council', 'office'])
      expect(counts[what]).toBeGreaterThan(0);
  });
});
