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

-- name: holidays -> Holiday
-- Holidays from a day on.
select day, name from holiday where day >= $1;

-- name: exceptions -> DayException
-- Exceptions from a day on; past ones have expired.
select day, opens, closes, reason from opening_exception where day >= $1;

-- name: emergency_numbers -> EmergencyNumber
-- The numbers we name to people in danger, in the order in which we name them.
select number, label, languages, verified_on from emergency_number order by rank, number;
