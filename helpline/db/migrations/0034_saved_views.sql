-- A view of the queue that a colleague keeps under a name: the filter as its address says it. One that is shared is
-- everybody's to open.
create table saved_view (
    id uuid primary key,
    staff_id uuid not null references staff,
    name text not null check (length(name) between 1 and 40),
    filter text not null check (length(filter) <= 500),
    shared boolean not null,
    at timestamptz not null,
    unique (staff_id, name)
);

create index saved_view_shared on saved_view (name) where shared;

grant select, insert, update, delete on saved_view to helpline_app;
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy ones_own_or_shared on saved_view for all to helpline_app
    using (shared and helpline_actor() is not null or 'staff:' || staff_id = helpline_actor())
    with check ('staff:' || staff_id = helpline_actor());
