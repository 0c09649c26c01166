-- What a service with telemetry keeps beside its own tables (shared/SreCopilot.TimeSeries). A service applies this file as
-- one of its own migrations, so it must never change: what comes next is time-series-2.sql.

-- Requests that were stored, so that one that is sent again is not stored again. Written in the transaction of their rows.
create table ingest_receipts (
    project_id  uuid not null,
    lane        text not null,
    -- SHA-256 of what identifies the request.
    key         bytea not null,
    received_at timestamptz not null default clock_timestamp(),
    primary key (project_id, lane, key)
);
create index ingest_receipts_age on ingest_receipts (received_at);
call isolate_by_project('ingest_receipts');

-- What a project asked for; without a row the service's default counts.
create table retention (
    project_id uuid not null,
    tenant_id  uuid not null,
    signal     text not null,
    days       integer not null check (days > 0),
    updated_at timestamptz not null default clock_timestamp(),
    primary key (project_id, signal)
);
call isolate_by_project('retention');

-- Background work that one replica does at a time.
create table job_leases (
    job    text primary key,
    holder uuid not null,
    until  timestamptz not null,
    -- When the job ended well the last time.
    done   timestamptz
);

-- Makes one partition unless it is there. Its row-level security is enabled without a policy and, unlike its parent's, not
-- forced: only the owner reaches it by its own name (COPY needs that, see docs/decisions/0012-telemetry-store.md), everybody
-- else and every query of the service goes through the parent and its policy.
create procedure ensure_partition(parent name, partition name, from_time timestamptz, to_time timestamptz) language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(current_schema() || '.' || parent, 0));
    if to_regclass(format('%I.%I', current_schema(), partition)) is null then
        execute format('create table %I (like %I including all)', partition, parent);
        execute format('alter table %I enable row level security', partition);
        -- Attaching, unlike "create table ... partition of", does not stop readers and writers of the parent.
        execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, partition, from_time, to_time);
    end if;
end $$;
