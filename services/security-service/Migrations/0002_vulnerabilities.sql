-- Findings of scanners, what they were found by, and what became of them.

create table vulnerabilities (
    id                uuid primary key,
    tenant_id         uuid not null,
    project_id        uuid not null,
    service_name      text not null check (length(service_name) between 1 and 255),
    -- What makes it the same finding in every scan by every scanner; see Fingerprint.cs.
    fingerprint       text not null check (length(fingerprint) = 64),
    -- A CVE, or the rule of a scanner that finds other things.
    cve_id            text not null check (length(cve_id) between 1 and 200),
    title             text not null check (length(title) <= 500),
    description       text not null,
    severity          text not null check (severity in ('critical', 'high', 'medium', 'low')),
    package_name      text not null check (length(package_name) <= 500),
    installed_version text not null check (length(installed_version) <= 100),
    fixed_version     text check (length(fixed_version) <= 100),
    location          text,
    reference_url     text,
    -- Who reported it last.
    source            text not null check (length(source) between 1 and 50),
    status            text not null check (status in ('open', 'in_progress', 'resolved', 'ignored', 'false_positive')),
    -- scan, or the person who said so. What a person decided, a scan does not overrule, but for "resolved".
    status_by         text not null,
    status_at         timestamptz not null,
    assignee          text check (length(assignee) <= 255),
    notes             text check (length(notes) <= 5000),
    reopened_count    integer not null default 0,
    first_detected    timestamptz not null,
    last_seen         timestamptz not null,
    unique (project_id, service_name, fingerprint),
    unique (id, project_id)
);
create index vulnerabilities_seen on vulnerabilities (project_id, last_seen desc, id desc);
call isolate_by_project('vulnerabilities');

-- What a scanner looks at. A scan says something about the findings of its own scope only: the next scan of one image does not
-- mean that what was found in another image is gone.
create table scan_scopes (
    id           uuid primary key default gen_random_uuid(),
    tenant_id    uuid not null,
    project_id   uuid not null,
    service_name text not null,
    source       text not null,
    target       text not null check (length(target) <= 500),
    unique (project_id, service_name, source, target),
    unique (id, project_id)
);
call isolate_by_project('scan_scopes');

create table scans (
    id           uuid primary key,
    tenant_id    uuid not null,
    project_id   uuid not null,
    scope_id     uuid not null,
    format       text not null check (format in ('native', 'sarif', 'trivy', 'cyclonedx')),
    -- Whether what it does not report is gone.
    complete     boolean not null,
    found        integer not null,
    new          integer not null,
    reopened     integer not null,
    resolved     integer not null,
    rejected     integer not null,
    received_by  text not null,
    received_at  timestamptz not null,
    foreign key (scope_id, project_id) references scan_scopes (id, project_id) on delete cascade
);
create index scans_received on scans (project_id, received_at desc, id desc);
create index scans_scope on scans (scope_id, received_at);
call isolate_by_project('scans');

-- Which scopes have a finding. It is resolved when the last one has it no more.
create table sightings (
    vulnerability_id uuid not null,
    scope_id         uuid not null,
    project_id       uuid not null,
    tenant_id        uuid not null,
    scan_id          uuid not null,
    present          boolean not null,
    primary key (vulnerability_id, scope_id),
    foreign key (vulnerability_id, project_id) references vulnerabilities (id, project_id) on delete cascade,
    foreign key (scope_id, project_id) references scan_scopes (id, project_id) on delete cascade
);
create index sightings_present on sightings (scope_id) where present;
call isolate_by_project('sightings');

create table vulnerability_changes (
    id               bigint generated always as identity primary key,
    vulnerability_id uuid not null,
    project_id       uuid not null,
    tenant_id        uuid not null,
    -- Null: it was not known before.
    old_status       text,
    new_status       text not null,
    changed_by       text not null,
    reason           text not null,
    changed_at       timestamptz not null,
    foreign key (vulnerability_id, project_id) references vulnerabilities (id, project_id) on delete cascade
);
create index vulnerability_changes_story on vulnerability_changes (vulnerability_id, id desc);
create index vulnerability_changes_time on vulnerability_changes (project_id, changed_at);
call isolate_by_project('vulnerability_changes');

-- What services are made of, as their last bill of materials says.
create table components (
    scope_id     uuid not null,
    project_id   uuid not null,
    tenant_id    uuid not null,
    -- What the bill of materials calls it.
    ref          text not null,
    name         text not null,
    version      text not null,
    purl         text,
    -- Null: the bill of materials does not say.
    direct       boolean,
    depends_on   text[] not null,
    primary key (scope_id, ref),
    foreign key (scope_id, project_id) references scan_scopes (id, project_id) on delete cascade
);
call isolate_by_project('components');
