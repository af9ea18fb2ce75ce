-- name: insert -> none
-- A new promise.
insert into follow_up (id, kind, contact_id, case_id, person_id, sealed_for, sealed, address_blind, outbox_id, due_at,
    owner, created_by, created_at, life_area)
values ($1, $2, $3, $4, $5, $6, $7, coalesce($8, (select sender_blind from contact where id = $3)), $9, $10,
    $11, $12, $13, $14);

-- name: accompanied -> value
-- Whether a case is an accompaniment.
select kind = 'accompaniment' from case_file where id = $1;

-- name: one -> Row
-- One promise, held until the transaction ends so that two attempts never cross. Who was reached ended it: an older
-- "reached" was a slip, taken back when the promise was opened again; no slip counts here and below.
select f.id, f.number, f.kind, f.person_id, f.contact_id, c.number as contact_number, f.case_id, k.number as case_number, f.due_at,
    f.owner, s.display_name as owner_name, f.created_by, f.created_at, f.reminded_at, f.escalated_at, f.ended_at,
    f.ended_how, (select count(*) from attempt a
        where a.follow_up_id = f.id and a.taken_back_at is null and (a.outcome <> 'reached' or a.at >= f.ended_at)) as tries,
    (select a.outcome from attempt a where a.follow_up_id = f.id and a.taken_back_at is null and (a.outcome <> 'reached' or a.at >= f.ended_at)
        order by a.at desc, a.id desc limit 1) as last_outcome,
    f.version, f.sealed_for, f.sealed, f.dialled_at, v.wrapped
from follow_up f join vault_key v on v.record = f.sealed_for left join contact c on c.id = f.contact_id
    left join case_file k on k.id = f.case_id left join staff s on s.id = f.owner
where f.id = $1 for update of f;

-- name: open_between -> Row
-- Open promises due in a span of time, soonest first: all, or those of one owner and those nobody owns yet.
select f.id, f.number, f.kind, f.person_id, f.contact_id, c.number as contact_number, f.case_id, k.number as case_number, f.due_at,
    f.owner, s.display_name as owner_name, f.created_by, f.created_at, f.reminded_at, f.escalated_at, f.ended_at,
    f.ended_how, (select count(*) from attempt a
        where a.follow_up_id = f.id and a.taken_back_at is null and (a.outcome <> 'reached' or a.at >= f.ended_at)) as tries,
    (select a.outcome from attempt a where a.follow_up_id = f.id and a.taken_back_at is null and (a.outcome <> 'reached' or a.at >= f.ended_at)
        order by a.at desc, a.id desc limit 1) as last_outcome,
    f.version, f.sealed_for, f.sealed, f.dialled_at, v.wrapped
from (select * from follow_up where ended_at is null and due_at >= $1 and due_at < $2
        and ($3::uuid is null or owner = $3 or owner is null) order by due_at, id limit $4) f
    join vault_key v on v.record = f.sealed_for left join contact c on c.id = f.contact_id
    left join case_file k on k.id = f.case_id left join staff s on s.id = f.owner
order by f.due_at, f.id;

-- name: about -> Row
-- The promises of one contact, or of a case and its contacts, open ones first.
select f.id, f.number, f.kind, f.person_id, f.contact_id, c.number as contact_number, f.case_id, k.number as case_number, f.due_at,
    f.owner, s.display_name as owner_name, f.created_by, f.created_at, f.reminded_at, f.escalated_at, f.ended_at,
    f.ended_how, (select count(*) from attempt a
        where a.follow_up_id = f.id and a.taken_back_at is null and (a.outcome <> 'reached' or a.at >= f.ended_at)) as tries,
    (select a.outcome from attempt a where a.follow_up_id = f.id and a.taken_back_at is null and (a.outcome <> 'reached' or a.at >= f.ended_at)
        order by a.at desc, a.id desc limit 1) as last_outcome,
    f.version, f.sealed_for, f.sealed, f.dialled_at, v.wrapped
from follow_up f join vault_key v on v.record = f.sealed_for left join contact c on c.id = f.contact_id
    left join case_file k on k.id = f.case_id left join staff s on s.id = f.owner
where f.id in (select id from follow_up where contact_id = $1 or case_id = $1
    union all select o.id from case_contact m join follow_up o on o.contact_id = m.contact_id and o.case_id is null
        where m.case_id = $1)
order by f.ended_at desc nulls first, f.due_at, f.id limit $2;

-- name: persons_of -> value
-- Who takes part in a case.
select person_id from participant where case_id = $1 order by at, person_id;

