comment on schema alerting is 'Alert policies, conditions, active alerts and notification channels. Owned by alerting-service.';
