-- name: ensure -> none
-- The place of an accompaniment, made at the first need.
insert into accompaniment (case_id, next_review) values ($1, $2) on conflict do nothing;

-- name: one -> Accompaniment
-- Where an accompaniment stands.
select case_id, frame, stage, next_review, version from accompaniment where case_id = $1;

-- name: change -> none
-- Another frame, stage and review, if nobody changed it meanwhile.
update accompaniment set frame = $3, stage = $4, next_review = $5, version = version + 1
where case_id = $1 and version = $2;

-- name: unreviewed -> Unreviewed
-- Open accompaniments without a promise to review them.
select k.id as case_id, k.worker, a.next_review, k.opened_at
from case_file k left join accompaniment a on a.case_id = k.id
where k.open and k.kind = 'accompaniment' and not exists (
    select from follow_up f where f.case_id = k.id and f.kind = 'review' and f.ended_at is null)
order by k.id limit $1;

-- name: considered -> Considered
-- The life areas that notes, orientations and promises of a case are about, the latest first.
select life_area, count(*) as number, max(at) as last from (
    select life_area, at from note where case_id = $1 and life_area is not null
    union all select life_area, created_at from referral where case_id = $1 and life_area is not null
    union all select life_area, created_at from follow_up where case_id = $1 and life_area is not null
) written group by life_area order by max(at) desc, life_area;

-- name: carried -> value
-- How many open accompaniments a worker carries.
select count(*) from case_file where worker = $1 and open and kind = 'accompaniment';
