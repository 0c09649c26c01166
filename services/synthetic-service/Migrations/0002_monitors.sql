-- Monitors, when they are due, and what their checks found.

create table monitors (
    id                   uuid primary key,
    tenant_id            uuid not null,
    project_id           uuid not null,
    name                 text not null check (length(name) between 1 and 200),
    type                 text not null check (type in ('api_test', 'ping', 'tcp')),
    url                  text not null check (length(url) between 1 and 1000),
    frequency_seconds    integer not null check (frequency_seconds between 30 and 86400),
    assertions           text[] not null,
    -- A JSON object, encrypted: headers hold credentials.
    headers_encrypted    text,
    method               text not null check (method in ('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD')),
    body                 text,
    enabled              boolean not null,
    muted                boolean not null,
    timeout_seconds      integer not null check (timeout_seconds between 1 and 60),
    retries              integer not null check (retries between 0 and 5),
    follow_redirects     boolean not null,
    alert_after          integer not null check (alert_after between 1 and 10),
    sla_target           double precision check (sla_target > 0 and sla_target <= 100),
    status               text not null default 'unknown' check (status in ('unknown', 'passing', 'failing')),
    last_check_at        timestamptz,
    consecutive_failures integer not null default 0,
    -- The alert that was fired and not resolved yet.
    alert_id             uuid,
    alert_at             timestamptz,
    -- When to check (again). Whoever checks leases the monitor first, so a replica that dies gives it back.
    next_run_at          timestamptz not null,
    lease_id             uuid,
    leased_until         timestamptz,
    last_manual_at       timestamptz,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    unique (id, project_id),
    check ((lease_id is null) = (leased_until is null)),
    check ((alert_id is null) = (alert_at is null))
);
create index monitors_project on monitors (project_id, created_at desc, id desc);
create index monitors_due on monitors (next_run_at) where enabled;
call isolate_by_project('monitors');

create table results (
    id                    uuid primary key,
    monitor_id            uuid not null,
    project_id            uuid not null,
    tenant_id             uuid not null,
    started_at            timestamptz not null,
    -- The moment that it was due; null: somebody asked for it.
    scheduled_for         timestamptz,
    success               boolean not null,
    -- Whether it says anything about the target; false: the check could not be made, or somebody asked for it.
    counted               boolean not null,
    failure               text,
    error_message         text,
    status_code           integer,
    response_time_ms      double precision not null,
    dns_ms                double precision,
    connect_ms            double precision,
    tls_ms                double precision,
    first_byte_ms         double precision,
    certificate_days_left integer,
    assertions_passed     integer not null,
    assertions_total      integer not null,
    attempts              integer not null,
    -- One check of one due moment, whatever happens to leases and clocks.
    unique (monitor_id, scheduled_for),
    foreign key (monitor_id, project_id) references monitors (id, project_id) on delete cascade
);
create index results_story on results (monitor_id, started_at desc, id desc);
create index results_age on results (started_at);
call isolate_by_project('results');
