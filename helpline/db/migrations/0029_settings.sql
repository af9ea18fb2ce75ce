-- What the desk sets for the house: every change is a row with who and when. An area that is one value keeps it there.

create table setting_change (
    area text not null,
    version int not null,
    what text not null,
    value jsonb,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (area, version)
);

grant select, insert on setting_change to helpline_app;

-- Who made sure of a number; the day is there already.
alter table emergency_number add column verified_by text not null default '';
