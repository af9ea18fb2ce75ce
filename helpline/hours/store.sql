-- name: weekly -> WeeklySpan
-- The weekly hours that count today or later.
select weekday, opens, closes, valid_from, valid_until from opening_span
where valid_until is null or valid_until >= $1 order by weekday, opens;

-- name: holidays -> Holiday
-- Holidays from a day on.
select day, name from holiday where day >= $1;

-- name: exceptions -> DayException
-- Exceptions from a day on; past ones have expired.
select day, opens, closes, reason from opening_exception where day >= $1;

-- name: emergency_numbers -> EmergencyNumber
-- The numbers we name to people in danger, in the order in which we name them.
select number, label, languages, verified_on from emergency_number order by rank, number;
