create table notes (
    id         bigint generated always as identity primary key,
    project_id uuid not null,
    text       text not null
);
call isolate_by_project('notes');
