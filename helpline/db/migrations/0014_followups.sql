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
    due_at timestamptz not null,
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
create index follow_up_case on follow_up (case_id);
create index follow_up_contact on follow_up (contact_id);

create table attempt (
    id uuid primary key,
    follow_up_id uuid not null references follow_up,
    outcome text not null check (outcome in ('reached', 'not_reached', 'later', 'blocked')),
    sealed_note bytea,
    by text not null,
    at timestamptz not null
);

create index attempt_follow_up on attempt (follow_up_id, at);

grant select, insert, update, delete on follow_up, attempt to helpline_app;
call make_confidential('follow_up');
call make_confidential('attempt');
