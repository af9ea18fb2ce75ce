-- name: template -> Template
-- The newest version of a text.
select language, subject, text, version, written_by, written_at from template
where purpose = 'acknowledgement' and language = $1 order by version desc limit 1;

-- name: templates -> Template
-- Every version of a text, the newest first.
select language, subject, text, version, written_by, written_at from template
where purpose = 'acknowledgement' and language = $1 order by version desc limit 20;

-- name: rewrite -> none
-- The next version of a text; nothing when a colleague was faster.
insert into template (purpose, language, version, subject, text, written_by, written_at)
values ('acknowledgement', $1, $2, $3, $4, $5, $6) on conflict do nothing;

-- name: switches -> Switch
-- Where a word goes out that something arrived.
select channel, language, sends from acknowledgement order by channel, language;

-- name: sends -> value
-- Whether a word goes out on a channel in a language.
select coalesce(bool_or(sends), false) from acknowledgement
where channel = $1 and ($2::text is null or language = $2::text);

-- name: switch -> none
-- Whether it does from now on.
update acknowledgement set sends = $3, changed_by = $4, changed_at = $5
where channel = $1 and language = $2 and sends <> $3;

-- name: answers -> Answer
-- The answers that may be chosen, each in its newest version.
select a.id, v.version, v.title, v.language, v.text, v.review_on, v.written_by, v.written_at, a.retired_at
from canned_answer a
join lateral (select * from canned_answer_version w where w.answer_id = a.id order by w.version desc limit 1) v on true
where a.retired_at is null order by v.language, lower(v.title), a.id limit 500;

-- name: answer -> Answer
-- One answer with every version, the newest first.
select a.id, v.version, v.title, v.language, v.text, v.review_on, v.written_by, v.written_at, a.retired_at
from canned_answer a join canned_answer_version v on v.answer_id = a.id
where a.id = $1 order by v.version desc limit 20;

-- name: add -> none
-- A new answer.
insert into canned_answer (id, created_at) values ($1, $2);

-- name: write -> none
-- The next version of an answer; nothing when a colleague was faster.
insert into canned_answer_version (answer_id, version, title, language, text, review_on, written_by, written_at)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing;

-- name: retire -> none
-- An answer that nobody chooses any more; its versions stay.
update canned_answer set retired_at = $2 where id = $1 and retired_at is null;
