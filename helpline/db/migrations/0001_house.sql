-- The ground everything stands on: who acts, and what the application role may do.
-- The owner migrates; the application works as helpline_app, which owns nothing and passes no row-level security.

grant usage on schema public to helpline_app;
grant select on schema_migration to helpline_app;

create function helpline_actor() returns text
language sql stable as $$ select nullif(current_setting('helpline.actor', true), '') $$;

create function helpline_role() returns text
language sql stable as $$ select nullif(current_setting('helpline.role', true), '') $$;

-- Who may see what people told us. Researchers and administrators may not; nobody may without saying who he is.
create function helpline_reads() returns boolean
language sql stable as $$
    select helpline_actor() is not null
       and helpline_role() in ('system', 'token', 'operator', 'case_worker', 'supervisor', 'data_protection_officer')
$$;

-- Called by a migration for each table that holds or points at what people told us.
create procedure make_confidential(room_table regclass)
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', room_table);
    execute format('alter table %s force row level security', room_table);
    execute format(
        'create policy need_to_know on %s for all to helpline_app using ((select helpline_reads()))', room_table);
end $$;

-- Called for a table of search hashes. Under row-level security Postgres uses no index for array operators, because an
-- error of theirs might tell what they compared; so the table is searched through a view that asks who acts, once.
create procedure make_searchable(room_table regclass, searched_as text)
language plpgsql as $$
begin
    call make_confidential(room_table);
    execute format('alter table %s no force row level security', room_table);
    execute format('create view %I as select * from %s where (select helpline_reads())', searched_as, room_table);
    execute format('grant select on %I to helpline_app', searched_as);
end $$;
