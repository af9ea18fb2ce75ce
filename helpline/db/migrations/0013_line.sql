-- Who is on duty, and who was paged. A page carries no content.

create table duty (
    id uuid primary key,
    staff_id uuid not null references staff,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    created_at timestamptz not null
);

create index duty_time on duty (starts_at, ends_at);

create table page (
    id uuid primary key,
    contact_id uuid not null references contact,
    staff_id uuid references staff,
    outbox_id uuid references outbox,
    at timestamptz not null,
    answered_at timestamptz,
    escalated boolean not null default false
);

create index page_contact on page (contact_id);
create index page_unanswered on page (at) where answered_at is null;

grant select, insert, update, delete on duty, page to helpline_app;
call make_confidential('page');
