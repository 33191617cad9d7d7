import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { RETRIES, waitAfter } from '../../src/notices/deliveries';
import { isPublic, lookUpPublic } from '../../src/notices/public-address';
import type { Worker } from '../../src/notices/worker';
import { TestServer } from '../support/server';
import {
  clear,
  deliveries,
  OFFICE,
  OLDHAM,
  PORTSMOUTH,
  startWorker,
  subscribe,
  tell,
  until,
  WebhookReceiver,
} from './support';

describe('webhooks', () => {
  let server: TestServer;
  let receiver: WebhookReceiver;
  let worker: Worker | undefined;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());
  beforeEach(async () => {
    await clear(server);
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    await worker?.stop();
    await receiver.stop();
  });

  const settled = async (): Promise<boolean> => {
    const all = await deliveries(server);
    return all.length > 0 && all.every(({ waiting }) => !waiting);
  };

  it('bring what a mutation tells, signed', async () => {
    const { secret } = await subscribe(server, OFFICE, 'WEBHOOK', receiver.url());
    const input = { idempotencyKey: randomUUID(), recommendationCode: '12a', response: 'ACCEPTED', rationale: 'x' };
    const { respondToRecommendation } = await server.query(
      `mutation ($input: RespondToRecommendationInput!) { respondToRecommendation(input: $input) { recommendationResponse { id } } }`,
      { input },
      { ...OLDHAM, roles: ['submitter'] },
    );
    worker = await startWorker(server);
    await until(settled);
    const [{ headers, body }] = receiver.received as [any];
    const [{ key, name, occurred_at }] = await server.dataSource.query(
      `select key, occurred_at, (select name from organisation where code = 'E08000004') as name from outbox`,
    );
    expect(new Webhook(secret).verify(body, headers)).toEqual({
      id: key,
      event: 'RESPONSE_SUBMITTED',
      subjectId: respondToRecommendation.recommendationResponse.id,
      title: `${name} has responded to 12a.`,
      occurredAt: occurred_at.toISOString(),
      organisation: 'OSCDR',
    });
    expect(headers['webhook-id']).toMatch(new RegExp(`^${key}_[0-9a-f-]{36}$`));
    expect(headers['content-type']).toBe('application/json');
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow('No matching signature');
  });

  it('reach each subscription of the recipient that was there, and no other', async () => {
    await tell(server, 'E08000004', 'Before.');
    await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url('/a'));
    await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url('/b'));
    await subscribe(server, PORTSMOUTH, 'WEBHOOK', receiver.url('/c'));
    await tell(server, 'E08000004', 'After.');
    worker = await startWorker(server);
    await until(settled);
    expect(receiver.received.map(({ body }) => JSON.parse(body).title)).toEqual(['After.', 'After.']);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    expect(await server.dataSource.query('select from outbox where drained_at is null')).toEqual([]);
  });

  it('are tried again, later each time, under the same id, until they arrive', async () => {
    const { secret } = await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url());
    const answers = [500, 404, 204];
    receiver.answer = () => answers.shift()!;
    await tell(server, 'E08000004');
    worker = await startWorker(server);
    await until(settled);
    const [first, second, third] = receiver.received as [any, any, any];
    expect(second.at - first.at).toBeGreaterThan(200 * 0.8 - 5);
    expect(third.at - second.at).toBeGreaterThan(600 * 0.8 - 5);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const { body, headers } of receiver.received) new Webhook(secret).verify(body, headers);
    expect(await deliveries(server)).toMatchObject([{ attempts: 3, delivered: true, dead: false, error: null }]);
  });

  it('are given up after the last attempt, and at once by 410', async () => {
    await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url('/broken'));
    await tell(server, 'E08000004', 'Broken.');
    receiver.answer = () => 503;
    worker = await startWorker(server);
    await until(settled);
    receiver.answer = () => 410;
    await tell(server, 'E08000004', 'Gone.');
    await until(async () => (await deliveries(server)).length === 2 && settled());
    expect(await deliveries(server)).toMatchObject([
      { title: 'Broken.', attempts: 3, dead: true, error: 'Answered with status 503.' },
      { title: 'Gone.', attempts: 1, dead: true, error: 'Answered with status 410.' },
    ]);
  });

  it('do not follow redirects, and do not read what is answered', async () => {
    receiver.body = 'x'.repeat(5_000_000);
    await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url());
    await tell(server, 'E08000004', 'Long.');
    worker = await startWorker(server);
    await until(settled);
    receiver.answer = () => 302;
    await tell(server, 'E08000004', 'Led away.');
    await until(async () => (await deliveries(server)).length === 2 && settled());
    expect(await deliveries(server)).toMatchObject([
      { title: 'Long.', delivered: true, attempts: 1 },
      { title: 'Led away.', dead: true, error: 'Answered with status 302.' },
    ]);
    expect(receiver.received).toHaveLength(4);
  });

  it('that nobody takes say so in words without an address', async () => {
    const other = await WebhookReceiver.start();
    const url = other.url('/path?token=hidden');
    await other.stop();
    await subscribe(server, OLDHAM, 'WEBHOOK', url);
    await subscribe(server, OLDHAM, 'WEBHOOK', 'https://no-such-host.invalid/path');
    await tell(server, 'E08000004');
    worker = await startWorker(server, { retries: { firstWait: 10, longestWait: 10, attempts: 2 } });
    await until(settled);
    const [refused, unknown] = await deliveries(server);
    expect(refused).toMatchObject({ dead: true, error: 'No connection: ECONNREFUSED.' });
    expect(refused.host).toMatch(/^localhost:\d+$/);
    expect(unknown).toMatchObject({ dead: true, host: 'no-such-host.invalid' });
    expect(unknown.error).toMatch(/^No connection: E(NOTFOUND|AI_AGAIN)\.$/);
  });

  it('to one that does not answer give up after ten seconds, and hold up no others', async () => {
    await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url());
    const quick = await WebhookReceiver.start();
    await subscribe(server, PORTSMOUTH, 'WEBHOOK', quick.url());
    receiver.answer = () => null;
    await tell(server, 'E08000004');
    const began = Date.now();
    worker = await startWorker(server);
    await until(() => receiver.received.length === 1);
    await tell(server, 'E06000044');
    await until(() => quick.received.length === 1);
    expect(Date.now() - began).toBeLessThan(5000);
    await until(async () => (await deliveries(server)).some(({ error }) => error !== null));
    expect(await deliveries(server)).toMatchObject([{ error: 'No answer within 10 seconds.' }, { delivered: true }]);
    await quick.stop();
  });

  it('in production go to no address that is not public', async () => {
    const add = (target: string): Promise<unknown> =>
      server.dataSource.query(
        `with subscription as (insert into notice_subscription (organisation_id, channel, target)
           select id, 'WEBHOOK', $1 from organisation where code = 'E08000004' returning id, organisation_id)
         insert into webhook_secret select id, organisation_id, 'whsec_AAAA' from subscription`,
        [target],
      );
    const hidden = ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0.0.0.0'];
    for (const host of hidden) await add(`https://${host}:${receiver.port}/`);
    await add('https://169.254.169.254/latest/meta-data');
    await add(receiver.url());
    await tell(server, 'E08000004');
    worker = await startWorker(server, {
      production: true,
      retries: { firstWait: 10, longestWait: 10, attempts: 2 },
    });
    await until(settled);
    const errors = (await deliveries(server)).map(({ error }) => error);
    expect(errors).toEqual([
      ...Array(7).fill('The address is not one of the public internet.'),
      'The address does not begin with https://.',
    ]);
    expect(receiver.connections).toBe(0);
  });

  it.each([
    ['93.184.215.14', true],
    ['2606:2800:220:1:248:1893:25c8:1946', true],
    ['10.0.0.1', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['192.168.1.1', false],
    ['::1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['no address', false],
  ])('may go to %s in production: %s', (address, allowed) => {
    expect(isPublic(address)).toBe(allowed);
  });

  it('go to the very address that was looked at', async () => {
    const lookUp = (options: object): Promise<unknown[]> =>
      new Promise((resolve) => lookUpPublic('93.184.215.14', options, (...answer) => resolve(answer)));
    expect(await lookUp({ all: true })).toEqual([null, [{ address: '93.184.215.14', family: 4 }]]);
    expect(await lookUp({})).toEqual([null, '93.184.215.14', 4]);
  });

  it('end with their subscription', async () => {
    const { noticeSubscription } = await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url());
    receiver.answer = () => 500;
    await tell(server, 'E08000004');
    worker = await startWorker(server);
    await until(() => receiver.received.length === 1);
    receiver.answer = () => 204;
    const input = { idempotencyKey: randomUUID(), id: noticeSubscription.id };
    await server.query(
      'mutation ($input: UnsubscribeFromNoticesInput!) { unsubscribeFromNotices(input: $input) { userErrors { code } } }',
      { input },
      OLDHAM,
    );
    await until(async () => (await deliveries(server)).length === 0);
    expect(receiver.received).toHaveLength(1);
  });

  it('can be unsubscribed from while one is under way', async () => {
    const { noticeSubscription } = await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url());
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    receiver.answer = () => held.then(() => 204);
    await tell(server, 'E08000004');
    worker = await startWorker(server);
    await until(() => receiver.received.length === 1);
    const input = { idempotencyKey: randomUUID(), id: noticeSubscription.id };
    const began = Date.now();
    await server.query(
      'mutation ($input: UnsubscribeFromNoticesInput!) { unsubscribeFromNotices(input: $input) { userErrors { code } } }',
      { input },
      OLDHAM,
    );
    expect(Date.now() - began).toBeLessThan(1000);
    letGo();
    await until(settled);
    await setTimeout(100);
    expect(receiver.received).toHaveLength(1);
  });

  it('are tried again over some twenty hours', () => {
    const waits = Array.from({ length: 9 }, (_, index) => waitAfter(index + 1, RETRIES) / 1000);
    const expected = [30, 90, 270, 810, 2430, 7290, 21600, 21600, 21600];
    for (const [index, seconds] of waits.entries()) {
      expect(seconds).toBeGreaterThanOrEqual(expected[index]! * 0.8);
      expect(seconds).toBeLessThanOrEqual(expected[index]! * 1.2);
    }
    expect(new Set([waitAfter(1, RETRIES), waitAfter(1, RETRIES), waitAfter(1, RETRIES)]).size).toBeGreaterThan(1);
  });
});
