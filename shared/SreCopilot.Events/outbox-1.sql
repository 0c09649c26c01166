-- Events of this service on their way to Redis (shared/SreCopilot.Events). A service applies this file as one of its own
-- migrations, so it must never change: what comes next is outbox-2.sql.

create table event_outbox (
    -- The order in which changes were written; has gaps and becomes visible in any order.
    seq        bigint generated always as identity primary key,
    -- What clients see: given by the relay after the commit, so it only ever grows. Microseconds since 1970.
    id         bigint,
    tenant_id  uuid not null,
    project_id uuid not null,
    channel    text not null check (channel ~ '^[a-z_]{1,50}$'),
    type       text not null check (type ~ '^[a-z_]+(\.[a-z_]+)+$'),
    -- json, not jsonb: clients get the text as it was written.
    data       json not null,
    created_at timestamptz not null default clock_timestamp(),
    -- Redis has had it. It may lose it again; then it gets it once more, under the same id.
    sent       boolean not null default false
);
create unique index event_outbox_id on event_outbox (id);
create index event_outbox_waiting on event_outbox (seq) where not sent;

call isolate_by_project('event_outbox');
