-- Which trigrams a line's message has: see Grams.cs. Lines from before have all bits and are compared as before.
alter table log_lines add column grams1 bigint not null default -1, add column grams2 bigint not null default -1;
