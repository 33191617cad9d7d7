import http from 'node:http';
import net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { connect } from '../../src/database/data-source';
import { migrationState } from '../../src/database/migration-state';
import { administer, databaseUrl, testDatabases } from '../support/databases';
import { Folder } from '../support/files';
import { ServerProcess } from '../support/server-process';
import { EFFORT, record } from './record';

jest.setTimeout(EFFORT === 'full' ? 900_000 : 300_000);

const KILLS = EFFORT === 'full' ? 15 : 2;
const REQUESTS = 40;
/** Milliseconds that a server has to stop while it is asked. */
const STOPPED = 20_000;

/** Runs a suite's servers on an empty database of its own. */
function emptyDatabase(name: string) {
  const database = `register_test_${name}_${process.pid}`;
  const { server } = testDatabases();
  const folder = new Folder();
  const servers: ServerProcess[] = [];
  return {
    folder,
    url: databaseUrl(server, database),
    begin: (variables: Record<string, string> = {}): ServerProcess => {
      const begun = new ServerProcess({
        DATABASE_URL: databaseUrl(server, database),
        DATA_DIR: folder.path,
        RESPONSE_CACHE_BYTES: '0',
        ...variables,
      });
      servers.push(begun);
      return begun;
    },
    renew: () => administer(server, `drop database if exists ${database} with (force)`, `create database ${database}`),
    remove: async () => {
      servers.forEach((each) => each.kill('SIGKILL'));
      await Promise.all(servers.map(({ exit }) => exit));
      await administer(server, `drop database if exists ${database} with (force)`);
      folder.remove();
    },
  };
}

describe('a start that is interrupted', () => {
  const { begin, renew, remove, url } = emptyDatabase('start');
  beforeAll(renew);
  afterAll(remove);

  const QUERY = `{ councils(first: 0) { totalCount } observations(first: 0) { totalCount } register { revision } }`;
  const WHOLE = {
    data: { councils: { totalCount: 317 }, observations: { totalCount: 42598 }, register: { revision: 1 } },
  };
  const ask = async (address: string): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(address, { method: 'POST', headers, body: JSON.stringify({ query: QUERY }) })).json();
  };

  /** How far it has come: migrations that are applied, and whether there are figures. */
  const state = async () => {
    const dataSource = await connect(url);
    try {
      const [{ there }] = await dataSource.query<[{ there: boolean }]>(
        `select to_regclass('migration') is not null as there`,
      );
      if (!there) return { missing: dataSource.migrations.length, figures: 0 };
      const { missing } = await migrationState(dataSource);
      const [{ exists }] = await dataSource.query<[{ exists: boolean }]>(
        `select to_regclass('observation') is not null as exists`,
      );
      const [{ figures }] = exists
        ? await dataSource.query<[{ figures: number }]>('select count(*)::int4 as figures from observation')
        : [{ figures: 0 }];
      return { missing: missing.length, figures };
    } finally {
      await dataSource.destroy();
    }
  };

  it('goes on where it stopped, each migration whole or not there, and the figures too', async () => {
    const stops: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      await renew();
      const server = begin();
      // From its first migration to its last figure, one after another.
      const wanted = ((kill + 1) / (KILLS + 1)) * 1.25;
      const dataSource = await connect(url);
      const began = performance.now();
      for (let share = 0; share < wanted && performance.now() - began < 20_000; await setTimeout(2)) {
        const { there } = (
          await dataSource.query<{ there: boolean }[]>(`select to_regclass('migration') is not null as there`)
        )[0]!;
        if (!there) continue;
        const { missing } = await migrationState(dataSource);
        const all = dataSource.migrations.length;
        share = (all - missing.length) / all;
        if (share < 1) continue;
        // The rest of its start is the loading of figures, which is one transaction.
        await setTimeout((wanted - 1) * 8_000);
        break;
      }
      await dataSource.destroy();
      server.kill('SIGKILL');
      await server.exit;
      const { missing, figures } = await state();
      stops.push(`${missing} migrations to come, ${figures} figures`);

      const again = begin();
      expect(await ask(await again.address())).toEqual(WHOLE);
      const whole = await state();
      expect(whole.missing).toBe(0);
      expect([0, whole.figures]).toContain(figures);
      again.kill('SIGTERM');
      expect(await again.exit).toBe(0);
    }
    console.info(stops.join('; '));
    expect(new Set(stops).size).toBeGreaterThan(1);
    record({
      part: 'fault',
      tried: 'server killed while it migrates and loads the figures, and started again',
      count: `${KILLS} kills, from the first migration to the last figure`,
      happened: 'each migration whole or not there, all figures or none; the next start was whole',
    });
  });

  it('is one, where two servers start at once', async () => {
    await renew();
    const servers = [begin(), begin()];
    const addresses = await Promise.all(servers.map((server) => server.address()));
    for (const address of addresses) expect(await ask(address)).toEqual(WHOLE);
    expect(servers.filter(({ output }) => output.includes('Loaded the reference figures'))).toHaveLength(1);
    expect(servers.map(({ errors }) => errors).join('')).toBe('');
    servers.forEach((server) => server.kill('SIGTERM'));
    expect(await Promise.all(servers.map(({ exit }) => exit))).toEqual([0, 0]);
    record({
      part: 'fault',
      tried: 'two servers started at once on an empty database',
      count: '2 servers',
      happened: 'one migrated and loaded the figures, once; both serve',
    });
  });
});

