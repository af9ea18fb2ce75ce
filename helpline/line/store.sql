-- name: one_at_a_time -> none
-- Whatever moves the line waits here for whatever moves it already; held until the transaction ends.
select pg_advisory_xact_lock(hashtext('helpline.line'));

-- name: presences -> Presence
-- Who is at the line, and not away.
select p.staff_id, s.display_name as name, p.state, p.handset, p.languages, p.since, p.seen_at
from presence p join staff s on s.id = p.staff_id
where p.state <> 'away' and s.left_at is null order by p.since, p.staff_id;

-- name: presence -> Presence
-- One operator, away or not.
select p.staff_id, s.display_name as name, p.state, p.handset, p.languages, p.since, p.seen_at
from presence p join staff s on s.id = p.staff_id
where p.staff_id = $1 and s.left_at is null;

-- name: set_presence -> none
-- An operator says what he is doing, and where he answers.
insert into presence (staff_id, state, handset, languages, since, seen_at) values ($1, $2, $3, $4, $5, $5)
on conflict (staff_id) do update
set state = $2, handset = $3, languages = $4, since = $5, seen_at = $5;

-- name: move_presence -> none
-- What an operator is doing changes with a call; nobody who is away comes back by that.
update presence set state = $2, since = $3, seen_at = greatest(seen_at, $3) where staff_id = $1 and state <> 'away';

-- name: seen -> none
-- An open page gives a sign of life.
update presence set seen_at = $2 where staff_id = $1 and state <> 'away';

-- name: send_away -> value
-- Whose browser gave no sign for too long is away; who talks is still there.
update presence set state = 'away', since = $1
where handset = 'browser' and state in ('available', 'wrapping_up') and seen_at < $2 returning staff_id;

-- name: send_home -> none
-- Who answers on a telephone and has not been heard of for a whole shift has gone home.
update presence set state = 'away', since = $1
where handset = 'phone' and state in ('available', 'wrapping_up') and greatest(since, seen_at) < $2;

-- name: unhook -> none
-- Who is said to talk, and whose handset is not in use: the word on its end was lost.
update presence p set state = 'wrapping_up', since = $1
where p.state = 'in_contact' and p.since < $2
  and not exists (select from line_offer o where o.staff_id = p.staff_id and o.state in ('ringing', 'answered'));

-- name: add_call -> none
-- A call comes to the line; once.
insert into line_call (id, direction, call_blind, sealed_call, contact_id, follow_up_id, language, state, joined_at,
                       asked_at)
values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $8);

-- name: call -> LineCall
-- One call.
select c.id, c.direction, c.sealed_call, k.wrapped, c.contact_id, c.follow_up_id, c.language, c.state, c.joined_at,
       c.asked_at, c.answered_at, c.left_at, c.left_how, c.hung_up_by, c.turn_at, c.staff_id, c.held,
       c.music, c.refused_at, c.met_at, c.parted_from
from line_call c join vault_key k on k.record = c.id
where c.id = $1;

-- name: known_call -> LineCall
-- The call a provider's id stands for.
select c.id, c.direction, c.sealed_call, k.wrapped, c.contact_id, c.follow_up_id, c.language, c.state, c.joined_at,
       c.asked_at, c.answered_at, c.left_at, c.left_how, c.hung_up_by, c.turn_at, c.staff_id, c.held,
       c.music, c.refused_at, c.met_at, c.parted_from
from line_call c join vault_key k on k.record = c.id
where c.call_blind = $1;

-- name: live_calls -> LineCall
-- Who waits and who talks, in the order they came; last the calls of ours that ring at an operator's only.
select c.id, c.direction, c.sealed_call, k.wrapped, c.contact_id, c.follow_up_id, c.language, c.state, c.joined_at,
       c.asked_at, c.answered_at, c.left_at, c.left_how, c.hung_up_by, c.turn_at, c.staff_id, c.held,
       c.music, c.refused_at, c.met_at, c.parted_from
from line_call c join vault_key k on k.record = c.id
where c.state <> 'left' order by (c.direction = 'out' and c.state = 'waiting'), c.joined_at, c.id limit 200;

-- name: calls_of -> LineCall
-- The calls that one contact was.
select c.id, c.direction, c.sealed_call, k.wrapped, c.contact_id, c.follow_up_id, c.language, c.state, c.joined_at,
       c.asked_at, c.answered_at, c.left_at, c.left_how, c.hung_up_by, c.turn_at, c.staff_id, c.held,
       c.music, c.refused_at, c.met_at, c.parted_from
