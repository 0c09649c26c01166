comment on schema ai is 'Root-cause hypotheses and metered model calls. Owned by ai-service.';
