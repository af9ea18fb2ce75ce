-- name: record -> none
-- Who did or saw what; the content never comes here.
insert into audit_entry (at, actor, action, subject_kind, subject_id, shown, detail)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: record_each -> none
-- The same action on several records, one row each.
insert into audit_entry (at, actor, action, subject_kind, subject_id)
select $1, $2, $3, $4, unnest($5::uuid[]);

-- name: about -> Entry
-- What happened to one record, newest first.
select at, actor, action, subject_kind, subject_id, shown, detail
from audit_entry where subject_id = $1 order by id desc limit $2;
