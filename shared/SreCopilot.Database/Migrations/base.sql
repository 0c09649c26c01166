-- What every schema has: who is asking, and one-line row-level security. Applied again whenever it changes, so every
-- statement must be repeatable. The settings are made per transaction by ServiceDatabase; absent means no row matches.

create or replace function current_tenant_id() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

create or replace function current_project_id() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.project_id', true), '')::uuid $$;

create or replace function current_user_id() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;

create or replace function in_system_scope() returns boolean language sql stable parallel safe
    as $$ select coalesce(current_setting('app.system', true), '') = 'on' $$;

-- call isolate_by_project('incidents');
-- "select" around the functions makes PostgreSQL evaluate them once per query, not once per row.
create or replace procedure isolate_by_project(isolated regclass, owner_column name default 'project_id') language plpgsql as $$
begin
    execute format('alter table %s enable row level security', isolated);
    execute format('alter table %s force row level security', isolated);
    execute format('create policy project_isolation on %s using (%I = (select current_project_id()) or (select in_system_scope()))', isolated, owner_column);
end $$;

-- call isolate_by_tenant('users');  call isolate_by_tenant('tenants', 'id');
create or replace procedure isolate_by_tenant(isolated regclass, owner_column name default 'tenant_id') language plpgsql as $$
begin
    execute format('alter table %s enable row level security', isolated);
    execute format('alter table %s force row level security', isolated);
    execute format('create policy tenant_isolation on %s using (%I = (select current_tenant_id()) or (select in_system_scope()))', isolated, owner_column);
end $$;
