import {
  type Context as TraceContext,
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Tracing } from './tracing';

const NAME = 'social-cohesion-register';
const propagator = new W3CTraceContextPropagator();

/** Starts to send traces, as the standard variables of OpenTelemetry say. Before `pg` is loaded. */
export function startTracing(): Tracing {
  const named = resourceFromAttributes({ 'service.name': NAME });
  const provider = new NodeTracerProvider({
    resource: named.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new DiscreetExporter())],
  });
  provider.register({ propagator });
  registerInstrumentations({
    tracerProvider: provider,
    instrumentations: [
      new PgInstrumentation({
        // What the server asks by itself, each second, belongs to nothing.
        requireParentSpan: true,
        ignoreConnectSpans: true,
        requestHook: (span, { query }) => span.setAttribute('db.query.text', withoutLiterals(query.text)),
      }),
    ],
  });
  const tracer = provider.getTracer(NAME);
  return {
    traceRequests: (app) => traceRequests(app, tracer),
    traceOperations: {
      requestDidStart: () =>
        Promise.resolve({
          parsingDidStart: () => Promise.resolve(ending(tracer.startSpan('graphql.parse'))),
          validationDidStart: () => Promise.resolve(ending(tracer.startSpan('graphql.validate'))),
        }),
    },
    around: (name, work) => tracer.startActiveSpan(name, (span) => settle(span, work)),
    headers: () => {
      const headers: Record<string, string> = {};
      propagator.inject(context.active(), headers, defaultTextMapSetter);
      return headers;
    },
    end: () => provider.shutdown(),
  };
}

/** Statements that take no parameters say who is asking, as text. */
export const withoutLiterals = (sql: string): string => sql.replace(/'(?:[^']|'')*'/g, "'…'");

/** Messages of errors may repeat what callers sent, so that something failed is all that is told: the log has the rest. */
class DiscreetExporter extends OTLPTraceExporter {
  override export(spans: ReadableSpan[], done: Parameters<OTLPTraceExporter['export']>[1]): void {
    const discreet = spans.map(
      (span) =>
        Object.create(span, { events: { value: [] }, status: { value: { code: span.status.code } } }) as ReadableSpan,
    );
    super.export(discreet, done);
  }
}

const ending =
  (span: Span) =>
  (error?: unknown): Promise<void> => {
    if (error) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    return Promise.resolve();
  };

async function settle<Result>(span: Span, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/** Of what a caller sends with its request only the trace is taken: whatever else it would carry on is its own words. */
const traceOfCaller = ({ headers: { traceparent } }: FastifyRequest): TraceContext =>
  propagator.extract(context.active(), { traceparent }, defaultTextMapGetter);

function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, id } = request;
    const route = request.routeOptions.url;
    const span = tracer.startSpan(
      route === undefined ? method : `${method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': method, 'http.route': route, 'register.request': id },
      },
      traceOfCaller(request),
    );
    request.facts.trace = span.spanContext().traceId;
    spans.set(request, span);
    done();
  });
  // After the body has been read, which would lose it.
  app.addHook('preValidation', (request, _reply, done) => {
    context.with(trace.setSpan(context.active(), spans.get(request)!), done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { viewer, operation, answer, errors } = request.facts;
    const span = spans.get(request)!;
    span.setAttributes({
      'http.response.status_code': reply.statusCode,
      'register.view': viewer?.view,
      'register.organisation': viewer?.organisation?.code,
      'register.operation': operation?.hash,
      'register.answer': answer,
      'register.errors': errors,
    });
    if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    done();
  });
}
