-- Audit entries of this service on their way to audit-service (shared/SreCopilot.Audit). A service applies this file as one
-- of its own migrations, so it must never change: what comes next is audit-outbox-2.sql.

create table audit_outbox (
    -- The order of sending. Whoever changes a thing holds its row, so entries about one thing are in the order of the changes.
    seq        bigint generated always as identity primary key,
    -- Stable: audit-service takes an entry once, however often it is sent.
    id         uuid not null unique,
    -- Null: nobody's, for example a request without valid credentials.
    tenant_id  uuid,
    -- The JSON as audit-service gets it.
    entry      text not null,
    created_at timestamptz not null default clock_timestamp(),
    -- Why audit-service will never take it; such an entry stays here for an operator to look at.
    rejected   text
);
create index audit_outbox_waiting on audit_outbox (seq) where rejected is null;
call isolate_by_tenant('audit_outbox');

-- Which replica sends; one row. A replica that dies gives the lease back when it runs out.
create table audit_sender (
    only_row  boolean primary key default true check (only_row),
    owner     uuid,
    leased_until timestamptz not null default '-infinity'
);
insert into audit_sender default values;

-- What happens too often for an entry each: counted per hour. Removed, and told as one more entry, when the hour is over.
create table audit_tallies (
    id        uuid primary key,
    tenant_id uuid,
    ends_at   timestamptz not null,
    count     bigint not null,
    entry     text not null
);
create index audit_tallies_end on audit_tallies (ends_at);
call isolate_by_tenant('audit_tallies');
