import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { verifyChains } from '../../src/audit/chain';
import { projectDirectory } from '../../src/project';
import { contentOf } from '../support/databases';
import { attempt, mutate } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'], subject: 'officer' };
const DFE: Caller = { view: 'government', organisation: 'DFE', roles: ['submitter'], subject: 'civil-servant' };
const OFFICE: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const DRAFT = {
  recommendationCode: '12b',
  periodStart: '2026-01-01',
  periodEnd: '2026-03-31',
  deliveryStatus: 'IN_PROGRESS',
  summary: 'Words',
};

describe('the audit trail', () => {
  let server: TestServer;
  let id: string;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    id = (await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', DRAFT)).progressUpdate.id;
    await mutate(server, OLDHAM, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
  });
  afterAll(() => server.stop());

  const trail = async (filter: object): Promise<any[]> =>
    (
      await server.query(
        `query ($filter: AuditFilter) { auditTrail(first: 100, filter: $filter) { nodes {
          sequence actor action subjectId organisation { code } detail hash previousHash } } }`,
        { filter },
        OFFICE,
      )
    ).auditTrail.nodes;

  it('says who did what, in a chain for each organisation', async () => {
    const [submit, save] = await trail({ subjectId: id });
    expect(save).toMatchObject({
      sequence: 1,
      actor: 'officer',
      action: 'saveProgressUpdate',
      organisation: { code: 'E08000004' },
      detail: { transition: 'SAVE', status: [null, 'DRAFT'], version: 1, input: { ...DRAFT, nothingToReport: false } },
    });
    expect(submit).toMatchObject({
      sequence: 2,
      action: 'submitProgressUpdate',
      detail: { status: ['DRAFT', 'SUBMITTED'], version: 2, input: { id, expectedVersion: 1 } },
      previousHash: save.hash,
    });
    expect(JSON.stringify(submit)).not.toContain('idempotencyKey');
  });

  it('records what departments and the Office read of what is restricted, and not what councils read of their own', async () => {
    const query = `{ recommendation(code: "12b") { assignments(first: 100, orderBy: { field: DUTY_BEARER }) { nodes { progressUpdates { nodes { summary } } } } } }`;
    const council = `{ council(gssCode: "E08000004") { assignments { nodes { progressUpdates { nodes { id summary submission { submittedBy } } } } } } }`;
    const chain = async (organisation: string): Promise<any[]> =>
      (await trail({ organisations: [organisation] })).filter(({ action }) => action === 'read');
    const before = { council: (await chain('E08000004')).length, department: (await chain('DFE')).length };
    await server.query(query, {}, OLDHAM);
    await server.query('{ councils { totalCount } }', {}, DFE);
    expect((await chain('E08000004')).length).toBe(before.council);
    expect((await chain('DFE')).length).toBe(before.department);
    await server.query(council, {}, DFE);
    const [read] = await chain('DFE');
    expect(read).toMatchObject({ actor: 'civil-servant', subjectId: null });
    const [{ organisation }] = await server.dataSource.query(
      `select id as organisation from organisation where code = 'E08000004'`,
    );
    expect(read.detail.read).toEqual({ ProgressUpdate: [{ rows: 1, organisationId: organisation }] });
    await server.query(council, {}, OFFICE);
    const office = (await chain('OSCDR')).map((entry) => Object.keys(entry.detail.read).sort());
    // The person who submitted it, too; and the looks at the audit trail itself.
    expect(office[0]).toEqual(['ProgressUpdate', 'Submission']);
    expect(office).toContainEqual(['AuditEntry']);
    expect((await verifyChains(server.dataSource)).broken).toEqual([]);
  });

  it('gives no answer where the look cannot be put on record', async () => {
    await server.dataSource.query('revoke insert on audit_entry from oscdr_government');
    await server.dataSource.query(
      'revoke insert (organisation_id, actor, action, subject_type, subject_key, detail) on audit_entry from oscdr_government',
    );
    const { status, text } = await server.ask(
      '{ council(gssCode: "E08000004") { assignments { nodes { progressUpdates { nodes { summary } } } } } }',
      {},
      DFE,
    );
    expect(status).toBe(500);
    expect(text).not.toContain('Words');
    await server.dataSource.query(
      'grant insert (organisation_id, actor, action, subject_type, subject_key, detail) on audit_entry to oscdr_government',
    );
  });

  it('is written with what it records, or neither is', async () => {
    await server.dataSource.query("alter table audit_entry add constraint refuse check (actor <> 'nobody')");
    const before = await contentOf(server.dataSource);
    const { errors } = await attempt(server, { ...OLDHAM, subject: 'nobody' }, 'saveProgressUpdate', 'id', DRAFT);
    expect(errors![0]!.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(await contentOf(server.dataSource)).toEqual(before);
    await server.dataSource.query('alter table audit_entry drop constraint refuse');
  });

  it('cannot be written for another organisation, read by others, changed or cut by any role', async () => {
    const as = (role: string, statement: string): Promise<unknown> =>
      server.dataSource.transaction(async (manager) => {
        await manager.query(`set local role ${role}`);
        await manager.query(
          `select set_config('oscdr.organisation', (select id::text from organisation where code = 'E08000004'), true)`,
        );
        return manager.query(statement);
      });
    const insert = (code: string, actor = ''): string =>
      `insert into audit_entry (organisation_id, actor, action, detail) select id, '${actor}', 'x', '{}' from organisation where code = '${code}'`;
    await expect(as('oscdr_council', insert('E06000021'))).rejects.toThrow('row-level security');
    await expect(as('oscdr_council', insert('E08000004', 'somebody else'))).rejects.toThrow('row-level security');
    await expect(as('oscdr_council', 'select from audit_entry')).rejects.toThrow('permission denied');
    await expect(as('oscdr_council', 'insert into audit_entry (sequence) values (1)')).rejects.toThrow(
      'permission denied',
    );
    for (const role of ['oscdr_council', 'oscdr_government', 'oscdr_office']) {
      await expect(as(role, `update audit_entry set actor = 'x'`)).rejects.toThrow('permission denied');
      await expect(as(role, 'delete from audit_entry')).rejects.toThrow('permission denied');
      await expect(as(role, 'select from audit_head')).rejects.toThrow('permission denied');
    }
    for (const statement of [`update audit_entry set actor = 'x'`, 'delete from audit_entry', 'truncate audit_entry']) {
      await expect(server.dataSource.query(statement)).rejects.toThrow('append-only');
    }
  });

  describe('audit:verify', () => {
    const verify = async (): Promise<{ code: number; output: string }> => {
      const run = promisify(execFile)('node', [path.join(projectDirectory, 'dist/src/audit/main.js')], {
        env: { ...process.env, DATABASE_URL: server.databaseUrl },
      });
      return run.then(
        ({ stdout }) => ({ code: 0, output: stdout }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          output: error.stdout + error.stderr,
        }),
      );
    };
    /** Does something to the trail as only the owner of the database can, and undoes it. */
    const tamper = async (statement: string, undo: string): Promise<{ code: number; output: string }> => {
      await server.dataSource.query(`alter table audit_entry disable trigger user`);
      await server.dataSource.query(statement);
      const result = await verify();
      await server.dataSource.query(undo);
      await server.dataSource.query(`alter table audit_entry enable trigger user`);
      return result;
    };
    const OF_OLDHAM = `organisation_id = (select id from organisation where code = 'E08000004')`;

    it('proves a trail that is whole', async () => {
      const { code, output } = await verify();
      expect(output).toMatch(/^The audit trail is whole: \d+ entries in 3 chains\. Digest [0-9a-f]{64}\n$/);
      expect(code).toBe(0);
    });

    it('finds an entry that was edited by hand', async () => {
      const { code, output } = await tamper(
        `update audit_entry set actor = 'somebody else' where sequence = 1 and ${OF_OLDHAM}`,
        `update audit_entry set actor = 'officer' where sequence = 1 and ${OF_OLDHAM}`,
      );
      expect(output).toBe(
        'E08000004, entry 1: it is not what was written.\nThe audit trail is broken in 1 of 3 chains.\n',
      );
      expect(code).toBe(1);
    });

    it('finds an edited entry whose own hash was made to fit', async () => {
      await server.dataSource.query('create table kept as select * from audit_entry');
      const { output } = await tamper(
        `update audit_entry set hash = sha256('x') where sequence = 1 and ${OF_OLDHAM}`,
        `update audit_entry set hash = kept.hash from kept
         where (kept.organisation_id, kept.sequence) = (audit_entry.organisation_id, audit_entry.sequence)`,
      );
      expect(output).toContain('E08000004, entry 1: it is not what was written.');
      await server.dataSource.query('drop table kept');
    });

    it.each([
      ['out of the middle', 1],
      ['off the end', 2],
    ])('finds an entry that was taken %s', async (_where, sequence) => {
      await server.dataSource.query('create table kept as select * from audit_entry');
      const { output } = await tamper(
        `delete from audit_entry where sequence = ${sequence} and ${OF_OLDHAM}`,
        `insert into audit_entry select * from kept where sequence = ${sequence} and ${OF_OLDHAM}`,
      );
      await server.dataSource.query('drop table kept');
      expect(output).toContain(`E08000004, entry ${sequence}: it is missing.`);
      expect((await verify()).code).toBe(0);
    });
  });
});

