import { type ClientRequest, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { QueryRunner } from 'typeorm';
import { record } from '../hardening/record';
import { type Caller, TestServer } from '../support/server';

const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator', 'publisher'] };
const COUNCIL: Caller = { view: 'council', organisation: 'E08000004' };
const ACTIONS = '{ actions { nodes { code title } } }';

/** Whether something comes to be, within two seconds. */
async function comesTrue(check: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + 2_000; Date.now() < deadline;) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

describe('limits on time', () => {
  let server: TestServer;
  let holder: QueryRunner;
  let ended = 0;
  afterAll(() =>
    record({
      part: 'limits',
      tried: 'Requests and statements that take longer than they may, and clients who go away, of two views',
      count: `${ended} waits in the database`,
      happened: 'each was ended there too, unless somebody else waited for the same, or it was a mutation',
    }),
  );

  const start = async (limits: Record<string, number>): Promise<void> => {
    server = await TestServer.start('reference', { limits, responseCacheBytes: 1_000_000 });
    holder = server.dataSource.createQueryRunner();
  };
  afterEach(async () => {
    if (holder.isTransactionActive) await holder.rollbackTransaction();
    await holder.release();
    await server.stop();
  });

  /** Whoever reads actions or opens one waits from now on. */
  const lockActions = async (): Promise<void> => {
    await holder.startTransaction();
    await holder.query('lock table action in access exclusive mode');
  };
  const waiting = async (): Promise<number> => {
    const [{ count }] = await holder.query(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return count;
  };
  const ask = async (query: string, caller?: Caller): Promise<ClientRequest> => {
    if (!server.app.server.listening) await server.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.app.server.address() as AddressInfo;
    const headers = {
      'content-type': 'application/json',
      ...(caller && { authorization: `Bearer ${await server.token(caller)}` }),
    };
    const request = send({ port, path: '/graphql', method: 'POST', headers, host: '127.0.0.1' });
    request.on('error', () => undefined);
    request.end(JSON.stringify({ query }));
    return request;
  };

  it('end a request that takes longer, with what it reads', async () => {
    await start({ requestMilliseconds: 300 });
    await lockActions();
    const { status, data, errors } = await server.ask(ACTIONS);
    expect([status, data]).toEqual([503, undefined]);
    expect(errors).toEqual([
      {
        message:
          'The limit on the time a request takes is 300 milliseconds, and this took longer. Ask for less in one request. ' +
          'A mutation may have been done: send it again with the same idempotency key to learn.',
        extensions: { code: 'TIMEOUT', limit: { name: 'requestMilliseconds', limit: 300, had: 300 } },
      },
    ]);
    expect(await comesTrue(async () => (await waiting()) === 0)).toBe(true);
    ended++;
    await holder.rollbackTransaction();
    expect((await server.query(ACTIONS)).actions.nodes).toEqual([]);
  });

  it('end a statement that takes longer, and say so', async () => {
    await start({ statementMilliseconds: 200 });
    await lockActions();
    for (const caller of [undefined, COUNCIL]) {
      const { errors } = await server.ask(ACTIONS, {}, caller);
      expect(errors![0]).toMatchObject({
        message:
          'The limit on the time a statement of the database takes is 200 milliseconds, and this took longer. ' +
          'Ask for fewer items, or for less of each, in one request.',
        path: ['actions'],
        extensions: { code: 'TIMEOUT', limit: { name: 'statementMilliseconds', limit: 200, had: 200 } },
      });
      ended++;
    }
  });

  it.each([['the public', undefined] as const, ['a council', COUNCIL] as const])(
    'end at once what %s no longer waits for, and its connections go on',
    async (_name, caller) => {
      await start({});
      await lockActions();
      const request = await ask(ACTIONS, caller);
      expect(await comesTrue(async () => (await waiting()) === 1)).toBe(true);
      request.destroy();
      expect(await comesTrue(async () => (await waiting()) === 0)).toBe(true);
      ended++;
      await holder.rollbackTransaction();
      expect((await server.query(ACTIONS, {}, caller)).actions.nodes).toEqual([]);
    },
  );

  it('leave alone what somebody else waits for as well', async () => {
    await start({});
    await lockActions();
    const first = await ask(ACTIONS);
    expect(await comesTrue(async () => (await waiting()) === 1)).toBe(true);
    const second = await ask(ACTIONS);
    const answered = new Promise<number | undefined>((resolve) =>
      second.on('response', (each) => resolve(each.statusCode)),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    first.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await waiting()).toBe(1);
    await holder.rollbackTransaction();
    expect(await answered).toBe(200);
  });

  it('carry a mutation to its end, whose client has gone: the same key tells', async () => {
    await start({});
    await lockActions();
    const input = { code: 'A1', title: 'Kept', summary: 'Kept', ownerCode: 'E08000004', idempotencyKey: 'gone-away-1' };
    const text = JSON.stringify(input).replace(/"(\w+)":/g, '$1:');
    const mutation = `mutation { openAction(input: ${text}) { action { code } userErrors { message } } }`;
    const request = await ask(mutation, PUBLISHER);
    expect(await comesTrue(async () => (await waiting()) === 1)).toBe(true);
    request.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await waiting()).toBe(1);
    await holder.rollbackTransaction();
    expect(await comesTrue(async () => (await server.query(ACTIONS, {}, PUBLISHER)).actions.nodes.length === 1)).toBe(
      true,
    );
    expect((await server.query(mutation, {}, PUBLISHER)).openAction).toEqual({
      action: { code: 'A1' },
      userErrors: [],
    });
    expect((await server.query(ACTIONS)).actions.nodes).toHaveLength(1);
  });
});
