-- name: insert -> none
-- A new case.
insert into case_file (id, kind, content, worker, deputy, opened_at, last_activity_at)
values ($1, $2, $3, $4, $5, $6, $6);

-- name: one -> Row
-- One case with its wrapped key.
select k.id, k.number, k.kind, k.open, k.worker, w.display_name as worker_name, k.deputy,
    d.display_name as deputy_name, k.opened_at, k.last_activity_at, k.version, k.content, v.wrapped
from case_file k join vault_key v on v.record = k.id
    left join staff w on w.id = k.worker left join staff d on d.id = k.deputy
where k.id = $1;

-- name: listed -> ListedRow
-- Open or closed cases, the liveliest first, from a place in that order on.
select k.id, k.number, k.kind, k.open, s.display_name as worker_name, a.stage, a.next_review,
    k.last_activity_at, k.content, v.wrapped
from case_file k join vault_key v on v.record = k.id
    left join staff s on s.id = k.worker left join accompaniment a on a.case_id = k.id
where k.open = $1 and (k.last_activity_at, k.id) < ($2, $3)
order by k.last_activity_at desc, k.id desc limit $4;

-- name: mine -> ListedRow
-- Open cases of one worker or deputy, the liveliest first, from a place in that order on.
select k.id, k.number, k.kind, k.open, s.display_name as worker_name, a.stage, a.next_review,
    k.last_activity_at, k.content, v.wrapped
from case_file k join vault_key v on v.record = k.id
    left join staff s on s.id = k.worker left join accompaniment a on a.case_id = k.id
where k.open and (k.worker = $1 or k.deputy = $1) and (k.last_activity_at, k.id) < ($2, $3)
order by k.last_activity_at desc, k.id desc limit $4;

-- name: near -> NearRow
-- Cases a contact belongs to, or may: those of its conversation, its address or its person. A human says.
select k.id, k.number, k.kind, k.open, k.content, v.wrapped,
    exists (select from case_contact m where m.case_id = k.id and m.contact_id = $1) as linked,
    exists (select from case_contact m join contact o on o.id = m.contact_id
        where m.case_id = k.id and o.conversation = $2) as threaded
from case_file k join vault_key v on v.record = k.id
where k.id in (
    select m.case_id from contact o join case_contact m on m.contact_id = o.id where o.conversation = $2
    union select m.case_id from contact c join contact o on o.sender_blind = c.sender_blind
        join case_contact m on m.contact_id = o.id where c.id = $1
    union select m.case_id from case_contact m where m.contact_id = $1
    union select p.case_id from participant p where p.person_id = $3)
order by linked desc, threaded desc, k.open desc, k.last_activity_at desc, k.id desc limit $4;

-- name: describe -> none
-- A new title and summary, if nobody changed the case meanwhile.
update case_file set content = $3, version = version + 1, last_activity_at = $4 where id = $1 and version = $2;

-- name: shut -> none
-- Closes or reopens a case, if nobody changed it meanwhile.
update case_file set open = $3, version = version + 1, last_activity_at = $4
where id = $1 and version = $2 and open <> $3;

-- name: become -> none
-- The case changes its kind, if nobody changed it meanwhile.
update case_file set kind = $3, version = version + 1, last_activity_at = $4 where id = $1 and version = $2;

-- name: assign -> none
-- The case gets its worker and deputy, if nobody changed it meanwhile.
update case_file set worker = $3, deputy = $4, version = version + 1, last_activity_at = $5
where id = $1 and version = $2;

-- name: touch -> none
-- Something happened in the case.
update case_file set last_activity_at = $2 where id = $1;