-- name: contacts_of -> value
-- What came in about a case, the newest first.
select c.id from case_contact m join contact c on c.id = m.contact_id
where m.case_id = $1 and c.direction = 'in' order by c.received_at desc limit $2;

-- name: attempts -> AttemptRow
-- Every attempt to keep a promise, newest first, and whether it was taken back.
select a.id, a.outcome, a.permitted, a.sealed_note, a.by, s.display_name as by_name, a.at,
    a.taken_back_at is not null or (a.outcome = 'reached' and coalesce(a.at < f.ended_at, true)) as taken_back
from attempt a join follow_up f on f.id = a.follow_up_id left join staff s on a.by = 'staff:' || s.id
where a.follow_up_id = $1 order by a.at desc, a.id desc;

-- name: attempted -> value
-- Whether an attempt was written down since a moment.
select exists (select from attempt where follow_up_id = $1 and at >= $2 and taken_back_at is null);

-- name: slip -> Slip
-- What was noted last, if it moved the promise and nothing has moved it since, and when the promise was due before.
with due as (select h.at, h.what, h.value, row_number() over (order by h.at desc, h.id desc) as place
    from follow_up_change h where h.follow_up_id = $1 and h.what in ('promised', 'postponed', 'taken_back'))
select a.id, a.by, before.value::timestamptz as due_at
from (select * from attempt where follow_up_id = $1 and taken_back_at is null order by at desc, id desc limit 1) a
    join due moved on moved.place = 1 and moved.what = 'postponed' and moved.at = a.at
    join due before on before.place = 2
where a.outcome in ('not_reached', 'later');

-- name: take_back -> none
-- An attempt was a slip: it counts no more.
update attempt set taken_back_at = $2 where id = $1 and taken_back_at is null;

