-- What is watched, who is told, what fired, and what still has to be said to whom.

create table conditions (
    id                uuid primary key,
    tenant_id         uuid not null,
    project_id        uuid not null,
    name              text not null check (length(name) between 1 and 200),
    signal            text not null check (signal in ('metric', 'log', 'error', 'trace', 'host', 'slo')),
    metric_name       text not null check (length(metric_name) between 1 and 200),
    service_name      text not null check (length(service_name) <= 200),
    aggregation       text not null,
    operator          text not null check (operator in ('gt', 'lt', 'eq', 'gte', 'lte')),
    threshold         double precision not null,
    duration_seconds  integer not null check (duration_seconds between 1 and 86400),
    hold_seconds      integer not null check (hold_seconds between 0 and 86400),
    recovery_seconds  integer not null check (recovery_seconds between 0 and 86400),
    no_data           text not null check (no_data in ('resolve', 'alert', 'keep')),
    no_data_seconds   integer not null check (no_data_seconds between 60 and 604800),
    group_by          text[] not null,
    -- A JSON object: labels that the series must have.
    labels            text not null,
    query             text not null check (length(query) <= 2000),
    slo_id            uuid,
    severity          text not null check (severity in ('critical', 'warning', 'info')),
    enabled           boolean not null,
    -- When to look (again). Whoever looks leases the condition first, so a replica that dies gives it back.
    next_run_at       timestamptz not null,
    lease_id          uuid,
    leased_until      timestamptz,
    -- What the last look found.
    last_evaluated_at timestamptz,
    last_value        double precision,
    last_problem      text,
    -- Since when there is no data; null while there is, or when nobody could look.
    silent_since      timestamptz,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    unique (id, project_id),
    check ((lease_id is null) = (leased_until is null)),
    check ((signal = 'slo') = (slo_id is not null))
);
create index conditions_project on conditions (project_id, created_at desc, id desc);
create index conditions_due on conditions (next_run_at) where enabled;
call isolate_by_project('conditions');

create table policies (
    id                  uuid primary key,
    tenant_id           uuid not null,
    project_id          uuid not null,
    name                text not null check (length(name) between 1 and 200),
    description         text not null check (length(description) <= 2000),
    incident_preference text not null check (incident_preference in ('per_condition', 'per_policy')),
    opens_incidents     boolean not null,
    -- Whether failing synthetic monitors of the project count as its conditions.
    includes_monitors   boolean not null,
    enabled             boolean not null,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    unique (id, project_id)
);
create index policies_project on policies (project_id, created_at desc, id desc);
create index policies_monitors on policies (project_id) where includes_monitors and enabled;
call isolate_by_project('policies');

create table policy_conditions (
    project_id   uuid not null,
    policy_id    uuid not null,
    condition_id uuid not null,
    primary key (policy_id, condition_id),
    foreign key (policy_id, project_id) references policies (id, project_id) on delete cascade,
    foreign key (condition_id, project_id) references conditions (id, project_id) on delete cascade
);
create index policy_conditions_condition on policy_conditions (condition_id);
call isolate_by_project('policy_conditions');

create table channels (
    id                   uuid primary key,
    tenant_id            uuid not null,
    project_id           uuid not null,
    name                 text not null check (length(name) between 1 and 200),
    type                 text not null check (type in ('email', 'slack', 'pagerduty', 'webhook', 'msteams')),
    -- A JSON object, encrypted: addresses of webhooks are credentials, too.
    config_encrypted     text not null,
    enabled              boolean not null,
    -- One delivery of a channel at a time, leased; after a failure none before not_before.
    lease_id             uuid,
    leased_until         timestamptz,
    not_before           timestamptz not null,
    consecutive_failures integer not null default 0,
    last_error           text,
    last_success_at      timestamptz,
    last_test_at         timestamptz,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    unique (id, project_id),
    check ((lease_id is null) = (leased_until is null))
);
create index channels_project on channels (project_id, created_at desc, id desc);
call isolate_by_project('channels');

create table policy_channels (
    project_id uuid not null,
    policy_id  uuid not null,
    channel_id uuid not null,
    primary key (policy_id, channel_id),
    foreign key (policy_id, project_id) references policies (id, project_id) on delete cascade,
    foreign key (channel_id, project_id) references channels (id, project_id) on delete cascade
);
create index policy_channels_channel on policy_channels (channel_id);
call isolate_by_project('policy_channels');

create table muting_rules (
    id            uuid primary key,
    tenant_id     uuid not null,
    project_id    uuid not null,
    name          text not null check (length(name) between 1 and 200),
    description   text not null check (length(description) <= 2000),
    -- Empty: any condition. Ids of conditions that are gone stay and match nothing.
    condition_ids uuid[] not null,
    -- A JSON object: {"service_name": "shop", "severity": ["info", "warning"]}
    criteria      text not null,
    starts_at     timestamptz not null,
    ends_at       timestamptz not null,
    repeat        text not null check (repeat in ('none', 'daily', 'weekly')),
    enabled       boolean not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    check (ends_at > starts_at)
);
create index muting_rules_project on muting_rules (project_id, created_at desc, id desc);
call isolate_by_project('muting_rules');

