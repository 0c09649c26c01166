comment on schema cloud is 'Connections to cloud accounts and what was read there. Owned by cloud-connector-service.';
