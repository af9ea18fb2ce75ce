-- name: insert -> none
-- A new partner.
insert into partner (id, name, services, territory, languages, phone, email, url, ethics, note, verified_on, verified_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: change -> none
-- Another entry for a partner, if nobody changed it meanwhile.
update partner set name = $3, services = $4, territory = $5, languages = $6, phone = $7, email = $8, url = $9,
    ethics = $10, note = $11, active = $12, version = version + 1
where id = $1 and version = $2;

-- name: verify -> none
-- Somebody made sure of the entry.
update partner set verified_on = $3, verified_by = $4, version = version + 1 where id = $1 and version = $2;

-- name: one -> Partner
-- One partner.
select p.id, p.number, p.name, p.services, p.territory, p.languages, p.phone, p.email, p.url, p.ethics, p.note,
    p.verified_on, s.display_name as verified_by_name, p.active, p.version
from partner p left join staff s on s.id = p.verified_by where p.id = $1;

-- name: search -> Partner
-- Active partners whose name, services, territory or languages hold every typed word; the freshest first.
select p.id, p.number, p.name, p.services, p.territory, p.languages, p.phone, p.email, p.url, p.ethics, p.note,
    p.verified_on, s.display_name as verified_by_name, p.active, p.version
from partner p left join staff s on s.id = p.verified_by
where p.active and not exists (
    select from unnest($1::text[]) as typed (word)
    where position(word in lower(concat_ws(' ', p.name, array_to_string(p.services, ' '),
        array_to_string(p.territory, ' '), array_to_string(p.languages, ' ')))) = 0)
order by lower(p.name), p.id limit $2;
