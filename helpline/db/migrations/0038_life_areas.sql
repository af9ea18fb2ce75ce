-- Which part of a life a note or an orientation of an accompaniment is about: a code of the list, or null; never a measure.
alter table note add column life_area text;
alter table referral add column life_area text;
create index note_life_area on note (at) where life_area is not null;
create index referral_life_area on referral (created_at) where life_area is not null;
