-- name: add -> none
-- The next change of an area; nothing when a colleague was faster.
insert into setting_change (area, version, what, value, changed_by, changed_at)
values ($1, $2, $3, $4::text::jsonb, $5, $6) on conflict do nothing;

-- name: version -> value
-- How often an area was changed.
select coalesce(max(version), 0) from setting_change where area = $1;

-- name: value -> value
-- What stands in an area, as JSON.
select value::text from setting_change where area = $1 and value is not null order by version desc limit 1;

-- name: lately -> Change
-- The changes of an area, the newest first.
select c.area, c.version, c.what, coalesce(s.display_name, '') as by, c.changed_at as at
from setting_change c left join staff s on 'staff:' || s.id = c.changed_by
where c.area = $1 order by c.version desc limit $2;

-- name: newest -> Change
-- The newest change of every area.
select distinct on (c.area) c.area, c.version, c.what, coalesce(s.display_name, '') as by, c.changed_at as at
from setting_change c left join staff s on 'staff:' || s.id = c.changed_by
order by c.area, c.version desc;
