-- Traces, transactions, errors, hosts, browsers. What comes in large numbers is partitioned by time and written by COPY
-- (shared/SreCopilot.TimeSeries); what is derived from it is kept beside it in the same transactions.

-- Every service that any signal spoke of.
create table services (
    project_id          uuid not null,
    tenant_id           uuid not null,
    service_name        text not null,
    service_type        text not null,
    source              text not null,
    first_seen          timestamptz not null,
    last_seen           timestamptz not null,
    -- Of the newest transaction; null while there was none.
    last_transaction_at timestamptz,
    primary key (project_id, service_name)
);
call isolate_by_project('services');

create table spans (
    project_id     uuid not null,
    time           timestamptz not null,
    trace_id       text not null,
    span_id        text not null,
    parent_span_id text not null,
    service_name   text not null,
    operation      text not null,
    kind           text not null,
    duration_ms    double precision not null,
    status         text not null,
    status_message text,
    attributes     jsonb not null,
    events         jsonb not null
) partition by range (time);
create index spans_trace on spans (project_id, trace_id, span_id);
call isolate_by_project('spans');

-- One row per trace: a list of traces never reads spans.
create table traces (
    project_id     uuid not null,
    tenant_id      uuid not null,
    trace_id       text not null,
    started_at     timestamptz not null,
    ended_at       timestamptz not null,
    root_service   text not null,
    root_operation text not null,
    -- Whether a span without a parent has come; until then the earliest span stands for it.
    has_root       boolean not null,
    span_count     integer not null,
    error_count    integer not null,
    primary key (project_id, trace_id)
);
create index traces_started on traces (project_id, started_at desc, trace_id desc);
create index traces_age on traces (started_at);
call isolate_by_project('traces');

-- Which services a trace went through; by service, the newest first.
create table trace_services (
    project_id   uuid not null,
    trace_id     text not null,
    service_name text not null,
    started_at   timestamptz not null,
    primary key (project_id, trace_id, service_name),
    foreign key (project_id, trace_id) references traces on delete cascade
);
create index trace_services_started on trace_services (project_id, service_name, started_at desc, trace_id desc);
call isolate_by_project('trace_services');

-- Who called whom, per hour.
create table dependencies (
    project_id      uuid not null,
    time            timestamptz not null,
    source          text not null,
    target          text not null,
    calls           bigint not null,
    errors          bigint not null,
    duration_sum_ms double precision not null,
    duration_max_ms double precision not null,
    primary key (project_id, time, source, target)
) partition by range (time);
call isolate_by_project('dependencies');

create table transactions (
    project_id           uuid not null,
    time                 timestamptz not null,
    transaction_id       text not null,
    service_name         text not null,
    endpoint             text not null,
    method               text not null,
    status_code          integer not null,
    duration_ms          double precision not null,
    db_duration_ms       double precision not null,
    external_duration_ms double precision not null,
    error                boolean not null,
    error_message        text,
    trace_id             text
) partition by range (time);
create index transactions_service on transactions (project_id, service_name, time desc);
call isolate_by_project('transactions');

-- Transactions per minute and per hour. One row per service, endpoint, method and bucket of a histogram whose buckets are a
-- quarter of a doubling wide: bucket b holds durations from 500 * 2^(b/4) ms up to those of the next one. So everything adds up
-- by sum(), and percentiles of any time and any group come from the same rows.
create table transaction_minutes (
    project_id      uuid not null,
    time            timestamptz not null,
    service_name    text not null,
    endpoint        text not null,
    method          text not null,
    bucket          smallint not null,
    count           bigint not null,
    -- Status 400 and above, or marked as an error.
    errors          bigint not null,
    -- Of these, the service's own fault: not status 400 to 499.
    failures        bigint not null,
    -- 1500 ms and longer: users give up (Apdex).
    frustrated      bigint not null,
    duration_sum_ms double precision not null,
    duration_max_ms double precision not null,
    primary key (project_id, time, service_name, endpoint, method, bucket)
) partition by range (time);
create index transaction_minutes_service on transaction_minutes (project_id, service_name, time);
call isolate_by_project('transaction_minutes');

create table transaction_hours (like transaction_minutes including all) partition by range (time);
call isolate_by_project('transaction_hours');

create table error_groups (
    project_id       uuid not null,
    tenant_id        uuid not null,
    -- 32 hexadecimal digits: a hash of service, class and message without its changing parts.
    fingerprint      text not null,
    service_name     text not null,
    error_class      text not null,
    message          text not null,
    occurrence_count bigint not null,
    first_seen       timestamptz not null,
    last_seen        timestamptz not null,
    status           text not null default 'unresolved' check (status in ('unresolved', 'investigating', 'resolved', 'ignored')),
    assignee         text not null default '' check (length(assignee) <= 255),
    notes            text not null default '' check (length(notes) <= 5000),
    resolved_at      timestamptz,
    -- When it came back after it had been resolved; cleared when it is resolved again.
    regressed_at     timestamptz,
    regressions      integer not null default 0,
    triaged_by       text,
    triaged_at       timestamptz,
    primary key (project_id, fingerprint),
    check ((status = 'resolved') = (resolved_at is not null))
);
create index error_groups_count on error_groups (project_id, occurrence_count desc, fingerprint);
create index error_groups_seen on error_groups (project_id, last_seen desc);
call isolate_by_project('error_groups');

create table error_occurrences (
    project_id  uuid not null,
    time        timestamptz not null,
    fingerprint text not null,
    message     text not null,
    stack_trace text not null,
    attributes  jsonb not null,
    trace_id    text,
    span_id     text
) partition by range (time);
create index error_occurrences_group on error_occurrences (project_id, fingerprint, time desc);
call isolate_by_project('error_occurrences');

create table hosts (
    project_id uuid not null,
    tenant_id  uuid not null,
    hostname   text not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    primary key (project_id, hostname)
);
call isolate_by_project('hosts');

create table host_samples (
    project_id     uuid not null,
    time           timestamptz not null,
    hostname       text not null,
    cpu_percent    double precision not null,
    memory_percent double precision not null,
    disk_percent   double precision,
    disk_usage     jsonb not null,
    network_io     jsonb not null,
    load_avg       jsonb not null,
    processes      jsonb not null,
    containers     jsonb not null
) partition by range (time);
create index host_samples_host on host_samples (project_id, hostname, time desc);
call isolate_by_project('host_samples');

create table browser_events (
    project_id uuid not null,
    time       timestamptz not null,
    -- batch (one per request), vital, page_load, error or ajax.
    kind       text not null,
    app_name   text not null,
    url        text not null,
    -- Of a vital.
    name       text,
    value      double precision,
    data       jsonb not null
) partition by range (time);
create index browser_events_kind on browser_events (project_id, kind, time desc);
call isolate_by_project('browser_events');
