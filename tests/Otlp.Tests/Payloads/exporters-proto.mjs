export { OTLPTraceExporter as Traces } from '@opentelemetry/exporter-trace-otlp-proto';
export { OTLPMetricExporter as Metrics } from '@opentelemetry/exporter-metrics-otlp-proto';
export { OTLPLogExporter as Logs } from '@opentelemetry/exporter-logs-otlp-proto';
