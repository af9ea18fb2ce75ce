-- Of a long queue the few that somebody is on are counted at every look.
create index waiting_claimed on waiting (claimed_by) where claimed_by is not null;
