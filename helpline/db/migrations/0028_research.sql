-- The figures of a quarter, made once and never again: two versions of the same quarter would tell, by what differs,
-- what either keeps to itself. They hold counts of five persons and more, and nothing that was withheld.

create table release (
    quarter date primary key,
    made_at timestamptz not null,
    body bytea not null
);

grant select, insert on release to helpline_app;
