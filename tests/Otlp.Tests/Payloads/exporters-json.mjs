export { OTLPTraceExporter as Traces } from '@opentelemetry/exporter-trace-otlp-http';
export { OTLPMetricExporter as Metrics } from '@opentelemetry/exporter-metrics-otlp-http';
export { OTLPLogExporter as Logs } from '@opentelemetry/exporter-logs-otlp-http';
