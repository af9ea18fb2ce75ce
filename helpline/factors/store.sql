-- name: app -> App
-- Somebody's authenticator app.
select sealed_secret, last_step, created_at from factor_app where staff_id = $1;

-- name: keep_app -> none
-- A new app takes the old one's place; the step of its first code is used up.
insert into factor_app (staff_id, sealed_secret, last_step, created_at) values ($1, $2, $3, $4)
on conflict (staff_id) do update
set sealed_secret = excluded.sealed_secret, last_step = excluded.last_step, created_at = excluded.created_at;

-- name: use_step -> none
-- A code works once, and none before it works any more.
update factor_app set last_step = $2 where staff_id = $1 and last_step < $2;

-- name: drop_app -> none
-- The app proves nothing any more.
delete from factor_app where staff_id = $1;

-- name: passkeys -> Kept
-- Somebody's passkeys in the order in which they were made.
select id, staff_id, credential_id, public_key, sign_count, sealed_name, created_at, used_at from factor_passkey
where staff_id = $1 order by created_at, id;

-- name: passkey -> Kept
-- The passkey an authenticator says it has, if its owner works here.
select factor_passkey.id, staff_id, credential_id, public_key, sign_count, sealed_name, factor_passkey.created_at, used_at
from factor_passkey join staff on staff.id = staff_id
where credential_id = $1 and staff.left_at is null;

-- name: keep_passkey -> none
-- A new passkey; one that is known already changes nothing.
insert into factor_passkey (id, staff_id, credential_id, public_key, sign_count, sealed_name, created_at)
values ($1, $2, $3, $4, $5, $6, $7) on conflict (credential_id) do nothing;

-- name: use_passkey -> none
-- Counts a use, unless another one was faster.
update factor_passkey set sign_count = $3, used_at = $4 where id = $1 and sign_count = $2;

-- name: drop_passkey -> none
-- One passkey proves nothing any more.
delete from factor_passkey where id = $1 and staff_id = $2;

-- name: drop_passkeys -> none
-- None of somebody's passkeys proves anything any more.
delete from factor_passkey where staff_id = $1;

-- name: use_challenge -> none
-- A challenge, the first time it is answered rightly.
insert into factor_challenge (challenge, used_at) values ($1, $2) on conflict do nothing;

-- name: codes_left -> value
-- How many recovery codes are left, or nothing when there never was a set.
select count(*) filter (where used_at is null) from factor_recovery_code where staff_id = $1 having count(*) > 0;

-- name: use_code -> none
-- A recovery code works once.
update factor_recovery_code set used_at = $3 where staff_id = $1 and code = $2 and used_at is null;

-- name: drop_codes -> none
-- A new set replaces the old.
delete from factor_recovery_code where staff_id = $1;

-- name: keep_codes -> none
-- A set of recovery codes, as HMACs.
insert into factor_recovery_code (staff_id, code, made_at) select $1, unnest($2::bytea[]), $3;

-- name: guess -> value
-- Counts a guess before it is judged; no row while the account's codes are locked.
insert into factor_guess (staff_id, failures) values ($1, 1)
on conflict (staff_id) do update
set failures = factor_guess.failures + 1,
    locked_until = case when factor_guess.failures + 1 >= $3::int
        then $2::timestamptz + least(power(2, least(factor_guess.failures + 1 - $3, 6)), 60) * interval '1 minute' end
where factor_guess.locked_until is null or factor_guess.locked_until <= $2
returning failures;

-- name: guessed -> none
-- The right code forgives the wrong ones before it.
delete from factor_guess where staff_id = $1;

-- name: holders -> Held
-- Who has how many factors.
select staff.id, (select count(*) from factor_app where staff_id = staff.id)
    + (select count(*) from factor_passkey where staff_id = staff.id) as factors
from staff where left_at is null;

-- name: prune -> none
-- Challenges that are too old to be answered again.
delete from factor_challenge where used_at < $1;

-- name: ask_reset -> none
-- Asks that somebody's factors be forgotten; one question at a time.
insert into factor_reset (id, staff_id, asked_by, sealed_reason, asked_at) values ($1, $2, $3, $4, $5)
on conflict (staff_id) where answered_at is null do nothing;

-- name: answer_reset -> value
-- Answers it once, by another person than who asked and whom it is for; the machine's holder needs none.
update factor_reset set answered_by = $2, answered_at = $3, allowed = $4
where id = $1 and answered_at is null and ($2 = 'system' or (asked_by <> $2 and 'staff:' || staff_id <> $2))
returning staff_id;

-- name: resets -> Asked
-- What waits for a second person.
select id, staff_id, asked_by, asked_at, sealed_reason from factor_reset where answered_at is null order by asked_at, id;
