-- name: add -> none
-- A new account; a name that is taken changes nothing.
insert into staff (id, sign_in_name, display_name, role, password_hash, language, sealed_phone, created_at, password_given)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (sign_in_name) do nothing;

-- name: attempt -> Attempt
-- Counts a sign-in before it is judged and, from the tenth failure on, locks the account: one minute, doubled up to an hour.
update staff
set failures = failures + 1,
    locked_until = case when failures >= 9 then $2::timestamptz + least(power(2, least(failures - 9, 6)), 60) * interval '1 minute' end
where sign_in_name = $1 and left_at is null and (locked_until is null or locked_until <= $2)
    and (not password_given or given_until is null or given_until > $2)
returning id, role, password_hash, password_given;

-- name: succeeded -> none
-- The right password forgives the wrong ones before it.
update staff set failures = 0, locked_until = null where id = $1;

-- name: begin_session -> none
-- Remembers a session by the hash of its token, with what its owner still owes.
insert into staff_session (token_hash, staff_id, created_at, seen_at, confirmed_at, device, owes)
values ($1, $2, $3, $3, $3, $4, $5);

-- name: entering -> Entering
-- Who gave the right password a moment ago and still owes something.
select staff.id, staff.display_name as name, owes
from staff_session join staff on staff.id = staff_id
where token_hash = $1 and owes is not null and ended_at is null and staff_session.created_at > $2 and left_at is null;

-- name: admit -> value
-- Ends the session that owed something, once: a new one takes its place on the same device.
update staff_session set ended_at = $2
where token_hash = $1 and owes is not null and ended_at is null
returning device;

-- name: confirm -> none
-- Whoever sits there has just proved again who he is.
update staff_session set confirmed_at = $2 where id = $1 and ended_at is null and owes is null;

-- name: sessions -> Session
-- Where somebody is signed in, this screen's session included.
select id, device, created_at, seen_at from staff_session
where staff_id = $1 and ended_at is null and owes is null and seen_at > $2::timestamptz - $3::interval and created_at > $2 - $4::interval
order by seen_at desc, id;

-- name: end_one -> none
-- Ends one of somebody's sessions.
update staff_session set ended_at = $3 where staff_id = $1 and id = $2 and ended_at is null;

-- name: end_others -> none
-- Signs somebody out everywhere else.
update staff_session set ended_at = $3 where staff_id = $1 and id <> $2 and ended_at is null;

-- name: session -> SignedIn
-- Whose session it is, if it still lives; notes at most once a minute that it was used.
with alive as (
    select token_hash, id, staff_id, seen_at, confirmed_at from staff_session
    where token_hash = $1 and ended_at is null and owes is null and seen_at > $2::timestamptz - $3::interval and created_at > $2 - $4::interval
), seen as (
    update staff_session set seen_at = $2 from alive
    where staff_session.token_hash = alive.token_hash and alive.seen_at < $2 - $5::interval
)
select staff.id, staff.display_name as name, staff.role, staff.language, alive.id as session, alive.confirmed_at,
    staff.density, staff.appearance, staff.sound, staff.notifications
from alive join staff on staff.id = alive.staff_id
where staff.left_at is null;

-- name: end_session -> none
-- Signs out.
update staff_session set ended_at = $2 where token_hash = $1 and ended_at is null;

-- name: end_sessions -> none
-- Signs somebody out everywhere.
update staff_session set ended_at = $2 where staff_id = $1 and ended_at is null;

-- name: change_password -> none
-- A new password, and no memory of wrong ones.
update staff
set password_hash = $2, password_given = $3, given_until = null, failures = 0, locked_until = null, version = version + 1
where id = $1 and left_at is null;

-- name: given_hash -> value
-- The password that somebody else gave, if its owner has not chosen another.
select password_hash from staff where id = $1 and password_given and left_at is null;

-- name: prefer -> none
-- How somebody likes his screen.
update staff
set display_name = $2, language = $3, density = $4, appearance = $5, sound = $6, notifications = $7, version = version + 1
where id = $1 and left_at is null;

-- name: change_language -> none
-- What the desk speaks to somebody.
update staff set language = $2, version = version + 1 where id = $1 and left_at is null;

-- name: change_phone -> none
-- The duty phone, sealed under the person's own key.
update staff set sealed_phone = $2, version = version + 1 where id = $1;

-- name: leave -> none
-- Ends an account; its name stays in the records.
update staff set left_at = $2, sealed_phone = null, version = version + 1 where id = $1 and left_at is null;

-- name: phone -> value
-- The sealed duty phone.
select sealed_phone from staff where id = $1 and left_at is null;

-- name: expire -> none
-- Until when the password that somebody was given opens anything.
update staff set given_until = $2 where id = $1;

-- name: employ -> none
-- Another role or language; nothing when a colleague was faster.
update staff set role = $2, language = $3, version = version + 1 where id = $1 and version = $4 and left_at is null;

-- name: administrators -> Id
-- Whoever may make accounts, held until the end of the transaction.
select id from staff where role = 'administrator' and left_at is null order by id for update;

-- name: invitations -> Invitation
-- Who has not yet chosen a password, and until when the invitation opens.
select id, given_until from staff where password_given and given_until is not null and left_at is null;

-- name: versions -> Version
-- Which state of each account a form shows.
select id, version from staff where left_at is null;

-- name: account -> Account
-- One account.
select id, sign_in_name, display_name, role, language, left_at from staff where id = $1;

-- name: account_named -> Account
-- One account by the name somebody signs in with.
select id, sign_in_name, display_name, role, language, left_at from staff where sign_in_name = $1;

-- name: accounts -> Account
-- Everybody who works here now, by name.
select id, sign_in_name, display_name, role, language, left_at from staff
where left_at is null order by display_name, id;

-- name: names -> Account
-- Whoever these ids are, also when they have left.
select id, sign_in_name, display_name, role, language, left_at from staff where id = any($1::uuid[]);

-- name: add_token -> none
-- An API token, known by its hash.
insert into api_token (id, token_hash, label, permissions, created_at) values ($1, $2, $3, $4, $5);

-- name: token -> Token
-- Whose token it is, if it was not revoked.
select id, label, permissions from api_token where token_hash = $1 and revoked_at is null;

-- name: tokens -> Token
-- Every token that still opens something.
select id, label, permissions from api_token where revoked_at is null order by created_at;

-- name: revoke -> none
-- A token opens nothing any more.
update api_token set revoked_at = $2 where id = $1 and revoked_at is null;

-- name: first_call -> none
-- A program's key, the first time it comes.
insert into api_call (token_id, key, request, at) values ($1, $2, $3, $4) on conflict do nothing;

-- name: call -> value
-- What a key came with the first time.
select request from api_call where token_id = $1 and key = $2;

-- name: first_sent -> none
-- A form, the first time it comes.
insert into sent_form (staff_id, form, at) values ($1, $2, $3) on conflict do nothing;

-- name: prune_forms -> none
-- Nobody sends a form again after days.
delete from sent_form where at < $1;

-- name: prune_calls -> none
-- Nobody repeats a request after days.
delete from api_call where at < $1;

-- name: prune_sessions -> none
-- Sessions that ended or died long ago.
delete from staff_session where coalesce(ended_at, seen_at) < $1;
