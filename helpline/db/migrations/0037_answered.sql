-- What became of each question of the public form, so that reports can count it when what was said is long erased: "answered",
-- "not_asked", "unknown" or "declined" by question, never an answer.
alter table contact add column answered jsonb;
