-- name: weekly -> WeeklySpan
-- The weekly hours that count today or later.
select weekday, opens, closes, valid_from, valid_until from opening_span
where valid_until is null or valid_until >= $1 order by weekday, opens;

-- name: end_weekday -> none
-- A weekday's hours count until the day before.
update opening_span set valid_until = $2::date - 1
where weekday = $1 and valid_from < $2 and (valid_until is null or valid_until >= $2);

-- name: drop_weekday -> none
-- Hours of a weekday that were to begin later are replaced.
delete from opening_span where weekday = $1 and valid_from >= $2;

-- name: add_span -> none
-- A weekday's hours from a day on.
insert into opening_span (weekday, opens, closes, valid_from) values ($1, $2, $3, $4);

-- name: put_exception -> none
-- One day's own hours.
insert into opening_exception (day, opens, closes, reason) values ($1, $2, $3, $4)
on conflict (day) do update set opens = excluded.opens, closes = excluded.closes, reason = excluded.reason;

-- name: drop_exception -> none
-- A day is as every other again.
delete from opening_exception where day = $1;

-- name: put_holiday -> none
-- A day on which the weekly hours do not count.
insert into holiday (day, name) values ($1, $2) on conflict (day) do update set name = excluded.name;

-- name: drop_holiday -> none
-- No holiday after all.
delete from holiday where day = $1;

-- name: put_number -> none
-- A number somebody made sure of, after those that are for the same.
insert into emergency_number (number, label, languages, rank, verified_on, verified_by)
select $1::text, $2::text, $3, coalesce(min(rank) filter (where label = $2), max(rank) + 1, 1), $4, $5 from emergency_number
on conflict (number) do update set label = excluded.label, languages = excluded.languages, rank = excluded.rank,
    verified_on = excluded.verified_on, verified_by = excluded.verified_by;

-- name: verify_number -> none
-- Somebody made sure of a number.
update emergency_number set verified_on = $2, verified_by = $3 where number = $1;

-- name: drop_number -> none
-- A number we name no more; one always stays.
delete from emergency_number where number = $1 and exists (select from emergency_number where number <> $1);

-- name: holidays -> Holiday
-- Holidays from a day on.
select day, name from holiday where day >= $1;

-- name: exceptions -> DayException
-- Exceptions from a day on; past ones have expired.
select day, opens, closes, reason from opening_exception where day >= $1;

-- name: emergency_numbers -> EmergencyNumber
-- The numbers we name to people in danger, in the order in which we name them.
select number, label, languages, verified_on, coalesce(s.display_name, '') as verified_by
from emergency_number left join staff s on 'staff:' || s.id = emergency_number.verified_by order by rank, number;
