-- An orientation to a partner or a public number, with a life of its own; its state is its newest row.

create table referral (
    id uuid primary key,
    case_id uuid references case_file,
    contact_id uuid references contact,
    partner_id uuid references partner,
    sealed_for uuid not null references vault_key,
    sealed bytea not null,
    state text not null check (state in ('proposed', 'accepted', 'declined', 'arrived', 'done', 'revoked')),
    follow_up_id uuid references follow_up,
    created_by text not null,
    created_at timestamptz not null,
    version int not null default 1
);

create index referral_case on referral (case_id);
create index referral_contact on referral (contact_id);

create index referral_partner on referral (partner_id);

create table referral_change (
    id uuid primary key,
    referral_id uuid not null references referral,
    state text not null,
    sealed_reason bytea,
    by text not null,
    at timestamptz not null
);

create index referral_change_referral on referral_change (referral_id, at);

grant select, insert, update, delete on referral, referral_change to helpline_app;
call make_confidential('referral');
call make_confidential('referral_change');