-- name: change -> none
-- One thing that changed in a case.
insert into case_change (id, case_id, what, value, sealed_reason, by, at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: attach -> none
-- A contact belongs to the case; once is enough.
insert into case_contact (case_id, contact_id, by, at) values ($1, $2, $3, $4) on conflict do nothing;

-- name: detach -> none
-- A contact does not belong to the case after all.
delete from case_contact where case_id = $1 and contact_id = $2;

-- name: note -> none
-- A sealed note.
insert into note (id, case_id, kind, sealed, by, at, life_area) values ($1, $2, $3, $4, $5, $6, $7);

-- name: note_words -> none
-- What a note is found by.
insert into note_words (note_id, case_id, words) values ($1, $2, $3);

-- name: case_words -> none
-- What a case is found by.
insert into case_words (case_id, words) values ($1, $2) on conflict (case_id) do update set words = excluded.words;

-- name: join -> none
-- A person takes part in the case; once is enough.
insert into participant (case_id, person_id, role, by, at) values ($1, $2, $3, $4, $5) on conflict do nothing;

-- name: participants -> ParticipantRow
-- Who takes part in a case.
select person_id, role, at from participant where case_id = $1 order by at, person_id;

-- name: link -> none
-- Two people of a case know each other.
insert into person_link (id, case_id, person_id, other_id, sealed, by, at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: unlink -> none
-- A link was a mistake or is over.
update person_link set ended_by = $3, ended_at = $4 where id = $2 and case_id = $1 and ended_at is null;

-- name: links -> LinkRow
-- How the people of a case know each other, in the order in which it was said.
select id, person_id, other_id, sealed from person_link where case_id = $1 and ended_at is null order by at, id limit 200;

-- name: concerned -> value
-- Whether somebody is the person concerned in a case.
select exists (select from participant where case_id = $1 and role = 'concerned');

-- name: search -> HitRow
-- Cases whose newest notes, title or summary hold each of up to four asked words (the others null) in one of its forms.
select k.id, k.number, k.kind, k.last_activity_at, k.content, v.wrapped
from (
    (select case_id from note_search
    where words && $1::bigint[] and ($2::bigint[] is null or words && $2)
      and ($3::bigint[] is null or words && $3) and ($4::bigint[] is null or words && $4)
    order by note_id desc limit 200)
    union
    (select case_id from case_search
    where words && $1::bigint[] and ($2::bigint[] is null or words && $2)
      and ($3::bigint[] is null or words && $3) and ($4::bigint[] is null or words && $4)
    order by case_id desc limit 200)
) hit
join case_file k on k.id = hit.case_id
join vault_key v on v.record = k.id
order by k.last_activity_at desc, k.id desc limit $5;

-- name: plan_for_these_words -> none
-- A word may be rare or in every note: the plan must be made for the words asked, not once for all.
select set_config('plan_cache_mode', 'force_custom_plan', true);

-- name: timeline -> Event
-- What happened in a case before a moment, newest first: those of contacts, notes, changes, promises, attempts and
-- orientations that are asked for, or only those about a life area.
with attached as (
    select c.id, c.conversation from case_contact m join contact c on c.id = m.contact_id where m.case_id = $1
), spoken as (
    select id from attached
    union select o.id from (select distinct conversation from attached) a
        join contact o on o.conversation = a.conversation and o.direction = 'out'
), promised as (
    select id, sealed_for, sealed, life_area from follow_up where case_id = $1 and ($6 = '' or life_area = $6)
    union all select f.id, f.sealed_for, f.sealed, f.life_area from attached a
        join follow_up f on f.contact_id = a.id and f.case_id is null where $6 = ''
), happened as (
    (select 'contact' as source, c.id, c.received_at as at, '' as by, c.direction as what,
        case when c.outcome = 'voicemail' then c.outcome else c.channel end as value,
        c.id as record, c.gist as sealed, c.id as sealed_row, null::bytea as matter,
        null::text as area
    from spoken join contact c on c.id = spoken.id
    where 'contact' = any ($5::text[]) and (c.received_at, c.id) < ($2, $3) order by c.received_at desc, c.id desc limit $4)
    union all
    (select 'note', n.id, n.at, n.by, n.kind, '', n.case_id, n.sealed, n.id, null, n.life_area
    from note n where 'note' = any ($5) and n.case_id = $1 and ($6 = '' or n.life_area = $6) and (n.at, n.id) < ($2, $3) order by n.at desc, n.id desc limit $4)
    union all
    (select 'change', h.id, h.at, h.by, h.what, coalesce(w.display_name, h.value), h.case_id, h.sealed_reason, h.id, null, null
    from case_change h left join staff w on h.what in ('worker', 'deputy') and w.id::text = h.value
    where 'change' = any ($5) and h.case_id = $1 and (h.at, h.id) < ($2, $3) order by h.at desc, h.id desc limit $4)
    union all
    (select 'promise', h.id, h.at, h.by, h.what, f.id::text, f.sealed_for, h.sealed_reason, h.id, f.sealed, f.life_area
    from promised f join follow_up_change h on h.follow_up_id = f.id
    where 'promise' = any ($5) and not exists (select from attempt a where a.follow_up_id = f.id and a.at = h.at) and (h.at, h.id) < ($2, $3)
    order by h.at desc, h.id desc limit $4)
    union all
    (select 'attempt', a.id, a.at, a.by, a.outcome, f.id::text, f.sealed_for, a.sealed_note, a.id, f.sealed, f.life_area
    from promised f join attempt a on a.follow_up_id = f.id
    where 'attempt' = any ($5) and (a.at, a.id) < ($2, $3) order by a.at desc, a.id desc limit $4)
    union all
    (select 'referral', h.id, h.at, h.by, h.state, coalesce(p.name, ''), r.sealed_for, h.sealed_reason, h.id, null, r.life_area
    from referral r join referral_change h on h.referral_id = r.id left join partner p on p.id = r.partner_id
    where 'referral' = any ($5) and r.case_id = $1 and ($6 = '' or r.life_area = $6) and (h.at, h.id) < ($2, $3) order by h.at desc, h.id desc limit $4)
)
select e.source, e.id, e.at, e.by, s.display_name as by_name, e.what, e.value, e.record, e.sealed, e.sealed_row,
    e.matter, e.area, v.wrapped
from happened e join vault_key v on v.record = e.record left join staff s on e.by = 'staff:' || s.id
order by e.at desc, e.id desc limit $4;

-- name: last_spoken -> Spoken
-- The newest contact of a case, in or out.
with attached as (
    select c.id, c.conversation from case_contact m join contact c on c.id = m.contact_id where m.case_id = $1
), spoken as (
    select id from attached
    union select o.id from (select distinct conversation from attached) a
        join contact o on o.conversation = a.conversation and o.direction = 'out'
)
select c.received_at as at, c.channel, c.direction from spoken join contact c on c.id = spoken.id
order by c.received_at desc limit 1;

-- name: files -> FileRow
-- The files that came with the contacts of a case, the newest first.
select a.id, a.contact_id, c.channel, a.label, a.size, a.created_at as at, v.wrapped
from case_contact m join contact c on c.id = m.contact_id join attachment a on a.contact_id = m.contact_id join vault_key v on v.record = a.contact_id
where m.case_id = $1 order by a.created_at desc, a.id desc limit $2;

-- name: keep_document -> none
-- A file of a worker's, sealed under the case's key.
insert into case_document (id, case_id, label, body, size, by, at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: documents -> DocumentRow
-- The files that workers put into a case, the newest first.
select d.id, d.label, d.size, d.by, s.display_name as by_name, d.at, r.display_name as removed_by_name, d.removed_at
from case_document d left join staff s on d.by = 'staff:' || s.id left join staff r on d.removed_by = 'staff:' || r.id
where d.case_id = $1 order by d.at desc, d.id desc limit $2;

-- name: document -> DocumentBody
-- One of these files, still sealed, with whoever put it there; none when it was removed.
select label, body, by from case_document where case_id = $1 and id = $2 and removed_at is null;

-- name: remove_document -> none
-- A file that should not be there loses its bytes.
update case_document set body = '', removed_by = $3, removed_at = $4
where case_id = $1 and id = $2 and removed_at is null;

-- name: forget_documents -> none
-- An erased case keeps no file, sealed or not.
delete from case_document where case_id = $1;

-- name: correspondents -> value
-- The newest message of each conversation of a case that can be answered in writing, the newest first.
select id from (
    select distinct on (c.conversation) c.id, c.received_at
    from case_contact m join contact c on c.id = m.contact_id
    where m.case_id = $1 and c.direction = 'in' and c.channel in ('sms', 'email', 'webform') and not c.automatic
    order by c.conversation, c.received_at desc
) newest order by received_at desc limit $2;

-- name: holds -> value
-- Whether a contact belongs to a case.
select exists (select from case_contact where case_id = $1 and contact_id = $2);

-- name: forget_note_words -> none
-- An erased case is found by no word of a note.
delete from note_words where case_id = $1;

-- name: forget_words -> none
-- An erased case is found by no word of its title or summary.
delete from case_words where case_id = $1;

-- name: numbered -> value
-- The case that people call by this number.
select id from case_file where number = $1;
