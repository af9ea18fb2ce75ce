-- name: views -> SavedView
-- What one keeps oneself, and what is shared with everybody; never more than the page has room for.
select id, staff_id, name, filter, shared from saved_view where staff_id = $1 or shared
order by shared desc, name, id limit $2;

-- name: kept_by -> value
-- How many one keeps under other names.
select count(*) from saved_view where staff_id = $1 and name <> $2;

-- name: keep_view -> none
-- Kept under a name; the same name again replaces it.
insert into saved_view (id, staff_id, name, filter, shared, at) values ($1, $2, $3, $4, $5, $6)
on conflict (staff_id, name) do update set filter = excluded.filter, shared = excluded.shared, at = excluded.at;

-- name: rename_view -> none
-- Another name for one's own view, or for a shared one by whoever may share; 0 rows: none such, or the name is taken.
update saved_view v set name = $4 where v.id = $1 and (v.staff_id = $2 or (v.shared and $3::boolean))
    and not exists (select from saved_view o where o.staff_id = v.staff_id and o.name = $4 and o.id <> v.id);

-- name: view_stands -> value
-- Whether somebody may change this view.
select exists (select from saved_view where id = $1 and (staff_id = $2 or (shared and $3::boolean)));

-- name: drop_view -> none
-- One's own goes; a shared one also by whoever may share.
delete from saved_view where id = $1 and (staff_id = $2 or (shared and $3::boolean));

-- name: wait -> none
-- A batch of contacts begins to wait.
insert into waiting (contact_id, urgency_rank, since, due_at, channel)
select * from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::text[])
on conflict (contact_id) do update
set urgency_rank = least(waiting.urgency_rank, excluded.urgency_rank), due_at = least(waiting.due_at, excluded.due_at),
    version = waiting.version + 1;

-- name: lines -> LineRow
-- The most urgent first, then the promise due soonest, after a given place and as far as the filter wants them; and up to
-- ten that wait beside it, from the same number within half an hour. What another table says is asked row by row: a page
-- is full long before the queue ends.
select c.id, c.number, c.channel, c.direction, c.received_at, c.language, c.outcome, c.automatic, c.unreadable,
       c.gist, k.wrapped, w.urgency_rank, w.since, w.due_at, w.claimed_by, s.display_name as claimer, w.unopened,
       w.version, c.version as contact_version, g.disposition, g.unclear, coalesce(o.ids, '{}') as others,
       coalesce(o.numbers, '{}') as other_numbers, given.by as giver, given.word as given_word,
       voice.id as voice, voice.label as voice_label
from (
    select * from waiting p
    where (urgency_rank, due_at, contact_id) > ($1::int, $2::timestamptz, $3::uuid)
      and ($5::text is null or channel = $5)
      and ($6::int is null or urgency_rank = $6)
      and ($7::timestamptz is null or due_at < $7)
      and (not $8::bool or claimed_by is null or unopened)
      and ($9::uuid is null or claimed_by = $9)
      and ($10::text is null or $10 = (select a.language from contact a where a.id = p.contact_id))
      and ($11::text is null or $11 = (
          select case when a.unclear then 'unclear' else a.disposition end from suggestion a
          where a.contact_id = p.contact_id))
    order by urgency_rank, due_at, contact_id limit $4
) w
join contact c on c.id = w.contact_id
join vault_key k on k.record = c.id
left join staff s on s.id = w.claimed_by
left join suggestion g on g.contact_id = c.id
left join lateral (
    select array_agg(near.id order by near.number) as ids, array_agg(near.number order by near.number) as numbers
    from (
        select other.id, other.number from contact other join waiting on waiting.contact_id = other.id
        where other.sender_blind = c.sender_blind and other.sender_kind = 'phone' and other.id <> c.id
          and other.received_at between c.received_at - interval '30 minutes' and c.received_at + interval '30 minutes'
        order by other.received_at desc limit 10
    ) near
) o on c.sender_kind = 'phone'
left join lateral (
    select b.display_name as by, t.word from claim t join staff b on b.id = t.given_by
    where t.contact_id = c.id and t.ended_at is null order by t.id desc limit 1
) given on w.claimed_by is not null
left join lateral (
    select a.id, a.label from attachment a where a.contact_id = c.id order by a.created_at, a.id limit 1
) voice on c.outcome = 'voicemail'
order by w.urgency_rank, w.due_at, w.contact_id;

-- name: first -> value
-- Who waits, the most urgent first.
select contact_id from waiting order by urgency_rank, due_at, contact_id limit $1;

-- name: held -> value
-- How many contacts somebody is on.
select count(*) from waiting where claimed_by = $1;

-- name: place -> Waiting
-- One contact's place in the queue, if it waits.
select w.contact_id, w.urgency_rank, w.since, w.due_at, w.channel, w.claimed_by, w.claimed_at,
       s.display_name as claimer, w.unopened, w.version
from waiting w left join staff s on s.id = w.claimed_by
where w.contact_id = $1;

-- name: claim -> none
-- Compare-and-set: 0 rows mean that somebody else was faster. What was handed over and not opened is nobody's yet.
update waiting set claimed_by = $2, claimed_at = $3, unopened = false, version = version + 1
where contact_id = $1 and (claimed_by is null or claimed_by = $2 or unopened);

-- name: begin_claim -> none
-- The claim as a row, for the history; who gave the contact, if it was not taken, and the sealed word that went with it.
insert into claim (contact_id, staff_id, at, given_by, word, unopened) values ($1, $2, $3, $4, $5, $6);

-- name: open -> none
-- Whoever was given a contact has opened it: from now on it is his as if he had taken it.
update waiting set unopened = false, version = version + 1 where contact_id = $1 and claimed_by = $2 and unopened;

-- name: open_claim -> none
-- The same for the history.
update claim set unopened = false where contact_id = $1 and staff_id = $2 and ended_at is null and unopened;

-- name: given -> GivenRow
-- Who gave a contact to whoever holds it now.
select b.display_name as giver, t.word as given_word from claim t join staff b on b.id = t.given_by
where t.contact_id = $1 and t.ended_at is null order by t.id desc limit 1;

-- name: end_claim -> none
-- How a claim ended.
update claim set ended_at = $2, ended_how = $3 where contact_id = $1 and ended_at is null;

-- name: release -> none
-- Only who holds it lets it go.
update waiting set claimed_by = null, claimed_at = null, unopened = false, version = version + 1
where contact_id = $1 and claimed_by = $2;

-- name: hand_over -> none
-- From the one who holds it to another, if it did not change hands meanwhile.
update waiting set claimed_by = $3, claimed_at = $4, unopened = $5, version = version + 1
where contact_id = $1 and claimed_by is not distinct from $2;

-- name: leave -> value
-- The contact waits no longer; answers when its promise was due.
delete from waiting where contact_id = $1 returning due_at;

-- name: raised -> none
-- A machine may raise an urgency, never lower it.
update waiting set urgency_rank = $2, due_at = least(due_at, $3), version = version + 1
where contact_id = $1 and urgency_rank > $2;
