-- name: started -> value
-- Marks a start and answers how many starts of this job never came to an end, this one included.
insert into job_start (job_id, starts, at) values ($1, 1, now())
on conflict (job_id) do update set starts = job_start.starts + 1, at = now()
returning starts;

-- name: ended -> none
-- The start came to an end, well or badly.
delete from job_start where job_id = $1;

-- name: succeeded -> none
-- When a job last succeeded.
insert into job_run (job, succeeded_at) values ($1, now())
on conflict (job) do update set succeeded_at = now();

-- name: failed -> none
-- When a job last failed, and with which code.
insert into job_run (job, failed_at, code) values ($1, now(), $2)
on conflict (job) do update set failed_at = now(), code = $2;

-- name: runs -> Run
-- Every job that ever ran here.
select job, succeeded_at, failed_at, code from job_run order by job;

-- name: retry -> none
-- A held job is queued as if it were new, unless its like waits already.
update pgqueuer j set status = 'queued', attempts = 0, execute_after = now(), updated = now(), queue_manager_id = null
where j.id = $1 and j.status = 'failed' and not exists (
    select from pgqueuer o where o.dedupe_key = j.dedupe_key and o.status in ('queued', 'picked'));

-- name: put_back -> none
-- What the library set aside because the database kept it from putting a job back: no job is to blame, it is tried again.
update pgqueuer j set status = 'queued', attempts = attempts + 1, execute_after = now(), updated = now(),
    queue_manager_id = null
where j.status = 'failed' and j.attempts < $1
    and (select l.traceback ->> 'exception_type' from pgqueuer_log l
        where l.job_id = j.id and l.status = 'failed' order by l.created desc limit 1) <> 'JobFailed'
    and not exists (select from pgqueuer o where o.dedupe_key = j.dedupe_key and o.status in ('queued', 'picked'));

-- name: prune_log -> none
-- The library's log has served after a few days.
delete from pgqueuer_log where created < $1;

-- name: prune_statistics -> none
-- The library's counts have served after a season.
delete from pgqueuer_statistics where created < $1;

-- name: prune_starts -> none
-- Marks of jobs that are gone.
delete from job_start s where not exists (select from pgqueuer q where q.id = s.job_id);
