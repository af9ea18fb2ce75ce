-- name: counted -> Counted
-- What came in from one moment to another, by each of its sides and as a whole; persons by who they are known to be,
-- else by address, else by conversation.
with held as (
    select coalesce(c.person_id::text, encode(c.sender_blind, 'hex'), c.conversation::text) as who, c.channel,
        c.language, c.requester, to_char(c.received_at at time zone 'Europe/Brussels', 'IYYY-"W"IW') as week,
        (select d.disposition from decision d where d.contact_id = c.id order by d.at desc limit 1) as disposition
    from contact c where c.direction = 'in' and not c.automatic and c.received_at >= $1 and c.received_at < $2
)
select s.dimension, s.value, count(*) as contacts, count(distinct who) as persons
from held cross join lateral (values ('', ''), ('channel', channel), ('week', week),
    ('disposition', coalesce(disposition, '')), ('language', coalesce(language, '')),
    ('requester', coalesce(requester, ''))) s (dimension, value)
group by s.dimension, s.value;

-- name: asked -> Counted
-- What became of each question of the public form, of every web form from one moment to another; "" for those that
-- answered no form, because they went on with a conversation. A question that a version did not have was not asked.
with held as (
    select coalesce(person_id::text, encode(sender_blind, 'hex'), conversation::text) as who, answered
    from contact where direction = 'in' and not automatic and channel = 'webform' and received_at >= $1
        and received_at < $2
), questions as (
    select distinct jsonb_object_keys(answered) as question from held where answered is not null
)
select q.question as dimension,
    case when h.answered is null then '' else coalesce(h.answered ->> q.question, 'not_asked') end as value,
    count(*) as contacts, count(distinct who) as persons
from held h cross join questions q where q.question <> 'message' group by 1, 2;

-- name: life_areas -> Counted
-- What notes, orientations and promises of accompaniments were about from one moment to another; persons by case.
with written as (
    select case_id::text as who, life_area from note where life_area is not null and at >= $1 and at < $2
    union all select case_id::text, life_area from referral
    where life_area is not null and case_id is not null and created_at >= $1 and created_at < $2
    union all select case_id::text, life_area from follow_up
    where life_area is not null and case_id is not null and created_at >= $1 and created_at < $2
)
select s.dimension, s.value, count(*) as contacts, count(distinct who) as persons
from written cross join lateral (values ('', ''), ('life_area', life_area)) s (dimension, value)
group by s.dimension, s.value;

-- name: call_backs -> Counted
-- How the call-backs due from one moment to another ended by the second moment given last.
with due as (
    select coalesce(person_id::text, encode(address_blind, 'hex'), contact_id::text, id::text) as who,
        case when ended_how = 'kept' and ended_at <= due_at then 'in_time' when ended_how = 'kept' then 'late'
            when ended_how = 'dropped' then 'dropped' else 'open' end as ended
    from follow_up where kind = 'call_back' and due_at >= $1 and due_at < $2
)
select s.dimension, s.value, count(*) as contacts, count(distinct who) as persons
from due cross join lateral (values ('', ''), ('kept', ended)) s (dimension, value)
group by s.dimension, s.value;

-- name: answers -> Answered
-- The first answer by a person to each written contact, in its own conversation.
select coalesce(c.person_id::text, encode(c.sender_blind, 'hex'), c.conversation::text) as who,
    extract(epoch from (select min(o.received_at) from contact o where o.conversation = c.conversation
        and o.direction = 'out' and not o.automatic and o.received_at > c.received_at) - c.received_at)::float8
        as seconds
from contact c where c.direction = 'in' and not c.automatic and c.channel in ('sms', 'email', 'webform', 'letter')
    and c.received_at >= $1 and c.received_at < $2;

-- name: release -> none
-- Keeps a quarter as it was told first; a second telling changes nothing.
insert into release (quarter, made_at, body) values ($1, $2, $3) on conflict (quarter) do nothing;

-- name: releases -> Release
-- Every quarter that was told, newest first.
select quarter, made_at, body from release order by quarter desc;
