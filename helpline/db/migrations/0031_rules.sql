-- The phrases by which messages are judged, in versions that people read and change. Words about nobody, so they are
-- not sealed. An entry stands from one version until another; what is being prepared waits apart until it is published.

create table rule_version (
    number int primary key,
    id uuid not null unique,
    seed bytea not null,
    origin text not null check (origin in ('release', 'people')),
    why text not null,
    by text not null,
    at timestamptz not null
);

create table rule_entry (
    id bigint generated always as identity primary key,
    language text not null,
    heading text not null,
    written text not null,
    was text,
    seeded boolean not null,
    since int not null references rule_version,
    by text not null,
    at timestamptz not null,
    until int references rule_version,
    ended_by text,
    ended_at timestamptz
);

create unique index rule_entry_now on rule_entry (language, heading, md5(written)) where until is null;
create index rule_entry_off on rule_entry (language, written) where until is null and heading = 'switched_off';
create index rule_entry_since on rule_entry (since);
create index rule_entry_until on rule_entry (until) where until is not null;

create table rule_change (
    id uuid primary key,
    language text not null,
    heading text not null,
    was text,
    written text,
    by text not null,
    at timestamptz not null,
    check (was is not null or written is not null)
);

create unique index rule_change_was on rule_change (language, heading, md5(was)) where was is not null;
create unique index rule_change_written on rule_change (language, heading, md5(written)) where written is not null;

-- By which rules the suggestion was made that somebody decided about.
alter table decision add column rules_version text;

grant select, insert, update on rule_version, rule_entry to helpline_app;
grant select, insert, delete on rule_change to helpline_app;
