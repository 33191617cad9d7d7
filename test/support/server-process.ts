import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { START_PROGRAM } from '../../bench/servers/start-program';

/** One address asks more here than anybody would. */
const UNLIMITED = { LIMIT_PUBLIC_POINTS: '0', LIMIT_ORGANISATION_POINTS: '0', LIMIT_REQUESTS_AT_ONCE: '0' };

/**
 * The server as a process of its own, as `npm start` runs it: with its embedded PostgreSQL, unless a variable names another
 * database.
 */
export class ServerProcess {
  output = '';
  errors = '';
  readonly exit: Promise<number | NodeJS.Signals | null>;
  private readonly child: ChildProcess;

  constructor(variables: Record<string, string>) {
    const { DATABASE_URL: _, ...inherited } = process.env;
    this.child = spawn('node', START_PROGRAM, {
      env: { ...inherited, ...UNLIMITED, PORT: '0', ...variables },
    });
    this.child.stdout!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr!.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.exit = new Promise((resolve) => this.child.on('exit', (code, signal) => resolve(code ?? signal)));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Megabytes of memory that the process has now. */
  get resident(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))![1]) / 1_000;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The address it says it is at, once it is up. */
  async address(): Promise<string> {
    const ended = this.exit.then(() => true);
    for (;;) {
      const address = /at (http:\S+\/graphql)/.exec(this.output)?.[1];
      if (address && this.output.includes('Ctrl-C')) return address;
      const over = await Promise.race([ended, new Promise<false>((resolve) => setTimeout(() => resolve(false), 50))]);
      if (over) throw new Error(`The server ended before it was up.\n${this.output}\n${this.errors}`);
    }
  }
}
