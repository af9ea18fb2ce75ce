-- name: stuck_calls -> value
-- Calls of ours from before a moment that ring at nobody's and that nobody talks on.
select id from line_call c where direction = 'out' and state = 'waiting' and joined_at < $1
  and not exists (select from line_offer o where o.call_id = c.id and o.state in ('ringing', 'answered')) limit 100;

-- name: backs_due -> Back
-- Who asked in the line to be called back and whom nobody has taken, in the order of the places; every number once. The
-- place is kept until the first attempt, or until somebody changed the time; a caller is let go for a moment ($2) first.
-- Not who is on the line, or was spoken with since; nor whom somebody dials, or dialled ($3) without a word on it yet.
select follow_up_id, address_blind, language, joined_at
from (select distinct on (f.address_blind) f.id as follow_up_id, f.address_blind, c.language,
        case when first.is then c.joined_at else f.due_at end as joined_at
    from follow_up f
    join lateral (select language, joined_at, left_at, turn_at from line_call
        where contact_id = f.contact_id and direction = 'in' and left_how = 'call_back'
        order by joined_at desc limit 1) c on true
    cross join lateral (select f.due_at = c.turn_at
        and not exists (select from attempt a where a.follow_up_id = f.id and a.taken_back_at is null) as is) first
    where f.kind = 'call_back' and f.ended_at is null and f.owner is null and f.address_blind is not null
      and (f.due_at <= $1 or (first.is and c.left_at <= $2))
      and not exists (select from contact n join line_call o on o.call_blind = n.external_blind
        where n.sender_blind = f.address_blind and n.channel = 'phone'
          and (o.state <> 'left' or o.met_at > f.created_at))
      and not exists (select from line_call o join follow_up p on p.id = o.follow_up_id
        where p.address_blind = f.address_blind
          and (o.state <> 'left' or (o.left_how = 'talked' and o.answered_at > f.created_at)))
      and not exists (select from follow_up p
        where p.address_blind = f.address_blind and p.ended_at is null and p.dialled_at > $3
          and (p.id <> f.id or not exists (select from attempt a where a.follow_up_id = p.id and a.at >= p.dialled_at
            and a.taken_back_at is null)))
      and not exists (select from contact n join follow_up p on p.contact_id = n.id
        where n.sender_blind = f.address_blind and p.ended_at is not null and p.dialled_at > $3)
    order by f.address_blind, 4, f.id) one
order by joined_at, follow_up_id offset $4 limit $5;

-- name: back_of -> value
-- The promise by which whoever this contact is keeps a place already: nobody has taken it, or has spoken with them since.
select f.id from contact n join follow_up f on f.address_blind = n.sender_blind
where n.id = $1 and f.contact_id <> n.id and f.kind = 'call_back' and f.ended_at is null and f.owner is null
  and exists (select from line_call c
    where c.contact_id = f.contact_id and c.direction = 'in' and c.left_how = 'call_back')
  and not exists (select from contact m join line_call o on o.call_blind = m.external_blind
    where m.sender_blind = f.address_blind and m.channel = 'phone' and o.met_at > f.created_at)
order by f.created_at, f.id limit 1;

-- name: has_come -> value
-- Whether whoever is to be called back has called meanwhile: is on the line, or was spoken with.
select exists (select from follow_up f join contact n on n.sender_blind = f.address_blind and n.channel = 'phone'
    join line_call o on o.call_blind = n.external_blind
    where f.id = $1 and (o.state <> 'left' or o.met_at > f.created_at));

-- name: calls_of_number -> value
-- The live calls of ours to whom a promise was made, whichever promise they keep.
select o.id from line_call o join follow_up p on p.id = o.follow_up_id join follow_up f on f.id = $1
where o.state <> 'left' and (p.id = f.id or p.address_blind = f.address_blind);

-- name: asked_to_call -> value
-- Who was asked lately to call somebody back, and did not.
select o.staff_id from line_offer o join line_call c on c.id = o.call_id
where c.follow_up_id = $1 and o.kind = 'back' and o.offered_at > $2 and o.staff_id is not null;

-- name: was_offered -> value
-- Whether a call of ours came about because a handset rang for it unasked.
select exists (select from line_offer where call_id = $1 and kind = 'back');
