-- A contact handed to a colleague who has not opened it yet: nobody has taken it, and everything that warns goes on.
alter table waiting add column unopened boolean not null default false;
alter table claim add column unopened boolean not null default false;
alter table claim drop constraint claim_ended_how_check;
alter table claim add constraint claim_ended_how_check
    check (ended_how in ('released', 'handed_over', 'unopened', 'decided'));
