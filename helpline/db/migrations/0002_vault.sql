-- One wrapped data key per contact, case and person. Destroying the key erases the record everywhere, backups included.

create table vault_key (
    record uuid primary key,
    wrapped bytea,
    created_at timestamptz not null default now(),
    destroyed_at timestamptz,
    check ((wrapped is null) = (destroyed_at is not null))
);

grant select, insert, update on vault_key to helpline_app;
call make_confidential('vault_key');
