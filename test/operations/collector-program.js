/**
 * A collector of traces, as a process of its own: it takes OTLP over HTTP, decodes it by the official definitions of
 * OpenTelemetry, and prints what it reads, a span a line. Its first line is its port. Debian and npm have no ready-made one.
 */
const http = require('node:http');
const definitions = require('otlp-definitions/build/src/generated/root');

const { ExportTraceServiceRequest, ExportTraceServiceResponse } = definitions.opentelemetry.proto.collector.trace.v1;

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url !== '/v1/traces' || request.headers['content-type'] !== 'application/x-protobuf') {
      return response.writeHead(415).end();
    }
    const message = ExportTraceServiceRequest.decode(Buffer.concat(chunks));
    const { resourceSpans } = ExportTraceServiceRequest.toObject(message, {
      bytes: String,
      longs: String,
      enums: String,
    });
    for (const { resource, scopeSpans } of resourceSpans) {
      for (const { scope, spans } of scopeSpans) {
        for (const span of spans) process.stdout.write(`${JSON.stringify({ resource, scope: scope.name, ...span })}\n`);
      }
    }
    response.writeHead(200, { 'content-type': 'application/x-protobuf' });
    response.end(ExportTraceServiceResponse.encode({}).finish());
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
