/** What each service is for, in the words of the person who misses it. */
export const purposes: Record<string, string> = {
  'ai-service': 'Root-cause hypotheses from the evidence',
  'alerting-service': 'Alert conditions, policies and notifications',
  'api-gateway': 'The public API: identity, limits and routing',
  'audit-service': 'Who did what, and when',
  'auth-service': 'Login, teams, projects and API keys',
  'cicd-connector-service': 'Pipelines and deployments',
  'cloud-connector-service': 'Cloud accounts and their resources',
  'incident-service': 'Incidents, their timeline and workflow',
  'integration-service': 'Alerts from Prometheus, Grafana and others',
  'log-service': 'Log search and patterns',
  'metrics-collector-service': 'Metrics, traces, errors and hosts',
  'security-service': 'Vulnerabilities',
  'synthetic-service': 'Uptime checks from the outside',
  'websocket-service': 'Live updates to this app',
};
