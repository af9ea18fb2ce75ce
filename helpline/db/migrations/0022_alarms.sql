-- What broke, when a person was told and how, and when it was well again. A key of its own (`id`) seals the words sent.

create table alarm (
    id uuid primary key references vault_key,
    kind text not null,
    channel text not null,
    began_at timestamptz not null,
    told_by text not null,
    ended_at timestamptz
);

create unique index alarm_open on alarm (kind, channel) where ended_at is null;
create index alarm_began on alarm (began_at desc);

grant select, insert, update on alarm to helpline_app;
