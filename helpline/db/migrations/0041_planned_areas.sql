-- Which part of a life a promise of an accompaniment is about: a code of the list, or null; never a measure.
alter table follow_up add column life_area text;
create index follow_up_life_area on follow_up (created_at) where life_area is not null;
