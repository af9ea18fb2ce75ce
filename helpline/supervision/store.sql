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
        and not o.automatic and o.received_at > c.received_at)
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
        where p.answered_at is null and p.at > $3 and (w.claimed_by is null or w.unopened) group by p.contact_id limit $2) p)
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

-- name: urgent -> UrgentRow
-- What came since a moment and was urgent, to the rules or to people; handed over and not opened is not taken. The gravest and the newest first, also where each
-- source is cut: no crowd of newer ones hides what is graver.
with came as (
    (select contact_id from suggestion where at >= $1 and urgency in ('immediate', 'urgent')
        order by urgency = 'immediate' desc, at desc limit $2)
    union (select w.contact_id from contact n join waiting w on w.contact_id = n.id and w.urgency_rank < 2
        where n.received_at >= $1 order by w.urgency_rank, w.claimed_by is null or w.unopened desc, n.received_at desc limit $2)
    union (select contact_id from decision where at >= $1 and urgency in ('immediate', 'urgent')
        order by urgency = 'immediate' desc, at desc limit $2))
select c.id, c.number, c.channel, c.outcome, c.received_at,
    coalesce(g.urgency = 'immediate', false) or coalesce(w.urgency_rank = 0, false)
        or coalesce(d.urgency = 'immediate', false) as immediate,
    k.name as taker, k.at as taken_at, d.name as decider, d.at as decided_at, w.contact_id is not null as waits,
    h.name as handed_to, h.giver as handed_by, h.at as handed_at
from came join contact c on c.id = came.contact_id and c.direction = 'in' and c.received_at >= $1
left join suggestion g on g.contact_id = c.id left join waiting w on w.contact_id = c.id
left join lateral (select s.display_name as name, t.at from claim t join staff s on s.id = t.staff_id
    where t.contact_id = c.id and not t.unopened order by t.at limit 1) k on true
left join lateral (select s.display_name as name, g.display_name as giver, t.at
    from claim t join staff s on s.id = t.staff_id left join staff g on g.id = t.given_by
    where w.unopened and t.contact_id = c.id and t.ended_at is null order by t.at desc limit 1) h on true
left join lateral (select s.display_name as name, t.at, t.urgency from decision t left join staff s on 'staff:' || s.id = t.by
    where t.contact_id = c.id order by t.at desc limit 1) d on true
order by immediate desc, w.contact_id is not null and (k.name is null or h.name is not null) desc, c.received_at desc limit $2;

-- name: dangers -> DangerRow
-- The danger logs written since a moment.
select d.contact_id, c.number, d.category, s.display_name as by, d.at
from danger_entry d join contact c on c.id = d.contact_id left join staff s on 'staff:' || s.id = d.by
where d.at >= $1 order by d.at desc limit $2;

-- name: pages -> PageRow
-- For which contacts somebody was paged since a moment, whether that arrived, and who took them afterwards.
select p.contact_id, c.number, p.at, p.names, p.lost, k.name as taker, k.at as taken_at,
    w.contact_id is not null as waits, h.name as handed_to, h.giver as handed_by, h.at as handed_at
from (select p.contact_id, min(p.at) as at, array_remove(array_agg(distinct s.display_name), null) as names,
        bool_and(coalesce(o.state in ('failed', 'blocked', 'unknown'), true)) as lost
    from page p left join staff s on s.id = p.staff_id
    left join lateral (select o.state from outbox o where o.id = p.outbox_id limit 1) o on true
    where p.at >= $1 group by p.contact_id) p
cross join lateral (select c.id, c.number from contact c where c.id = p.contact_id limit 1) c
left join lateral (select s.display_name as name, t.at from claim t join staff s on s.id = t.staff_id
    where t.contact_id = c.id and t.at >= p.at and not t.unopened order by t.at limit 1) k on true
left join waiting w on w.contact_id = c.id
left join lateral (select s.display_name as name, g.display_name as giver, t.at
    from claim t join staff s on s.id = t.staff_id left join staff g on g.id = t.given_by
    where w.unopened and t.contact_id = c.id and t.ended_at is null order by t.at desc limit 1) h on true
order by p.at desc limit $2;

-- name: letters -> LetterRow
-- What did not leave or did not arrive since a moment, with the contact it answers or is about.
select coalesce(a.id, c.id, q.id) as contact_id, coalesce(a.number, c.number, q.number) as number, o.channel,
    o.purpose, o.state, o.changed_at as at
from outbox o left join contact c on c.id = o.contact_id
left join contact q on q.id = o.sealed_for and o.contact_id is null
left join lateral (select i.id, i.number from contact i where i.conversation = c.conversation and i.direction = 'in'
    and c.direction = 'out' order by i.received_at desc limit 1) a on true
where o.state in ('failed', 'unknown', 'blocked') and o.changed_at >= $1 order by o.changed_at desc limit $2;

-- name: faults -> FaultRow
-- What broke since a moment, or is broken still.
select kind, channel, began_at, ended_at from alarm
where began_at >= $1 or ended_at is null or ended_at >= $1 order by began_at desc limit $2;

-- name: accounts -> AccountRow
-- What changed about the accounts since a moment: who may do what here, and with which proof.
select e.action, whose.display_name as whose, s.display_name as by, e.at
from audit_entry e left join staff whose on whose.id = e.subject_id left join staff s on 'staff:' || s.id = e.actor
where e.at >= $1 and e.action in ('staff.added', 'staff.invited', 'staff.role_changed', 'staff.left',
    'staff.factors_forgotten', 'staff.reset_asked', 'staff.reset_allowed', 'staff.reset_refused',
    'staff.recovery_code_used', 'token.added', 'token.revoked')
order by e.at desc limit $2;

-- name: last_here -> value
-- When somebody was last seen in a session before the newest.
select max(seen_at) from staff_session
where staff_id = $1 and created_at < (select max(created_at) from staff_session where staff_id = $1);