from line_call c join vault_key k on k.record = c.id
where c.contact_id = $1 order by c.joined_at;

-- name: call_of_staff -> LineCall
-- The call one operator talks on, wraps up, or was parted from: the newest.
select c.id, c.direction, c.sealed_call, k.wrapped, c.contact_id, c.follow_up_id, c.language, c.state, c.joined_at,
       c.asked_at, c.answered_at, c.left_at, c.left_how, c.hung_up_by, c.turn_at, c.staff_id, c.held,
       c.music, c.refused_at, c.met_at, c.parted_from
from line_call c join vault_key k on k.record = c.id
where (c.staff_id = $1 or c.parted_from = $1) and (c.state <> 'left' or c.left_at > $2) order by c.joined_at desc limit 1;

-- name: ahead -> value
-- How many stand before a caller: who waits, and who asked to be called back and whose turn has not come.
select count(*) from line_call
where direction = 'in' and joined_at < $1 and joined_at > $3
  and (state = 'waiting' or (left_how = 'call_back' and turn_at > $2));

-- name: talks -> value
-- How long the last answered calls took.
select left_at - answered_at from line_call
where answered_at > $1 and direction = 'in' and met_at is not null and left_at is not null order by answered_at desc limit 20;

-- name: asked -> none
-- The provider asked for a caller's place: he is still there.
update line_call set asked_at = $2 where id = $1;

-- name: answer -> none
-- Compare-and-set: 0 rows mean that somebody else was faster, or that the caller has gone.
update line_call set state = 'talking', staff_id = $2, answered_at = coalesce(answered_at, $3), held = false,
       parted_from = null
where id = $1 and state = 'waiting';

-- name: leave_call -> none
-- The call is over, or waits no more; once. A talk ends as one, with whoever talked last; a caller whom an answer did
-- not reach any more has hung up, and whoever did not answer a call of ours was not reached.
update line_call set state = 'left', left_at = $2, turn_at = $5, held = false, music = false,
       left_how = case when met_at is not null then 'talked' when direction = 'out' then 'not_reached'
                       when $3 = 'talked' then 'hung_up' else $3 end,
       hung_up_by = case when coalesce(met_at, case direction when 'out' then answered_at end) is not null then $4 end,
       staff_id = coalesce(staff_id, parted_from)
where id = $1 and state <> 'left';

-- name: asks_back -> none
-- Somebody who left the line and talked to nobody asks to be called back after all; once, and the place is kept.
update line_call set left_how = 'call_back', turn_at = $2
where id = $1 and state = 'left' and direction = 'in' and met_at is null and turn_at is null;

-- name: correct_end -> none
-- The provider's clock says that the caller hung up first.
update line_call set hung_up_by = 'caller', left_at = $2
where id = $1 and state = 'left' and left_how = 'talked' and left_at > $2 and answered_at <= $2;

-- name: rejoin -> none
-- The operator's handset broke off: the caller waits again, where he stood.
update line_call set state = 'waiting', staff_id = null, parted_from = $2, held = true, asked_at = $3
where id = $1 and state = 'talking' and staff_id is not distinct from $2;

-- name: back_in_line -> none
-- A caller left alone in a room is out of it, and hears the line.
update line_call set held = false, music = false where id = $1 and state = 'waiting';

-- name: meet -> none
-- Two are brought together, for the first time; in a call of ours even where its end was heard of before its answer.
update line_call set met_at = least($2, left_at), left_how = case when state = 'left' then 'talked' end
where id = $1 and met_at is null and (state = 'talking' or (direction = 'out' and answered_at is not null));

-- name: change_hands -> none
-- From one operator to another, if it is still the first one's.
update line_call set staff_id = $3, held = false where id = $1 and state = 'talking' and staff_id = $2;

-- name: hold -> none
-- The caller hears music, or the operator again.
update line_call set held = $3, refused_at = null where id = $1 and state = 'talking' and staff_id = $2;

-- name: hears -> none
-- The telephone has done it: music, or the others.
update line_call set music = $2 where id = $1 and state <> 'left';

-- name: not_held -> none
-- The telephone refused to put somebody on hold, who hears us still.
update line_call set held = false, refused_at = $2 where id = $1 and state = 'talking' and held;

