-- Metrics: each series once, its points by time, and what points come to per minute and hour.

create table metric_series (
    project_id   uuid not null,
    -- A hash of what tells the series apart, so writers know it without asking. See Series.cs.
    id           bigint not null,
    name         text not null,
    -- What belongs together: x_bucket, x_count and x_sum are of the family x.
    family       text not null,
    type         text not null,
    -- 1 gauge, 2 cumulative counter, 3 delta.
    kind         smallint not null,
    unit         text not null,
    description  text not null,
    service_name text not null,
    labels       jsonb not null,
    first_seen   date not null,
    last_seen    date not null,
    primary key (project_id, id)
);
create index metric_series_name on metric_series (project_id, name);
create index metric_series_family on metric_series (project_id, family);
create index metric_series_active on metric_series (project_id, last_seen);
call isolate_by_project('metric_series');

create table metric_points (
    project_id uuid not null,
    time       timestamptz not null,
    series_id  bigint not null,
    value      double precision not null
) partition by range (time);
create index metric_points_series on metric_points (series_id, time);
call isolate_by_project('metric_points');

-- first, last and increase (of a counter, within the minute or hour) make increases and rates of any length come out right.
create table metric_minutes (
    project_id uuid not null,
    time       timestamptz not null,
    series_id  bigint not null,
    points     bigint not null,
    sum        double precision not null,
    min        double precision not null,
    max        double precision not null,
    first      double precision not null,
    last       double precision not null,
    increase   double precision not null,
    primary key (series_id, time, project_id)
) partition by range (time);
call isolate_by_project('metric_minutes');

create table metric_hours (like metric_minutes including all) partition by range (time);
call isolate_by_project('metric_hours');

-- Hours that got points since they were rolled up.
create table metric_changed_hours (
    project_id uuid not null,
    hour       timestamptz not null,
    changed_at timestamptz not null default clock_timestamp(),
    -- A roll-up has begun and nothing came since.
    claimed    boolean not null default false,
    primary key (project_id, hour)
);
create index metric_changed_hours_age on metric_changed_hours (changed_at);
call isolate_by_project('metric_changed_hours');
