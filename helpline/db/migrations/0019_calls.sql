-- Live calls: who is there to answer, who waits, and what was offered to whom. The truth about the line is here; a
-- caller merely waits at the provider. `sealed_call` and `sealed` are under the call's own key, which goes within days.

create table presence (
    staff_id uuid primary key references staff,
    state text not null check (state in ('available', 'in_contact', 'wrapping_up', 'away')),
    handset text not null check (handset in ('browser', 'phone')),
    languages text[] not null default '{}',
    since timestamptz not null,
    seen_at timestamptz not null
);

create table line_call (
    id uuid primary key references vault_key,
    direction text not null check (direction in ('in', 'out')),
    call_blind bytea not null unique,
    sealed_call bytea not null,
    contact_id uuid references contact,
    follow_up_id uuid,
    language text not null,
    state text not null check (state in ('waiting', 'talking', 'left')),
    joined_at timestamptz not null,
    asked_at timestamptz not null,
    answered_at timestamptz,
    left_at timestamptz,
    left_how text check (left_how in
        ('hung_up', 'call_back', 'message', 'closed', 'full', 'trouble', 'talked', 'not_reached')),
    hung_up_by text check (hung_up_by in ('caller', 'operator')),
    turn_at timestamptz,
    staff_id uuid references staff,
    held boolean not null default false,
    music boolean not null default false,
    refused_at timestamptz,
    met_at timestamptz,
    parted_from uuid references staff,
    spent boolean not null default false,
    check ((state = 'left') = (left_at is not null and left_how is not null))
);

create index line_call_live on line_call (joined_at) where state <> 'left';
create index line_call_answered on line_call (answered_at desc) where answered_at is not null;
create index line_call_contact on line_call (contact_id);
create index line_call_joined on line_call (joined_at);
create index line_call_staff on line_call (staff_id, joined_at) where staff_id is not null;
create index line_call_left on line_call (left_at) where left_at is not null and not spent;

-- One handset rings, or is in use, for one call: nobody is ever rung twice at once. Without staff: the spare duty phone.
create table line_offer (
    id uuid primary key,
    call_id uuid not null references line_call,
    staff_id uuid references staff,
    kind text not null check (kind in ('call', 'duty', 'consult', 'out', 'back')),
    handset text not null check (handset in ('browser', 'phone')),
    state text not null default 'ringing' check (state in
        ('ringing', 'answered', 'ended', 'lost', 'no_answer', 'busy', 'failed', 'declined', 'cancelled')),
    leg text,
    called_leg text,
    offered_at timestamptz not null,
    answered_at timestamptz,
    ended_at timestamptz
);

create unique index line_offer_live on line_offer (staff_id) where state in ('ringing', 'answered');
create index line_offer_call on line_offer (call_id, offered_at);
create index line_offer_ringing on line_offer (offered_at) where state = 'ringing';

-- What an operator types during a call, as typed; it becomes the contact's own words once it is finished.
create table call_note (
    call_id uuid primary key references line_call,
    sealed bytea not null,
    version int not null default 1,
    by text not null,
    at timestamptz not null,
    finished_at timestamptz
);

grant select, insert, update, delete on presence, line_call, line_offer, call_note to helpline_app;
call make_confidential('presence');
call make_confidential('line_call');
call make_confidential('line_offer');
call make_confidential('call_note');
