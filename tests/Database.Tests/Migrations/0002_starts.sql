-- Not repeatable on purpose: a second run would add a second row.
create table starts (at timestamptz not null);
insert into starts values (now());
