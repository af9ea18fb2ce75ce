-- name: newest -> Version
-- The version that is published.
select v.number, v.id, v.seed, v.origin, v.why, v.by, v.at, s.display_name as by_name
from rule_version v left join staff s on 'staff:' || s.id = v.by order by v.number desc limit 1;

-- name: newest_id -> value
-- Which one that is, asked before every batch of messages.
select id from rule_version order by number desc limit 1;

-- name: versions -> Version
-- The history, the newest first.
select v.number, v.id, v.seed, v.origin, v.why, v.by, v.at, s.display_name as by_name
from rule_version v left join staff s on 'staff:' || s.id = v.by order by v.number desc limit $1;

-- name: version -> Version
-- One version.
select v.number, v.id, v.seed, v.origin, v.why, v.by, v.at, s.display_name as by_name
from rule_version v left join staff s on 'staff:' || s.id = v.by where v.number = $1;

-- name: add_version -> none
-- The next version; nothing when a colleague was faster.
insert into rule_version (number, id, seed, origin, why, by, at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict do nothing;

-- name: stands_in -> Written
-- Everything that stands in one version, in the order in which it was written.
select language, heading, written from rule_entry where since <= $1 and (until is null or until > $1) order by id;

-- name: stands -> Kept
-- What stands now under one heading, or holds some words; the newest people's own first.
select e.language, e.heading, e.written, e.was, e.seeded, e.since, e.by, e.at, s.display_name as by_name
from rule_entry e left join staff s on 'staff:' || s.id = e.by
where e.until is null and ($1::text is null or e.language = $1) and ($2::text is null or e.heading = $2)
  and ($3::text is null or e.written ilike $3)
order by e.seeded, e.heading, e.language, e.id desc limit $4;

-- name: counted -> Counted
-- How many entries stand under each heading.
select language, heading, count(*) as count from rule_entry where until is null group by language, heading;

-- name: switched_off -> Written
-- What is not looked for now; the queue and the board ask it every time.
select language, heading, written from rule_entry where until is null and heading = 'switched_off'
order by language, written;

-- name: groups -> Written
-- A language's groups as they stand.
select language, heading, written from rule_entry where until is null and heading = 'groups' and language = $1
order by id;

-- name: merging -> Kept
-- Everything that stands or came with a release, for joining the next release.
select language, heading, written, was, seeded, since, by, at, null::text as by_name
from rule_entry where until is null order by id;

-- name: seeded_before -> Written
-- What the last release brought, whether people kept it or not.
select language, heading, written from rule_entry where seeded and (until is null or ended_by <> 'system') order by id;

-- name: add_entries -> none
-- Entries that stand from a version on, in their order.
insert into rule_entry (language, heading, written, was, seeded, since, by, at)
select a.language, a.heading, a.written, null, $4, $5, $6, $7
from unnest($1::text[], $2::text[], $3::text[]) with ordinality as a (language, heading, written, n)
order by a.n on conflict do nothing;

-- name: end_entries -> none
-- Entries that a release has no longer.
update rule_entry e set until = $4, ended_by = 'system', ended_at = $5
from unnest($1::text[], $2::text[], $3::text[]) as a (language, heading, written)
where e.until is null and e.seeded
  and (e.language, e.heading, md5(e.written)) = (a.language, a.heading, md5(a.written));

-- name: forget_seeded -> none
-- What a release has no longer, and people had switched off before: it is nobody's question any more.
update rule_entry e set seeded = false
from unnest($1::text[], $2::text[], $3::text[]) as a (language, heading, written)
where e.until is not null and e.seeded
  and (e.language, e.heading, md5(e.written)) = (a.language, a.heading, md5(a.written));

-- name: changes -> Change
-- What is being prepared.
select c.id, c.language, c.heading, c.was, c.written, c.by, c.at, s.display_name as by_name
from rule_change c left join staff s on 'staff:' || s.id = c.by order by c.heading, c.language, c.at, c.id;

-- name: change -> none
-- Prepare a difference; nothing when it is prepared already.
insert into rule_change (id, language, heading, was, written, by, at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict do nothing;

-- name: withdraw -> none
-- Prepare a difference no longer.
delete from rule_change where id = $1;

-- name: end_changed -> none
-- What the prepared differences take away, with their authors.
update rule_entry e set until = $1, ended_by = c.by, ended_at = c.at
from rule_change c
where e.until is null and c.was is not null
  and (e.language, e.heading, md5(e.written)) = (c.language, c.heading, md5(c.was));

-- name: begin_changed -> none
-- What they bring, with their authors.
insert into rule_entry (language, heading, written, was, seeded, since, by, at)
select language, heading, written, was, false, $1, by, at from rule_change
where written is not null order by at, id on conflict do nothing;

-- name: clear -> none
-- Nothing is being prepared any more.
delete from rule_change;

-- name: differences -> Difference
-- What one version changed, and who wrote it: entries that went, entries that came, and those that were changed.
select coalesce(n.language, o.language) as language, coalesce(n.heading, o.heading) as heading,
       o.written as was, n.written as written, s.display_name as by_name
from (select * from rule_entry where until = $1) o
full join (select * from rule_entry where since = $1) n
  on (n.language, n.heading) = (o.language, o.heading) and n.was = o.written
left join staff s on 'staff:' || s.id = coalesce(n.by, o.ended_by)
order by 2, 1, 3, 4 limit $2;

-- name: tell -> none
-- Every process loads what was published.
select pg_notify('helpline_rules', '');

-- name: alone -> none
-- One at a time writes versions.
select pg_advisory_xact_lock(hashtext('helpline.rules'));

-- name: past -> PastRow
-- The newest contacts that came in with words, still sealed.
select c.id, c.number, c.channel, c.received_at, c.language, c.requester, c.outcome, c.content, k.wrapped
from contact c join vault_key k on k.record = c.id
where c.direction = 'in' and not c.unreadable and k.wrapped is not null
order by c.received_at desc limit $1;

-- name: differing -> DecidedRow
-- Where the decision that stands is another than was suggested, the newest first.
select d.contact_id, d.id as decision_id, c.number, c.language, d.suggested_disposition, d.suggested_urgency,
       d.disposition, d.urgency, d.rules_version, d.at, d.sealed_reason, s.sealed as grounds, c.content, k.wrapped
from decision d join contact c on c.id = d.contact_id join vault_key k on k.record = d.contact_id
    left join suggestion s on s.contact_id = d.contact_id
where d.at >= $1 and d.suggested_disposition is not null and k.wrapped is not null
  and (d.suggested_disposition <> d.disposition or d.suggested_urgency <> d.urgency)
  and not exists (select from decision n where n.contact_id = d.contact_id and (n.at, n.id) > (d.at, d.id))
order by d.at desc, d.id limit $2;

-- name: agreement -> Agreement
-- How decisions and suggestions compare: in each language, of one version or of all.
with judged as (
    select c.language, d.disposition, d.suggested_disposition as suggested, d.suggested_urgency as sooner,
           abs(array_position(array['routine', 'soon', 'urgent', 'immediate'], d.urgency)
             - array_position(array['routine', 'soon', 'urgent', 'immediate'], d.suggested_urgency)) as steps
    from decision d join contact c on c.id = d.contact_id
    where d.at >= $1 and d.suggested_disposition is not null and ($2::text is null or d.rules_version = $2)
      and not exists (select from decision n where n.contact_id = d.contact_id and (n.at, n.id) > (d.at, d.id))
)
select language, count(*) as decided,
       count(*) filter (where disposition = 'urgent_safety') as dangers,
       count(*) filter (where disposition = 'urgent_safety'
           and not (suggested = 'urgent_safety' and sooner in ('immediate', 'urgent'))) as missed,
       count(*) filter (where disposition <> 'urgent_safety') as others,
       count(*) filter (where disposition <> 'urgent_safety' and suggested = 'urgent_safety') as false,
       count(*) filter (where disposition = suggested) as same,
       count(*) filter (where steps <= 1) as near
from judged group by grouping sets ((language), ()) order by grouping(language) desc, language;
