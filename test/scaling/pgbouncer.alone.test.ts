import { setTimeout } from 'node:timers/promises';
import { WORKER_ROLE } from '../../src/notices/worker';
import { VIEW_ROLES } from '../../src/database/view-databases';
import { Cluster, describeWith } from '../support/cluster';
import { Folder } from '../support/files';
import { Pooler } from '../support/pooler';
import { ServerProcess } from '../support/server-process';
import { ask, mutate, publishAction, tokenOf } from './support';

jest.setTimeout(120_000);

const OWNER = 'register_owner';
const ROLES = { ...VIEW_ROLES, WORKER: WORKER_ROLE };
/** The login that each view, and the worker, has of its own. */
const login = (role: string): string => role.replace('oscdr_', 'register_');

describeWith(['pg_basebackup', 'pgbouncer'], 'PgBouncer in transaction mode', () => {
  const folder = new Folder();
  const servers: ServerProcess[] = [];
  let cluster: Cluster;
  let pooler: Pooler;
  /** All of its connections go through PgBouncer. */
  let pooled: string;
  /** Its DATABASE_URL is PostgreSQL's own address. */
  let direct: string;

  const begin = (variables: Record<string, string>): ServerProcess => {
    const server = new ServerProcess({ DATA_DIR: folder.path, LOG_LEVEL: 'info', ...variables });
    servers.push(server);
    return server;
  };
  const loginUrls = (): Record<string, string> =>
    Object.fromEntries(
      Object.entries(ROLES).map(([name, role]) => [`DATABASE_URL_${name}`, pooler.url('register', login(role))]),
    );
  beforeAll(async () => {
    cluster = await Cluster.primary();
    await cluster.query('postgres', 'create database register');
    for (const role of Object.values(ROLES)) {
      await cluster.query('postgres', `create role ${role} nologin noinherit`);
      await cluster.query('postgres', `create role ${login(role)} login noinherit in role ${role}`);
      await cluster.query('postgres', `alter role ${login(role)} set role = ${role}`);
      await cluster.query('postgres', `alter role ${login(role)} set statement_timeout = '5s'`);
    }
    pooler = await Pooler.start(cluster, 'register', [OWNER, ...Object.values(ROLES).map(login)]);
    // Both at once: they take turns at making the schema, though their connections are shared.
    const starting = [
      begin({ DATABASE_URL: pooler.url('register', OWNER), ...loginUrls() }),
      begin({ DATABASE_URL: cluster.url('register'), ...loginUrls() }),
    ];
    [pooled, direct] = (await Promise.all(starting.map((server) => server.address()))) as [string, string];
  });
  afterAll(async () => {
    for (const server of servers) server.kill('SIGTERM');
    await Promise.all(servers.map(({ exit }) => exit));
    await pooler?.stop();
    await cluster?.remove();
    folder.remove();
  });

  it('loads the register through it, once', async () => {
    const loaded = servers.filter(({ output }) => output.includes('Loaded the reference figures'));
    expect(loaded).toHaveLength(1);
    const { data } = await ask(pooled, { query: '{ councils(first: 0) { totalCount } register { revision } }' });
    expect(data).toEqual({ councils: { totalCount: 317 }, register: { revision: 1 } });
    const locks = await cluster.query('register', `select from pg_locks where locktype = 'advisory'`);
    expect(locks).toEqual([]);
  });

  it('serves many readers of the same statements on few connections', async () => {
    const query = `{ councils(first: 5) { nodes { name observations(first: 2) { nodes { value indicator { name } } } } }
      past: recommendation(code: "12a", asOf: "2020-01-01T00:00:00Z") { title } }`;
    const first = await ask(pooled, { query });
    expect(first.data.past).toBeNull();
    const rounds = Array.from({ length: 20 }, (_, round) => (round % 2 === 0 ? pooled : direct));
    for (const address of rounds) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(address, { query })));
      for (const { data } of answers) expect(data).toEqual(first.data);
    }
    const connections = await cluster.query<{ login: string; connections: number }>(
      'register',
      `select usename as login, count(*)::int4 as connections from pg_stat_activity
       where usename like 'register%' and datname = 'register' group by 1`,
    );
    for (const { login: name, connections: count } of connections) {
      if (name !== OWNER) expect(count).toBeLessThanOrEqual(3);
    }
    // Statements kept by name would be another client's on the next connection.
    for (const { output } of servers) expect(output).not.toContain('prepared statement');
  });

  it('shows each council its own work and no other, however their transactions are mixed', async () => {
    const councils = await Promise.all(
      ['E08000004', 'E08000006', 'E06000063'].map(async (organisation) => {
        const token = await tokenOf(folder, { view: 'council', organisation, roles: ['submitter'] });
        await mutate(pooled, token, 'saveProgressUpdate', {
          recommendationCode: '12a',
          periodStart: '2026-01-01',
          periodEnd: '2026-01-31',
          deliveryStatus: 'NOT_STARTED',
          summary: `Of ${organisation}`,
        });
        return { organisation, token };
      }),
    );
    const query = '{ progressUpdates(first: 10) { nodes { summary } } }';
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        councils.flatMap(({ organisation, token }) =>
          [pooled, direct].map(async (address) => {
            const { data } = await ask(address, { query, token });
            expect(data.progressUpdates.nodes).toEqual([{ summary: `Of ${organisation}` }]);
          }),
        ),
      );
    }
  });

  it('lets a publication be known everywhere: heard at the direct address, and found by looking through PgBouncer', async () => {
    const known = async (address: string, revision: number): Promise<number> => {
      const began = performance.now();
      while ((await ask(address, { query: '{ __typename }' })).revision < revision) {
        if (performance.now() - began > 10_000) throw new Error('It is not known.');
        await setTimeout(10);
      }
      return performance.now() - began;
    };
    const heard = await known(direct, await publishAction(pooled, folder, 'T1'));
    const found = await known(pooled, await publishAction(direct, folder, 'T2'));
    console.info(`heard after ${heard.toFixed(0)} ms, found after ${found.toFixed(0)} ms`);
    expect(heard).toBeLessThan(500);
    expect(found).toBeLessThan(1_500);
  });

  it('does not serve a view whose login does not have its role', async () => {
    const server = begin({
      ...loginUrls(),
      DATABASE_URL: cluster.url('register'),
      DATABASE_URL_PUBLIC: pooler.url('register', OWNER),
    });
    expect(await server.exit).toBe(1);
    expect(server.errors).toContain('"alter role … set role = oscdr_public" (docs/scaling.md)');
  });
});
