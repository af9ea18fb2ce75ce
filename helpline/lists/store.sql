-- name: entries -> Entry
-- Every list, in the order in which its entries are offered.
select id, list as name, code, applies, fr, nl, de, en, note, valid_from, valid_until, given, version
from list_entry order by list_entry.list, rank, code;

-- name: add -> none
-- An entry of our own, after those there are; nothing when the code is taken.
insert into list_entry (id, list, code, applies, fr, nl, de, en, note, valid_from, valid_until, given, rank)
select $1, $2::text, $3, $4, $5, $6, $7, $8, $9, $10, $11, false, coalesce(max(rank), 0) + 1
from list_entry where list = $2::text
on conflict do nothing;

-- name: change -> none
-- Other words, another place or another end; nothing when a colleague was faster.
update list_entry
set applies = $3, fr = $4, nl = $5, de = $6, en = $7, note = $8, valid_from = $9, valid_until = $10,
    version = version + 1
where id = $1 and version = $2;
