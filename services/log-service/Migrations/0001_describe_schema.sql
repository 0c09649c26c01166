comment on schema log is 'Log lines and their patterns. Owned by log-service.';
