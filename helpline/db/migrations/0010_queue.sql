-- Who is waiting for a human. A row leaves when a decision is made; a claim is a compare-and-set on it.

create table waiting (
    contact_id uuid primary key references contact,
    urgency_rank int not null check (urgency_rank between 0 and 3),
    since timestamptz not null,
    due_at timestamptz not null,
    channel text not null,
    claimed_by uuid references staff,
    claimed_at timestamptz,
    alerted_at timestamptz,
    version int not null default 1
);

create index waiting_order on waiting (urgency_rank, due_at, contact_id);
create index waiting_channel on waiting (channel, since);

create table claim (
    id bigint generated always as identity primary key,
    contact_id uuid not null references contact,
    staff_id uuid not null references staff,
    at timestamptz not null,
    ended_at timestamptz,
    ended_how text check (ended_how in ('released', 'handed_over', 'decided'))
);

create index claim_contact on claim (contact_id) where ended_at is null;

grant select, insert, update, delete on waiting, claim to helpline_app;
call make_confidential('waiting');
call make_confidential('claim');
