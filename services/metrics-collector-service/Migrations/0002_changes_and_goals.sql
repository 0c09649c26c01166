-- What people and their pipelines say about services: deployments, objectives, dashboards.

create table deployments (
    id           uuid primary key,
    tenant_id    uuid not null,
    project_id   uuid not null,
    service      text not null check (length(service) between 1 and 255),
    version      text not null check (length(version) between 1 and 128),
    environment  text not null check (length(environment) between 1 and 50),
    commit_sha   text not null check (length(commit_sha) <= 64),
    description  text not null check (length(description) <= 5000),
    deployed_by  text not null check (length(deployed_by) <= 255),
    status       text not null check (status in ('success', 'failed', 'in_progress', 'rolled_back')),
    source       text not null check (source in ('manual', 'github', 'azure_devops', 'gitlab', 'jenkins', 'bitbucket', 'webhook')),
    -- What the pipeline calls it. It reports the same one several times: begun, finished, and again when it is not sure.
    external_id  text check (length(external_id) between 1 and 255),
    url          text not null check (length(url) <= 2000),
    started_at   timestamptz not null,
    completed_at timestamptz,
    created_at   timestamptz not null,
    updated_at   timestamptz not null
);
create index deployments_started on deployments (project_id, started_at desc, id desc);
create index deployments_service on deployments (project_id, service, started_at desc, id desc);
create unique index deployments_external on deployments (project_id, source, external_id) where external_id is not null;
call isolate_by_project('deployments');

create table slos (
    id                uuid primary key,
    tenant_id         uuid not null,
    project_id        uuid not null,
    name              text not null check (length(name) between 1 and 255),
    description       text not null check (length(description) <= 5000),
    service_name      text not null check (length(service_name) between 1 and 255),
    sli_type          text not null check (sli_type in ('availability', 'latency', 'correctness')),
    target_percentage double precision not null check (target_percentage > 0 and target_percentage <= 100),
    time_window_days  integer not null check (time_window_days between 1 and 365),
    -- Latency: a transaction is good when it is faster.
    threshold_ms      double precision not null check (threshold_ms > 0),
    created_at        timestamptz not null,
    updated_at        timestamptz not null
);
create index slos_created on slos (project_id, created_at desc, id desc);
call isolate_by_project('slos');

create table dashboards (
    id          uuid primary key,
    tenant_id   uuid not null,
    project_id  uuid not null,
    name        text not null check (length(name) between 1 and 255),
    description text not null check (length(description) <= 5000),
    -- json and not jsonb: given back exactly as it was written, order and numbers included.
    widgets     json not null,
    variables   json not null,
    created_by  text not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
create index dashboards_updated on dashboards (project_id, updated_at desc, id desc);
call isolate_by_project('dashboards');
