-- The secret address at which a colleague's calendar asks when promises are due; only its digest is kept.
create table calendar_feed (
    staff_id uuid primary key references staff,
    secret bytea not null unique,
    made_at timestamptz not null
);

grant select, insert, update, delete on calendar_feed to helpline_app;
call keep_to_the_house('calendar_feed');
