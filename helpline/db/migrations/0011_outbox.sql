-- Everything that leaves: replies, acknowledgements, pages. `sealed` is the parcel under the key of `sealed_for`.
-- `noticed_at`: its author has seen that it did not arrive.
-- On the channel `webform` nothing is sent: from `due_at` on, its reader finds it on the site.

create table outbox (
    id uuid primary key,
    channel text not null,
    purpose text not null check (purpose in ('reply', 'acknowledgement', 'page')),
    contact_id uuid references contact,
    sealed_for uuid not null references vault_key,
    sealed bytea not null,
    recipient_blind bytea not null,
    automatic boolean not null default false,
    state text not null default 'queued' check (state in
        ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'blocked', 'stored', 'withdrawn')),
    attempts int not null default 0,
    provider_id text,
    code text not null default '',
    author text not null,
    due_at timestamptz not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    noticed_at timestamptz,
    version int not null default 1
);

create unique index outbox_provider on outbox (provider_id) where provider_id is not null;
create index outbox_contact on outbox (contact_id) where contact_id is not null;
create index outbox_state on outbox (state, changed_at) where state in ('queued', 'sending', 'unknown', 'failed', 'blocked');
create index outbox_sealed_for on outbox (sealed_for);
create index outbox_recipient on outbox (recipient_blind, created_at desc);

grant select, insert, update, delete on outbox to helpline_app;
call make_confidential('outbox');
