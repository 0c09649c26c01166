comment on schema metrics is 'Metrics, traces, errors, hosts and browser data. Owned by metrics-collector-service.';
