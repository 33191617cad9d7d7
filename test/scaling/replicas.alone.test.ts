import { setTimeout } from 'node:timers/promises';
import { EFFORT, record } from '../hardening/record';
import { until } from '../notices/support';
import { Cluster, describeWith } from '../support/cluster';
import { Folder } from '../support/files';
import { ServerProcess } from '../support/server-process';
import { ask as askServer, publishAction, send } from './support';

jest.setTimeout(180_000);

const CUTS = EFFORT === 'full' ? 40 : 5;
const QUERY = `{
  register { revision }
  council(gssCode: "E08000004") { name assignments(first: 20) { nodes { recommendation { code title } response } } }
  actions(first: 100) { totalCount }
}`;

describeWith('pg_basebackup', 'two servers, a primary and two streaming replicas', () => {
  const folder = new Folder();
  const servers: ServerProcess[] = [];
  let primary: Cluster;
  let replica: Cluster;
  /** The other replica, which replays everything a little later. */
  let late: Cluster;
  let here: string;
  let there: string;

  /** One server keeps answers, as servers do, and the other makes each anew. */
  const serve = async (keeps: boolean): Promise<string> => {
    const server = new ServerProcess({
      ...(!keeps && { RESPONSE_CACHE_BYTES: '0' }),
      DATABASE_URL: primary.url('register'),
      DATABASE_REPLICA_URLS: `${replica.url('register')},${late.url('register')}`,
      DATA_DIR: folder.path,
      LOG_LEVEL: 'info',
    });
    servers.push(server);
    return server.address();
  };
  beforeAll(async () => {
    primary = await Cluster.primary();
    await primary.query('postgres', 'create database register');
    [replica, late] = await Promise.all([primary.replica(), primary.replica()]);
    await late.query('postgres', `alter system set recovery_min_apply_delay = '150ms'`);
    await late.query('postgres', 'select pg_reload_conf()');
    here = await serve(false);
    there = await serve(false);
  });
  afterAll(async () => {
    for (const server of servers) server.kill('SIGTERM');
    await Promise.all(servers.map(({ exit }) => exit));
    await Promise.all([replica?.remove(), late?.remove()]);
    await primary?.remove();
    folder.remove();
  });

  const ask = async (address: string, seen?: number) => {
    const { revision, data } = await askServer(address, { query: QUERY, seen });
    return { revision, read: data.register.revision as number, actions: data.actions.totalCount as number };
  };

  let actions = 0;
  const publish = (address: string): Promise<number> => publishAction(address, folder, `T${++actions}`);

  /** How often the replica has read the table that every query of the test reads. */
  const replicaReads = async (): Promise<number> => {
    const [row] = await replica.query<{ reads: number }>(
      'register',
      `select (seq_scan + idx_scan)::int4 as reads from pg_stat_user_tables where relname = 'recommendation'`,
    );
    return row!.reads;
  };
  /** Waits until the replica serves reads; PostgreSQL counts them a second late. */
  const replicaServes = async (): Promise<void> => {
    const before = await replicaReads();
    for (const deadline = Date.now() + 15_000; Date.now() < deadline; await setTimeout(100)) {
      await Promise.all([ask(here), ask(there)]);
      if ((await replicaReads()) > before) return;
    }
    throw new Error('The replica serves nothing.');
  };

  interface Load {
    answers: number;
    failures: unknown[];
    /** Answers that showed an older revision than their reader had seen. */
    backwards: string[];
  }
  /** Readers who ask again and again: some always the same server, and some, who say what they have seen, both in turn. */
  const underLoad = async (work: () => Promise<void>): Promise<Load> => {
    const load: Load = { answers: 0, failures: [], backwards: [] };
    let over = false;
    const read = async (addresses: string[], saysSeen: boolean): Promise<void> => {
      let seen = 0;
      let count = 0;
      for (let turn = 0; !over; turn++) {
        try {
          const answer = await ask(addresses[turn % addresses.length]!, saysSeen ? seen : undefined);
          load.answers++;
          if (answer.read < seen || answer.revision < answer.read || answer.actions < count) {
            load.backwards.push(`${JSON.stringify(answer)} after ${seen} with ${count} actions`);
          }
          // Fields may be read at different revisions, one after another: the header says the latest.
          seen = answer.revision;
          count = answer.actions;
        } catch (error) {
          load.failures.push(error);
          await setTimeout(100);
        }
      }
    };
    const readers = Promise.all(
      [1, 2, 3].flatMap(() => [read([here], false), read([there], false), read([here, there], true)]),
    );
    await setTimeout(500);
    try {
      await work();
      await setTimeout(500);
    } finally {
      over = true;
      await readers;
    }
    return load;
  };
  const expectNoneFailed = ({ answers, failures, backwards }: Load, during: string): void => {
    const happened = `${failures.length} failed, ${backwards.length} were of an older revision than their reader had seen`;
    console.info(`${during}: ${answers} answers, ${happened}`);
    record({
      part: 'fault',
      tried: `two servers, a primary and a replica: ${during}`,
      count: `${answers} reads`,
      happened,
    });
    expect(failures.slice(0, 3).map(String)).toEqual([]);
    expect(backwards.slice(0, 3)).toEqual([]);
    expect(answers).toBeGreaterThan(40);
  };

  it('reads what is public from the replica', async () => {
    await replicaServes();
    const [{ count }] = (await primary.query<{ count: string }>('register', 'select count(*) from publication')) as [
      { count: string },
    ];
    expect((await ask(there)).revision).toBe(Number(count));
  });

  it('shows what is published at one server in the other within a second, and at once to who says it has seen it', async () => {
    const delays: number[] = [];
    for (let times = 0; times < 8; times++) {
      const made = await publish(here);
      if (times % 2 === 0) {
        expect((await ask(there, made)).actions).toBe(actions);
        continue;
      }
      const began = performance.now();
      while ((await ask(there)).actions < actions) {
        if (performance.now() - began > 10_000) throw new Error('It is not shown.');
      }
      delays.push(performance.now() - began);
    }
    console.info(`shown by the other server after ${delays.map((delay) => delay.toFixed(0)).join(', ')} ms`);
    expect(Math.max(...delays)).toBeLessThan(1_000);
  });

  it('publishes again and again, and no reader goes back', async () => {
    const load = await underLoad(async () => {
      for (let times = 0; times < 8; times++) {
        await publish(times % 2 === 0 ? here : there);
        await setTimeout(100);
      }
    });
    expectNoneFailed(load, '8 publications');
  });

  it('takes no reader back, even while the server has not heard of what a replica shows already', async () => {
    const watches = await primary.query<{ pid: number }>(
      'register',
      `select pid from pg_stat_activity where application_name like '%revision watch'`,
    );
    expect(watches).toHaveLength(2);
    const tell = (signal: NodeJS.Signals): void => watches.forEach(({ pid }) => process.kill(pid, signal));
    const load = await underLoad(async () => {
      tell('SIGSTOP');
      try {
        for (let times = 0; times < 8; times++) {
          await primary.query(
            'register',
            `insert into publication (revision, kind, title)
             select max(revision) + 1, 'REGISTER', 'Of the test' from publication`,
          );
          await setTimeout(200);
        }
      } finally {
        tell('SIGCONT');
      }
    });
    expectNoneFailed(load, '8 publications, unheard');
  });

  it('reads from the primary what the replica has not replayed', async () => {
    await replicaServes();
    const load = await underLoad(async () => {
      for (const each of [replica, late]) await each.query('register', 'select pg_wal_replay_pause()');
      for (let times = 0; times < 5; times++) {
        const made = await publish(here);
        expect((await ask(there, made)).actions).toBe(actions);
        await setTimeout(100);
      }
      const [state] = await replica.query<{ revision: number }>(
        'register',
        'select max(revision) as revision from publication',
      );
      // The pause takes hold between two records, so the first publication may still have been replayed.
      expect((await ask(here)).revision - state!.revision).toBeGreaterThanOrEqual(4);
      for (const each of [replica, late]) await each.query('register', 'select pg_wal_replay_resume()');
    });
    expectNoneFailed(load, 'replay paused over 5 publications');
    await replicaServes();
  });

  it('fails no read when the connections to the replica are cut', async () => {
    const load = await underLoad(async () => {
      for (let times = 0; times < CUTS; times++) {
        await replica.query(
          'postgres',
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'register'`,
        );
        await setTimeout(400);
      }
    });
    expectNoneFailed(load, `connections cut ${CUTS} times`);
    await replicaServes();
  });

  it('fails no read when the replica is killed, starts without it, and uses it again when it is back', async () => {
    await replicaServes();
    const load = await underLoad(async () => {
      await replica.kill();
      await setTimeout(1_500);
      await publish(here);
    });
    expectNoneFailed(load, 'replica killed');
    for (const { output } of servers.slice(0, 2)) expect(output).toContain('a replica is set aside');

    const third = await serve(true);
    expect((await ask(third)).actions).toBe(actions);
    expect(servers[2]!.output).toContain('a replica is set aside');

    const back = await underLoad(async () => {
      await replica.start();
      await replicaServes();
    });
    expectNoneFailed(back, 'replica back');
    // Each server looks for itself.
    for (const server of servers) await until(() => server.output.includes('a replica is well again'));
  });

  it('refuses a revision that there is not', async () => {
    const newest = (await ask(here)).revision;
    for (const [said, message] of [
      ['99999999', `The header register-revision says 99999999, but the newest revision is ${newest}`],
      ['-1', 'The header register-revision must be a whole number, got "-1".'],
      ['99999999999999999999', 'must be a whole number'],
    ] as const) {
      const response = await send(here, { query: QUERY, seen: said });
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as any;
      expect(errors[0]).toEqual({ message: expect.stringContaining(message), extensions: { code: 'BAD_REQUEST' } });
    }
  });
});
