import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../src/project';
import { until } from '../notices/support';
import { describeWith } from '../support/cluster';
import { attribute, type Span } from './collector';
import { CANARY, ObservedServer, TRACE } from './journey';
import { promtool, Prometheus } from './prometheus';

jest.setTimeout(60_000);

const ALERTS = path.join(projectDirectory, 'docker/alerts.yaml');

describe('who runs a server', () => {
  let observed: ObservedServer;
  beforeAll(async () => {
    observed = await ObservedServer.start();
    await observed.travel();
  });
  afterAll(() => observed.stop());

  describe('is told by the log', () => {
    const lineOf = (request: string): any => observed.log.find((line) => line.request === request);

    it('of each request who asked for what, how long it took and what came of it', () => {
      const [subscribed, , , returned, named] = observed.replies as [any, any, any, any, any];
      expect(lineOf(subscribed.request)).toMatchObject({
        level: 'info',
        msg: 'answered',
        method: 'POST',
        path: '/graphql',
        status: 200,
        ms: expect.any(Number),
        view: 'COUNCIL',
        organisation: 'E08000004',
        operation: expect.stringMatching(/^[0-9a-f]{12}$/),
        fields: ['subscribeToNotices'],
        trace: TRACE,
      });
      expect(lineOf(returned.request)).toMatchObject({ view: 'OFFICE', organisation: 'OSCDR' });
      expect(lineOf(named.request)).toMatchObject({ view: 'PUBLIC', answer: 'made', fields: ['council'] });
    });

    it('which failure is of which request', () => {
      const { request, body } = observed.replies.at(-1)!;
      const { id } = body.errors[0].extensions;
      expect(lineOf(request)).toMatchObject({ level: 'warn', errors: ['INTERNAL_SERVER_ERROR'], failures: [id] });
      expect(observed.log.find((line) => line.id === id)).toMatchObject({
        level: 'error',
        err: {
          code: '42P01',
          message: expect.stringContaining('does not exist'),
          stack: expect.stringContaining(' at '),
        },
      });
    });

    it('of refusals, and of what leads nowhere', () => {
      expect(observed.log).toContainEqual(expect.objectContaining({ status: 401, errors: ['UNAUTHENTICATED'] }));
      expect(observed.log).toContainEqual(expect.objectContaining({ status: 404, path: null }));
    });

    it('nothing of persons: no address, token, name, value or text', () => {
      expect(observed.server.output + observed.server.errors).not.toMatch(CANARY);
      const answered = observed.log.filter(({ msg }) => msg === 'answered');
      expect(JSON.stringify(answered)).not.toMatch(/127\.0\.0\.1|::1|eyJ/);
      expect(observed.receiver.received.length).toBeGreaterThan(0);
    });
  });

  describe('is told by traces', () => {
    const named = (name: string): Span[] => observed.collector.spans.filter((span) => span.name === name);
    const parentOf = (span: Span): Span | undefined =>
      observed.collector.spans.find(({ spanId }) => spanId === span.parentSpanId);

    it('how a request was read, checked and run, and the statements that this took', async () => {
      await until(() => named('POST /graphql').length >= observed.replies.length);
      const [request] = named('POST /graphql').filter((span) => attribute(span, 'register.view') === 'COUNCIL');
      expect(Buffer.from(request!.traceId, 'base64').toString('hex')).toBe(TRACE);
      expect(request!.resource.attributes).toEqual(
        expect.arrayContaining([
          { key: 'service.name', value: { stringValue: 'social-cohesion-register' } },
          { key: 'deployment.environment.name', value: { stringValue: 'test' } },
        ]),
      );
      const children = observed.collector.spans.filter(({ parentSpanId }) => parentSpanId === request!.spanId);
      const names = children.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['graphql.parse', 'graphql.validate', 'graphql.execute']));
      const execute = children.find(({ name }) => name === 'graphql.execute')!;
      const statements = observed.collector.spans.filter(({ parentSpanId }) => parentSpanId === execute.spanId);
      expect(statements.map((span) => attribute(span, 'db.query.text'))).toContainEqual(
        expect.stringContaining('insert into notice_subscription'),
      );
    });

    it('what the worker did, and a receiver of a notice whose work it was', async () => {
      await until(() => named('deliver WEBHOOK').length > 0);
      const [delivery] = named('deliver WEBHOOK');
      const traces = observed.receiver.received.map(({ headers }) => headers['traceparent']!.split('-')[1]);
      expect(traces).toContain(Buffer.from(delivery!.traceId, 'base64').toString('hex'));
      expect(observed.receiver.received[0]!.headers).not.toHaveProperty('baggage');
    });

    it('nothing of persons, and nothing that no request caused', () => {
      expect(observed.collector.text).not.toMatch(CANARY);
      expect(observed.collector.text).toContain("set_config('…', '…', true)");
      const orphans = observed.collector.spans.filter((span) => !parentOf(span));
      expect([...new Set(orphans.map(({ name }) => name))].sort()).toEqual(
        expect.arrayContaining(['POST /graphql', 'deliver WEBHOOK']),
      );
      expect(orphans.filter(({ name }) => name.startsWith('pg'))).toEqual([]);
    });
  });

  describe('is told by metrics', () => {
    it('the operations, errors, pools, answers, queue, revision, replica and worker, and nothing of persons', async () => {
      const text = await observed.metrics();
      const operation = observed.log.find(({ fields }) => fields?.[0] === 'subscribeToNotices').operation;
      expect(text).toContain(`register_graphql_request_seconds_count{view="COUNCIL",operation="${operation}"} 1`);
      expect(text).toContain('register_graphql_errors_total{view="PUBLIC",code="INTERNAL_SERVER_ERROR"} 1');
      expect(text).toContain('register_database_connections{pool="OFFICE",state="idle"} ');
      expect(text).toMatch(/register_public_answers_total\{source="made"\} \d/);
      expect(text).toContain('register_deliveries_dead 0');
      expect(text).toContain('register_revision 1');
      expect(text).toMatch(/register_revision_age_seconds \d/);
      expect(text).toMatch(/register_replica_serves\{replica="[^"]+"\} 0/);
      expect(text).toMatch(/register_worker_step_age_seconds\{job="deliveries"\} \d/);
      expect(text).not.toMatch(CANARY);
    });

    it('at no address but its own', async () => {
      const response = await fetch(new URL('/metrics', observed.address));
      expect(response.status).toBe(404);
    });
  });

  describeWith('prometheus', 'by Prometheus itself', () => {
    let prometheus: Prometheus;
    beforeAll(async () => {
      prometheus = await Prometheus.start(`localhost:${observed.metricsPort}`, ALERTS);
    });
    afterAll(() => prometheus.stop());

    it('finds no fault with the metrics', async () => {
      expect(await promtool(['check', 'metrics'], await observed.metrics())).toBe('');
    });

    it('reads them', async () => {
      await until(async () => (await prometheus.value('register_revision')) !== undefined);
      expect(await prometheus.value('up{job="register"}')).toBe(1);
      expect(await prometheus.value('register_revision')).toBe(1);
      expect(await prometheus.value('register_database_up')).toBe(1);
      expect(await prometheus.value('sum(register_graphql_request_seconds_count{view="COUNCIL"})')).toBe(3);
    });

    it('understands every alert, and each is of metrics that there are', async () => {
      await until(async () => {
        const { groups } = await prometheus.api('rules');
        return groups[0].rules.every(({ health }: any) => health === 'ok');
      });
      const known = new Set([...(await observed.metrics()).matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
      const expressions = readFileSync(ALERTS, 'utf8')
        .match(/expr: .*/g)!
        .join('\n');
      const used = expressions.match(/\b(register|nodejs|process)_\w+/g)!.map((name) => name.replace(/_bucket$/, ''));
      expect(used.filter((name) => !known.has(name))).toEqual([]);
    });

    it('is alarmed by what is wrong, and by nothing else', async () => {
      // The replica that is none: alone of all that the alerts are for, it is in this server.
      await until(async () => (await prometheus.api('alerts')).alerts.length > 0);
      const names = (await prometheus.api('alerts')).alerts.map(({ labels }: any) => labels.alertname);
      expect([...new Set(names)]).toEqual(['RegisterReplicaAway']);
    });
  });
});
