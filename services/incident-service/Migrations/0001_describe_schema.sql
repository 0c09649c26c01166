comment on schema incident is 'Incidents, their activities and their timeline. Owned by incident-service.';
