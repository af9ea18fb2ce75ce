-- The durable inbox: what arrived, exactly as it came, sealed. The row is its own work item.
-- `key` is the HMAC of the channel's idempotency key; `wrapped` is the minted data key until digestion adopts it.

create table inbox (
    id uuid primary key,
    channel text not null,
    key bytea not null unique,
    received_at timestamptz not null,
    signed boolean not null,
    sealed bytea not null,
    wrapped bytea,
    record uuid not null,
    state text not null default 'new' check (state in ('new', 'read', 'unreadable')),
    attempts int not null default 0,
    due_at timestamptz not null,
    read_at timestamptz
);

create index inbox_new on inbox (due_at) where state = 'new';
create index inbox_unreadable on inbox (received_at) where state = 'unreadable';
-- When each way in last brought something, asked every few seconds: a rare one would walk past all the others.
create index inbox_arrivals on inbox (channel, id desc);
-- A row is its own record until it turns out to be a further step of another.
create index inbox_steps on inbox (record) where record <> id;

grant select, insert, update, delete on inbox to helpline_app;
alter table inbox enable row level security;
alter table inbox force row level security;
-- Keeping is one statement without a transaction around it; reading needs an actor like everywhere else.
create policy keep on inbox for insert to helpline_app with check (true);
create policy need_to_know on inbox for select to helpline_app using ((select helpline_reads()));
create policy change on inbox for update to helpline_app using ((select helpline_reads()));
create policy remove on inbox for delete to helpline_app using ((select helpline_reads()));

-- A written receipt: a reference that finds the conversation and the HMAC of its secret. Guesses are budgeted per reference.
create table receipt (
    reference_blind bytea primary key,
    secret_mac bytea not null,
    conversation uuid not null,
    guesses int not null default 0,
    guesses_since timestamptz not null,
    created_at timestamptz not null
);

create index receipt_conversation on receipt (conversation);

-- What the door turned away, counted per day, for the health page.
create table refusal (
    channel text not null,
    why text not null,
    day date not null,
    count int not null default 1,
    last_at timestamptz not null,
    primary key (channel, why, day)
);

-- How far each mailbox was read, and since when it cannot be: an HMAC of its name, numbers and codes.
create table mailbox (
    name bytea primary key,
    validity bigint not null default 0,
    uid bigint not null default 0,
    looked_at timestamptz,
    failing_since timestamptz,
    code text not null default ''
);

-- The Message-IDs that mails claimed, blinded: one that comes again with other bytes is another mail, and marked.
create table message_id (
    blind bytea not null,
    contact_id uuid not null,
    primary key (blind, contact_id)
);

create index message_id_contact on message_id (contact_id);

-- What was acknowledged by itself in the last two days, by the blinded domain it went to: no loop outlives its budget.
create table acknowledged (
    at timestamptz not null,
    domain bytea not null
);

create index acknowledged_at on acknowledged (at);

grant select, insert, update, delete on receipt, refusal, mailbox, message_id, acknowledged to helpline_app;
call make_confidential('receipt');
call make_confidential('message_id');
call make_confidential('acknowledged');
