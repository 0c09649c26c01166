-- One chain of entries per tenant; the tenant 00000000-0000-0000-0000-000000000000 is the platform itself.

create table audit_log (
    tenant_id     uuid not null,
    -- From 1, without gaps: the place in the chain.
    sequence      bigint not null check (sequence > 0),
    -- Given by the service that wrote the entry; the same entry sent again has the same.
    id            uuid not null,
    occurred_at   timestamptz not null,
    -- Never goes backwards within a chain.
    recorded_at   timestamptz not null,
    source        text not null,
    project_id    uuid,
    actor_type    text not null,
    -- "C": compared byte by byte, so that an index finds what begins with a text.
    user_id       text collate "C" not null,
    user_email    text not null,
    user_role     text,
    action        text collate "C" not null,
    resource_type text collate "C" not null,
    resource_id   text collate "C",
    -- JSON, kept as it was written: the chain is about the very bytes.
    changes       text,
    ip_address    text not null,
    user_agent    text not null,
    request_id    text,
    trace_id      text,
    success       boolean not null,
    error_message text,
    metadata      text,
    search_text   text not null,
    -- SHA-256 of the hash before and this row; see Chain/ChainHash.cs.
    previous_hash bytea not null,
    hash          bytea not null,
    primary key (tenant_id, sequence),
    unique (tenant_id, id)
);
create index audit_log_time on audit_log (tenant_id, occurred_at desc, sequence desc);
create index audit_log_user on audit_log (tenant_id, user_id, occurred_at desc, sequence desc);
create index audit_log_action on audit_log (tenant_id, action, occurred_at desc, sequence desc);
create index audit_log_resource on audit_log (tenant_id, resource_type, resource_id, sequence);
call isolate_by_tenant('audit_log');

-- Which entries may contain a text. Says nothing without the tenant (shared/SreCopilot.Search), and is therefore without row-level
-- security, under which no GIN index would be used.
create table audit_search (
    entry_id uuid primary key,
    grams    integer[] not null
);
create index audit_search_grams on audit_search using gin (grams);

-- The end of each chain, so that a chain that was cut off is found; signed with a key that is not in the database.
create table audit_heads (
    tenant_id   uuid primary key,
    sequence    bigint not null check (sequence >= 0),
    hash        bytea not null,
    recorded_at timestamptz not null,
    signature   bytea not null
);
call isolate_by_tenant('audit_heads');

-- Where the kept part of a chain begins after retention removed what was before; signed, too.
create table audit_checkpoints (
    tenant_id  uuid primary key,
    sequence   bigint not null check (sequence > 0),
    hash       bytea not null,
    created_at timestamptz not null,
    signature  bytea not null
);
call isolate_by_tenant('audit_checkpoints');

create table audit_settings (
    tenant_id      uuid primary key,
    retention_days integer not null check (retention_days > 0),
    updated_at     timestamptz not null
);
call isolate_by_tenant('audit_settings');

-- Background work that one replica at a time does.
create table audit_jobs (
    name   text primary key,
    due_at timestamptz not null
);
insert into audit_jobs (name, due_at) values ('retention', '-infinity');

-- Nobody changes what is written, its owner included; row-level security would let it.
create function refuse_change() returns trigger language plpgsql set search_path from current as $$
begin
    raise exception '% on % is not allowed: audit entries are only ever added', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger audit_log_no_update before update on audit_log for each statement execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log for each statement execute function refuse_change();
create trigger audit_heads_no_delete before delete on audit_heads for each statement execute function refuse_change();
create trigger audit_heads_no_truncate before truncate on audit_heads for each statement execute function refuse_change();
create trigger audit_checkpoints_no_delete before delete on audit_checkpoints for each statement execute function refuse_change();
create trigger audit_checkpoints_no_truncate before truncate on audit_checkpoints for each statement execute function refuse_change();

-- Only what a checkpoint covers can go: the oldest part of a chain, never its middle or end.
create function refuse_uncovered_removal() returns trigger language plpgsql set search_path from current as $$
begin
    if exists (select from gone left join audit_checkpoints c using (tenant_id) where c.sequence is null or gone.sequence > c.sequence) then
        raise exception 'audit entries can only be removed from the beginning, up to a checkpoint' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create trigger audit_log_removal after delete on audit_log referencing old table as gone for each statement execute function refuse_uncovered_removal();

create function refuse_going_back() returns trigger language plpgsql set search_path from current as $$
begin
    if new.tenant_id <> old.tenant_id or new.sequence < old.sequence or (new.sequence = old.sequence and new.hash <> old.hash) then
        raise exception '% of an audit chain only moves forward', tg_table_name using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger audit_heads_forward before update on audit_heads for each row execute function refuse_going_back();
create trigger audit_checkpoints_forward before update on audit_checkpoints for each row execute function refuse_going_back();
