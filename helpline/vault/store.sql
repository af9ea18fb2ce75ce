-- name: remember -> none
-- Keeps the wrapped keys of new records.
insert into vault_key (record, wrapped, created_at)
select record, wrapped, $3 from unnest($1::uuid[], $2::bytea[]) as minted (record, wrapped);

-- name: one -> WrappedKey
-- A record's key, destroyed or not.
select record, wrapped from vault_key where record = $1;

-- name: living -> WrappedKey
-- The keys among many records that are not destroyed.
select record, wrapped from vault_key where record = any($1::uuid[]) and wrapped is not null;

-- name: destroy -> none
-- Erases records by forgetting their keys; what is forgotten already stays as it was.
update vault_key set wrapped = null, destroyed_at = $2 where record = any($1::uuid[]) and wrapped is not null;

-- name: following -> WrappedKey
-- The next living keys in the order of their records, held until this transaction ends.
select record, wrapped from vault_key where record > $1 and wrapped is not null order by record limit $2 for update;

-- name: replace -> none
-- Puts re-wrapped keys in the place of the old ones.
update vault_key set wrapped = fresh.wrapped
from unnest($1::uuid[], $2::bytea[]) as fresh (record, wrapped)
where vault_key.record = fresh.record and vault_key.wrapped is not null;

-- name: in_use -> MasterUse
-- How many living keys each master still opens; a master with none may be destroyed.
select get_byte(wrapped, 1) * 256 + get_byte(wrapped, 2) as version, count(*) as living
from vault_key where wrapped is not null group by 1 order by 1;