describe('an idempotency key', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const idempotencyKey = randomUUID();
  const save = (caller: Caller, input: object): ReturnType<typeof attempt> =>
    attempt(server, caller, 'saveProgressUpdate', 'id version status summary updatedAt', {
      idempotencyKey,
      ...DRAFT,
      ...input,
    });

  it('gives the first answer again for the same input, even when the work has moved on', async () => {
    const first = await save(OLDHAM, {});
    const { id } = first.data.saveProgressUpdate.progressUpdate;
    await mutate(server, OLDHAM, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
    const before = await contentOf(server.dataSource);
    const again = await save(OLDHAM, {});
    expect(again.data).toEqual(first.data);
    expect(again.data.saveProgressUpdate.progressUpdate).toMatchObject({ version: 1, status: 'DRAFT' });
    expect(await contentOf(server.dataSource)).toEqual(before);
  });

  it('is refused for another input, or for something else', async () => {
    const other = await save(OLDHAM, { summary: 'Other words' });
    expect(other.errors![0]).toMatchObject({
      message: expect.stringContaining('used before, for another input'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    const else_ = await attempt(server, OLDHAM, 'submitProgressUpdate', 'id', {
      idempotencyKey,
      id: 'x',
      expectedVersion: 1,
    });
    expect(else_.errors![0]!.message).toContain('used before, for saveProgressUpdate');
  });

  it('is one for each person', async () => {
    const { data } = await save({ ...OLDHAM, subject: 'colleague' }, { summary: 'Other words' });
    expect(data.saveProgressUpdate.progressUpdate.summary).toBe('Other words');
  });

  it('is not used up by what was refused', async () => {
    const key = randomUUID();
    const refused = await save(OLDHAM, { idempotencyKey: key, deliveryStatus: 'IMPLEMENTED' });
    expect(refused.data.saveProgressUpdate.userErrors[0].code).toBe('INVALID');
    const mended = await save(OLDHAM, { idempotencyKey: key });
    expect(mended.data.saveProgressUpdate.userErrors).toEqual([]);
  });
});
