import { describe, expect, it } from 'vitest';
import { programs, programsFor } from './programs';

const origin = 'https://sre.example.com';

describe('what a program is told', () => {
  it.each(programs)('of $type names the address and the key', ({ configuration, scopes }) => {
    const text = configuration(origin, 'srec_k', scopes);
    expect(text).toContain(origin);
    expect(text).toContain('srec_k');
  });

  it('leaves out what the key may not send', () => {
    const [sdk, collector] = programs;
    expect(sdk?.configuration(origin, 'k', ['ingest:traces'])).toContain('OTEL_TRACES_EXPORTER=otlp\nOTEL_METRICS_EXPORTER=none\nOTEL_LOGS_EXPORTER=none');
    expect(collector?.configuration(origin, 'k', ['ingest:logs']).split('pipelines:')[1]).toBe('\n    logs:\n      exporters: [otlphttp/sre-copilot]');
  });

  it('offers only what the key is for', () => {
    expect(programsFor(['ingest:logs']).map(({ type }) => type)).toEqual(['sdk', 'collector', 'shell']);
    expect(programsFor(['ingest:metrics']).map(({ type }) => type)).toEqual(['sdk', 'collector', 'prometheus']);
    expect(programsFor(['ingest:browser'])).toEqual([]);
  });
});
