-- name: waiting -> ChannelWait
-- Who waits on each channel: the oldest thousand of each are enough to say "a thousand and more".
select c.channel, count(w.since) as count, count(w.since) filter (where w.due_at < $1) as overdue,
    min(w.since) as longest_since
from unnest($2::text[]) as c (channel)
join lateral (select since, due_at from waiting where waiting.channel = c.channel order by since limit $3) w on true
group by c.channel order by longest_since;

-- name: missed -> MissedRow
-- The newest calls nobody took that still wait or are to be called back, and whose caller nobody spoke to since.
select c.id, c.number, c.channel, c.outcome, c.received_at, c.gist, k.wrapped
from contact c join vault_key k on k.record = c.id
where c.outcome in ('missed', 'abandoned') and c.direction = 'in' and c.received_at > $1
    and (exists (select from waiting w where w.contact_id = c.id)
        or exists (select from follow_up f where f.contact_id = c.id and f.ended_at is null))
    and not exists (select from contact o where o.conversation = c.conversation and o.direction = 'out'
        and o.received_at > c.received_at)
    and (c.sender_blind is null or not exists (select from contact l where l.sender_blind = c.sender_blind
        and l.received_at > c.received_at and l.outcome = 'answered'))
order by c.received_at desc limit $2;

-- name: load -> WorkerLoad
-- What each colleague who works with people carries, counted up to a bound.
select s.display_name as name, k.open_cases, f.follow_ups
from staff s
cross join lateral (select count(*) as open_cases
    from (select from case_file where worker = s.id and open limit $1) carried) k
cross join lateral (select count(*) as follow_ups
    from (select from follow_up where owner = s.id and ended_at is null limit $1) promised) f
where s.left_at is null and s.role in ('operator', 'case_worker', 'supervisor')
order by k.open_cases desc, f.follow_ups desc, s.display_name;

-- name: counts -> Counts
-- Single figures, none counted beyond a bound.
select
    (select count(*) from (select from follow_up where ended_at is null and due_at < $1 limit $2) o) as overdue_promises,
    (select count(*) from (select from follow_up where ended_at is null and escalated_at is not null limit $2) e)
        as escalated,
    (select count(*) from (select from page p join waiting w on w.contact_id = p.contact_id
        where p.answered_at is null and p.at > $3 and w.claimed_by is null group by p.contact_id limit $2) p)
        as unanswered_pages,
    (select count(*) from (select from case_file where worker is null and open limit $2) u) as unassigned_cases,
    (select count(*) from (select from accompaniment a join case_file k on k.id = a.case_id
        where k.open and a.next_review <= $4 limit $2) r) as reviews_due;

-- name: promised -> Promised
-- How the promises due since a moment ended; one that was postponed counts by its last day, one due later not yet.
select count(*) filter (where ended_how = 'kept' and ended_at <= due_at) as kept,
    count(*) filter (where ended_how = 'kept' and ended_at > due_at) as late,
    count(*) filter (where ended_at is null) as broken,
    count(*) filter (where ended_how = 'dropped') as dropped
from follow_up where due_at >= $1 and due_at < $2;

-- name: called -> Called
-- The calls since a moment that somebody answered, and all of them; one that still rings is none yet.
select count(*) filter (where outcome = 'answered') as answered, count(*) as calls
from contact where channel = 'phone' and direction = 'in' and received_at >= $1 and received_at < $2
    and outcome in ('answered', 'missed', 'abandoned', 'voicemail');