-- name: belongs_to -> none
-- The contact that the call is.
update line_call set contact_id = $2 where id = $1 and contact_id is null;

-- name: add_offer -> none
-- Something rings for a call; not for somebody whose handset rings or is in use already.
insert into line_offer (id, call_id, staff_id, kind, handset, offered_at) values ($1, $2, $3, $4, $5, $6)
on conflict (staff_id) where state in ('ringing', 'answered') do nothing;

-- name: offer -> Offer
-- One offer.
select o.id, o.call_id, o.staff_id, s.display_name as name, s.language, o.kind, o.handset, o.state, o.leg,
       o.called_leg, o.offered_at, o.answered_at, o.ended_at
from line_offer o left join staff s on s.id = o.staff_id
where o.id = $1;

-- name: offers -> Offer
-- Everything that ever rang for a call.
select o.id, o.call_id, o.staff_id, s.display_name as name, s.language, o.kind, o.handset, o.state, o.leg,
       o.called_leg, o.offered_at, o.answered_at, o.ended_at
from line_offer o left join staff s on s.id = o.staff_id
where o.call_id = $1 order by o.offered_at, o.id;

-- name: live_offers -> Offer
-- What rings or is in use now, on the whole line.
select o.id, o.call_id, o.staff_id, s.display_name as name, s.language, o.kind, o.handset, o.state, o.leg,
       o.called_leg, o.offered_at, o.answered_at, o.ended_at
from line_offer o left join staff s on s.id = o.staff_id
where o.state in ('ringing', 'answered') order by o.offered_at;

-- name: overdue_offers -> value
-- What rings for too long: the job that should have noticed was lost.
select id from line_offer where state = 'ringing' and offered_at < $1 order by offered_at limit 100;

-- name: leg -> none
-- The provider's id of what rings.
update line_offer set leg = $2 where id = $1 and leg is null;

-- name: called_leg -> none
-- The provider's id of whoever is dialled through an operator's handset.
update line_offer set called_leg = $2 where id = $1;

-- name: settle -> none
-- Compare-and-set on what became of an offer.
update line_offer set state = $3, leg = coalesce($5, leg),
       answered_at = case when $3 = 'answered' then $4 else answered_at end,
       ended_at = case when $3 <> 'answered' then $4 end
where id = $1 and state = $2;

-- name: note -> CallNote
-- What was typed during a call.
select call_id, sealed, version, by, at, finished_at from call_note where call_id = $1;

-- name: begin_note -> none
-- The first words; 0 rows when there are some already.
insert into call_note (call_id, sealed, by, at) values ($1, $2, $3, $4) on conflict do nothing;

-- name: save_note -> none
-- Compare-and-set on the version; 0 rows: somebody typed meanwhile, or the note is finished.
update call_note set sealed = $2, by = $3, at = $4, version = version + 1
where call_id = $1 and version = $5 and finished_at is null;

-- name: finish_note -> none
-- Compare-and-set on the version: the note, as it was read, is part of its contact from now on.
update call_note set finished_at = $2 where call_id = $1 and version = $3 and finished_at is null;

-- name: unfinished_notes -> value
-- Notes of calls that are over since before a moment, and that nobody finished.
select n.call_id from call_note n join line_call c on c.id = n.call_id
where n.finished_at is null and c.left_at < $1 order by c.left_at;

-- name: spent_calls -> value
-- Calls long over, whose provider's id and note have served: no note that nobody could finish is among them.
select id from line_call where left_at < $1 and not spent
  and not exists (select from call_note n where n.call_id = line_call.id and n.finished_at is null)
order by left_at limit 500;

-- name: calls_to_forget -> value
-- The calls that an erased contact was.
select id from line_call where contact_id = $1;

-- name: calls_of_case -> value
-- The calls made to keep an erased case's promises; not one whose note still has to become a living contact's words.
select id from line_call where follow_up_id in (select id from follow_up where case_id = $1)
  and (contact_id is null or (state = 'left' and not exists (
    select from call_note n where n.call_id = line_call.id and n.finished_at is null)));

-- name: spend -> none
-- Nothing of these calls can be read any more.
update line_call set spent = true where id = any($1::uuid[]);

-- name: forget_notes -> none
-- What was typed during these calls goes.
delete from call_note where call_id = any($1::uuid[]);
