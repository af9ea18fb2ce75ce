-- Promises: what, due when, owned by whom, with every attempt. `sealed` is under the key of `sealed_for` (contact or case).

create table follow_up (
    id uuid primary key,
    number bigint generated always as identity unique,
    kind text not null check (kind in ('call_back', 'reply', 'review', 'check', 'task')),
    contact_id uuid references contact,
    case_id uuid,
    person_id uuid references person,
    sealed_for uuid not null references vault_key,
    sealed bytea not null,
    address_blind bytea,
    outbox_id uuid references outbox,
    due_at timestamptz not null,
    dialled_at timestamptz,
    owner uuid references staff,
    created_by text not null,
    created_at timestamptz not null,
    reminded_at timestamptz,
    escalated_at timestamptz,
    ended_at timestamptz,
    ended_how text check (ended_how in ('kept', 'dropped')),
    ended_by text,
    version int not null default 1,
    check ((ended_at is null) = (ended_how is null))
);

create index follow_up_due on follow_up (due_at) where ended_at is null;
create index follow_up_owner on follow_up (owner, due_at) where ended_at is null;
create unique index follow_up_outbox on follow_up (outbox_id) where outbox_id is not null;
create index follow_up_address on follow_up (address_blind) where ended_at is null and address_blind is not null;
create index follow_up_escalated on follow_up (escalated_at) where ended_at is null and escalated_at is not null;
create index follow_up_case on follow_up (case_id);
create index follow_up_sealed_for on follow_up (sealed_for);
create index follow_up_contact on follow_up (contact_id);

create table attempt (
    id uuid primary key,
    follow_up_id uuid not null references follow_up,
    outcome text not null check (outcome in ('reached', 'not_reached', 'later', 'blocked')),
    permitted boolean not null default true,
    sealed_note bytea,
    by text not null,
    at timestamptz not null
);

create index attempt_follow_up on attempt (follow_up_id, at);

-- promised, postponed, handed_over, kept, dropped, escalated, reopened: what happened to a promise, when, by whom.
create table follow_up_change (
    id uuid primary key,
    follow_up_id uuid not null references follow_up,
    what text not null check (what in ('promised', 'postponed', 'handed_over', 'kept', 'dropped', 'escalated', 'reopened')),
    value text not null default '',
    sealed_reason bytea,
    by text not null,
    at timestamptz not null
);

create index follow_up_change_follow_up on follow_up_change (follow_up_id, at);

grant select, insert, update, delete on follow_up, attempt, follow_up_change to helpline_app;
call make_confidential('follow_up');
call make_confidential('attempt');
call make_confidential('follow_up_change');
