-- Alerts belong to integration-service, which receives them. Nothing ever wrote them here.
drop table monitoring_alerts;

alter table monitoring_integrations
    drop constraint monitoring_integrations_integration_type_check,
    add constraint monitoring_integrations_integration_type_check check (integration_type in ('prometheus', 'grafana', 'alertmanager', 'generic')),
    -- A generic sender only sends: it need not have an address.
    drop constraint monitoring_integrations_url_check,
    add constraint monitoring_integrations_url_check check (length(url) <= 500 and (url <> '' or integration_type = 'generic')),
    -- The secret before the last rotation; senders may use it until then.
    add column webhook_previous_secret_encrypted text,
    add column webhook_previous_valid_until timestamptz,
    add constraint webhook_previous_secret_ends check ((webhook_previous_secret_encrypted is null) = (webhook_previous_valid_until is null));
