-- What was found out about incidents, what people said about it, and what language models cost.

create table analyses (
    incident_id  uuid primary key,
    tenant_id    uuid not null,
    project_id   uuid not null,
    title        text not null,
    service_name text not null,
    onset        timestamptz not null,
    window_from  timestamptz not null,
    window_to    timestamptz not null,
    -- Who chose the words: the engine, a language model, or the engine because the model failed.
    generated_by text not null check (generated_by in ('engine', 'model', 'engine_fallback')),
    -- What was wrong with the model's answer; empty when nothing.
    model_problem text not null,
    -- Sources that could not be asked, each as "kind: reason".
    missing      text[] not null,
    duration_ms  integer not null check (duration_ms >= 0),
    created_at   timestamptz not null,
    -- When incident-service took it; null while it did not.
    delivered_at timestamptz,
    unique (incident_id, project_id)
);
create index analyses_newest on analyses (project_id, created_at desc);
call isolate_by_project('analyses');

create table evidence (
    incident_id uuid not null,
    tenant_id   uuid not null,
    project_id  uuid not null,
    id          text not null check (length(id) between 1 and 1000),
    kind        text not null,
    signal      text not null,
    subject     text not null,
    summary     text not null,
    link        text not null,
    at          timestamptz not null,
    strength    double precision not null check (strength between 0 and 1),
    quality     double precision not null check (quality between 0 and 1),
    known_cause text,
    primary key (incident_id, id),
    foreign key (incident_id, project_id) references analyses (incident_id, project_id) on delete cascade
);
call isolate_by_project('evidence');

create table hypotheses (
    id            uuid primary key,
    incident_id   uuid not null,
    tenant_id     uuid not null,
    project_id    uuid not null,
    rank          integer not null check (rank > 0),
    -- Null for one that only the language model had.
    cause         text,
    subject       text not null,
    claim         text not null,
    description   text not null,
    confidence    double precision not null check (confidence between 0 and 1),
    lower_bound   double precision not null check (lower_bound between 0 and 1),
    upper_bound   double precision not null check (upper_bound between 0 and 1),
    next_check    text not null,
    -- The five parts of the confidence and the contradictions, as in docs/evidence-engine.md; null without a cause.
    factors       json,
    -- Ids in evidence and their weights, the weightiest first.
    supporting    text[] not null,
    supporting_weights double precision[] not null,
    contradicting text[] not null,
    contradicting_weights double precision[] not null,
    unique (incident_id, rank),
    foreign key (incident_id, project_id) references analyses (incident_id, project_id) on delete cascade
);
call isolate_by_project('hypotheses');

-- Who works on an analysis right now. Taken in one statement; given up when the holder dies.
create table generation_locks (
    incident_id uuid primary key,
    tenant_id   uuid not null,
    project_id  uuid not null,
    holder      uuid not null,
    expires_at  timestamptz not null
);
call isolate_by_project('generation_locks');

-- What people said about hypotheses: one verdict per person, incident and cause. Outlives the analysis: it is what the project learned.
create table verdicts (
    id          uuid primary key,
    tenant_id   uuid not null,
    project_id  uuid not null,
    incident_id uuid not null,
    cause       text not null,
    subject     text not null,
    verdict     text not null check (verdict in ('accepted', 'rejected')),
    comment     text not null check (length(comment) <= 2000),
    user_id     uuid not null,
    user_email  text not null,
    created_at  timestamptz not null,
    unique (project_id, incident_id, cause, subject, user_id)
);
create index verdicts_newest on verdicts (project_id, created_at desc, id);
call isolate_by_project('verdicts');

create table ai_requests (
    id            uuid primary key,
    tenant_id     uuid not null,
    project_id    uuid not null,
    incident_id   uuid,
    request_type  text not null check (length(request_type) between 1 and 50),
    input_tokens  integer not null check (input_tokens >= 0),
    output_tokens integer not null check (output_tokens >= 0),
    cost_usd      numeric(12, 6) not null check (cost_usd >= 0),
    duration_ms   integer not null check (duration_ms >= 0),
    model_used    text not null,
    success       boolean not null,
    error_message text not null,
    created_at    timestamptz not null
);
create index ai_requests_time on ai_requests (project_id, created_at);
create index ai_requests_incident on ai_requests (incident_id, created_at);
call isolate_by_project('ai_requests');

create table anomalies (
    id           text primary key,
    tenant_id    uuid not null,
    project_id   uuid not null,
    metric_name  text not null,
    service_name text not null,
    severity     text not null check (severity in ('warning', 'critical')),
    -- As it was detected or reported: an object.
    data         jsonb not null,
    reported_at  timestamptz not null
);
create index anomalies_newest on anomalies (project_id, reported_at desc, id);
call isolate_by_project('anomalies');

-- Correlations of incidents and analyses of dashboards, the last one of each subject.
create table findings (
    tenant_id  uuid not null,
    project_id uuid not null,
    kind       text not null check (kind in ('correlation', 'dashboard')),
    subject    text not null check (length(subject) between 1 and 300),
    result     jsonb not null,
    created_at timestamptz not null,
    primary key (project_id, kind, subject)
);
call isolate_by_project('findings');
