comment on schema audit is 'Who did what and when. Owned by audit-service.';
