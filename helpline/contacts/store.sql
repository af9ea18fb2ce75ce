-- name: add -> none
-- A whole batch of contacts in one statement.
insert into contact (id, channel, direction, external_blind, occurred_at, received_at, language, requester,
                     sender_kind, sender_blind, sender_proven, outcome, automatic, unreadable, conversation,
                     person_id, content, gist, answered)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::timestamptz[], $6::timestamptz[],
                     $7::text[], $8::text[], $9::text[], $10::bytea[], $11::boolean[], $12::text[], $13::boolean[],
                     $14::boolean[], $15::uuid[], $16::uuid[], $17::bytea[], $18::bytea[], $19::jsonb[]);

-- name: add_words -> none
-- What a contact is found by.
insert into contact_words (contact_id, words) values ($1, $2)
on conflict (contact_id) do update set words = excluded.words;

-- name: add_events -> none
-- Steps of contacts' histories; the same step told twice is one.
insert into contact_event (contact_id, event, at, by)
select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[])
on conflict do nothing;

-- name: add_attachment -> none
-- A file, sealed under its contact's key.
insert into attachment (id, contact_id, label, body, size, created_at) values ($1, $2, $3, $4, $5, $6);

-- name: known -> Known
-- Contacts that the given arrivals are further steps of.
select c.id, c.channel, c.external_blind, c.outcome, c.version
from contact c join unnest($1::text[], $2::bytea[]) as asked (channel, blind)
  on c.channel = asked.channel and c.external_blind = asked.blind
for update of c;

-- name: progress -> none
-- A later step of a call or a message that grew.
update contact set outcome = $2, language = coalesce($3, language), version = version + 1 where id = $1;

-- name: rewrite -> none
-- New content under the same key, if nobody changed the contact meanwhile.
update contact set content = $2, gist = $3, version = version + 1 where id = $1 and version = $4;

-- name: came_from -> none
-- Who a contact came from, learnt from a later step; once.
update contact set sender_kind = $2, sender_blind = $3, content = $4, gist = $5, version = version + 1
where id = $1 and sender_blind is null;

-- name: understood -> none
-- An unreadable contact that could be read after all.
update contact set channel = $2, external_blind = $3, occurred_at = $4, language = $5, requester = $6, sender_kind = $7,
    sender_blind = $8, sender_proven = $9, outcome = $10, automatic = $11, conversation = $12, content = $13, gist = $14,
    unreadable = false, version = version + 1
where id = $1 and unreadable;

-- name: touch -> none
-- Compare-and-set on the version; 0 rows: somebody was faster.
update contact set version = version + 1 where id = $1 and version = $2;

-- name: assign_person -> none
-- Whom the contact came from, once a human says so.
update contact set person_id = $2, version = version + 1 where id = $1;

-- name: person_in_conversation -> value
-- Whom a contact's conversation came from, as far as somebody said so.
select c.person_id from contact one join contact c on c.conversation = one.conversation
where one.id = $1 and c.person_id is not null order by c.received_at desc limit 1;

-- name: answered -> value
-- Whether somebody wrote back in a contact's conversation since the contact came; prepared words are no answer.
select exists (select from contact one join contact c on c.conversation = one.conversation
               where one.id = $1 and c.direction = 'out' and not c.automatic and c.received_at >= one.received_at);

-- name: join -> none
-- Everything of one conversation belongs to another from now on.
update contact set conversation = $2 where conversation = $1;

-- name: part -> none
-- A contact is a conversation of its own again.
update contact set conversation = id where id = $1;

-- name: asked_by_mail -> value
-- The last message of a conversation whose writer asked in the web form to be answered by mail.
select id from contact
where conversation = $1 and channel = 'webform' and sender_kind = 'email' and sender_blind is not null
order by received_at desc limit 1;

-- name: row -> ContactRow
-- One contact with its wrapped key.
select c.id, c.number, c.channel, c.direction, c.occurred_at, c.received_at, c.language, c.requester, c.sender_kind,
       c.sender_blind, c.sender_proven, c.outcome, c.automatic, c.unreadable, c.conversation, c.person_id, c.version,
       c.content, k.wrapped
from contact c join vault_key k on k.record = c.id
where c.id = $1;

-- name: rows -> ContactRow
-- Some contacts with their wrapped keys, in the order in which they are asked for.
select c.id, c.number, c.channel, c.direction, c.occurred_at, c.received_at, c.language, c.requester, c.sender_kind,
       c.sender_blind, c.sender_proven, c.outcome, c.automatic, c.unreadable, c.conversation, c.person_id, c.version,
       c.content, k.wrapped
