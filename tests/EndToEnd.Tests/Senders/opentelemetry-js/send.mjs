// An application with the OpenTelemetry SDK, configured by the SDK's own environment variables alone (OTEL_...).
//   node send.mjs ORDERS
// Handles that many orders, each a trace of two spans with a log record and a counted order, and prints the trace ids.
import { metrics, trace, SpanKind } from '@opentelemetry/api';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';
import { NodeSDK } from '@opentelemetry/sdk-node';

const orders = Number(process.argv[2]);
const sdk = new NodeSDK();
sdk.start();

const tracer = trace.getTracer('shop');
const counter = metrics.getMeter('shop').createCounter('orders');
const duration = metrics.getMeter('shop').createHistogram('order.duration', { unit: 'ms' });
const traces = [];
for (let order = 0; order < orders; order++) {
  const attributes = { 'http.request.method': 'POST', 'http.route': '/orders', 'http.response.status_code': 200 };
  tracer.startActiveSpan('POST /orders', { kind: SpanKind.SERVER, attributes }, span => {
    tracer.startActiveSpan('charge', { kind: SpanKind.CLIENT }, charge => charge.end());
    logs.getLogger('shop').emit({ severityNumber: SeverityNumber.WARN, body: `order ${order} was placed`, attributes: { order } });
    counter.add(1, { kind: 'web' });
    duration.record(order);
    traces.push(span.spanContext().traceId);
    span.end();
  });
}

// Everything that waits is sent.
await sdk.shutdown();
console.log(JSON.stringify(traces));
