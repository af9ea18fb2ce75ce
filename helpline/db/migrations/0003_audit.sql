-- Who did or saw what, and when; never the content. Append-only: the application may only insert and read.

create table audit_entry (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    action text not null,
    subject_kind text not null,
    subject_id uuid,
    shown int,
    detail text not null default ''
);

create index audit_entry_subject on audit_entry (subject_id, id);
create index audit_entry_actor on audit_entry (actor, id);

grant select, insert on audit_entry to helpline_app;
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy own_name on audit_entry for insert to helpline_app with check (actor = helpline_actor());
create policy overseen on audit_entry for select to helpline_app
    using ((select helpline_role()) in ('system', 'supervisor', 'data_protection_officer'));

create function refuse_change() returns trigger
language plpgsql as $$ begin raise exception 'append-only'; end $$;

create trigger append_only before update or delete or truncate on audit_entry
    for each statement execute function refuse_change();
