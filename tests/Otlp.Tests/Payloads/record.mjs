// Records what the OpenTelemetry SDK for JavaScript sends, as files beside this one, with fixed values.
//   npm i @opentelemetry/sdk-node @opentelemetry/api-logs @opentelemetry/exporter-{trace,metrics,logs}-otlp-{proto,http}
//   node record.mjs
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { trace, SpanKind, SpanStatusCode, ROOT_CONTEXT } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { MeterProvider, PeriodicExportingMetricReader, AggregationType } from '@opentelemetry/sdk-metrics';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import * as proto from './exporters-proto.mjs';
import * as json from './exporters-json.mjs';

const folder = process.argv[2] ?? '.';
const resource = resourceFromAttributes({ 'service.name': 'checkout', 'service.version': '1.2.3', 'host.name': 'web-1' });

for (const [extension, exporters] of [['pb', proto], ['json', json]]) {
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const signal = request.url.split('/').pop();
      writeFileSync(`${folder}/${signal}.${extension}`, request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
      response.writeHead(200, { 'content-type': request.headers['content-type'] });
      response.end(extension === 'json' ? '{}' : '');
    });
  });
  await new Promise(resolve => server.listen(0, resolve));
  const options = signal => ({ url: `http://127.0.0.1:${server.address().port}/v1/${signal}`, compression: 'gzip' });

  const ids = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spans: ['00f067aa0ba902b7'] };
  const tracers = new BasicTracerProvider({
    resource,
    idGenerator: { generateTraceId: () => ids.traceId, generateSpanId: () => ids.spans[0] },
    spanProcessors: [new SimpleSpanProcessor(new exporters.Traces(options('traces')))],
  });
  const span = tracers.getTracer('shop', '0.1').startSpan('POST /pay', {
    kind: SpanKind.SERVER,
    startTime: [1772360430, 123456789],
    attributes: { 'http.request.method': 'POST', 'http.response.status_code': 500, ratio: 0.5, ok: false, list: ['a', 'b'] },
    links: [{ context: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }, attributes: { why: 'queue' } }],
  }, ROOT_CONTEXT);
  span.addEvent('exception', { 'exception.type': 'TypeError', 'exception.message': 'x is undefined' }, [1772360430, 200000000]);
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'card refused' });
  span.end([1772360430, 623456789]);
  await tracers.forceFlush();
  await tracers.shutdown();

  const loggers = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter: new exporters.Logs(options('logs')) })] });
  loggers.getLogger('shop').emit({
    timestamp: [1772360430, 5000], observedTimestamp: [1772360431, 0], severityNumber: SeverityNumber.WARN, severityText: 'WARN',
    body: { text: 'grüße 🙂', n: 3 }, attributes: { 'user.id': 42 },
    context: trace.setSpanContext(ROOT_CONTEXT, { traceId: ids.traceId, spanId: ids.spans[0], traceFlags: 1 }),
  });
  await loggers.forceFlush();
  await loggers.shutdown();

  const reader = new PeriodicExportingMetricReader({ exporter: new exporters.Metrics(options('metrics')), exportIntervalMillis: 3600000 });
  const meters = new MeterProvider({ resource, readers: [reader], views: [{ instrumentName: 'sizes', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }] });
  const meter = meters.getMeter('shop', '0.1');
  meter.createGauge('temperature', { unit: 'Cel' }).record(21.5, { room: 'a' });
  meter.createCounter('orders', { description: 'Orders.' }).add(7, { kind: 'web' });
  meter.createHistogram('latency', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 1] } }).record(0.05);
  meter.createHistogram('sizes').record(100);
  await reader.forceFlush();
  await meters.shutdown();
  server.close();
}
