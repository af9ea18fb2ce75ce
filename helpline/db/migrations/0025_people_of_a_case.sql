-- How the people of a case know each other, sealed under the case's key; a link is ended by whom and when, never rewritten.
create table person_link (
    id uuid primary key,
    case_id uuid not null references case_file,
    person_id uuid not null references person,
    other_id uuid not null references person,
    sealed bytea not null,
    by text not null,
    at timestamptz not null,
    ended_by text,
    ended_at timestamptz,
    check (person_id <> other_id),
    check ((ended_by is null) = (ended_at is null))
);

create index person_link_case on person_link (case_id) where ended_at is null;
create index person_link_person on person_link (person_id);
create index person_link_other on person_link (other_id);
grant select, insert, update, delete on person_link to helpline_app;
call make_confidential('person_link');
