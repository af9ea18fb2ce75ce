-- name: keep -> Inserted
-- One statement, one commit, outside any transaction: it names its actor itself. A row that was here before answers nothing.
with act as materialized (
    select set_config('helpline.actor', 'system', true) as actor, set_config('helpline.role', 'system', true) as role
)
insert into inbox (id, channel, key, received_at, signed, sealed, wrapped, record, due_at)
select new.id, new.channel, new.key, new.received_at, new.signed, new.sealed, new.wrapped, new.id, new.received_at
from act, unnest($1::uuid[], $2::text[], $3::bytea[], $4::timestamptz[], $5::boolean[], $6::bytea[], $7::bytea[])
    as new (id, channel, key, received_at, signed, sealed, wrapped)
on conflict (key) do nothing
returning key, record;

-- name: kept_before -> Inserted
-- The records that repeated deliveries already are.
with act as materialized (
    select set_config('helpline.actor', 'system', true) as actor, set_config('helpline.role', 'system', true) as role
)
select key, record from act, inbox where key = any($1::bytea[]);

-- name: kept_as -> KeptAs
-- What was kept under a key, with the key that opens it now; no row for what was erased.
select i.id, i.record, i.sealed, coalesce(i.wrapped, k.wrapped) as wrapped
from inbox i left join vault_key k on k.record = i.record
where i.key = $1 and coalesce(i.wrapped, k.wrapped) is not null and i.sealed <> '';

-- name: durable -> Durable
-- What was kept under a key before a moment, and became a contact.
select i.id, i.record, i.sealed, k.wrapped, c.content = '' as erased
from inbox i join contact c on c.id = i.record left join vault_key k on k.record = i.record
where i.key = $1 and i.received_at < $2 and i.state = 'read';

-- name: claim -> KeptRow
-- Rows nobody began to read, each held until its lease ends; a crash therefore counts as an attempt.
update inbox set attempts = attempts + 1, due_at = $1::timestamptz + $2::interval
where id in (
    select id from inbox where state = 'new' and attempts = 0 and due_at <= $1
    order by due_at limit $3 for update skip locked
)
returning id, channel, received_at, signed, sealed, wrapped, record, attempts;

-- name: claim_again -> KeptRow
-- One row that somebody began to read: alone, so that what ends a process takes nothing along.
update inbox set attempts = attempts + 1, due_at = $1::timestamptz + $2::interval
where id = (
    select id from inbox where state = 'new' and attempts > 0 and due_at <= $1
    order by due_at limit 1 for update skip locked
)
returning id, channel, received_at, signed, sealed, wrapped, record, attempts;

-- name: claim_one -> KeptRow
-- One row to read at once, because somebody waits for it.
update inbox set attempts = attempts + 1, due_at = $1::timestamptz + $2::interval
where id = $3 and state = 'new'
returning id, channel, received_at, signed, sealed, wrapped, record, attempts;

-- name: adopted -> none
-- These rows are read and their keys belong to their contacts now.
update inbox set state = $2, wrapped = null, read_at = $3 where id = any($1::uuid[]) and state = 'new';

-- name: set_aside -> none
-- These rows do not open here; their bytes and keys stay for a process that has the right master.
update inbox set state = $2, read_at = $3 where id = any($1::uuid[]) and state = 'new';

-- name: joined -> none
-- A further step of a contact that exists: its bytes are sealed under that contact's key, the minted key is gone.
update inbox set state = 'read', wrapped = null, read_at = $4, record = $2, sealed = $3 where id = $1 and state = 'new';

-- name: parked -> ParkedRow
-- A row that no program could read, held while it is read again.
select id, channel, received_at, signed, sealed, wrapped, record from inbox
where id = $1 and state = 'unreadable' for update;

-- name: reopened -> none
-- It is read once more, by a person's wish.
update inbox set state = 'new' where id = $1 and state = 'unreadable';

-- name: later -> none
-- A failed attempt comes again.
update inbox set due_at = $2 where id = $1 and state = 'new';

-- name: backlog -> value
-- How many rows wait to be read.
select count(*) from inbox where state = 'new';

-- name: party -> PartyRow
-- The conversation that began with a contact, wherever a human has put it since; whether this address wrote in it, and
-- when anybody did last. An erased contact is nobody's.
select c.conversation, coalesce(bool_or(c.sender_blind = $2), false) as known,
       max(c.received_at) filter (where c.content <> '') as last_at
from contact one join contact c on c.conversation = one.conversation
where one.id = $1 group by c.conversation;

