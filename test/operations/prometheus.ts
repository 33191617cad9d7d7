import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { until } from '../notices/support';
import { freePort } from '../support/cluster';

/** A Prometheus of Debian's, which reads the metrics of a server each second and holds the alerts against them. */
export class Prometheus {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly url: string,
  ) {}

  static async start(target: string, rules: string): Promise<Prometheus> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'register-prometheus-'));
    const port = await freePort();
    const settings = path.join(folder, 'prometheus.yml');
    writeFileSync(
      settings,
      JSON.stringify({
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: [rules],
        scrape_configs: [{ job_name: 'register', static_configs: [{ targets: [target] }] }],
      }),
    );
    const child = spawn('prometheus', [
      `--config.file=${settings}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    const prometheus = new Prometheus(child, folder, `http://127.0.0.1:${port}`);
    await until(() =>
      fetch(`${prometheus.url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return prometheus;
  }

  /** What its API answers at a path. */
  async api(path: string): Promise<any> {
    const response = await fetch(`${this.url}/api/v1/${path}`);
    return ((await response.json()) as any).data;
  }

  /** The value of an expression that gives one; undefined where it gives none. */
  async value(expression: string): Promise<number | undefined> {
    const { result } = await this.api(`query?query=${encodeURIComponent(expression)}`);
    return result.length === 0 ? undefined : Number(result[0].value[1]);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}

/** What Prometheus's own checker says; throws where it finds fault. */
export async function promtool(parameters: string[], input = ''): Promise<string> {
  const running = promisify(execFile)('promtool', parameters);
  running.child.stdin!.end(input);
  const { stdout, stderr } = await running;
  return stdout + stderr;
}
