-- What we know of the providers: when each was last asked, in vain or not, and which copies of theirs must go.

create table poll (
    channel text primary key,
    succeeded_at timestamptz,
    failing_since timestamptz,
    code text not null default ''
);

-- A copy at a provider that goes once ours is durable; `answer` is what the provider said to it: the proof, or the last
-- refusal. `reference` is the provider's own id of it.
create table deletion (
    id uuid primary key,
    contact_id uuid not null references contact,
    channel text not null,
    kind text not null check (kind in ('recording', 'file', 'message', 'original')),
    reference text not null,
    created_at timestamptz not null,
    due_at timestamptz not null,
    attempts int not null default 0,
    answer text not null default '',
    deleted_at timestamptz,
    unique (channel, reference)
);

create index deletion_due on deletion (due_at) where deleted_at is null;
create index deletion_contact on deletion (contact_id);

grant select, insert, update, delete on poll, deletion to helpline_app;
call make_confidential('deletion');
