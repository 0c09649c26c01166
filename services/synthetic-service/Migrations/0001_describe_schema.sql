comment on schema synthetic is 'Synthetic monitors and their results. Owned by synthetic-service.';
