-- name: add -> none
-- A letter to send, sealed.
insert into outbox (id, channel, purpose, contact_id, sealed_for, sealed, recipient_blind, automatic, author,
                    due_at, created_at, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11);

-- name: held -> LetterRow
-- A letter, held until this transaction ends.
select o.id, o.channel, o.purpose, o.contact_id, o.sealed_for, o.sealed, o.recipient_blind, o.automatic, o.state,
       o.attempts, o.due_at, o.created_at, o.changed_at, o.version, k.wrapped
from outbox o join vault_key k on k.record = o.sealed_for where o.id = $1 for update of o;

-- name: by_provider -> LetterRow
-- The letter a provider speaks of, held until this transaction ends.
select o.id, o.channel, o.purpose, o.contact_id, o.sealed_for, o.sealed, o.recipient_blind, o.automatic, o.state,
       o.attempts, o.due_at, o.created_at, o.changed_at, o.version, k.wrapped
from outbox o join vault_key k on k.record = o.sealed_for where o.provider_id = $1 for update of o;

-- name: begin -> none
-- The letter is in our hands now: one more attempt.
update outbox set state = 'sending', attempts = attempts + 1, changed_at = $2, version = version + 1 where id = $1;

-- name: move -> none
-- What became of a letter.
update outbox set state = $2, code = $3, due_at = $4, changed_at = $5, provider_id = coalesce($6, provider_id),
    version = version + 1
where id = $1;

-- name: renew -> none
-- A letter is queued as if it were new; a report on the earlier attempt finds it no more.
update outbox set state = 'queued', attempts = 0, due_at = $2, changed_at = $2, provider_id = null, version = version + 1
where id = $1;

-- name: stuck -> value
-- Letters nobody speaks of any more: in our hands for too long, or due for long without a job.
select id from outbox
where (state = 'sending' and changed_at < $1) or (state = 'queued' and due_at < $2) order by changed_at limit 100;

-- name: acknowledged -> value
-- Whether this address had an acknowledgement since a moment.
select exists (select from outbox where recipient_blind = $1 and purpose = 'acknowledgement' and created_at > $2);

-- name: last_acknowledged -> value
-- When this address last had an acknowledgement since a moment, or will have the one that waits.
select max(greatest(created_at, due_at)) from outbox
where recipient_blind = $1 and purpose = 'acknowledgement' and created_at > $2;

-- name: in_conversation -> SentRow
-- What we wrote in the conversation of a contact, oldest first.
select c.id as contact_id, c.occurred_at as at, coalesce(o.author, e.by, '') as author, o.state, o.code,
    case when o.state = 'queued' and o.attempts = 0 and o.due_at > $2 then o.due_at end as leaves_at, c.content, k.wrapped
from contact c
left join outbox o on o.contact_id = c.id
left join contact_event e on e.contact_id = c.id and e.event = 'written'
join vault_key k on k.record = c.id
where c.conversation = (select conversation from contact where id = $1) and c.direction = 'out' order by c.occurred_at, c.id;

-- name: said -> SaidRow
-- A whole conversation, in and out, the newest first; letters about a message that came, such as pages, are not of it.
select c.id as contact_id, c.number, c.direction, c.occurred_at as at, coalesce(o.author, e.by, '') as author, o.state,
    o.code, case when o.state = 'queued' and o.attempts = 0 and o.due_at > $2 then o.due_at end as leaves_at,
    (select count(*) from attachment f where f.contact_id = c.id) as files, c.content, k.wrapped
from contact c
left join outbox o on o.contact_id = c.id and c.direction = 'out'
left join contact_event e on e.contact_id = c.id and e.event = 'written' and c.direction = 'out'
join vault_key k on k.record = c.id
where c.conversation = (select conversation from contact where id = $1)
order by c.occurred_at desc, c.id desc limit $3;

-- name: lost -> LostRow
-- Answers, and questions what is safe, that did not arrive and that nobody has looked at since: of one author, or of all.
select c.id as contact_id, a.id as answered_id, a.number, o.channel, o.author, o.state, o.code, o.changed_at
from outbox o
cross join lateral (select id, conversation from contact where id = o.contact_id union all
    select id, conversation from contact where id = o.sealed_for and o.contact_id is null) c
join lateral (select id, number from contact i where i.conversation = c.conversation and i.direction = 'in'
    order by i.received_at desc limit 1) a on true
where o.state in ('failed', 'unknown', 'blocked') and o.noticed_at is null
    and (o.purpose = 'reply' or o.purpose = 'acknowledgement' and not o.automatic)
    and ($1::text is null or o.author = $1)
order by o.changed_at desc limit $2;

-- name: notice -> none
-- Somebody looked at an answer that did not arrive.
update outbox set noticed_at = $2 where (contact_id = $1 or contact_id is null and sealed_for = $1)
    and state in ('failed', 'unknown', 'blocked');

-- name: of_contact -> LetterRow
-- The letter that an outgoing contact is, held until this transaction ends.
select o.id, o.channel, o.purpose, o.contact_id, o.sealed_for, o.sealed, o.recipient_blind, o.automatic, o.state,
       o.attempts, o.due_at, o.created_at, o.changed_at, o.version, k.wrapped
from outbox o join vault_key k on k.record = o.sealed_for where o.contact_id = $1 for update of o;

-- name: withdraw -> none
-- A letter taken back: its words lie with the contact it would have answered, and its outgoing contact goes.
update outbox set state = 'withdrawn', contact_id = null, sealed_for = $2, sealed = $3, recipient_blind = '',
    changed_at = $4, version = version + 1
where id = $1;

-- name: withheld -> value
-- Answers of a conversation that their reader must not find yet.
select c.id from contact c join outbox o on o.contact_id = c.id
where c.conversation = $1 and o.state = 'queued' and o.attempts = 0 and o.due_at > $2;

-- name: companions -> value
-- The contacts of a conversation, whose screens show what became of a letter in it.
select id from contact where conversation = (select conversation from contact where id = $1);

-- name: forget -> none
-- What an erased record sent keeps its line, and no blind index of whom it went to.
update outbox set sealed = '', recipient_blind = '' where sealed_for = $1 or contact_id = $1;