-- name: correspondence -> Correspondence
-- The conversations some numbers wrote in by text message, each number's newest first; an erased one is nobody's.
select known.* from unnest($1::bytea[]) as asked (sender) cross join lateral (
    select c.sender_blind as sender, c.conversation, min(c.person_id::text)::uuid as person,
        count(distinct c.person_id) as persons,
        exists (select from contact o join waiting w on w.contact_id = o.id where o.conversation = c.conversation)
        or exists (select from contact o join case_contact m on m.contact_id = o.id join case_file f on f.id = m.case_id
            where o.conversation = c.conversation and f.open)
        or exists (select from contact o join follow_up p on p.contact_id = o.id
            where o.conversation = c.conversation and p.ended_at is null) as open,
        max(c.received_at) as last_at
    from contact c where c.sender_blind = asked.sender and c.channel = 'sms'
    group by c.sender_blind, c.conversation order by max(c.received_at) desc limit 20
) known order by known.last_at desc;

-- name: telephones -> Telephone
-- Who uses some numbers, as far as anybody noted it, and whether a human once said that somebody else writes from one
-- of them too.
select asked.sender,
    array(select a.person_id from address a join vault_key k on k.record = a.person_id
        where a.blind = asked.sender and k.wrapped is not null limit 2) as users,
    exists (select from contact c join contact_event e on e.contact_id = c.id
        where c.sender_blind = asked.sender and e.event = 'parted') as parted
from unnest($1::bytea[]) as asked (sender);

-- name: add_receipt -> none
-- A way back for an anonymous writer.
insert into receipt (reference_blind, secret_mac, conversation, guesses_since, created_at)
values ($1, $2, $3, $4, $4) on conflict do nothing;

-- name: receipt -> ReceiptRow
-- The receipt behind a reference, held while the guess is judged.
select secret_mac, conversation, guesses, guesses_since from receipt where reference_blind = $1 for update;

-- name: guessed -> none
-- A wrong guess is counted within its hour; a right one clears the count.
update receipt set guesses = $2, guesses_since = $3 where reference_blind = $1;

-- name: keep_draft -> none
-- What a writer asked to have kept, in place of what the same secret kept before.
insert into draft (reference_blind, secret_mac, sealed, expires_at, guesses_since) values ($1, $2, $3, $4, $5)
on conflict (reference_blind) do update set sealed = excluded.sealed, expires_at = excluded.expires_at
where draft.secret_mac = excluded.secret_mac;

-- name: draft -> DraftRow
-- The draft behind a reference, held while the guess is judged.
select secret_mac, sealed, guesses, guesses_since from draft where reference_blind = $1 and expires_at > $2 for update;

-- name: guessed_draft -> none
-- A wrong guess is counted within its hour; a right one clears the count.
update draft set guesses = $2, guesses_since = $3 where reference_blind = $1;

-- name: drop_draft -> none
-- It was sent, or its writer wants it gone.
delete from draft where reference_blind = $1 and secret_mac = $2;

-- name: drop_expired_drafts -> none
-- Nobody came back for these.
delete from draft where expires_at <= $1;

-- name: refused -> none
-- The door turned something away.
insert into refusal (channel, why, day, last_at, count) values ($1, $2, $3, $4, $5)
on conflict (channel, why, day) do update set count = refusal.count + excluded.count, last_at = excluded.last_at;

-- name: refused_ever -> value
-- How often the door noted one thing of a channel.
select coalesce(sum(count), 0) from refusal where channel = $1 and why = $2;

-- name: probing -> value
-- Whether a channel was being probed at a moment, as the provider's clock may say it.
select exists (select from refusal
    where channel = $1 and why = $2 and last_at > $3::timestamptz - interval '10 minutes'
      and last_at < $3::timestamptz + interval '1 minute');

-- name: polled -> none
-- When a provider was last looked at, and since when and why it cannot be.
insert into poll (channel, succeeded_at, failing_since, code)
values ($1, case when $3::text = '' then $2::timestamptz end, case when $3::text <> '' then $2::timestamptz end, $3::text)
on conflict (channel) do update set succeeded_at = coalesce(excluded.succeeded_at, poll.succeeded_at),
    failing_since = case when excluded.code <> '' then coalesce(poll.failing_since, excluded.failing_since) end,
    code = excluded.code;

-- name: owe -> none
-- Copies at providers that have to go.
insert into deletion (id, contact_id, channel, kind, reference, created_at, due_at)
select id, contact_id, channel, kind, reference, $6, $6
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) as new (id, contact_id, channel, kind, reference)
on conflict (channel, reference) do nothing;

-- name: owed -> Owed
-- What may be asked for now: a message only when none of its files has still to be brought.
select id, contact_id, channel, kind, reference, attempts from deletion d
where deleted_at is null and rests_since is null and due_at <= $1
    and (kind <> 'message' or not exists (select from pgqueuer j where j.entrypoint = 'intake.fetch'
        and position('"' || d.reference || '/' in convert_from(j.payload, 'UTF8')) > 0))
