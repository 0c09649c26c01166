import { describe, expect, it } from 'vitest';
import { senderOf } from './senders';

const url = 'https://sre.example.com/api/v1/webhooks/alertmanager/1b2c';

describe('the configuration of a sender', () => {
  it.each(['alertmanager', 'grafana', 'generic'])('of %s names address and secret', (type) => {
    const text = senderOf(type)?.configuration(url, 's3cret') ?? '';
    expect(text).toContain(url);
    expect(text).toContain('s3cret');
  });

  it('of Prometheus takes the address apart, as its configuration wants it', () => {
    expect(senderOf('prometheus')?.configuration(url, 's')).toContain(`scheme: https
    path_prefix: /api/v1/webhooks/alertmanager/1b2c`);
    expect(senderOf('prometheus')?.configuration(url, 's')).toContain('["sre.example.com"]');
  });
});
