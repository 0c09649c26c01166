-- What a project's settings pages keep: addresses and credentials of mail servers, chat rooms, monitoring systems.
-- The whole configuration is encrypted (SreCopilot.Secrets), because which fields are secret depends on the category.

create table connection_configs (
    id               uuid primary key default gen_random_uuid(),
    project_id       uuid not null,
    tenant_id        uuid not null,
    category         text not null check (length(category) between 1 and 50),
    name             text not null check (length(name) between 1 and 255),
    config_encrypted text not null check (length(config_encrypted) <= 100000),
    is_active        boolean not null default true,
    last_tested_at   timestamptz,
    last_test_status text not null default '' check (last_test_status in ('', 'success', 'failed')),
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    -- One of each kind per project: saving again without an id means changing it.
    constraint connection_configs_category_unique unique (project_id, category)
);

call isolate_by_project('connection_configs');
