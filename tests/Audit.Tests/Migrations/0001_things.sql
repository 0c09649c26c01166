create table things (
    id        text primary key,
    tenant_id uuid not null,
    color     text not null
);
call isolate_by_tenant('things');
