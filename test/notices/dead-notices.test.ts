import { randomUUID } from 'node:crypto';
import type { Worker } from '../../src/notices/worker';
import { TestServer } from '../support/server';
import {
  clear,
  deliveries,
  DEPARTMENT,
  OFFICE,
  OLDHAM,
  PORTSMOUTH,
  startWorker,
  subscribe,
  tell,
  until,
  WebhookReceiver,
} from './support';

const LIST = `query ($first: Int, $after: String) { deadNotices(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes {
    id organisation { code } channel targetHost event title occurredAt attempts lastError deadAt nextAttemptAt deliveredAt } } }`;
const RETRY = `mutation ($input: RetryNoticeInput!) { retryNotice(input: $input) {
  deadNotice { id attempts nextAttemptAt } userErrors { code } } }`;
const FATE = `query ($id: ID!) { node(id: $id) { ... on DeadNotice { attempts lastError deliveredAt nextAttemptAt } } }`;

describe('dead notices', () => {
  let server: TestServer;
  let receiver: WebhookReceiver;
  let worker: Worker;
  let secret: string;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());
  beforeEach(async () => {
    await clear(server);
    receiver = await WebhookReceiver.start();
    receiver.answer = () => 410;
    ({ secret } = await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url('/path?token=hidden')));
    worker = await startWorker(server);
    for (const title of ['First.', 'Second.']) {
      await tell(server, 'E08000004', title);
      await until(async () => (await deliveries(server)).some((each) => each.title === title && each.dead));
    }
  });
  afterEach(async () => {
    await worker.stop();
    await receiver.stop();
  });

  const list = async (variables?: object): Promise<any> =>
    (await server.query(LIST, variables as Record<string, unknown>, OFFICE)).deadNotices;
  const retry = async (id: string, idempotencyKey: string = randomUUID()): Promise<any> =>
    (await server.query(RETRY, { input: { idempotencyKey, id } }, OFFICE)).retryNotice;

  it('are listed for the Office, the latest first, without address or secret', async () => {
    const { nodes, totalCount } = await list();
    expect(totalCount).toBe(2);
    expect(nodes).toEqual(
      ['Second.', 'First.'].map((title) => ({
        id: expect.any(String),
        organisation: { code: 'E08000004' },
        channel: 'WEBHOOK',
        targetHost: `localhost:${receiver.port}`,
        event: 'RESPONSE_PUBLISHED',
        title,
        occurredAt: expect.any(String),
        attempts: 1,
        lastError: 'Answered with status 410.',
        deadAt: expect.any(String),
        nextAttemptAt: null,
        deliveredAt: null,
      })),
    );
    const text = JSON.stringify(nodes);
    expect(text).not.toContain('hidden');
    expect(text).not.toContain(secret);
    const page = await list({ first: 1 });
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect((await list({ first: 1, after: page.pageInfo.endCursor })).nodes).toEqual([nodes[1]]);
  });

  it('are nothing to anyone else', async () => {
    const [{ id }] = (await list()).nodes;
    for (const caller of [undefined, OLDHAM, PORTSMOUTH, DEPARTMENT]) {
      expect((await server.refusal(LIST, {}, caller)).code).toBe('GRAPHQL_VALIDATION_FAILED');
      const input = { idempotencyKey: randomUUID(), id };
      expect((await server.refusal(RETRY, { input }, caller)).code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect((await server.query('query ($id: ID!) { node(id: $id) { id } }', { id }, caller)).node).toBeNull();
    }
    const reader = { ...OFFICE, roles: ['publisher'] };
    expect((await server.refusal(RETRY, { input: { idempotencyKey: randomUUID(), id } }, reader)).code).toBe(
      'FORBIDDEN',
    );
    for (const role of ['oscdr_public', 'oscdr_council', 'oscdr_government']) {
      const read = server.dataSource.transaction(async (manager) => {
        await manager.query(`set local role ${role}`);
        return manager.query('select from notice_delivery');
      });
      await expect(read).rejects.toThrow('permission denied');
    }
  });

  it('are tried again when the Office says so, and leave the list', async () => {
    const [{ id }] = (await list()).nodes;
    receiver.answer = () => 204;
    const answer = await retry(id);
    expect(answer).toEqual({ deadNotice: { id, attempts: 0, nextAttemptAt: expect.any(String) }, userErrors: [] });
    await until(async () => (await server.query(FATE, { id }, OFFICE)).node.deliveredAt !== null);
    const { node } = await server.query(FATE, { id }, OFFICE);
    expect(node).toMatchObject({ attempts: 1, lastError: null, nextAttemptAt: null });
    expect((await list()).nodes.map(({ title }: any) => title)).toEqual(['First.']);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids[2]).toBe(ids[1]);
    expect(await retry(id)).toEqual({ deadNotice: null, userErrors: [{ code: 'NOT_POSSIBLE_NOW' }] });
    const entries = await server.dataSource.query(
      `select subject_type, detail -> 'retried' as retried from audit_entry where action = 'retryNotice'`,
    );
    expect(entries).toEqual([{ subject_type: 'DeadNotice', retried: true }]);
  });

  it('come back if they fail again', async () => {
    const [{ id }] = (await list()).nodes;
    await retry(id);
    await until(async () => (await list()).totalCount === 2);
    expect((await list()).nodes[0]).toMatchObject({ id, attempts: 1 });
  });

  it('that do not exist are not found, nor those that never died', async () => {
    await worker.stop();
    await tell(server, 'E08000004', 'Alive.');
    receiver.answer = () => 500;
    worker = await startWorker(server, { retries: { firstWait: 60_000, longestWait: 60_000, attempts: 3 } });
    await until(async () => (await deliveries(server)).some(({ waiting, attempts }) => waiting && attempts === 1));
    const [{ key }] = await server.dataSource.query(`select key from notice_delivery where title = 'Alive.'`);
    for (const each of [key, randomUUID(), 'x']) {
      const id = Buffer.from(`DeadNotice:${each}`).toString('base64url');
      const { code } = await server.refusal(RETRY, { input: { idempotencyKey: randomUUID(), id } }, OFFICE);
      expect(code).toBe('NOT_FOUND');
      expect((await server.query('query ($id: ID!) { node(id: $id) { id } }', { id }, OFFICE)).node).toBeNull();
    }
  });
});
