-- Incidents, what happened to them, and what was found out about them.

create table incidents (
    id                uuid primary key,
    tenant_id         uuid not null,
    project_id        uuid not null,
    title             text not null check (length(title) between 1 and 200),
    description       text not null check (length(description) <= 5000),
    service_name      text not null check (length(service_name) between 1 and 100),
    severity          text not null check (severity in ('critical', 'high', 'medium', 'low')),
    state             text not null check (state in ('detected', 'acknowledged', 'investigating', 'mitigated', 'resolved', 'learned', 'closed')),
    -- manual, or what kind of system reported it.
    source            text not null check (length(source) between 1 and 50),
    -- What the reporting system calls the problem; at most one unresolved incident has it.
    deduplication_key text check (length(deduplication_key) between 1 and 300),
    -- By which a client that repeats a request says that it is the same one.
    idempotency_key   text check (length(idempotency_key) between 1 and 255),
    assignee_id       uuid,
    assignee_name     text,
    assignee_email    text,
    detected_at       timestamptz not null,
    acknowledged_at   timestamptz,
    mitigated_at      timestamptz,
    resolved_at       timestamptz,
    closed_at         timestamptz,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    -- Counts the changes, so that a client can say which one it saw.
    version           integer not null default 1,
    -- Title, service and description in lower case; see SearchIndex.cs.
    search_text       text not null,
    unique (id, project_id),
    check ((assignee_id is null) = (assignee_name is null) and (assignee_id is null) = (assignee_email is null)),
    constraint acknowledged_fits_state check (case state
        when 'detected' then acknowledged_at is null
        when 'acknowledged' then acknowledged_at is not null
        when 'investigating' then acknowledged_at is not null
        when 'mitigated' then acknowledged_at is not null
        else true end),
    constraint mitigated_fits_state check (case state
        when 'mitigated' then mitigated_at is not null
        when 'detected' then mitigated_at is null
        when 'acknowledged' then mitigated_at is null
        when 'investigating' then mitigated_at is null
        else true end),
    constraint resolved_fits_state check ((resolved_at is not null) = (state in ('resolved', 'learned', 'closed'))),
    constraint closed_fits_state check ((closed_at is not null) = (state = 'closed'))
);
create index incidents_detected on incidents (project_id, detected_at desc, id desc);
create index incidents_state on incidents (project_id, state, detected_at desc);
create unique index incidents_one_unresolved on incidents (project_id, deduplication_key) where resolved_at is null;
create unique index incidents_idempotency on incidents (project_id, idempotency_key);
call isolate_by_project('incidents');

-- Which incidents may contain a text. Not readable without the project (see SearchIndex.cs), and therefore without
-- row-level security: under it PostgreSQL uses no GIN index, because the operators could tell about hidden rows. Incidents are
-- few compared to searches (one per key stroke), so entries do not wait in a list that every search would have to read.
create table incident_search (
    incident_id uuid primary key references incidents on delete cascade,
    grams       integer[] not null
);
create index incident_search_grams on incident_search using gin (grams) with (fastupdate = off);

create table incident_activities (
    id            uuid primary key default gen_random_uuid(),
    incident_id   uuid not null,
    project_id    uuid not null,
    tenant_id     uuid not null,
    -- The order in which things happened. Whoever changes an incident holds its row, so it is also the order of the changes.
    position      bigint generated always as identity,
    activity_type text not null check (activity_type in ('state_change', 'comment', 'severity_change', 'assignee_change', 'system')),
    content       text not null,
    old_value     text,
    new_value     text,
    user_id       uuid,
    user_name     text not null,
    user_email    text not null,
    created_at    timestamptz not null,
    foreign key (incident_id, project_id) references incidents (id, project_id) on delete cascade
);
create index incident_activities_story on incident_activities (incident_id, position desc);
call isolate_by_project('incident_activities');

create table analysis_steps (
    id            uuid primary key default gen_random_uuid(),
    incident_id   uuid not null,
    project_id    uuid not null,
    tenant_id     uuid not null,
    step_type     text not null check (step_type in ('alert_received', 'source_identified', 'platform_details', 'metrics_fetched', 'metrics_analyzed',
                    'logs_fetched', 'logs_analyzed', 'hypothesis_generated', 'solution_generated')),
    status        text not null check (status in ('pending', 'in_progress', 'completed', 'failed', 'skipped')),
    input_tokens  integer check (input_tokens >= 0),
    output_tokens integer check (output_tokens >= 0),
    cost_usd      numeric(10, 6) check (cost_usd >= 0),
    error_message text not null default '',
    started_at    timestamptz,
    completed_at  timestamptz,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    unique (incident_id, step_type),
    check (completed_at >= started_at),
    foreign key (incident_id, project_id) references incidents (id, project_id) on delete cascade
);
call isolate_by_project('analysis_steps');

create table hypotheses (
    id                  uuid primary key default gen_random_uuid(),
    incident_id         uuid not null,
    project_id          uuid not null,
    tenant_id           uuid not null,
    claim               text not null,
    description         text not null,
    confidence_score    double precision not null check (confidence_score between 0 and 1),
    supporting_evidence text[] not null,
    rank                integer not null check (rank > 0),
    created_at          timestamptz not null,
    unique (incident_id, rank),
    foreign key (incident_id, project_id) references incidents (id, project_id) on delete cascade
);
call isolate_by_project('hypotheses');

create table ai_requests (
    id            uuid primary key,
    incident_id   uuid not null,
    project_id    uuid not null,
    tenant_id     uuid not null,
    request_type  text not null,
    input_tokens  integer not null check (input_tokens >= 0),
    output_tokens integer not null check (output_tokens >= 0),
    cost_usd      numeric(10, 6) not null check (cost_usd >= 0),
    duration_ms   integer not null check (duration_ms >= 0),
    model_used    text not null,
    success       boolean not null,
    error_message text not null default '',
    created_at    timestamptz not null,
    foreign key (incident_id, project_id) references incidents (id, project_id) on delete cascade
);
create index ai_requests_story on ai_requests (incident_id, created_at);
call isolate_by_project('ai_requests');

-- Incidents that still wait for hypotheses. Written together with the incident.
create table hypothesis_requests (
    incident_id uuid primary key,
    project_id  uuid not null,
    tenant_id   uuid not null,
    attempts    integer not null default 0,
    -- When to ask (again). Whoever asks moves it on first, so a replica that dies gives the request back.
    due_at      timestamptz not null,
    foreign key (incident_id, project_id) references incidents (id, project_id) on delete cascade
);
create index hypothesis_requests_due on hypothesis_requests (due_at);
call isolate_by_project('hypothesis_requests');
