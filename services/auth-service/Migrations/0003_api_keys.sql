-- Keys of agents and SDKs. A key is 48 random bytes, so its plain SHA-256 tells nothing about it.

create table project_api_keys (
    id           uuid primary key default gen_random_uuid(),
    project_id   uuid not null,
    tenant_id    uuid not null,
    name         text not null check (length(name) between 1 and 255),
    key_prefix   text not null check (length(key_prefix) = 12),
    key_hash     bytea not null constraint project_api_keys_hash_unique unique check (octet_length(key_hash) = 32),
    scopes       text[] not null,
    is_active    boolean not null default true,
    last_used_at timestamptz,
    created_at   timestamptz not null,
    created_by   uuid,
    expires_at   timestamptz,
    foreign key (project_id, tenant_id) references projects (id, tenant_id) on delete cascade,
    foreign key (created_by, tenant_id) references users (id, tenant_id) on delete set null (created_by)
);
create index project_api_keys_project on project_api_keys (project_id, created_at desc);

call isolate_by_project('project_api_keys');
