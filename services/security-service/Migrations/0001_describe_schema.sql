comment on schema security is 'Vulnerabilities found in what the tenants run. Owned by security-service.';