create table alerts (
    id              uuid primary key,
    tenant_id       uuid not null,
    project_id      uuid not null,
    -- condition or monitor.
    source          text not null check (source in ('condition', 'monitor')),
    -- Null for a monitor's, and when the condition is gone.
    condition_id    uuid,
    condition_name  text not null,
    -- Which series of the condition: its labels as a JSON object with sorted names; {} for the only one.
    series          text not null,
    reason          text not null check (reason in ('threshold', 'no_data', 'monitor')),
    message         text not null,
    severity        text not null check (severity in ('critical', 'warning', 'info')),
    service_name    text not null,
    status          text not null check (status in ('firing', 'acknowledged', 'resolved')),
    value           double precision,
    threshold       double precision,
    -- By which rule; null: somebody is told.
    muted_by        text,
    fired_at        timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    resolved_at     timestamptz,
    resolve_reason  text,
    unique (id, project_id),
    foreign key (condition_id, project_id) references conditions (id, project_id) on delete set null (condition_id),
    check ((status = 'resolved') = (resolved_at is not null))
);
-- However replicas die and come back: one unresolved alert per series.
create unique index alerts_open on alerts (condition_id, series) where resolved_at is null;
create index alerts_story on alerts (project_id, fired_at desc, id desc);
create index alerts_unresolved on alerts (project_id, fired_at desc, id desc) where resolved_at is null;
create index alerts_age on alerts (resolved_at) where resolved_at is not null;
call isolate_by_project('alerts');

-- Series that are not simply fine: breaching but not long enough yet, firing, or recovering.
create table series_states (
    project_id    uuid not null,
    condition_id  uuid not null,
    series        text not null,
    breach_since  timestamptz,
    alert_id      uuid,
    fine_since    timestamptz,
    silent_since  timestamptz,
    primary key (condition_id, series),
    foreign key (condition_id, project_id) references conditions (id, project_id) on delete cascade
);
call isolate_by_project('series_states');

-- What is said to a channel at once. Whatever fires or resolves while it is still open is said with it.
create table notifications (
    id            uuid primary key,
    seq           bigint generated always as identity,
    tenant_id     uuid not null,
    project_id    uuid not null,
    channel_id    uuid not null,
    policy_name   text not null,
    group_key     text not null,
    status        text not null check (status in ('waiting', 'sent', 'dead')),
    -- Until it is sent for the first time.
    is_open       boolean not null,
    attempts      integer not null default 0,
    due_at        timestamptz not null,
    last_error    text,
    created_at    timestamptz not null,
    finished_at   timestamptz,
    foreign key (channel_id, project_id) references channels (id, project_id) on delete cascade,
    unique (id, project_id),
    check ((status = 'waiting') = (finished_at is null))
);
create unique index notifications_open on notifications (channel_id, group_key) where is_open;
create index notifications_waiting on notifications (channel_id, group_key, seq) where status = 'waiting';
create index notifications_due on notifications (due_at) where status = 'waiting';
create index notifications_story on notifications (project_id, seq desc);
create index notifications_age on notifications (finished_at) where finished_at is not null;
call isolate_by_project('notifications');

create table notification_items (
    project_id      uuid not null,
    notification_id uuid not null,
    channel_id      uuid not null,
    alert_id        uuid not null,
    event           text not null check (event in ('firing', 'resolved')),
    -- A channel hears of each event once, however many policies lead to it.
    primary key (channel_id, alert_id, event),
    foreign key (notification_id, project_id) references notifications (id, project_id) on delete cascade,
    foreign key (alert_id, project_id) references alerts (id, project_id) on delete cascade
);
create index notification_items_notification on notification_items (notification_id);
create index notification_items_alert on notification_items (alert_id);
call isolate_by_project('notification_items');

-- What incident-service is told: one incident per condition, or per policy.
create table problems (
    id                uuid primary key,
    tenant_id         uuid not null,
    project_id        uuid not null,
    key               text not null,
    title             text not null,
    description       text not null,
    service_name      text not null,
    severity          text not null,
    reported_severity text,
    incident_id       uuid,
    report_pending    boolean not null,
    revision          integer not null default 1,
    attempts          integer not null default 0,
    due_at            timestamptz,
    opened_at         timestamptz not null,
    closed_at         timestamptz,
    unique (id, project_id)
);
create unique index problems_open on problems (project_id, key) where closed_at is null;
create index problems_due on problems (due_at) where due_at is not null;
create index problems_age on problems (closed_at) where closed_at is not null;
call isolate_by_project('problems');

create table problem_alerts (
    project_id uuid not null,
    problem_id uuid not null,
    alert_id   uuid not null,
    primary key (problem_id, alert_id),
    foreign key (problem_id, project_id) references problems (id, project_id) on delete cascade,
    foreign key (alert_id, project_id) references alerts (id, project_id) on delete cascade
);
create index problem_alerts_alert on problem_alerts (alert_id);
call isolate_by_project('problem_alerts');

-- How far the project's events of synthetic-service were read.
create table event_positions (
    project_id uuid primary key,
    last_id    bigint not null
);
call isolate_by_project('event_positions');
