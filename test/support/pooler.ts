import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { type Cluster, daemonFolder, daemonOptions, findProgram, freePort } from './cluster';

/** A PgBouncer in transaction mode in front of a cluster, set up as docs/scaling.md says. */
export class Pooler {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /** With so few connections for each login that transactions of many clients take turns on them. */
  static async start(cluster: Cluster, database: string, logins: readonly string[]): Promise<Pooler> {
    const folder = daemonFolder();
    const port = await freePort();
    const users = path.join(folder, 'users.txt');
    writeFileSync(users, logins.map((login) => `"${login}" ""\n`).join(''));
    const settings = path.join(folder, 'pgbouncer.ini');
    writeFileSync(
      settings,
      `[databases]
       ${database} = host=127.0.0.1 port=${cluster.port} dbname=${database}
       [pgbouncer]
       listen_addr = 127.0.0.1
       listen_port = ${port}
       unix_socket_dir =
       auth_type = trust
       auth_file = ${users}
       pool_mode = transaction
       default_pool_size = 3
       ignore_startup_parameters = options
      `.replace(/^ +/gm, ''),
    );
    const child = spawn(findProgram('pgbouncer')!, [settings], daemonOptions);
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const pooler = new Pooler(child, folder, port);
    for (const deadline = Date.now() + 10_000; ; await setTimeout(50)) {
      const client = new Client({ connectionString: pooler.url(database, logins[0]!) });
      const answers = await client.connect().then(
        () => true,
        () => false,
      );
      if (answers) {
        await client.end();
        return pooler;
      }
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`PgBouncer did not start.\n${log}`);
    }
  }

  url(database: string, login: string): string {
    return `postgres://${login}@127.0.0.1:${this.port}/${database}`;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
