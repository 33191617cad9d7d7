import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectDirectory } from '../../src/project';
import { ask, publishAction, send, tokenOf } from '../scaling/support';
import { Cluster, describeWith, findProgram } from '../support/cluster';
import { Folder } from '../support/files';
import { mutationText } from '../support/mutations';
import { ServerProcess } from '../support/server-process';

jest.setTimeout(120_000);

/** The examples of the manual, by the words behind their language. */
const MANUAL = readFileSync(path.join(projectDirectory, 'docs/operations.md'), 'utf8');
const example = (name: string): string => new RegExp(`\`\`\`${name}\n(.*?)\`\`\``, 's').exec(MANUAL)![1]!;

const QUESTION = `{ register { revision } actions(first: 5) { nodes { code title } }
  council(gssCode: "E08000004") { name observations(first: 50) { nodes { value lower upper period { label } } } } }`;

describeWith('pg_dump', 'a backup, as the manual says it is made', () => {
  const folder = new Folder();
  let cluster: Cluster;
  const servers: ServerProcess[] = [];
  beforeAll(async () => {
    cluster = await Cluster.primary();
  });
  afterAll(async () => {
    for (const server of servers) server.kill('SIGKILL');
    await Promise.all(servers.map(({ exit }) => exit));
    await cluster.remove();
    folder.remove();
  });

  const url = (login: string): string => cluster.url('register', login);
  const serve = async (): Promise<string> => {
    const server = new ServerProcess({ DATABASE_URL: url('register'), DATA_DIR: folder.path });
    servers.push(server);
    return server.address();
  };
  const stop = async (): Promise<void> => {
    servers.at(-1)!.kill('SIGTERM');
    await servers.at(-1)!.exit;
  };
  const run = async (name: string): Promise<string> => {
    const { stdout } = await promisify(execFile)('bash', ['-euc', example(name)], {
      cwd: folder.path,
      env: {
        ...process.env,
        PATH: `${path.dirname(findProgram('pg_dump')!)}:${process.env['PATH']}`,
        DATABASE_URL: url('register'),
        BACKUP_URL: url('register_backup'),
        ADMIN_URL: cluster.url('postgres'),
      },
    });
    return stdout;
  };
  /** The last line of the proof has the digest of all chains. */
  const verify = async (): Promise<string> => {
    const program = path.join(projectDirectory, 'dist/src/audit/main.js');
    const env = { ...process.env, DATABASE_URL: url('register') };
    return (await promisify(execFile)('node', [program], { env })).stdout;
  };

  it('brings everything back after the database and its roles are gone, and the audit trail proves it', async () => {
    await run('sh roles');
    const before = await serve();
    await publishAction(before, folder, 'A1');
    const officer = await tokenOf(folder, { view: 'council', organisation: 'E08000004', roles: ['submitter'] });
    const draft = { recommendationCode: '12a', periodStart: '2026-01-01', periodEnd: '2026-03-31', summary: 'Words' };
    const variables = { input: { idempotencyKey: 'backup-draft', deliveryStatus: 'IN_PROGRESS', ...draft } };
    await send(before, { query: mutationText('saveProgressUpdate', 'id'), variables, token: officer });
    const MINE = '{ progressUpdates(first: 5) { nodes { id summary status version } } }';
    const question = async (address: string): Promise<unknown[]> => [
      (await ask(address, { query: QUESTION })).data,
      (await ask(address, { query: MINE, token: officer })).data,
    ];
    const answers = await question(before);
    expect(JSON.stringify(answers)).toContain('Words');
    await stop();
    const proof = await verify();
    expect(proof).toMatch(/^The audit trail is whole: [1-9]/);

    await run('sh backup');
    await cluster.query('postgres', 'drop database register');
    for (const { name } of await cluster.query<{ name: string }>(
      'postgres',
      `select rolname as name from pg_roles where rolname ~ '^(oscdr_|register(_backup)?$)'`,
    )) {
      await cluster.query('postgres', `drop role ${name}`);
    }

    await run('sh roles');
    await run('sh restore');
    expect(await verify()).toBe(proof);
    const after = await serve();
    expect(servers.at(-1)!.output).toContain('The reference figures are already loaded; nothing to do');
    expect(await question(after)).toEqual(answers);
    // It is a register that goes on, and no museum of one.
    expect(await publishAction(after, folder, 'A2')).toBe(3);
    await stop();
    expect(await verify()).not.toBe(proof);
  });

  it('is refused to the owner, who would leave out what row policies hide', async () => {
    const dump = promisify(execFile)(findProgram('pg_dump')!, ['--file=/dev/null', url('register')]);
    await expect(dump).rejects.toThrow('row-level security');
  });
});