-- name: add_attempt -> none
-- One attempt to keep a promise.
insert into attempt (id, follow_up_id, outcome, permitted, sealed_note, by, at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: add_change -> none
-- One thing that happened to a promise.
insert into follow_up_change (id, follow_up_id, what, value, sealed_reason, by, at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: dial -> none
-- A call was permitted and is being made, by one colleague: whoever looked before must look again.
update follow_up set dialled_at = $3, version = version + 1 where id = $1 and version = $2 and ended_at is null;

-- name: end -> none
-- A promise is kept or dropped, once.
update follow_up set ended_at = $3, ended_how = $4, ended_by = $5, version = version + 1
where id = $1 and version = $2 and ended_at is null;

-- name: reopen -> none
-- A promise that was ended by mistake is open again, unless its case was closed meanwhile.
update follow_up f set ended_at = null, ended_how = null, ended_by = null, version = version + 1
where id = $1 and version = $2 and ended_at is not null
    and not exists (select from case_file k where k.id = f.case_id and not k.open);

-- name: move -> none
-- A promise gets a new due time; reminder and escalation begin anew.
update follow_up set due_at = $3, reminded_at = null, escalated_at = null, version = version + 1
where id = $1 and version = $2 and ended_at is null;

-- name: touch -> none
-- A promise was worked on and stays as it is.
update follow_up set version = version + 1 where id = $1 and version = $2 and ended_at is null;

-- name: hand_over -> none
-- A promise gets another owner, who is reminded anew.
update follow_up set owner = $3, reminded_at = null, version = version + 1
where id = $1 and version = $2 and ended_at is null;

-- name: release -> none
-- A promise is anybody's again, if it is still this owner's.
update follow_up set owner = null, version = version + 1 where id = $1 and owner = $2 and ended_at is null;

-- name: follow_worker -> value
-- The open promises of a case and its contacts that its former worker owned go to the new one, as do unowned reviews.
update follow_up set owner = $3, reminded_at = null, version = version + 1
where ended_at is null and (owner = $2 or (owner is null and kind = 'review'))
    and (case_id = $1 or (case_id is null and contact_id in (select contact_id from case_contact where case_id = $1)))
returning id;

-- name: remind -> Due
-- Marks the promises whose owners are to be reminded now.
update follow_up set reminded_at = $2
where id = any (array(select id from follow_up where ended_at is null and reminded_at is null and owner is not null
    and due_at < $1 order by due_at limit 200 for update skip locked))
returning id, owner, contact_id, case_id;

-- name: escalate -> Due
-- Marks the overdue promises the supervisor does not know of yet.
update follow_up set escalated_at = $1
where id = any (array(select id from follow_up where ended_at is null and escalated_at is null
    and due_at < $1 order by due_at limit 200 for update skip locked))
returning id, owner, contact_id, case_id;

-- name: open_of -> value
-- How many promises of a case and its contacts are still open, besides that of its next review.
select count(*) from (
    select id from follow_up where case_id = $1 and ended_at is null and kind <> 'review'
    union all select f.id from case_contact m join follow_up f on f.contact_id = m.contact_id and f.case_id is null
        where m.case_id = $1 and f.ended_at is null) promised;

-- name: reviews_of -> value
-- The open promises to review a case.
select id from follow_up where case_id = $1 and ended_at is null and kind = 'review';

-- name: undelivered -> Undelivered
-- What did not leave, or may not have, and nobody promised to look at yet.
select o.id, case when o.purpose = 'acknowledgement' then o.sealed_for else o.contact_id end as contact_id,
    (select k.id from case_file k where k.id = o.sealed_for) as case_id, o.purpose, o.state, o.author
from outbox o
where o.state in ('failed', 'unknown', 'blocked') and o.changed_at > $1
    and (o.purpose in ('reply', 'page') or o.purpose = 'acknowledgement' and not o.automatic)
    and not exists (select from follow_up f where f.outbox_id = o.id)
order by o.changed_at limit $2;

-- name: unanswered -> Unanswered
-- The newest ring of each number that nobody answered, decided on, or promised to call back.
select distinct on (c.sender_blind) c.id, c.received_at, w.due_at
from contact c left join waiting w on w.contact_id = c.id
where c.outcome = 'missed' and c.direction = 'in' and c.sender_blind is not null
    and c.received_at > $1 and c.received_at < $2
    and not exists (select from follow_up f where f.contact_id = c.id)
    and not exists (select from follow_up f where f.address_blind = c.sender_blind and f.ended_at is null)
    and not exists (select from decision d where d.contact_id = c.id)
    and not exists (select from contact l where l.sender_blind = c.sender_blind and l.received_at > c.received_at
        and l.outcome = 'answered')
order by c.sender_blind, c.received_at desc limit $3;

-- name: open_after -> Row
-- Open promises after a place in their order, of one owner or of all, for programs that page through.
select f.id, f.number, f.kind, f.person_id, f.contact_id, c.number as contact_number, f.case_id, k.number as case_number, f.due_at,
    f.owner, s.display_name as owner_name, f.created_by, f.created_at, f.reminded_at, f.escalated_at, f.ended_at,
    f.ended_how, (select count(*) from attempt a
        where a.follow_up_id = f.id and a.taken_back_at is null and (a.outcome <> 'reached' or a.at >= f.ended_at)) as tries,
    (select a.outcome from attempt a where a.follow_up_id = f.id and a.taken_back_at is null and (a.outcome <> 'reached' or a.at >= f.ended_at)
        order by a.at desc, a.id desc limit 1) as last_outcome,
    f.version, f.sealed_for, f.sealed, f.dialled_at, v.wrapped
from (select * from follow_up where ended_at is null and (due_at, id) > ($1, $2)
        and ($3::uuid is null or owner = $3) order by due_at, id limit $4) f
    join vault_key v on v.record = f.sealed_for left join contact c on c.id = f.contact_id
    left join case_file k on k.id = f.case_id left join staff s on s.id = f.owner
order by f.due_at, f.id;

-- name: due_of -> value
-- How many promises of one owner are overdue or about to be, counted up to a bound.
select count(*) from (select from follow_up where owner = $1 and ended_at is null and due_at < $2 limit $3) due;

-- name: set_feed -> none
-- A colleague's calendar has this address from now on, and no other.
insert into calendar_feed (staff_id, secret, made_at) values ($1, $2, $3)
on conflict (staff_id) do update set secret = excluded.secret, made_at = excluded.made_at;

-- name: end_feed -> none
-- A colleague's calendar has no address any more.
delete from calendar_feed where staff_id = $1;

-- name: feed_made_at -> value
-- Since when a colleague's calendar has an address.
select made_at from calendar_feed where staff_id = $1;

-- name: reader -> Reader
-- Whose calendar asks, if that colleague still works here.
select s.id, s.language from calendar_feed c join staff s on s.id = c.staff_id where c.secret = $1 and s.left_at is null;

-- name: times -> Time
-- When the open promises of one owner are due, and nothing else about them.
select id, due_at, created_at, version from follow_up
where owner = $1 and ended_at is null and due_at >= $2 and due_at < $3 order by due_at, id limit $4;

-- name: forget -> none
-- A promise of an erased record keeps its line, and no blind index of whom it was made to.
update follow_up set sealed = '', address_blind = null where sealed_for = $1;
