-- What the rules propose and what a named human decides. Reasons and flags are sealed: they point at words.

create table suggestion (
    contact_id uuid primary key references contact,
    disposition text not null,
    urgency text not null,
    unclear boolean not null,
    rules_version text not null,
    sealed bytea not null,
    at timestamptz not null
);

-- One row per decision; the newest counts, an older one is history.
create table decision (
    id uuid primary key,
    contact_id uuid not null references contact,
    disposition text not null check (disposition in
        ('information_request', 'accompaniment', 'professional_support', 'urgent_safety', 'out_of_scope', 'spam')),
    urgency text not null check (urgency in ('immediate', 'urgent', 'soon', 'routine')),
    suggested_disposition text,
    suggested_urgency text,
    landing_kind text not null,
    case_id uuid,
    follow_up_id uuid,
    referral_id uuid,
    closing_reason text,
    sealed_reason bytea,
    due_at timestamptz,
    by text not null,
    at timestamptz not null
);

create index decision_contact on decision (contact_id, at desc);
create index decision_at on decision (at);
create index decision_quarantine on decision (at, id) where landing_kind = 'quarantine';

-- The danger screen's log: what was done, by whom, to whom, in which minute. It records; it never sends.
create table danger_entry (
    id uuid primary key,
    contact_id uuid not null references contact,
    sealed bytea not null,
    category text not null,
    by text not null,
    at timestamptz not null
);

create index danger_entry_contact on danger_entry (contact_id, at);

grant select, insert, update, delete on suggestion, decision, danger_entry to helpline_app;
call make_confidential('suggestion');
call make_confidential('decision');
call make_confidential('danger_entry');
