-- name: add -> none
-- A person, sealed.
insert into person (id, kind, content, created_at) values ($1, $2, $3, $4);

-- name: add_prefixes -> none
-- What a person's name is found by.
insert into person_names (person_id, prefixes) values ($1, $2)
on conflict (person_id) do update set prefixes = excluded.prefixes;

-- name: rewrite -> none
-- Replaces what we know of a person; the version must be the one that was read.
update person set content = $2, kind = $3, version = version + 1 where id = $1 and version = $4;

-- name: row -> PersonRow
-- One person.
select p.id, p.number, p.kind, p.content, p.created_at, p.version, k.wrapped
from person p join vault_key k on k.record = p.id where p.id = $1;

-- name: rows -> PersonRow
-- Persons by id.
select p.id, p.number, p.kind, p.content, p.created_at, p.version, k.wrapped
from person p join vault_key k on k.record = p.id where p.id = any($1::uuid[]) order by p.number;

-- name: by_prefixes -> PersonRow
-- Persons whose name has words that begin like what was typed.
select p.id, p.number, p.kind, p.content, p.created_at, p.version, k.wrapped
from person_search n join person p on p.id = n.person_id join vault_key k on k.record = p.id
where n.prefixes @> $1::bigint[] and k.wrapped is not null order by p.number desc limit $2;

-- name: by_blind -> PersonRow
-- Persons who share an address, the first we knew first.
select p.id, p.number, p.kind, p.content, p.created_at, p.version, k.wrapped
from address a join person p on p.id = a.person_id join vault_key k on k.record = p.id
where a.blind = $1 and k.wrapped is not null order by p.number limit $2;

-- name: hold_address -> none
-- Two transactions that meet the same address take turns: they make one person, and send one acknowledgement.
select pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 0));

-- name: add_address -> none
-- An address of a person, unless he has it already.
insert into address (id, person_id, kind, blind, sealed, created_at) values ($1, $2, $3, $4, $5, $6)
on conflict (person_id, blind) do nothing;

-- name: address_id -> value
-- A person's address by its blind index.
select id from address where person_id = $1 and blind = $2;

-- name: addresses -> AddressRow
-- A person's addresses.
select id, person_id, kind, sealed, opted_out_at, bounced_at from address where person_id = $1 order by created_at, id;

-- name: opt_out -> none
-- Whoever uses this address told the provider to stop, or to start again (null).
update address set opted_out_at = $2 where blind = $1;

-- name: bounced -> none
-- Mail to this address came back.
update address set bounced_at = $2 where blind = $1;

-- name: stopped_at -> value
-- When somebody who uses this address told the provider to stop, the first time that still counts.
select min(opted_out_at) from address where blind = $1;

-- name: set_rule -> none
-- What a person said is safe, from now on.
insert into safe_contact_rule (id, person_id, address_id, sealed, set_by, set_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: rules_of_address -> RuleRow
-- The rules that count for each person who shares an address: the newest for it and the newest for all his addresses.
select distinct on (r.person_id, r.address_id)
    r.id, r.person_id, r.address_id, r.sealed, r.set_by, r.set_at, r.expires_at, k.wrapped
from address a
join safe_contact_rule r on r.person_id = a.person_id and (r.address_id = a.id or r.address_id is null)
join vault_key k on k.record = r.person_id
where a.blind = $1 and k.wrapped is not null
order by r.person_id, r.address_id, r.set_at desc, r.id desc;

-- name: rules_of_addresses -> AddressedRule
-- The same of several addresses at once.
select distinct on (a.blind, r.person_id, r.address_id)
    a.blind, r.id, r.person_id, r.address_id, r.sealed, r.set_by, r.set_at, r.expires_at, k.wrapped
from address a
join safe_contact_rule r on r.person_id = a.person_id and (r.address_id = a.id or r.address_id is null)
join vault_key k on k.record = r.person_id
where a.blind = any($1::bytea[]) and k.wrapped is not null
order by a.blind, r.person_id, r.address_id, r.set_at desc, r.id desc;

-- name: rules_of_person -> RuleRow
-- Every rule a person ever had, newest first.
select r.id, r.person_id, r.address_id, r.sealed, r.set_by, r.set_at, r.expires_at, k.wrapped
from safe_contact_rule r join vault_key k on k.record = r.person_id
where r.person_id = $1 order by r.set_at desc, r.id desc;

-- name: forget_rules -> none
-- An erased person has no rules.
delete from safe_contact_rule where person_id = $1;

-- name: forget_addresses -> none
-- An erased person has no address, so no blind index of one.
delete from address where person_id = $1;

-- name: forget_prefixes -> none
-- An erased person is found by no name.
delete from person_names where person_id = $1;

-- name: forget -> none
-- An erased person keeps a number and nothing else.
update person set content = '', version = version + 1 where id = $1;
