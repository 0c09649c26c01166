-- Tenants, their users and projects, who may work in which project, and signed-in sessions.

create table tenants (
    id         uuid primary key default gen_random_uuid(),
    name       text not null check (length(name) between 1 and 255),
    slug       text not null constraint tenants_slug_unique unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
    plan_type  text not null default 'starter' check (plan_type in ('starter', 'professional', 'enterprise')),
    is_active  boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table projects (
    id          uuid primary key default gen_random_uuid(),
    tenant_id   uuid not null references tenants on delete cascade,
    name        text not null check (length(name) between 1 and 255),
    slug        text not null check (length(slug) between 1 and 100),
    description text not null default '',
    timezone    text not null default 'UTC' check (length(timezone) between 1 and 50),
    is_active   boolean not null default true,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    constraint projects_slug_unique unique (tenant_id, slug),
    unique (id, tenant_id)
);

create table users (
    id                 uuid primary key default gen_random_uuid(),
    tenant_id          uuid not null references tenants on delete cascade,
    email              text not null check (length(email) between 3 and 254),
    password_hash      text not null check (password_hash ~ '^\$2[aby]\$'),
    full_name          text not null check (length(full_name) between 1 and 255),
    role               text not null default 'engineer' check (role in ('admin', 'engineer', 'viewer')),
    is_active          boolean not null default true,
    -- The project the user worked in last; the next login opens it again.
    current_project_id uuid,
    last_login_at      timestamptz,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    unique (id, tenant_id),
    foreign key (current_project_id, tenant_id) references projects (id, tenant_id) on delete set null (current_project_id)
);

-- One account per address however it is typed; kept as typed because clients show it.
create unique index users_email_unique on users (lower(email));
create index users_tenant_role on users (tenant_id, role);

-- The tenant is in both foreign keys, so a user cannot become a member of another tenant's project.
create table project_members (
    project_id uuid not null,
    user_id    uuid not null,
    tenant_id  uuid not null,
    role       text not null default 'engineer' check (role in ('owner', 'admin', 'engineer', 'viewer')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (project_id, user_id),
    foreign key (project_id, tenant_id) references projects (id, tenant_id) on delete cascade,
    foreign key (user_id, tenant_id) references users (id, tenant_id) on delete cascade
);
create index project_members_user on project_members (user_id);

-- One row per signed-in browser or program: the family of all refresh tokens that followed from one login.
-- Tokens are kept as SHA-256 of their jti: the table's content signs nobody in.
create table sessions (
    id                  uuid primary key,
    user_id             uuid not null,
    tenant_id           uuid not null,
    project_id          uuid not null,
    token_hash          bytea not null check (octet_length(token_hash) = 32),
    previous_token_hash bytea check (octet_length(previous_token_hash) = 32),
    rotated_at          timestamptz not null,
    created_at          timestamptz not null,
    expires_at          timestamptz not null,
    revoked_at          timestamptz,
    revoked_because     text check (revoked_because in ('logout', 'token_reuse')),
    check ((revoked_at is null) = (revoked_because is null)),
    foreign key (user_id, tenant_id) references users (id, tenant_id) on delete cascade,
    foreign key (project_id, tenant_id) references projects (id, tenant_id) on delete cascade
);
create index sessions_user on sessions (user_id);
create index sessions_expires on sessions (expires_at);

-- Attempts per account and address (see Throttle.cs). Unlogged: losing it in a crash only resets the counters.
create unlogged table throttles (
    key       bytea primary key,
    busy_until timestamptz not null
);
create index throttles_busy_until on throttles (busy_until);

call isolate_by_tenant('tenants', 'id');
call isolate_by_tenant('projects');
call isolate_by_tenant('users');
call isolate_by_tenant('project_members');
call isolate_by_tenant('sessions');
