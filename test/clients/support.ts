import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../src/project';
import { mutate } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';
import { Folder } from '../support/files';

export const clientsDirectory = path.join(projectDirectory, 'clients');
export const PACKAGE = 'social-cohesion-register-client';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };

export interface Outcome {
  code: number;
  output: string;
  errors: string;
}

/** Whether a program is here, and answers to these words. */
export function isHere(program: string, ...words: string[]): boolean {
  try {
    execFileSync(program, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs a program to its end. */
export function run(program: string, words: string[], cwd: string, variables: object = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...variables }, maxBuffer: 10_000_000 };
    execFile(program, words, options, (error, output, errors) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output, errors }),
    );
  });
}

/** Runs a program that must succeed, and gives what it prints. */
export async function runWell(program: string, words: string[], cwd: string, variables: object = {}): Promise<string> {
  const { code, output, errors } = await run(program, words, cwd, variables);
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} failed (${code}).\n${output}\n${errors}`);
  return output;
}

/** A server with an address, as those have it who are elsewhere. */
export class ListeningServer {
  private constructor(
    readonly graph: TestServer,
    readonly endpoint: string,
  ) {}

  static async start(): Promise<ListeningServer> {
    const graph = await TestServer.start('reference', { responseCacheBytes: 10_000_000 });
    const address = await graph.app.listen({ port: 0, host: '127.0.0.1' });
    return new ListeningServer(graph, `${address}/graphql`);
  }

  /** Takes a report of Oldham on a recommendation all the way, so that a revision is published. */
  async publishReport(recommendationCode: string, month = '2026-01'): Promise<void> {
    const { progressUpdate } = await mutate(this.graph, OLDHAM, 'saveProgressUpdate', 'id', {
      recommendationCode,
      periodStart: `${month}-01`,
      periodEnd: `${month}-28`,
      deliveryStatus: 'IN_PROGRESS',
      summary: 'Made up for a test',
    });
    const { id } = progressUpdate;
    await mutate(this.graph, OLDHAM, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
    await mutate(this.graph, REVIEWER, 'approveProgressUpdate', 'id', { id, expectedVersion: 2 });
    await mutate(this.graph, PUBLISHER, 'publishProgressUpdate', 'id', { id, expectedVersion: 3, immediately: true });
    await this.graph.revisions.refresh();
  }

  /** The codes of the councils that have not reported on a recommendation, by SQL of this test's own. */
  async notReported(recommendationCode: string): Promise<string[]> {
    const rows = await this.graph.dataSource.query<{ code: string }[]>(
      `select organisation.code from assignment
        join organisation on organisation.id = assignment.organisation_id
        join recommendation on recommendation.id = assignment.recommendation_id
        where recommendation.code = $1 and organisation.kind = 'COUNCIL' and assignment.delivery_status is null
        order by 1`,
      [recommendationCode],
    );
    return rows.map(({ code }) => code);
  }

  stop(): Promise<void> {
    return this.graph.stop();
  }
}

/** A project of somebody else's, elsewhere, with the packed client installed and nothing from any registry. */
export class Consumer {
  private constructor(readonly folder: Folder) {}

  get path(): string {
    return this.folder.path;
  }

  static async install(): Promise<Consumer> {
    const consumer = new Consumer(new Folder());
    const source = path.join(clientsDirectory, 'typescript');
    await runWell('npm', ['pack', '--silent', '--pack-destination', consumer.path], source);
    const [tarball] = readdirSync(consumer.path).filter((name) => name.endsWith('.tgz'));
    consumer.write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    await runWell('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball!], consumer.path);
    consumer.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          target: 'es2022',
          module: 'nodenext',
          skipLibCheck: false,
          types: ['node'],
        },
        include: ['*.ts', '*.cts'],
      }),
    );
    return consumer;
  }

  write(name: string, content: string): void {
    writeFileSync(path.join(this.path, name), content);
  }

  /** Brings the examples of the client here. */
  copyExamples(): string[] {
    const examples = path.join(clientsDirectory, 'typescript/examples');
    cpSync(examples, this.path, { recursive: true });
    return readdirSync(examples);
  }

  /** Compiles all that is here, as strictly as TypeScript can; gives its complaints. */
  async compile(): Promise<string> {
    const types = path.join(this.path, 'node_modules/@types');
    if (!existsSync(types)) symlinkSync(path.join(projectDirectory, 'node_modules/@types'), types);
    const { output } = await run(
      'node',
      [path.join(projectDirectory, 'node_modules/typescript/bin/tsc'), '-p', this.path],
      this.path,
    );
    return output;
  }

  remove(): void {
    this.folder.remove();
  }
}

/** The client as it is in this checkout, translated into a folder and loaded from there. */
export async function loadClient(folder: Folder): Promise<any> {
  const translate = path.join(projectDirectory, 'node_modules/.bin/swc');
  await runWell(translate, ['clients/typescript/src', '--out-dir', folder.path, '--quiet'], projectDirectory);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(path.join(folder.path, 'clients/typescript/src/index.js'));
}