/** Asks for more than a connection takes in by itself, again and again, and reads none of it. */
function askAndNotRead(address: string, query: string): Promise<net.Socket> {
  const { port, hostname } = new URL(address);
  const body = JSON.stringify({ query });
  const request = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname, () => {
      socket.pause();
      socket.write(request.repeat(60), () => resolve(socket));
    });
    socket.on('error', () => undefined);
  });
}

describe('a server that is told to stop while it is asked', () => {
  const { begin, renew, remove, url } = emptyDatabase('stop');
  beforeAll(renew);
  afterAll(remove);

  it('answers what it has accepted, refuses what comes then, and is gone soon', async () => {
    const server = begin({ METRICS_PORT: '0' });
    const address = await server.address();
    const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
    const query = (name: number): string =>
      `{ a${name}: councils(first: 100) { nodes { name observations(first: 20) { nodes { value indicator { name } } } } } }`;
    const ask = (name: number): Promise<{ status: number; whole: boolean }> =>
      new Promise((resolve, reject) => {
        const request = http.request(address, {
          agent,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        });
        request.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const { data } = JSON.parse(Buffer.concat(chunks).toString());
            resolve({ status: response.statusCode!, whole: data?.[`a${name}`]?.nodes.length === 100 });
          });
        });
        request.on('error', reject);
        request.end(JSON.stringify({ query: query(name) }));
      });
    const idler = await askAndNotRead(address, query(0));
    const metrics = /metrics are at (\S+?)\.\n/.exec(server.output)![1]!;
    const underWay = async (): Promise<number> =>
      Number(/^register_answers_under_way (\d+)/m.exec(await (await fetch(metrics)).text())![1]);
    // What the idler asks is answered as far as it is taken.
    do await setTimeout(500);
    while ((await underWay()) > 0);
    // All have been accepted, and none can be answered yet.
    const holder = await connect(url);
    const runner = holder.createQueryRunner();
    await runner.startTransaction();
    await runner.query('lock table area in access exclusive mode');
    const asked = Array.from({ length: REQUESTS }, (_each, index) => ask(index + 1));
    while ((await underWay()) < REQUESTS) await setTimeout(20);
    server.kill('SIGTERM');
    const told = performance.now();
    await setTimeout(200);
    await runner.rollbackTransaction();
    await holder.destroy();
    expect(await Promise.all(asked)).toEqual(asked.map(() => ({ status: 200, whole: true })));
    const answered = performance.now() - told;
    await expect(
      fetch(address, { signal: AbortSignal.timeout(STOPPED) }).then(({ status }) => status),
    ).rejects.toThrow();
    expect(await server.exit).toBe(0);
    const stopped = performance.now() - told;
    expect(stopped).toBeLessThan(STOPPED);
    expect(server.errors).toBe('');
    agent.destroy();
    idler.destroy();
    record({
      part: 'fault',
      tried: 'SIGTERM in the middle of requests',
      count: `${REQUESTS} requests under way`,
      happened: `all answered, the last ${Math.round(answered)} ms later; new ones refused; gone after ${Math.round(stopped)} ms with code 0, though one reader did not read`,
    });
  });
});
