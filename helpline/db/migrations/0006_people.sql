-- Persons, their addresses and what is safe. An address is a hint at identity, never identity: families share phones.

create table person (
    id uuid primary key,
    number bigint generated always as identity unique,
    kind text not null check (kind in ('requester', 'concerned', 'professional')),
    content bytea not null,
    created_at timestamptz not null,
    version int not null default 1
);

-- Keyed hashes of the beginnings of a person's name; they go with the name.
create table person_names (
    person_id uuid primary key references person,
    prefixes bigint[] not null
);

create index person_names_prefixes on person_names using gin (prefixes) with (gin_pending_list_limit = 256);

create table address (
    id uuid primary key,
    person_id uuid not null references person,
    kind text not null check (kind in ('phone', 'email')),
    blind bytea not null,
    sealed bytea not null,
    opted_out_at timestamptz,
    bounced_at timestamptz,
    created_at timestamptz not null,
    unique (person_id, blind)
);

create index address_blind on address (blind);

-- One row per rule ever set; the newest per person and address (null: all of them) counts, the strictest of them wins.
create table safe_contact_rule (
    id uuid primary key,
    person_id uuid not null references person,
    address_id uuid references address,
    sealed bytea not null,
    set_by text not null,
    set_at timestamptz not null,
    expires_at timestamptz
);

create index safe_contact_rule_person on safe_contact_rule (person_id, set_at desc);

grant select, insert, update, delete on person, person_names, address, safe_contact_rule to helpline_app;
call make_confidential('person');
call make_searchable('person_names', 'person_search');
call make_confidential('address');
call make_confidential('safe_contact_rule');
