-- One call, voicemail, message, form or note, in or out. `content` and `gist` are sealed under the contact's own key;
-- `gist` is what lists show, so that fifty rows never open fifty whole mails.

create table contact (
    id uuid primary key,
    number bigint generated always as identity unique,
    channel text not null check (channel in ('phone', 'sms', 'email', 'webform', 'visit', 'letter')),
    direction text not null check (direction in ('in', 'out')),
    external_blind bytea,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    language text,
    requester text,
    sender_kind text check (sender_kind in ('phone', 'email')),
    sender_blind bytea,
    sender_proven boolean not null default false,
    outcome text,
    automatic boolean not null default false,
    unreadable boolean not null default false,
    conversation uuid not null,
    person_id uuid references person,
    content bytea not null,
    gist bytea not null,
    version int not null default 1
);

create unique index contact_external on contact (channel, external_blind) where external_blind is not null;
create index contact_sender on contact (sender_blind, received_at desc) where sender_blind is not null;
create index contact_conversation on contact (conversation, received_at);
create index contact_received on contact (received_at desc);
create index contact_person on contact (person_id) where person_id is not null;
create index contact_calls on contact (received_at desc) where outcome in ('missed', 'abandoned');

-- The contact's own history: rings, languages, hang-ups, deliveries. Words, never content.
create table contact_event (
    id bigint generated always as identity primary key,
    contact_id uuid not null references contact,
    at timestamptz not null,
    event text not null,
    by text not null
);

create unique index contact_event_once on contact_event (contact_id, event, at);

create table attachment (
    id uuid primary key,
    contact_id uuid not null references contact,
    label bytea not null,
    body bytea not null,
    size int not null,
    created_at timestamptz not null
);

create index attachment_contact on attachment (contact_id);

-- Keyed hashes of the words of a contact; they go with the record.
create table contact_words (
    contact_id uuid primary key references contact,
    words bigint[] not null
);

create index contact_words_words on contact_words using gin (words) with (gin_pending_list_limit = 256);
alter table contact_words alter column words set statistics 1000;

grant select, insert, update, delete on contact, contact_event, attachment, contact_words to helpline_app;
call make_confidential('contact');
call make_confidential('contact_event');
call make_confidential('attachment');
call make_searchable('contact_words', 'contact_search');
