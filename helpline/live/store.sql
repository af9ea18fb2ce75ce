-- name: tell -> none
-- Wakes whoever listens once this transaction commits; a topic is a word or `word:id`, never text.
select pg_notify('helpline_live', $1);
