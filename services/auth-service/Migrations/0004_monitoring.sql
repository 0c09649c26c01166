-- Monitoring systems that a project is connected to, and the alerts they sent.

create table monitoring_integrations (
    id                       uuid primary key,
    project_id               uuid not null,
    tenant_id                uuid not null,
    integration_type         text not null check (integration_type in ('prometheus', 'grafana', 'alertmanager')),
    name                     text not null check (length(name) between 1 and 255),
    description              text check (length(description) <= 2000),
    url                      text not null check (length(url) between 1 and 500),
    username                 text check (length(username) <= 255),
    -- Written by SecretProtector: AES-GCM with the id of the key.
    password_encrypted       text,
    api_key_encrypted        text,
    webhook_secret_encrypted text,
    -- A JSON object that may hold secrets too.
    config_encrypted         text,
    status                   text not null default 'inactive' check (status in ('active', 'inactive', 'error', 'testing')),
    last_test_at             timestamptz,
    last_test_success        boolean not null default false,
    last_error_message       text,
    webhook_enabled          boolean not null default true,
    is_primary               boolean not null default false,
    created_at               timestamptz not null,
    updated_at               timestamptz not null,
    created_by               uuid,
    unique (id, project_id),
    foreign key (project_id, tenant_id) references projects (id, tenant_id) on delete cascade,
    foreign key (created_by, tenant_id) references users (id, tenant_id) on delete set null (created_by)
);
create index monitoring_integrations_project on monitoring_integrations (project_id, created_at desc);
create unique index monitoring_integrations_primary on monitoring_integrations (project_id, integration_type) where is_primary;

create table monitoring_alerts (
    id             uuid primary key default gen_random_uuid(),
    integration_id uuid not null,
    project_id     uuid not null,
    alert_name     text not null,
    status         text not null default 'firing' check (status in ('firing', 'resolved', 'acknowledged')),
    severity       text not null default 'medium' check (severity in ('critical', 'high', 'medium', 'low', 'info')),
    summary        text not null,
    description    text,
    -- json, not jsonb: kept as it came, whatever jsonb might not be able to hold.
    labels         json not null default '{}',
    annotations    json not null default '{}',
    starts_at      timestamptz not null,
    ends_at        timestamptz,
    external_url   text,
    fingerprint    text,
    incident_id    uuid,
    received_at    timestamptz not null default now(),
    foreign key (integration_id, project_id) references monitoring_integrations (id, project_id) on delete cascade
);
create index monitoring_alerts_project on monitoring_alerts (project_id, received_at desc);
create index monitoring_alerts_integration on monitoring_alerts (integration_id, received_at desc);

call isolate_by_project('monitoring_integrations');
call isolate_by_project('monitoring_alerts');
