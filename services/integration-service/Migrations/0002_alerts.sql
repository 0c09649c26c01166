-- What monitoring systems report: alerts, the groups that become incidents, and the deliveries that brought them.

-- Integrations that sent something, with the name they had then; auth-service owns them. Whoever changes alerts or groups of an
-- integration locks its row first, so its notices count one after the other.
create table sources (
    integration_id   uuid primary key,
    project_id       uuid not null,
    tenant_id        uuid not null,
    integration_type text not null,
    name             text not null
);
call isolate_by_project('sources');

-- Alerts that are one problem. At most one of an integration with the same key is open; it has one incident.
create table alert_groups (
    id                uuid primary key,
    integration_id    uuid not null references sources,
    project_id        uuid not null,
    tenant_id         uuid not null,
    group_key         text not null,
    title             text not null,
    description       text not null,
    service_name      text not null,
    severity          text not null check (severity in ('critical', 'high', 'medium', 'low')),
    source            text not null,
    opened_at         timestamptz not null,
    -- The incident that incident-service has for it; its deduplication key there is the group's id.
    incident_id       uuid,
    -- Something has happened that incident-service does not know yet. The revision says whether more came while it was told.
    report_pending    boolean not null default true,
    revision          integer not null default 1,
    reported_severity text,
    -- All its alerts are over: the incident will be, then.
    recover_at        timestamptz,
    closed_at         timestamptz,
    -- When the background has to look at it. Whoever does moves it on first, so a replica that dies gives it back.
    due_at            timestamptz,
    attempts          integer not null default 0
);
create unique index alert_groups_one_open on alert_groups (integration_id, group_key) where closed_at is null;
create index alert_groups_due on alert_groups (due_at) where due_at is not null;
create index alert_groups_closed on alert_groups (closed_at);
call isolate_by_project('alert_groups');

create table monitoring_alerts (
    id               uuid primary key,
    group_id         uuid not null references alert_groups on delete cascade,
    integration_id   uuid not null references sources,
    project_id       uuid not null,
    tenant_id        uuid not null,
    fingerprint      text not null,
    alert_name       text not null,
    status           text not null check (status in ('firing', 'resolved', 'acknowledged')),
    severity         text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
    summary          text not null,
    description      text,
    labels           json not null,
    annotations      json not null,
    starts_at        timestamptz not null,
    ends_at          timestamptz,
    -- It is over then unless it is sent again (Prometheus without an Alertmanager).
    expires_at       timestamptz,
    external_url     text,
    received_at      timestamptz not null,
    last_received_at timestamptz not null,
    notices          integer not null default 1,
    -- Belongs to an open group.
    is_open          boolean not null default true
);
create unique index monitoring_alerts_one_open on monitoring_alerts (integration_id, fingerprint) where is_open;
create index monitoring_alerts_project on monitoring_alerts (project_id, received_at desc, id);
create index monitoring_alerts_integration on monitoring_alerts (integration_id, received_at desc, id);
create index monitoring_alerts_group on monitoring_alerts (group_id);
create index monitoring_alerts_expiring on monitoring_alerts (expires_at) where is_open and status = 'firing' and expires_at is not null;
call isolate_by_project('monitoring_alerts');

create table deliveries (
    id             uuid primary key,
    integration_id uuid not null references sources,
    project_id     uuid not null,
    tenant_id      uuid not null,
    received_at    timestamptz not null,
    outcome        text not null check (outcome in ('accepted', 'partial', 'rejected')),
    detail         text,
    body_bytes     integer not null,
    -- What became of each alert.
    results        json not null,
    alert_ids      uuid[] not null
);
create index deliveries_integration on deliveries (integration_id, received_at desc, id);
create index deliveries_received on deliveries (received_at);
call isolate_by_project('deliveries');
