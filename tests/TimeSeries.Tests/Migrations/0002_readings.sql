create table readings (
    project_id uuid not null,
    time       timestamptz not null,
    n          bigint not null,
    note       text,
    data       jsonb
) partition by range (time);
create index readings_time on readings (project_id, time);
call isolate_by_project('readings');

create table totals (
    project_id uuid not null,
    time       timestamptz not null,
    total      double precision
) partition by range (time);
call isolate_by_project('totals');

create table everything (
    project_id uuid not null,
    time       timestamptz not null,
    a smallint, b integer, c bigint, d double precision, e boolean, f timestamptz, g uuid, h bytea, i text, j text, k jsonb, l text, m double precision
) partition by range (time);
call isolate_by_project('everything');

create table counters (project_id uuid primary key, n bigint not null);
call isolate_by_project('counters');
