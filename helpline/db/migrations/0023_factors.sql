-- What proves a member of staff besides the password, what he prefers, and where he is signed in.
-- Secrets are sealed under the person's own key or stored as HMACs; no role of the desk reads them, only the house itself.

-- `password_given`: somebody else knows the password, so its owner must choose another.
alter table staff
    add column density text not null default 'comfortable' check (density in ('comfortable', 'compact')),
    add column appearance text not null default 'system' check (appearance in ('system', 'light', 'dark')),
    add column sound boolean not null default false,
    add column notifications boolean not null default false,
    add column password_given boolean not null default false;

-- `owes`: the password was right and something else is still asked for; such a session opens nothing else.
-- `device`: our own two words for a browser and a system, never what the browser said.
alter table staff_session
    add column id uuid not null default gen_random_uuid() unique,
    add column device text not null default '',
    add column owes text check (owes in ('factor', 'set_up', 'password')),
    add column confirmed_at timestamptz not null default now();

create table factor_app (
    staff_id uuid primary key references staff,
    sealed_secret bytea not null,
    last_step bigint not null,
    created_at timestamptz not null
);

create table factor_passkey (
    id uuid primary key,
    staff_id uuid not null references staff,
    credential_id bytea not null unique,
    public_key bytea not null,
    sign_count bigint not null,
    sealed_name bytea not null,
    created_at timestamptz not null,
    used_at timestamptz
);

create index factor_passkey_staff on factor_passkey (staff_id);

create table factor_recovery_code (
    staff_id uuid not null references staff,
    code bytea not null,
    made_at timestamptz not null,
    used_at timestamptz,
    primary key (staff_id, code)
);

-- A signed challenge opens once; the rows are digests, kept for as long as a challenge lives.
create table factor_challenge (
    challenge bytea primary key,
    used_at timestamptz not null
);

-- Guesses are counted before they are judged, and for good.
create table factor_guess (
    staff_id uuid primary key references staff,
    failures int not null,
    locked_until timestamptz
);

-- Somebody lost his factors: one person asks with a reason, another allows it.
create table factor_reset (
    id uuid primary key,
    staff_id uuid not null references staff,
    asked_by text not null,
    asked_at timestamptz not null,
    sealed_reason bytea not null,
    answered_by text,
    answered_at timestamptz,
    allowed boolean,
    check ((answered_by is null) = (answered_at is null) and (answered_by is null) = (allowed is null)),
    check (not allowed or answered_by <> asked_by or answered_by = 'system')
);

create unique index factor_reset_open on factor_reset (staff_id) where answered_at is null;

grant select, insert, update on factor_app, factor_passkey, factor_recovery_code, factor_challenge, factor_guess, factor_reset
    to helpline_app;
grant delete on factor_app, factor_passkey, factor_recovery_code, factor_challenge, factor_guess to helpline_app;

create procedure keep_to_the_house(house_table regclass)
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', house_table);
    execute format('alter table %s force row level security', house_table);
    execute format(
        'create policy the_house_alone on %s for all to helpline_app'
        ' using (helpline_actor() is not null and (select helpline_role()) = ''system'')', house_table);
end $$;

call keep_to_the_house('factor_app');
call keep_to_the_house('factor_passkey');
call keep_to_the_house('factor_recovery_code');
call keep_to_the_house('factor_reset');
