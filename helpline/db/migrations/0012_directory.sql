-- Partner services: who they are, where, in which languages, and when somebody last made sure. No personal data.

create table partner (
    id uuid primary key,
    number bigint generated always as identity unique,
    name text not null,
    services text[] not null default '{}',
    territory text[] not null default '{}',
    languages text[] not null default '{}',
    phone text not null default '',
    email text not null default '',
    url text not null default '',
    ethics text not null default '',
    note text not null default '',
    verified_on date,
    verified_by uuid references staff,
    active boolean not null default true,
    version int not null default 1
);

create index partner_name on partner (lower(name));
grant select, insert, update on partner to helpline_app;
