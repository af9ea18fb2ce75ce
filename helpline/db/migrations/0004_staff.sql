-- Accounts, sessions and API tokens. Secrets are stored as hashes; the duty phone is sealed under the person's own key.

create table staff (
    id uuid primary key,
    sign_in_name text not null unique,
    display_name text not null,
    role text not null check (role in
        ('operator', 'case_worker', 'supervisor', 'researcher', 'data_protection_officer', 'administrator')),
    password_hash text not null,
    language text not null default 'fr',
    sealed_phone bytea,
    failures int not null default 0,
    locked_until timestamptz,
    left_at timestamptz,
    created_at timestamptz not null default now(),
    version int not null default 1
);

create table staff_session (
    token_hash bytea primary key,
    staff_id uuid not null references staff,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    ended_at timestamptz
);

create index staff_session_staff on staff_session (staff_id) where ended_at is null;

create table api_token (
    id uuid primary key,
    token_hash bytea not null unique,
    label text not null,
    permissions text[] not null,
    created_at timestamptz not null,
    revoked_at timestamptz
);

-- A program that repeats a request under the same key is answered without doing it again.
create table api_call (
    token_id uuid not null references api_token,
    key bytea not null,
    request bytea not null,
    at timestamptz not null,
    primary key (token_id, key)
);

-- A form that somebody sends twice is accepted once; `form` is a digest of it with a key of its own.
create table sent_form (
    staff_id uuid not null references staff,
    form bytea not null,
    at timestamptz not null,
    primary key (staff_id, form)
);

grant select, insert, update on staff, staff_session, api_token, api_call, sent_form to helpline_app;
grant delete on staff_session, api_call, sent_form to helpline_app;
