-- Connections to cloud accounts, what runs there, and how it changed.

create table connections (
    id                    uuid primary key,
    tenant_id             uuid not null,
    project_id            uuid not null,
    provider              text not null check (provider in ('aws', 'azure', 'gcp')),
    name                  text not null check (length(name) between 1 and 255),
    -- JSON as the user sent it.
    config                text not null,
    credentials_encrypted text not null,
    is_active             boolean not null default true,
    status                text not null default 'pending' check (status in ('pending', 'connected', 'error')),
    status_message        text not null default '',
    resources_count       integer not null default 0,
    last_sync_at          timestamptz,
    -- When the next sync is due; whoever runs it holds the lease and renews it with every page.
    sync_due_at           timestamptz not null,
    sync_requested        boolean not null default false,
    sync_lease_until      timestamptz,
    -- Counts the syncs. Whoever lost the lease sees another number and stops.
    sync_number           bigint not null default 0,
    sync_finished         bigint not null default 0,
    sync_changes          integer not null default 0,
    created_at            timestamptz not null,
    updated_at            timestamptz not null,
    unique (id, project_id)
);
create index connections_of_project on connections (project_id, created_at desc);
create index connections_due on connections (sync_due_at) where is_active;
call isolate_by_project('connections');

-- What is listed in one go: one type of resource in one region.
create table parts (
    connection_id  uuid not null,
    project_id     uuid not null,
    part           text not null,
    -- When it was last read to its end; null: never, and then nothing in it is a change yet.
    read_at        timestamptz,
    -- Measurements up to here are in the telemetry store.
    measured_until timestamptz,
    primary key (connection_id, part),
    foreign key (connection_id, project_id) references connections (id, project_id) on delete cascade
);
call isolate_by_project('parts');

create table resources (
    connection_id uuid not null,
    project_id    uuid not null,
    tenant_id     uuid not null,
    -- As the provider names it in all the world: an ARN, the path of Azure, the link of Google.
    resource_id   text not null,
    part          text not null,
    kind          text not null check (kind in ('compute', 'database', 'load_balancer')),
    type          text not null,
    name          text not null,
    region        text not null,
    state         text not null,
    health        text not null check (health in ('healthy', 'unhealthy', 'unknown')),
    size          text not null,
    -- An object of text.
    tags          text not null,
    cpu_percent   double precision,
    measured_at   timestamptz,
    first_seen_at timestamptz not null,
    last_seen_at  timestamptz not null,
    -- The sync that saw it last.
    seen_by       bigint not null,
    primary key (connection_id, resource_id),
    foreign key (connection_id, project_id) references connections (id, project_id) on delete cascade
);
create index resources_of_project on resources (project_id, kind, name, resource_id);
create index resources_of_part on resources (connection_id, part);
call isolate_by_project('resources');

create table resource_changes (
    id            bigint generated always as identity primary key,
    connection_id uuid not null,
    project_id    uuid not null,
    tenant_id     uuid not null,
    resource_id   text not null,
    kind          text not null,
    type          text not null,
    name          text not null,
    region        text not null,
    change        text not null check (change in ('added', 'changed', 'removed')),
    -- {"state":{"before":"running","after":"stopped"}}
    fields        text not null,
    at            timestamptz not null,
    foreign key (connection_id, project_id) references connections (id, project_id) on delete cascade
);
create index resource_changes_of_project on resource_changes (project_id, id desc);
create index resource_changes_of_connection on resource_changes (connection_id);
create index resource_changes_age on resource_changes (at);
call isolate_by_project('resource_changes');
