import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import pino, { type Logger } from 'pino';
import { SMTPServer } from 'smtp-server';
import { connect } from '../../src/database/data-source';
import { Database } from '../../src/database/database';
import type { RetryPolicy } from '../../src/notices/deliveries';
import { MailSender } from '../../src/notices/mail';
import type { Senders } from '../../src/notices/sender';
import { WebhookSender } from '../../src/notices/webhook';
import { type Job, Worker, WORKER_ROLE } from '../../src/notices/worker';
import type { Caller, TestServer } from '../support/server';

export const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['administrator'] };
export const PORTSMOUTH: Caller = { view: 'council', organisation: 'E06000044', roles: ['administrator'] };
export const DEPARTMENT: Caller = { view: 'government', organisation: 'DFE', roles: ['administrator'] };
export const OFFICE: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'] };

interface Received {
  headers: Record<string, string>;
  body: string;
  at: number;
}

/** A receiver of webhooks, which answers as a test wants. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** The status to answer with, or null for none at all. */
  answer: (received: Received) => number | null | Promise<number> = () => 204;
  /** What it says beside the status. */
  body = '';
  connections = 0;

  private constructor(private readonly server: http.Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = http.createServer();
    const receiver = new WebhookReceiver(server);
    server.on('connection', () => (receiver.connections += 1));
    server.on('request', (request, response) => void receiver.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path = '/notices'): string {
    return `http://localhost:${this.port}${path}`;
  }

  private async take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = {
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString(),
      at: Date.now(),
    };
    this.received.push(received);
    const status = await this.answer(received);
    if (status !== null)
      response.writeHead(status, status < 400 ? { location: this.url('/elsewhere') } : {}).end(this.body);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

interface Mail {
  from: string;
  to: string[];
  text: string;
}

/** A mail server, which takes everything but what a test has it refuse. */
export class MailReceiver {
  readonly received: Mail[] = [];
  refuse: number | undefined;

  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<MailReceiver> {
    const server: SMTPServer = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (address, _session, done) => {
        const { refuse } = receiver;
        done(refuse ? Object.assign(new Error(`No ${address.address} here`), { responseCode: refuse }) : undefined);
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          receiver.received.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            text: Buffer.concat(chunks).toString(),
          });
          done();
        });
      },
    });
    const receiver = new MailReceiver(server);
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return receiver;
  }

  get url(): string {
    return `smtp://localhost:${(this.server.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

/** Quick enough for a test, and growing. */
export const QUICK: RetryPolicy = { firstWait: 200, longestWait: 100_000, attempts: 3 };

interface TestWorkerOptions {
  mail?: MailReceiver;
  production?: boolean;
  jobs?: Job[];
  retries?: RetryPolicy;
  logger?: Logger;
}

export async function startWorker(
  server: TestServer,
  { mail, production = false, jobs = [], retries = QUICK, logger = pino({ level: 'silent' }) }: TestWorkerOptions = {},
): Promise<Worker> {
  const senders: Senders = {
    WEBHOOK: new WebhookSender(production),
    ...(mail && { EMAIL: new MailSender({ url: mail.url, from: 'register@oscdr.example' }) }),
  };
  const database = new Database(await connect(server.databaseUrl, { role: WORKER_ROLE }));
  const worker = new Worker({ database, senders, logger, jobs, retries, pollMilliseconds: 20 });
  worker.start();
  return worker;
}

const SUBSCRIBE = `mutation ($input: SubscribeToNoticesInput!) { subscribeToNotices(input: $input) {
  noticeSubscription { id channel target createdAt } secret userErrors { code field message } } }`;

/** Sends the mutation, and gives its payload. */
export async function subscribe(
  server: TestServer,
  caller: Caller,
  channel: string,
  target: string,
  idempotencyKey: string = randomUUID(),
): Promise<any> {
  const input = { idempotencyKey, channel, target };
  return (await server.query(SUBSCRIBE, { input }, caller)).subscribeToNotices;
}

/** Writes a notice to an organisation, as a mutation does in its transaction. Gives its key. */
export async function tell(server: TestServer, organisation: string, title = 'Something happened.'): Promise<string> {
  const [{ key }] = await server.dataSource.query<[{ key: string }]>(
    `insert into outbox (organisation_id, event, subject_id, title)
     select id, 'RESPONSE_PUBLISHED', 'QTox', $2 from organisation where code = $1 returning key`,
    [organisation, title],
  );
  return key;
}

/** Every delivery there is: the oldest notice first, and of its subscriptions the oldest. */
export const deliveries = (server: TestServer): Promise<any[]> =>
  server.dataSource.query(
    `select title, channel, target_host as host, attempts, last_error as error, next_attempt_at is not null as waiting,
       delivered_at is not null as delivered, dead_at is not null as dead from notice_delivery order by outbox_id, notice_subscription_id`,
  );

/** Forgets all notices and subscriptions, so that tests do not meet those of others. */
export const clear = (server: TestServer): Promise<unknown> =>
  server.dataSource.query('truncate notice_delivery, outbox, webhook_secret, notice_subscription');

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; await setTimeout(20)) {
    if (await condition()) return;
  }
  throw new Error('It did not come about in 15 seconds.');
}
