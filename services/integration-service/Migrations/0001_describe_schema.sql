comment on schema integration is 'Webhooks of monitoring systems and what they delivered. Owned by integration-service.';