order by due_at limit $2;

-- name: owed_one -> Owed
-- One copy that has to go.
select id, contact_id, channel, kind, reference, attempts from deletion
where channel = $1 and reference = $2 and deleted_at is null;

-- name: deleted -> none
-- The provider's word that its copy is gone.
update deletion set deleted_at = $3, answer = $2, attempts = attempts + 1 where id = $1 and deleted_at is null;

-- name: not_deleted -> none
-- The provider did not do it; it is asked again.
update deletion set answer = $2, due_at = $3, attempts = attempts + 1 where id = $1 and deleted_at is null;

-- name: rest -> none
-- The settings lead nowhere near it any more: nobody asks, until they do again.
update deletion set rests_since = $2 where id = $1 and deleted_at is null and rests_since is null;

-- name: resting -> Owed
-- What no way leads to by the settings, as far as anybody knew.
select id, contact_id, channel, kind, reference, attempts from deletion
where deleted_at is null and rests_since is not null;

-- name: wake -> none
-- A way leads there again: it is asked for now.
update deletion set rests_since = null, due_at = $2 where id = any($1::uuid[]) and deleted_at is null;

-- name: deleted_by_hand -> Owed
-- A person's word that what rests at one provider is gone there.
update deletion set deleted_at = $2, answer = 'by_hand', rests_since = null
where channel = $1 and rests_since is not null and deleted_at is null
returning id, contact_id, channel, kind, reference, attempts;

-- name: acknowledged -> Spent
-- How many went out since a moment, by domain.
select domain, count(*) as sent from acknowledged where at > $1 group by domain;

-- name: acknowledge -> none
-- One more went out; older ones count no more.
with old as (delete from acknowledged where at < $2::timestamptz - interval '2 days')
insert into acknowledged (domain, at) values ($1, $2);

-- name: hold_mailbox -> value
-- Whether this transaction may read a mailbox; another process that reads it is not waited for.
select pg_try_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 1));

-- name: mailbox -> MailboxRow
-- How far a mailbox was read.
select validity, uid, looked_at, failing_since, code from mailbox where name = $1;

-- name: looked -> none
-- A mailbox was read up to here.
insert into mailbox (name, validity, uid, looked_at) values ($1, $2, $3, $4)
on conflict (name) do update set validity = excluded.validity, uid = excluded.uid, looked_at = excluded.looked_at,
    failing_since = null, code = '';

-- name: failed -> none
-- A mailbox cannot be read, since the first of these in a row.
insert into mailbox (name, failing_since, code) values ($1, $3, $2)
on conflict (name) do update set failing_since = coalesce(mailbox.failing_since, excluded.failing_since),
    code = excluded.code;

-- name: failing_mailbox -> value
-- Why a mailbox cannot be read, where one of them cannot.
select coalesce((select code from mailbox
    where failing_since is not null and left_at is null order by failing_since limit 1), '');

-- name: named -> none
-- Which mailboxes the settings name now; the others rest as they are.
update mailbox set left_at = case when name = any($1::bytea[]) then null else $2::timestamptz end
where (left_at is null) <> (name = any($1::bytea[]));

-- name: looked_at -> none
-- Only these are looked at now: nobody misses a look at another one.
delete from poll where channel <> all($1::text[]);

-- name: claim_ids -> value
-- The contacts whose Message-ID another mail bore before, or earlier among these; all are remembered.
with claim as (select * from unnest($1::bytea[], $2::uuid[]) with ordinality as claim (blind, contact_id, place)),
    mine as (insert into message_id (blind, contact_id) select blind, contact_id from claim on conflict do nothing)
select c.contact_id from claim c
where exists (select from message_id m where m.blind = c.blind and m.contact_id <> c.contact_id)
    or exists (select from claim o where o.blind = c.blind and o.contact_id <> c.contact_id and o.place < c.place);

-- name: bring_alone -> none
-- Whoever puts a provider's file here does it alone, until the transaction ends.
select pg_advisory_xact_lock(hashtextextended($1 || '/' || $2, 2));

-- name: held_fetches -> value
-- Files that could not be brought after every attempt.
select payload from pgqueuer where entrypoint = 'intake.fetch' and status = 'failed';

-- name: forget -> none
-- The raw bytes of an erased record go; the HMAC of their key stays, so that a repeated delivery does not bring it back.
update inbox set sealed = '', wrapped = null where id = $1 or (record = $1 and record <> id);

-- name: forget_receipt -> none
-- No receipt leads to an erased conversation.
delete from receipt where conversation = $1;

-- name: forget_ids -> none
-- The Message-ID of an erased mail is no longer known.
delete from message_id where contact_id = $1;