from contact c join vault_key k on k.record = c.id
where c.id = any($1::uuid[])
order by array_position($1::uuid[], c.id);

-- name: by_external -> value
-- The contact another system named.
select id from contact where channel = $1 and external_blind = $2;

-- name: attachments -> AttachmentRow
-- A contact's files.
select id, contact_id, label, size from attachment where contact_id = $1 order by created_at, id;

-- name: attachment -> AttachmentRow
-- One file's label.
select id, contact_id, label, size from attachment where id = $1;

-- name: attachment_body -> value
-- One file's sealed bytes.
select body from attachment where id = $1;

-- name: history -> ContactEvent
-- A contact's steps in their order.
select at, event, by from contact_event where contact_id = $1 order by at, id;

-- name: listed -> ListedRow
-- Lines for a list of contacts, in no order.
select c.id, c.number, c.channel, c.direction, c.received_at, c.language, c.outcome, c.automatic, c.unreadable,
       c.gist, k.wrapped
from contact c join vault_key k on k.record = c.id
where c.id = any($1::uuid[]);

-- name: conversation -> ListedRow
-- What belongs to one conversation, oldest first.
select c.id, c.number, c.channel, c.direction, c.received_at, c.language, c.outcome, c.automatic, c.unreadable,
       c.gist, k.wrapped
from contact c join vault_key k on k.record = c.id
where c.conversation = $1 order by c.received_at, c.id limit $2;

-- name: near -> Nearness
-- Earlier and later contacts that may belong to one, and by what: its conversation, its person, its address. Never by name.
select c.id, c.conversation = $4 as by_conversation, coalesce(c.person_id = $3, false) as by_person,
       coalesce(c.sender_blind = $2, false) as by_address,
       coalesce(c.person_id <> $3, false) as of_another
from (
    (select id from contact where sender_blind = $2 order by received_at desc limit $5)
    union (select id from contact where person_id = $3 order by received_at desc limit $5)
    union (select id from contact where conversation = $4 and direction = 'in' order by received_at desc limit $5)
) found join contact c on c.id = found.id
where c.id <> $1 and c.direction = 'in'
order by c.received_at desc limit $5;

-- name: by_sender -> ListedRow
-- The newest contacts from one address.
select c.id, c.number, c.channel, c.direction, c.received_at, c.language, c.outcome, c.automatic, c.unreadable,
       c.gist, k.wrapped
from contact c join vault_key k on k.record = c.id
where c.sender_blind = $1 order by c.received_at desc limit $2;

-- name: by_words -> ListedRow
-- The newest contacts that hold each of up to four asked words (the others null) in one of its forms.
select c.id, c.number, c.channel, c.direction, c.received_at, c.language, c.outcome, c.automatic, c.unreadable,
       c.gist, k.wrapped
from (
    select w.contact_id from contact_search w
    where w.words && $1::bigint[] and ($2::bigint[] is null or w.words && $2)
      and ($3::bigint[] is null or w.words && $3) and ($4::bigint[] is null or w.words && $4)
    order by w.contact_id desc limit $5
) hit
join contact c on c.id = hit.contact_id
join vault_key k on k.record = c.id
order by c.received_at desc;

-- name: plan_for_these_words -> none
-- A word may be rare or in every text: the plan must be made for the words asked, not once for all. Hashes lie in memory,
-- where a page costs a tenth of what Postgres thinks: else it looks through the newest texts for two middling words.
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('seq_page_cost', '0.1', true),
    set_config('random_page_cost', '0.1', true);

-- name: since -> value
-- The ids received after a moment and id, oldest first, for programs that page through.
select id from contact
where (received_at, id) > ($1::timestamptz, $2::uuid) and ($3::uuid is null or id = $3)
order by received_at, id limit $4;

-- name: forget_words -> none
-- An erased contact is found by no word.
delete from contact_words where contact_id = $1;

-- name: forget_files -> none
-- An erased contact keeps no file, sealed or not.
delete from attachment where contact_id = $1;

-- name: forget -> none
-- An erased contact keeps its line in the figures: no content, no blind index.
update contact set content = '', gist = '', sender_blind = null, external_blind = null, person_id = null,
                   version = version + 1
where id = $1;

-- name: unwrite_history -> none
-- What never left has no history.
delete from contact_event where contact_id = $1;

-- name: unwrite -> none
-- An answer that was taken back before it left.
delete from contact where id = $1 and direction = 'out';

-- name: drafts -> DraftRow
-- What colleagues are writing about a contact.
select d.kind, d.staff_id, s.display_name as name, d.sealed, d.version, d.at
from contact_draft d join staff s on s.id = d.staff_id
where d.contact_id = $1 order by d.at, d.staff_id;

