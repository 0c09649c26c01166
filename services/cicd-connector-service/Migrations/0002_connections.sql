-- Connections to CI/CD systems, what was read from them, and the deployments found there.

create table connections (
    id                        uuid primary key,
    tenant_id                 uuid not null,
    project_id                uuid not null,
    provider                  text not null check (provider in ('github', 'azure_devops', 'gitlab', 'jenkins', 'bitbucket')),
    name                      text not null check (length(name) between 1 and 255),
    -- JSON as the user sent it.
    config                    text not null,
    credentials_encrypted     text not null,
    webhook_secret_encrypted  text not null,
    -- Still accepted after a rotation, until the sender has got the new one.
    previous_secret_encrypted text,
    previous_secret_until     timestamptz,
    is_active                 boolean not null default true,
    status                    text not null default 'pending' check (status in ('pending', 'connected', 'error')),
    status_message            text not null default '',
    repos_count               integer not null default 0,
    pipelines_count           integer not null default 0,
    last_sync_at              timestamptz,
    -- When the next sync is due; whoever runs it holds the lease and renews it with every page.
    sync_due_at               timestamptz not null,
    sync_requested            boolean not null default false,
    sync_lease_until          timestamptz,
    -- Counts the syncs. Whoever lost the lease sees another number and stops.
    sync_number               bigint not null default 0,
    sync_finished             bigint not null default 0,
    sync_imported             integer not null default 0,
    created_at                timestamptz not null,
    updated_at                timestamptz not null,
    unique (id, project_id)
);
create index connections_of_project on connections (project_id, created_at desc);
create index connections_due on connections (sync_due_at) where is_active;
call isolate_by_project('connections');

create table repositories (
    connection_id  uuid not null,
    project_id     uuid not null,
    full_name      text not null,
    default_branch text not null default '',
    -- Everything up to here was read; null: nothing yet.
    read_until     timestamptz,
    read_at        timestamptz,
    problem        text not null default '',
    primary key (connection_id, full_name),
    foreign key (connection_id, project_id) references connections (id, project_id) on delete cascade
);
call isolate_by_project('repositories');

-- Secret of the deployment hook of a project, for whatever can run curl.
create table deployment_hooks (
    project_id                uuid primary key,
    tenant_id                 uuid not null,
    secret_encrypted          text not null,
    previous_secret_encrypted text,
    previous_secret_until     timestamptz,
    created_at                timestamptz not null,
    updated_at                timestamptz not null
);
call isolate_by_project('deployment_hooks');

create table deployments (
    id            uuid primary key,
    tenant_id     uuid not null,
    project_id    uuid not null,
    connection_id uuid,
    -- What the collector knows it by; never changes.
    external_id   text not null,
    -- Which report of the other system feeds it now: a push is taken over by the run it starts, the run by its deployment.
    report_id     text not null,
    rank          integer not null,
    provider      text not null,
    repository    text not null,
    service_name  text not null,
    version       text not null,
    commit_sha    text not null,
    environment   text not null,
    deployed_by   text not null,
    description   text not null,
    status        text not null check (status in ('success', 'failed', 'in_progress')),
    started_at    timestamptz not null,
    finished_at   timestamptz,
    url           text not null,
    -- Counts the changes; the queue of metrics-collector-service holds every row whose last one was not delivered.
    revision      integer not null default 1,
    delivered     integer not null default 0,
    due_at        timestamptz not null,
    lease_until   timestamptz,
    attempts      integer not null default 0,
    problem       text not null default '',
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    unique (project_id, external_id),
    unique (project_id, report_id),
    foreign key (connection_id, project_id) references connections (id, project_id) on delete set null (connection_id)
);
create index deployments_of_commit on deployments (project_id, repository, commit_sha);
create index deployments_due on deployments (due_at) where delivered < revision;
create index deployments_age on deployments (updated_at);
call isolate_by_project('deployments');

-- What senders delivered already, by their own id and by the digest of the body.
create table webhook_deliveries (
    -- The connection, or the project for its deployment hook.
    sender_id     uuid not null,
    project_id    uuid not null,
    delivery      text not null,
    deployment_id uuid,
    received_at   timestamptz not null,
    primary key (sender_id, delivery)
);
create index webhook_deliveries_age on webhook_deliveries (received_at);
call isolate_by_project('webhook_deliveries');
