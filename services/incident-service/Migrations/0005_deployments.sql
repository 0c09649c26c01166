-- What was deployed lately, and in the story of which incidents it is told.

create table deployments (
    -- What cicd-connector-service calls it.
    id         text not null check (length(id) between 1 and 500),
    project_id uuid not null,
    tenant_id  uuid not null,
    started_at timestamptz not null,
    -- The sentence of the story.
    content    text not null,
    author     text not null,
    updated_at timestamptz not null,
    primary key (project_id, id)
);
create index deployments_recent on deployments (project_id, started_at);
call isolate_by_project('deployments');

create table incident_deployments (
    incident_id   uuid not null,
    project_id    uuid not null,
    tenant_id     uuid not null,
    deployment_id text not null,
    activity_id   uuid not null,
    primary key (incident_id, deployment_id),
    foreign key (incident_id, project_id) references incidents (id, project_id) on delete cascade
);
create index incident_deployments_of_deployment on incident_deployments (project_id, deployment_id);
call isolate_by_project('incident_deployments');
