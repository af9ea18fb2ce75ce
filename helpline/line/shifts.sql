-- name: add_duty -> none
-- A person's turn.
insert into duty (id, staff_id, starts_at, ends_at, created_at) values ($1, $2, $3, $4, $5);

-- name: remove_duty -> none
-- A turn that is not to be.
delete from duty where id = $1;

-- name: duties -> Duty
-- Turns that are not over, the next first.
select d.id, d.staff_id, s.display_name as name, s.language, d.starts_at, d.ends_at
from duty d join staff s on s.id = d.staff_id
where d.ends_at > $1 and s.left_at is null order by d.starts_at, d.id limit 100;

-- name: on_duty -> Duty
-- Whose turn it is; of several the one whose turn began last.
select d.id, d.staff_id, s.display_name as name, s.language, d.starts_at, d.ends_at
from duty d join staff s on s.id = d.staff_id
where d.starts_at <= $1 and d.ends_at > $1 and s.left_at is null order by d.starts_at desc, d.id desc limit 1;

-- name: supervisors -> Reachable
-- Whom to page when nobody is on duty or nobody answers.
select id, display_name as name, language from staff
where role = 'supervisor' and left_at is null and sealed_phone is not null order by display_name;

-- name: paged -> value
-- Whether anybody was paged for a contact since it waits.
select exists (select from page p left join waiting w on w.contact_id = p.contact_id
    where p.contact_id = $1 and (w.since is null or p.at >= w.since));

-- name: close_pages -> none
-- A contact waits anew: what it was paged for before is over.
update page set answered_at = $2 where contact_id = $1 and answered_at is null;

-- name: add_page -> none
-- Somebody was paged; or, without a person, nobody could be.
insert into page (id, contact_id, staff_id, outbox_id, at) values ($1, $2, $3, $4, $5);

-- name: answer_pages -> none
-- A page is answered when somebody holds its contact, or when it waits no more; handed over and not opened is not held.
update page set answered_at = $1
where answered_at is null
  and not exists (select from waiting w where w.contact_id = page.contact_id and (w.claimed_by is null or w.unopened));

-- name: reopen_pages -> none
-- What was paged, and then handed to somebody who has not opened it since before a moment, is nobody's again: once for
-- each time it is handed over.
update page set answered_at = null, escalated = false
from waiting w
where w.contact_id = page.contact_id and w.unopened and w.claimed_at < $1 and page.at >= w.since
  and not exists (select from page p where p.contact_id = w.contact_id and p.at > w.claimed_at);

-- name: unanswered -> value
-- Contacts paged before a moment that nobody holds and for which the supervisors were not called yet.
select contact_id from page where answered_at is null
group by contact_id having max(at) < $1 and not bool_or(escalated) order by min(at);

-- name: escalate -> none
-- The supervisors are called for this contact now; once is enough.
update page set escalated = true where contact_id = $1;

-- name: overdue -> Overdue
-- Paged contacts that still wait and nobody has claimed, with who was given them and has not opened them, for the supervisors' board.
select p.contact_id, c.number, min(p.at) as paged_at,
       array_remove(array_agg(distinct s.display_name), null) as names,
       k.name as handed_to, k.giver as handed_by, k.at as handed_at
from page p join waiting w on w.contact_id = p.contact_id join contact c on c.id = p.contact_id
left join staff s on s.id = p.staff_id
left join lateral (select h.display_name as name, g.display_name as giver, t.at
    from claim t join staff h on h.id = t.staff_id left join staff g on g.id = t.given_by
    where w.unopened and t.contact_id = w.contact_id and t.ended_at is null order by t.id desc limit 1) k on true
where p.answered_at is null and (w.claimed_by is null or w.unopened)
group by p.contact_id, c.number, k.name, k.giver, k.at order by min(p.at) limit 20;

-- name: unheard -> value
-- Immediate contacts that nobody holds, or only on paper, and nobody was paged for since they wait: since before a moment, or at all ($2).
select w.contact_id from waiting w
where w.urgency_rank = 0 and (w.claimed_by is null or w.unopened) and (w.since < $1 or $2)
  and not exists (select from page p where p.contact_id = w.contact_id and p.at >= w.since)
order by w.due_at limit 50;
