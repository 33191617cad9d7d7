import { randomUUID } from 'node:crypto';
import { until, WebhookReceiver } from '../notices/support';
import { tokenOf } from '../scaling/support';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';
import { freePort } from '../support/cluster';
import { mutationText } from '../support/mutations';
import { ServerProcess } from '../support/server-process';
import { connect } from '../../src/database/data-source';
import { Collector } from './collector';

/** What is planted in everything that a person or a program sends: none of it may be told to who runs the server. */
export const CANARY = /canary|203\.0\.113\.77/i;

const HEADERS = {
  'user-agent': 'canary-agent',
  'x-forwarded-for': '203.0.113.77',
  cookie: 'canary=1',
  tracestate: 'canary=1',
  baggage: 'canary=1',
  'x-request-id': 'canary@example.org',
};

/** The trace that requests of the journey say they are part of. */
export const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;

/** A server process whose log, metrics and traces somebody reads, and a journey through it. */
export class ObservedServer {
  readonly replies: { status: number; request: string; body: any }[] = [];
  address = '';

  private constructor(
    private readonly folder: Folder,
    readonly server: ServerProcess,
    readonly collector: Collector,
    readonly receiver: WebhookReceiver,
    readonly metricsPort: number,
    private readonly clone: Clone,
  ) {}

  static async start(): Promise<ObservedServer> {
    const [clone, collector, receiver, metricsPort] = await Promise.all([
      cloneDatabase('reference'),
      Collector.start(),
      WebhookReceiver.start(),
      freePort(),
    ]);
    const folder = new Folder();
    const server = new ServerProcess({
      DATABASE_URL: clone.url,
      // No replica: it is named to have it set aside, and measured.
      DATABASE_REPLICA_URLS: clone.url,
      DATA_DIR: folder.path,
      LOG_LEVEL: 'debug',
      METRICS_PORT: String(metricsPort),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    });
    const observed = new ObservedServer(folder, server, collector, receiver, metricsPort, clone);
    observed.address = await server.address();
    return observed;
  }

  async send(query: string, variables: object = {}, token?: string, path = ''): Promise<any> {
    const response = await fetch(`${this.address}${path}`, {
      method: 'POST',
      headers: {
        ...HEADERS,
        traceparent: TRACEPARENT,
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const body = await response.json();
    this.replies.push({ status: response.status, request: response.headers.get('x-request-id')!, body });
    return body;
  }

  /** A council subscribes and reports, the Office returns it; strangers ask, and the database fails a question. */
  async travel(): Promise<void> {
    const officer = await tokenOf(this.folder, {
      view: 'council',
      organisation: 'E08000004',
      roles: ['submitter', 'administrator'],
      subject: 'canary-officer',
    });
    const reviewer = await tokenOf(this.folder, {
      view: 'office',
      organisation: 'OSCDR',
      roles: ['approver'],
      subject: 'canary-reviewer',
    });
    const idempotencyKey = (): string => `canary-${randomUUID()}`;
    const mutate = async (token: string, mutation: string, input: object): Promise<any> =>
      this.send(mutationText(mutation, 'id'), { input: { idempotencyKey: idempotencyKey(), ...input } }, token);
    await this.send(
      `mutation canarySubscribe($input: SubscribeToNoticesInput!) {
        subscribeToNotices(input: $input) { canarySecret: secret userErrors { message } } }`,
      { input: { idempotencyKey: idempotencyKey(), channel: 'WEBHOOK', target: this.receiver.url('/canary-path') } },
      officer,
    );
    const saved = await mutate(officer, 'saveProgressUpdate', {
      recommendationCode: '12a',
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      summary: 'canary-summary',
      deliveryStatus: 'IN_PROGRESS',
    });
    const { id } = saved.data.saveProgressUpdate.progressUpdate;
    await mutate(officer, 'submitProgressUpdate', { id, expectedVersion: 1 });
    await mutate(reviewer, 'returnProgressUpdate', { id, expectedVersion: 2, note: 'canary-note' });
    await this.send('query canaryName($canary: String!) { council(gssCode: $canary) { name } }', {
      canary: 'E08000004',
    });
    await this.send('# canary-comment\n{ canaryAlias: council(gssCode: "E08000004") { name } }');
    await this.send('{ register { revision } }', {}, 'canary.canary.canary');
    await this.send('{ canaryField }');
    await this.send('{ register { revision } }', {}, undefined, '?canary=1');
    await fetch(new URL('/canary-path?canary=1', this.address), { headers: HEADERS });
    await this.failOnce();
    await until(() => this.receiver.received.length > 0);
  }

  /** Takes a table away for the time of a question, so that the server fails with a statement and its values. */
  private async failOnce(): Promise<void> {
    const owner = await connect(this.clone.url);
    await owner.query('alter table organisation rename to away');
    await this.send('query ($canary: String!) { canaryAlias: organisation(code: $canary) { name } }', {
      canary: 'canary-code',
    });
    await owner.query('alter table away rename to organisation');
    await owner.destroy();
  }

  metrics(): Promise<string> {
    return fetch(`http://localhost:${this.metricsPort}/metrics`).then((response) => response.text());
  }

  /** The lines of the log: what is no JSON is said to people. */
  get log(): any[] {
    const lines = this.server.output.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line));
  }

  async stop(): Promise<void> {
    this.server.kill('SIGTERM');
    await this.server.exit;
    await this.collector.stop();
    await this.receiver.stop();
    this.folder.remove();
    await this.clone.drop();
  }
}
