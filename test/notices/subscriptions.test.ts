import { randomUUID } from 'node:crypto';
import type { Caller } from '../support/server';
import { TestServer } from '../support/server';
import { clear, DEPARTMENT, OFFICE, OLDHAM, PORTSMOUTH, subscribe } from './support';

const LIST = '{ noticeSubscriptions { id channel target createdAt } }';
const UNSUBSCRIBE = `mutation ($input: UnsubscribeFromNoticesInput!) { unsubscribeFromNotices(input: $input) {
  noticeSubscription { id target } userErrors { code } } }`;
const HOOK = 'https://hooks.example/notices?of=register';

describe('subscriptions to notices', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());
  beforeEach(() => clear(server));

  const list = async (caller: Caller): Promise<any[]> =>
    (await server.query(LIST, undefined, caller)).noticeSubscriptions;
  const end = (id: string, caller: Caller, idempotencyKey: string = randomUUID()) =>
    server.ask(UNSUBSCRIBE, { input: { idempotencyKey, id } }, caller);

  it('are made, listed and ended by an administrator', async () => {
    const mail = await subscribe(server, OLDHAM, 'EMAIL', 'cohesion@oldham.example');
    expect(mail).toEqual({
      noticeSubscription: {
        id: expect.any(String),
        channel: 'EMAIL',
        target: 'cohesion@oldham.example',
        createdAt: expect.stringMatching(/^20/),
      },
      secret: null,
      userErrors: [],
    });
    const hook = await subscribe(server, OLDHAM, 'WEBHOOK', HOOK);
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await list(OLDHAM)).toEqual([mail.noticeSubscription, hook.noticeSubscription]);

    const { id } = hook.noticeSubscription;
    const ended = await end(id, OLDHAM);
    expect(ended.data.unsubscribeFromNotices).toEqual({ noticeSubscription: { id, target: HOOK }, userErrors: [] });
    expect(await list(OLDHAM)).toEqual([mail.noticeSubscription]);
    expect(await server.dataSource.query('select from webhook_secret')).toEqual([]);
    const entries = await server.dataSource.query(
      `select action, detail -> 'channel' as channel from audit_entry where action like '%subscribe%' order by sequence`,
    );
    expect(entries).toEqual([
      { action: 'subscribeToNotices', channel: [null, 'EMAIL'] },
      { action: 'subscribeToNotices', channel: [null, 'WEBHOOK'] },
      { action: 'unsubscribeFromNotices', channel: ['WEBHOOK', null] },
    ]);
  });

  it('are for administrators, and unknown to the public', async () => {
    const input = { idempotencyKey: randomUUID(), channel: 'EMAIL', target: 'a@oldham.example' };
    const query =
      'mutation ($input: SubscribeToNoticesInput!) { subscribeToNotices(input: $input) { userErrors { code } } }';
    const reader = { ...OLDHAM, roles: ['submitter', 'reader', 'approver'] };
    expect((await server.refusal(query, { input }, reader)).code).toBe('FORBIDDEN');
    expect((await server.refusal(query, { input })).code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await server.refusal(LIST)).code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('of another organisation are as those that do not exist', async () => {
    const { noticeSubscription } = await subscribe(server, OLDHAM, 'WEBHOOK', HOOK);
    const nowhere = Buffer.from(`NoticeSubscription:${randomUUID()}`).toString('base64url');
    for (const caller of [PORTSMOUTH, DEPARTMENT, OFFICE]) {
      expect(await list(caller)).toEqual([]);
      const answers = [await end(noticeSubscription.id, caller), await end(nowhere, caller), await end('x', caller)];
      const texts = new Set(answers.map(({ text }) => text));
      expect([...texts]).toHaveLength(1);
      expect(answers[0]!.errors![0]!.extensions.code).toBe('NOT_FOUND');
      for (const id of [noticeSubscription.id, nowhere]) {
        const { data } = await server.ask('query ($id: ID!) { node(id: $id) { id } }', { id }, caller);
        expect(data).toEqual({ node: null });
      }
    }
    const query = 'query ($id: ID!) { node(id: $id) { ... on NoticeSubscription { target } } }';
    const { node } = await server.query(query, { id: noticeSubscription.id }, OLDHAM);
    expect(node).toEqual({ target: HOOK });
    const past = query.replace('id: $id)', `id: $id, asOf: "${new Date().toISOString()}")`);
    expect(await server.query(past, { id: noticeSubscription.id }, OLDHAM)).toEqual({ node: null });
  });

  it('show a secret once: not when asked again, and not in what is kept', async () => {
    const key = randomUUID();
    const first = await subscribe(server, OLDHAM, 'WEBHOOK', HOOK, key);
    const again = await subscribe(server, OLDHAM, 'WEBHOOK', HOOK, key);
    expect(first.secret).not.toBeNull();
    expect(again).toEqual({ ...first, secret: null });
    expect(await list(OLDHAM)).toHaveLength(1);
    for (const table of ['idempotent_answer', 'audit_entry', 'notice_subscription']) {
      const rows = await server.dataSource.query(`select ${table}::text as content from ${table}`);
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(first.secret.slice(6));
    }
    expect(await server.dataSource.query('select secret from webhook_secret')).toEqual([{ secret: first.secret }]);
  });

  it('keep their secrets from every role but that of the worker', async () => {
    const { secret } = await subscribe(server, OLDHAM, 'WEBHOOK', HOOK);
    const [{ id }] = await server.dataSource.query(`select id from organisation where code = 'E08000004'`);
    const read = (role: string, schema: string): Promise<unknown> =>
      server.dataSource.transaction(async (manager) => {
        await manager.query(`set local role ${role}`);
        await manager.query(`select set_config('oscdr.organisation', $1, true)`, [String(id)]);
        return manager.query(`select secret from ${schema}.webhook_secret`);
      });
    for (const role of ['oscdr_public', 'oscdr_council', 'oscdr_government', 'oscdr_office']) {
      for (const schema of ['public', 'as_of']) {
        await expect(read(role, schema)).rejects.toThrow('permission denied for table webhook_secret');
      }
    }
    expect(await read('oscdr_worker', 'public')).toEqual([{ secret }]);
  });

  it('cannot be made for another, nor read by another, in PostgreSQL itself', async () => {
    await subscribe(server, PORTSMOUTH, 'EMAIL', 'a@portsmouth.example');
    const [{ id }] = await server.dataSource.query(`select id from organisation where code = 'E08000004'`);
    const as = (role: string, sql: string): Promise<unknown> =>
      server.dataSource.transaction(async (manager) => {
        await manager.query(`set local role ${role}`);
        await manager.query(`select set_config('oscdr.organisation', $1, true)`, [String(id)]);
        return manager.query(sql);
      });
    for (const role of ['oscdr_council', 'oscdr_government', 'oscdr_office']) {
      expect(await as(role, 'select from notice_subscription')).toEqual([]);
      expect(await as(role, 'delete from notice_subscription')).toEqual([[], 0]);
      const another = `insert into notice_subscription (organisation_id, channel, target) select id, 'EMAIL', 'x@x.example' from organisation where code = 'E06000044'`;
      await expect(as(role, another)).rejects.toThrow('row-level security');
      await expect(as(role, `update notice_subscription set target = 'x'`)).rejects.toThrow('permission denied');
    }
    await expect(as('oscdr_public', 'select from notice_subscription')).rejects.toThrow('permission denied');
    await expect(as('oscdr_worker', 'delete from notice_subscription')).rejects.toThrow('permission denied');
    await expect(as('oscdr_worker', 'select from progress_update')).rejects.toThrow('permission denied');
  });

  it('are no more than 20, and none twice', async () => {
    const first = await Promise.all(
      Array.from({ length: 22 }, (_, index) => subscribe(server, OLDHAM, 'EMAIL', `a${index}@oldham.example`)),
    );
    const codes = first.flatMap(({ userErrors }) => userErrors.map(({ code }: any) => code));
    expect(codes).toEqual(['NOT_POSSIBLE_NOW', 'NOT_POSSIBLE_NOW']);
    expect(await list(OLDHAM)).toHaveLength(20);
    const [{ target }] = await list(OLDHAM);
    expect((await subscribe(server, OLDHAM, 'EMAIL', target)).userErrors[0].code).toBe('TAKEN');
    expect((await subscribe(server, PORTSMOUTH, 'EMAIL', target)).userErrors).toEqual([]);
  });

  it.each([
    ['EMAIL', ''],
    ['EMAIL', 'oldham'],
    ['EMAIL', 'a@oldham'],
    ['EMAIL', 'a@b.example, c@d.example'],
    ['EMAIL', 'Oldham <a@oldham.example>'],
    ['EMAIL', 'a@oldham.example\r\nBcc: b@oldham.example'],
    ['EMAIL', 'a@oldham.example\n'],
    ['EMAIL', '"a b"@oldham.example'],
    ['EMAIL', `${'a'.repeat(60)}@${'b.'.repeat(100)}example`],
    ['WEBHOOK', ''],
    ['WEBHOOK', 'hooks.example'],
    ['WEBHOOK', 'http://hooks.example/'],
    ['WEBHOOK', 'ftp://hooks.example/'],
    ['WEBHOOK', 'javascript:alert(1)'],
    ['WEBHOOK', 'https://user:secret@hooks.example/'],
    ['WEBHOOK', 'http://10.0.0.1/'],
  ])('of %s are refused to %j', async (channel, target) => {
    const { userErrors, noticeSubscription, secret } = await subscribe(server, OLDHAM, channel, target);
    expect(userErrors).toEqual([
      { code: 'INVALID', field: ['target'], message: expect.stringMatching(/^"target" must/) },
    ]);
    expect([noticeSubscription, secret]).toEqual([null, null]);
  });

  it('are refused to an address that is too long, and taken in its normal form', async () => {
    const { userErrors } = await subscribe(server, OLDHAM, 'WEBHOOK', `https://hooks.example/${'ä'.repeat(400)}`);
    expect(userErrors[0].code).toBe('TOO_LONG');
    const longest = `https://hooks.example/${'a'.repeat(1978)}`;
    expect((await subscribe(server, OLDHAM, 'WEBHOOK', longest)).userErrors).toEqual([]);
    const { noticeSubscription } = await subscribe(server, OLDHAM, 'WEBHOOK', ' HTTPS://Hooks.Example/a/../b\n');
    expect(noticeSubscription.target).toBe('https://hooks.example/b');
    const twice = await subscribe(server, OLDHAM, 'WEBHOOK', 'https://hooks.example/b');
    expect(twice.userErrors[0].code).toBe('TAKEN');
  });

  it('go to this machine in development only', async () => {
    const local = ['http://localhost:4000/', 'http://127.0.0.1/', 'https://10.0.0.1/', 'https://[::1]/'];
    for (const target of local) {
      const { userErrors, noticeSubscription } = await subscribe(server, OLDHAM, 'WEBHOOK', target);
      expect([userErrors, noticeSubscription.target]).toEqual([[], target]);
    }
    const { NODE_ENV } = process.env;
    process.env['NODE_ENV'] = 'production';
    try {
      for (const target of [...local, 'https://localhost/', 'https://2130706433/', 'https://[::ffff:10.0.0.1]/']) {
        expect((await subscribe(server, PORTSMOUTH, 'WEBHOOK', target)).userErrors[0].code).toBe('INVALID');
      }
      expect((await subscribe(server, PORTSMOUTH, 'WEBHOOK', 'https://93.184.215.14/')).userErrors).toEqual([]);
    } finally {
      process.env['NODE_ENV'] = NODE_ENV;
    }
  });
});
