-- name: backlog -> Backlog
-- What waits to be read, what could not be read today, and what the job queue holds.
select
    (select count(*) from inbox where state = 'new') as unread,
    (select min(received_at) from inbox where state = 'new') as oldest_at,
    (select count(*) from inbox where state = 'unreadable' and received_at >= $1) as unreadable_today,
    (select count(*) from pgqueuer where status = 'queued') as jobs_queued,
    (select count(*) from pgqueuer where status = 'failed') as jobs_held,
    (select count(*) from inbox where state = 'unreadable') as parked,
    (select count(*) from deletion where deleted_at is null) as copies_owed,
    (select count(*) from deletion where deleted_at is null and attempts > 0) as copies_refused;

-- name: last_arrival -> value
-- When a channel last brought something; ids grow with time.
select received_at from inbox where channel = $1 order by id desc limit 1;

-- name: sent -> SentRow
-- When each channel last sent something, what failed today, what waits, and what waits after failing.
select channel, max(changed_at) filter (where state in ('sent', 'delivered')) as last_sent_at,
    count(*) filter (where state in ('failed', 'unknown') and changed_at >= $1) as failed,
    count(*) filter (where state in ('queued', 'sending')) as waiting,
    count(*) filter (where state = 'queued' and attempts > 0) as failing
from outbox where changed_at >= $1 - interval '30 days' group by channel;

-- name: refusals -> Refusal
-- What the doors turned away today.
select channel, why, count, last_at from refusal where day = $1 order by channel, why;

-- name: queued -> Queued
-- What each channel brought and nobody has read.
select channel, count(*) filter (where state = 'new') as unread, count(*) filter (where state = 'unreadable') as parked
from (
    select channel, state from inbox where state = 'new'
    union all select channel, state from inbox where state = 'unreadable'
) undone group by channel;

-- name: polls -> Poll
-- When each provider was last looked at.
select channel, succeeded_at, failing_since, code from poll order by channel;

-- name: failing -> Failing
-- Letters that wait after an attempt in vain; asked every minute, so by the index of what is under way.
select channel, count(*) as count from outbox where state = 'queued' and attempts > 0 group by channel;

-- name: refused -> Failing
-- Letters to people who contacted us that were refused for good since a moment.
select channel, count(*) as count from outbox
where state = 'failed' and purpose <> 'page' and changed_at >= $1 group by channel;

-- name: failed_pages -> value
-- Pages to colleagues that did not get through since a moment.
select count(*) from outbox where purpose = 'page' and state in ('failed', 'unknown') and changed_at >= $1;

-- name: parked -> Parked
-- What no program could read, the oldest first, with what its history says about it.
select i.id, i.channel, i.received_at, c.id as contact_id, c.number, coalesce(e.event, '') as event
from inbox i join contact c on c.id = i.record
left join lateral (select event from contact_event where contact_id = c.id and event like 'unreadable:%'
    order by at desc limit 1) e on true
where i.state = 'unreadable' order by i.received_at limit $1;

-- name: left_mailboxes -> LeftMailbox
-- Mailboxes that were taken out of the settings since a moment.
select looked_at as read_at, left_at from mailbox where left_at >= $1 order by left_at desc;

-- name: left_copies -> LeftCopies
-- What rests at providers because the settings name them no more.
select channel, count(*) as count, min(rests_since) as since from deletion
where deleted_at is null and rests_since is not null group by channel order by channel;

-- name: held_jobs -> HeldJob
-- Work that nobody tries any more.
select id, entrypoint as job, updated as since from pgqueuer where status = 'failed' order by updated limit $1;

-- name: held_letters -> HeldLetter
-- Letters that did not leave since a moment, the newest first.
select id, channel, purpose, state, code, changed_at as at, contact_id from outbox
where state in ('failed', 'unknown') and changed_at >= $1 order by changed_at desc limit $2;

-- name: alarms -> Alarm
-- What is broken now.
select id, kind, channel, began_at, told_by, ended_at from alarm where ended_at is null order by began_at;

-- name: past_alarms -> Alarm
-- What was broken lately.
select id, kind, channel, began_at, told_by, ended_at from alarm
where ended_at is not null order by began_at desc limit $1;

-- name: take_turns -> none
-- Whoever watches, watches alone until the transaction ends.
select pg_advisory_xact_lock($1);

-- name: begin_alarm -> none
-- Something broke; somebody else may have noticed in the same minute.
insert into alarm (id, kind, channel, began_at, told_by) values ($1, $2, $3, $4, $5)
on conflict (kind, channel) where ended_at is null do nothing;

-- name: told -> none
-- How a person was told.
update alarm set told_by = $2 where id = $1;

-- name: told_in_vain -> value
-- Open alarms about which no letter left: none was written, or none of those written before a moment got through.
select a.id from alarm a where a.ended_at is null and not exists (
    select from outbox o where o.sealed_for = a.id
      and (o.state in ('sending', 'sent', 'delivered') or o.created_at > $1));

-- name: end_alarm -> none
-- It is well again.
update alarm set ended_at = $2 where id = $1 and ended_at is null;
