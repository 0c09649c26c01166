-- What api-gateway must know at once although an access token says otherwise (see Revocations/).

create table revocations (
    id          bigint generated always as identity primary key,
    -- Which transaction wrote the row: readers ask for everything since the oldest one that had not ended yet.
    transaction xid8 not null default pg_current_xact_id(),
    tenant_id   uuid not null,
    subject     text not null check (subject in ('session', 'user', 'membership', 'api_key')),
    session_id  uuid,
    user_id     uuid,
    project_id  uuid,
    api_key_id  uuid,
    before      timestamptz,
    -- When the last token it concerns has expired anyway.
    expires_at  timestamptz not null,
    check (case subject
        when 'session' then session_id is not null
        when 'user' then user_id is not null and before is not null
        when 'membership' then user_id is not null and project_id is not null and before is not null
        else api_key_id is not null end)
);
create index revocations_transaction on revocations (transaction);
create index revocations_expires on revocations (expires_at);

call isolate_by_tenant('revocations');

alter table sessions drop constraint sessions_revoked_because_check;
alter table sessions add constraint sessions_revoked_because_check
    check (revoked_because in ('logout', 'token_reuse', 'password_change', 'user_disabled'));
