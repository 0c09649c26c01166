-- Log lines, what is counted about them, and the patterns of their messages. Partitions are made by themselves.

create table log_lines (
    project_id uuid not null,
    time       timestamptz not null,
    -- The order of arrival among lines of the same time; with the time, the line's id.
    id         bigint not null,
    -- 1 DEBUG, 2 INFO, 3 WARN, 4 ERROR, 5 FATAL
    level      smallint not null,
    service    text not null,
    message    text not null,
    attributes jsonb not null,
    trace_id   text,
    span_id    text,
    -- As it was when the line came; log_patterns.merged_into says what it belongs to now.
    pattern    uuid
) partition by range (time);
create index log_lines_time on log_lines (project_id, time, id);
create index log_lines_trace on log_lines (trace_id) where trace_id is not null;
call isolate_by_project('log_lines');

-- How many lines, in the transaction of the lines: per minute for histograms, per day for what covers everything.
create table log_minutes (
    project_id uuid not null,
    time       timestamptz not null,
    service    text not null,
    level      smallint not null,
    lines      bigint not null,
    primary key (project_id, time, service, level)
) partition by range (time);
call isolate_by_project('log_minutes');

create table log_days (
    project_id uuid not null,
    time       timestamptz not null,
    service    text not null,
    level      smallint not null,
    lines      bigint not null,
    primary key (project_id, time, service, level)
) partition by range (time);
call isolate_by_project('log_days');

create table log_pattern_hours (
    project_id uuid not null,
    time       timestamptz not null,
    pattern    uuid not null,
    level      smallint not null,
    lines      bigint not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    primary key (project_id, time, pattern, level)
) partition by range (time);
call isolate_by_project('log_pattern_hours');

create table log_patterns (
    project_id  uuid not null,
    -- The first half of the SHA-256 of the key: every replica gives a pattern the same id.
    id          uuid not null,
    -- Its tokens with a blank between each two.
    key         text not null,
    -- For people: spaced as the message that was seen first.
    text        text not null,
    -- The more general pattern that has taken its place.
    merged_into uuid,
    changed_at  timestamptz not null default clock_timestamp(),
    primary key (project_id, id)
);
create index log_patterns_changed on log_patterns (project_id, changed_at);
call isolate_by_project('log_patterns');

-- One of the newest messages of each pattern.
create table log_pattern_samples (
    project_id uuid not null,
    pattern    uuid not null,
    time       timestamptz not null,
    level      smallint not null,
    sample     text not null,
    primary key (project_id, pattern)
);
call isolate_by_project('log_pattern_samples');
