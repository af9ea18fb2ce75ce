-- name: backlog -> Backlog
-- What waits to be read, what could not be read today, and what the job queue holds.
select
    (select count(*) from inbox where state = 'new') as unread,
    (select min(received_at) from inbox where state = 'new') as oldest_at,
    (select count(*) from inbox where state = 'unreadable' and received_at >= $1) as unreadable_today,
    (select count(*) from pgqueuer where status = 'queued') as jobs_queued,
    (select count(*) from pgqueuer where status = 'failed') as jobs_held;

-- name: last_arrival -> value
-- When a channel last brought something; ids grow with time.
select received_at from inbox where channel = $1 order by id desc limit 1;

-- name: sent -> SentRow
-- When each channel last sent something, and what failed today.
select channel, max(changed_at) filter (where state in ('sent', 'delivered')) as last_sent_at,
    count(*) filter (where state in ('failed', 'unknown') and changed_at >= $1) as failed
from outbox where changed_at >= $1 - interval '30 days' group by channel;

-- name: refusals -> Refusal
-- What the doors turned away today.
select channel, why, count from refusal where day = $1 order by channel, why;