-- name: begin_draft -> none
-- The first words; 0 rows when there are some already.
insert into contact_draft (contact_id, kind, staff_id, sealed, at) values ($1, $2, $3, $4, $5) on conflict do nothing;

-- name: save_draft -> none
-- Compare-and-set on the version; 0 rows: typed in another window meanwhile, taken over, or sent.
update contact_draft set sealed = $4, at = $5, version = version + 1
where contact_id = $1 and kind = $2 and staff_id = $3 and version = $6;

-- name: drop_draft -> none
-- One colleague's draft is no draft any more.
delete from contact_draft where contact_id = $1 and kind = $2 and staff_id = $3;

-- name: forget_drafts -> none
-- What was written about an erased contact goes with it.
delete from contact_draft where contact_id = $1;

-- name: look -> value
-- Somebody looks at a contact now; whether he was seen there since a moment ($4) already. 0 rows: there is no such contact.
with before as (select seen_at from contact_look where contact_id = $1 and staff_id = $2),
     now as (insert into contact_look (contact_id, staff_id, seen_at) select id, $2, $3 from contact where id = $1
             on conflict (contact_id, staff_id) do update set seen_at = $3 returning 1)
select coalesce((select seen_at > $4 from before), false) from now;

-- name: look_away -> none
-- Somebody looks at a contact no more.
delete from contact_look where contact_id = $1 and staff_id = $2;

-- name: lookers -> value
-- The names of who else was seen at a contact since a moment.
select s.display_name from contact_look l join staff s on s.id = l.staff_id
where l.contact_id = $1 and l.seen_at > $2 and l.staff_id is distinct from $3 order by s.display_name;

-- name: forget_looks -> value
-- Who gave no sign since a moment looks no more: which contacts that was.
delete from contact_look where seen_at < $1 returning contact_id;

-- name: forget_looks_at -> none
-- Nobody looks at an erased contact.
delete from contact_look where contact_id = $1;

-- name: numbered -> value
-- The contact that people call by this number.
select id from contact where number = $1;

-- name: steps -> Step
-- Who did what about a contact, as the rooms that act on it wrote it down: who took it and gave it on, who was paged, what we
-- answered and what became of that, what was promised, tried and kept. The newest first.
select 'taken' as kind, k.at, s.display_name as name, '' as word, coalesce(g.display_name, b.display_name, '') as about,
    null::uuid as id, k.word as sealed
from claim k join staff s on s.id = k.staff_id left join staff g on g.id = k.given_by
    left join claim p on p.contact_id = k.contact_id and p.ended_how = 'handed_over' and p.ended_at = k.at
    left join staff b on b.id = p.staff_id
where k.contact_id = $1
union all select 'released', k.ended_at, s.display_name, '', '', null, null
from claim k join staff s on s.id = k.staff_id where k.contact_id = $1 and k.ended_how = 'released'
union all select 'paged', p.at, s.display_name, coalesce(o.state, ''), '', null, null
from page p left join staff s on s.id = p.staff_id left join outbox o on o.id = p.outbox_id where p.contact_id = $1
union all select 'answered', coalesce(o.created_at, c.received_at), s.display_name, coalesce(o.state, 'stored'), c.channel, c.id, null
from contact one join contact c on c.conversation = one.conversation and c.direction = 'out' and c.channel <> 'phone'
        and not c.automatic and c.received_at >= one.received_at
    left join outbox o on o.contact_id = c.id
    left join contact_event e on e.contact_id = c.id and e.event = 'written'
    left join staff s on 'staff:' || s.id = coalesce(o.author, e.by)
where one.id = $1 and one.direction = 'in'
union all select case when o.automatic then 'acknowledged' else 'asked' end, o.created_at, s.display_name, o.state, o.channel, null, null
from outbox o left join staff s on 'staff:' || s.id = o.author where o.sealed_for = $1 and o.purpose = 'acknowledgement'
union all select 'promise', h.at, s.display_name, h.what, coalesce(t.display_name, h.value), f.id, null
from follow_up f join follow_up_change h on h.follow_up_id = f.id left join staff s on 'staff:' || s.id = h.by
    left join staff t on h.what = 'handed_over' and t.id::text = h.value
where f.contact_id = $1
union all select 'tried', a.at, s.display_name, a.outcome, '', f.id, null
from follow_up f join attempt a on a.follow_up_id = f.id left join staff s on 'staff:' || s.id = a.by
where f.contact_id = $1
order by at desc, kind limit $2;
