import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds for a server to come up; a first start makes its database. */
const PATIENCE = 120_000;

export interface Memory {
  /** Resident bytes now, and the most there have been since the last look that reset it. */
  now: number;
  peak: number;
}

/** A server that is measured: a process of its own. */
export class ServerProcess {
  private output = '';
  private readonly ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => child.on('exit', () => resolve()));
  }

  address = '';

  /** Starts a program, and waits until it says "at http://…" or until `until` appears. */
  static async start(
    program: string,
    parameters: readonly string[],
    variables: Record<string, string> = {},
    until = 'at http',
  ): Promise<ServerProcess> {
    // Settings of whoever runs the bench are for the bench: what a server is given is said here in full.
    const { PATH = '', HOME = '', LANG = '' } = process.env;
    const child = spawn(program, parameters, {
      env: { PATH, HOME, LANG, NODE_ENV: 'production', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new ServerProcess(child);
    try {
      await server.comeUp(until);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  private async comeUp(until: string): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const [, address] = /at (http:\S+)/.exec(this.output) ?? [];
      if (address !== undefined && this.output.includes(until)) {
        this.address = address;
        return;
      }
      if (this.child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`A server did not come up:\n${this.output.trim()}`);
      }
      await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, 10))]);
    }
  }

  /** What it holds; undefined where the system does not tell. */
  memory(): Memory | undefined {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      const kilobytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)![1]) * 1024;
      return { now: kilobytes('VmRSS'), peak: kilobytes('VmHWM') };
    } catch {
      return undefined;
    }
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.ended;
    clearTimeout(late);
  }
}
