/** A kind of program that sends with an API key, and what to tell it. */
export interface Program {
  type: string;
  label: string;
  /** What the key must allow at least one of. */
  scopes: readonly string[];
  where: string;
  /** @param origin Where the platform is, without a slash at the end. */
  configuration: (origin: string, key: string, scopes: readonly string[]) => string;
}

const signals = [['traces', 'ingest:traces'], ['metrics', 'ingest:metrics'], ['logs', 'ingest:logs']] as const;
const signalScopes = signals.map(([, scope]) => scope);

export const programs: readonly Program[] = [
  {
    type: 'sdk',
    label: 'A program with an OpenTelemetry SDK',
    scopes: signalScopes,
    where: 'the environment of the program, in any language',
    configuration: (origin, key, scopes) => [
      'OTEL_SERVICE_NAME=my-service',
      `OTEL_EXPORTER_OTLP_ENDPOINT=${origin}`,
      'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
      `OTEL_EXPORTER_OTLP_HEADERS=X-API-Key=${key}`,
      ...signals.map(([signal, scope]) => `OTEL_${signal.toUpperCase()}_EXPORTER=${scopes.includes(scope) ? 'otlp' : 'none'}`),
    ].join('\n'),
  },
  {
    type: 'collector',
    label: 'An OpenTelemetry Collector',
    scopes: signalScopes,
    where: 'its configuration',
    configuration: (origin, key, scopes) => `exporters:
  otlphttp/sre-copilot:
    endpoint: ${origin}
    headers:
      X-API-Key: ${key}
service:
  pipelines:
${signals.filter(([, scope]) => scopes.includes(scope)).map(([signal]) => `    ${signal}:
      exporters: [otlphttp/sre-copilot]`).join('\n')}`,
  },
  {
    type: 'prometheus',
    label: 'A Prometheus (remote write)',
    scopes: ['ingest:metrics'],
    where: 'prometheus.yml',
    configuration: (origin, key) => `remote_write:
- url: ${origin}/api/v1/prom/write
  authorization:
    credentials: ${key}`,
  },
  {
    type: 'shell',
    label: 'A shell, to try it',
    scopes: ['ingest:logs'],
    where: 'a terminal',
    configuration: (origin, key) => `curl ${origin}/api/v1/ingest/logs \\
  -H 'Content-Type: application/json' \\
  -H 'X-API-Key: ${key}' \\
  -d '{"logs":[{"service_name":"my-service","level":"INFO","message":"Hello"}]}'`,
  },
  {
    type: 'assistant',
    label: 'An assistant (MCP)',
    scopes: ['mcp:read'],
    where: 'the list of MCP servers of the assistant',
    configuration: (origin, key) => JSON.stringify({ mcpServers: { 'sre-copilot': { type: 'http', url: `${origin}/mcp`, headers: { 'X-API-Key': key } } } }, null, 2),
  },
];

/** The programs that a key lets send. */
export function programsFor(scopes: readonly string[]): readonly Program[] {
  return programs.filter((program) => program.scopes.some((scope) => scopes.includes(scope)));
}
