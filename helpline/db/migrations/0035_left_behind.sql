-- What the settings name no more: a mailbox that was taken out, and a copy at a provider to which nothing leads now. Both
-- rest as they are until the settings name them again.
alter table mailbox add column left_at timestamptz;
alter table deletion add column rests_since timestamptz;

create index deletion_rests on deletion (channel) where deleted_at is null and rests_since is not null;
