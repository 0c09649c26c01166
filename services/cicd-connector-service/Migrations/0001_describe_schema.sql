comment on schema cicd is 'Connections to CI/CD systems, pipelines and runs. Owned by cicd-connector-service.';
