-- What colleagues are writing about a contact and have not sent, under the contact's key: each has a draft of his own of
-- each form. And who looks at a contact at this minute: ids alone, and no row is kept longer than minutes.

create table contact_draft (
    contact_id uuid not null references contact on delete cascade,
    kind text not null check (kind in ('reply', 'decision', 'danger')),
    staff_id uuid not null references staff,
    sealed bytea not null,
    version int not null default 1,
    at timestamptz not null,
    primary key (contact_id, kind, staff_id)
);

create table contact_look (
    contact_id uuid not null references contact on delete cascade,
    staff_id uuid not null references staff,
    seen_at timestamptz not null,
    primary key (contact_id, staff_id)
);

create index contact_look_seen on contact_look (seen_at);

grant select, insert, update, delete on contact_draft, contact_look to helpline_app;
call make_confidential('contact_draft');
call make_confidential('contact_look');
