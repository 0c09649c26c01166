/** What a sender needs to know, in the form of its own configuration. */
export interface Sender {
  type: string;
  label: string;
  /** Whether the platform reads from it too, and so needs its address. */
  hasAddress: boolean;
  where: string;
  configuration: (url: string, secret: string) => string;
}

export const senders: readonly Sender[] = [
  {
    type: 'alertmanager',
    label: 'Prometheus Alertmanager',
    hasAddress: true,
    where: 'alertmanager.yml',
    configuration: (url, secret) => `receivers:
- name: sre-copilot
  webhook_configs:
  - url: ${url}
    send_resolved: true
    http_config:
      authorization:
        credentials: ${secret}
route:
  receiver: sre-copilot
  # Alerts of one group become one incident anyway.
  group_wait: 5s
  group_interval: 30s`,
  },
  {
    type: 'prometheus',
    label: 'Prometheus, without an Alertmanager',
    hasAddress: true,
    where: 'prometheus.yml',
    configuration: (url, secret) => {
      const { protocol, host, pathname } = new URL(url);
      return `alerting:
  alertmanagers:
  - scheme: ${protocol.replace(':', '')}
    path_prefix: ${pathname}
    authorization:
      credentials: ${secret}
    static_configs:
    - targets: ["${host}"]`;
    },
  },
  {
    type: 'grafana',
    label: 'Grafana alerting',
    hasAddress: true,
    where: 'Alerting, contact points, a new one of the type webhook',
    configuration: (url, secret) => `URL: ${url}
HTTP method: POST
Authorization header, scheme: Bearer
Authorization header, credentials: ${secret}`,
  },
  {
    type: 'generic',
    label: 'Anything that sends JSON',
    hasAddress: false,
    where: 'a shell',
    configuration: (url, secret) => `curl ${url} \\
  -H 'Content-Type: application/json' \\
  -H 'X-Webhook-Secret: ${secret}' \\
  -d '{"title":"Disk is full","service":"postgres","severity":"high","status":"firing","fingerprint":"disk-1"}'`,
  },
];

export function senderOf(type: string): Sender | undefined {
  return senders.find((sender) => sender.type === type);
}
