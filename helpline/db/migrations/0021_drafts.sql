-- Half-written forms that their writers asked to have kept: a reference that finds one, the HMAC of its six words, and
-- the text sealed under a key made of those words. It joins nothing, and goes when it is sent or has expired.

create table draft (
    reference_blind bytea primary key,
    secret_mac bytea not null,
    sealed bytea not null,
    expires_at timestamptz not null,
    guesses int not null default 0,
    guesses_since timestamptz not null
);

create index draft_expiry on draft (expires_at);

grant select, insert, update, delete on draft to helpline_app;
call make_confidential('draft');
