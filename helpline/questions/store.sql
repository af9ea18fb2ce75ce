-- name: published -> value
-- A version that was published; 0 for the one that is asked now.
select body::text from form_version
where published_at is not null and ($1::int = 0 or number = $1) order by number desc limit 1;

-- name: versions -> Version
-- Every version, the newest first; the draft has not been published.
select v.number, v.body::text as body, v.draft_version, coalesce(s.display_name, '') as by, v.written_at, v.published_at
from form_version v left join staff s on 'staff:' || s.id = coalesce(v.published_by, v.written_by)
order by v.number desc limit 50;

-- name: begin -> none
-- A draft; nothing when there is one.
insert into form_version (number, body, written_by, written_at) values ($1, $2::text::jsonb, $3, $4) on conflict do nothing;

-- name: rewrite -> none
-- The draft, otherwise; nothing when a colleague was faster.
update form_version set body = $2::text::jsonb, draft_version = draft_version + 1, written_by = $4, written_at = $5
where number = $1 and draft_version = $3 and published_at is null;

-- name: publish -> none
-- From now on this is asked; nothing when a colleague was faster.
update form_version set published_by = $3, published_at = $4
where number = $1 and draft_version = $2 and published_at is null;

-- name: discard -> none
-- A draft that is not to be.
delete from form_version where number = $1 and draft_version = $2 and published_at is null;
