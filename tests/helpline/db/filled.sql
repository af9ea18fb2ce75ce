-- A house of some years: enough rows that a plan shows whether it finds or scans. Sealed columns hold nothing.
insert into vault_key (record, wrapped, created_at)
select md5(kind || n)::uuid, 'x', now() from generate_series(1, 20000) n, unnest(array['contact', 'person', 'case']) kind
where kind = 'contact' or n <= 5000;

insert into staff (id, sign_in_name, display_name, role, password_hash)
select md5('staff' || n)::uuid, 's' || n, 's' || n, 'operator', '' from generate_series(1, 30) n;

insert into person (id, kind, content, created_at)
select md5('person' || n)::uuid, 'requester', '', now() from generate_series(1, 5000) n;

insert into person_names (person_id, prefixes)
select md5('person' || n)::uuid, array(select n % (w * 97) * 100 + w from generate_series(1, 18) w)::bigint[]
from generate_series(1, 5000) n;

insert into address (id, person_id, kind, blind, sealed, created_at)
select md5('address' || n)::uuid, md5('person' || n)::uuid, 'phone', decode(md5('blind' || n), 'hex'), '', now()
from generate_series(1, 5000) n;

insert into safe_contact_rule (id, person_id, sealed, set_by, set_at)
select md5('rule' || n)::uuid, md5('person' || (n % 5000 + 1))::uuid, '', 'system', now() from generate_series(1, 7000) n;

insert into contact (id, channel, direction, external_blind, occurred_at, received_at, sender_kind, sender_blind, outcome,
                     conversation, person_id, content, gist)
select md5('contact' || n)::uuid, case when n % 3 = 0 then 'phone' else 'sms' end, case when n % 7 = 0 then 'out' else 'in' end,
       decode(md5('external' || n), 'hex'), now() - n * interval '1 hour', now() - n * interval '1 hour', 'phone',
       decode(md5('blind' || n % 9000), 'hex'), case when n % 3 = 0 then (array['missed', 'answered', 'voicemail'])[n % 9 / 3 + 1] end,
       md5('contact' || (n - n % 4 + 1))::uuid, case when n <= 5000 then md5('person' || n)::uuid end, '', ''
from generate_series(1, 20000) n;

insert into contact_words (contact_id, words)
select md5('contact' || n)::uuid, array(select (n * 31 + w * w * 17) % 40000 from generate_series(1, 30) w)::bigint[]
    || array[50000 + n % 8, 60000 + n % 9]::bigint[]
from generate_series(1, 20000) n;

insert into contact_event (contact_id, event, at, by)
select md5('contact' || n)::uuid, event, now(), 'system' from generate_series(1, 20000) n, unnest(array['rang', 'written']) event;

insert into attachment (id, contact_id, label, body, size, created_at)
select md5('file' || n)::uuid, md5('contact' || n)::uuid, '', '', 0, now() from generate_series(1, 3000) n;

insert into inbox (id, channel, key, received_at, signed, sealed, record, state, due_at)
select md5('inbox' || n)::uuid, 'sms', decode(md5('key' || n), 'hex'), now(), true, '', md5('contact' || n)::uuid,
       case when n <= 20 then 'new' else 'read' end, now() from generate_series(1, 20000) n;

insert into receipt (reference_blind, secret_mac, conversation, guesses_since, created_at)
select decode(md5('receipt' || n), 'hex'), '', md5('contact' || n)::uuid, now(), now() from generate_series(1, 4000) n;

insert into suggestion (contact_id, disposition, urgency, unclear, rules_version, sealed, at)
select md5('contact' || n)::uuid, 'accompaniment', 'soon', false, '1', '', now() from generate_series(1, 20000) n;

insert into decision (id, contact_id, disposition, urgency, landing_kind, by, at)
select md5('decision' || n)::uuid, md5('contact' || n)::uuid, 'accompaniment', 'soon', 'case', 'system', now() - n * interval '1 hour'
from generate_series(300, 20000) n;

insert into danger_entry (id, contact_id, sealed, category, by, at)
select md5('danger' || n)::uuid, md5('contact' || n)::uuid, '', 'other', 'system', now() from generate_series(1, 3000) n;

insert into waiting (contact_id, urgency_rank, since, due_at, channel)
select md5('contact' || n)::uuid, n % 4, now(), now() + n * interval '1 minute', 'sms' from generate_series(1, 3000) n;

insert into claim (contact_id, staff_id, at, ended_at, ended_how)
select md5('contact' || n)::uuid, md5('staff' || (n % 30 + 1))::uuid, now(), now(), 'decided' from generate_series(1, 9000) n;

insert into outbox (id, channel, purpose, contact_id, sealed_for, sealed, recipient_blind, state, provider_id, author,
                    due_at, created_at, changed_at)
select md5('letter' || n)::uuid, 'sms', 'reply', md5('contact' || n * 7)::uuid, md5('contact' || n * 7)::uuid, '',
       decode(md5('blind' || n), 'hex'), case when n % 100 = 0 then 'failed' else 'delivered' end, 'SM' || n, 'system',
       now() - n * interval '1 hour', now() - n * interval '1 hour', now() - n * interval '1 hour'
from generate_series(1, 2800) n;

insert into page (id, contact_id, staff_id, at, answered_at)
select md5('page' || n)::uuid, md5('contact' || n)::uuid, md5('staff' || (n % 30 + 1))::uuid, now(), now()
from generate_series(1, 2000) n;

insert into case_file (id, kind, content, open, worker, opened_at, last_activity_at)
select md5('case' || n)::uuid, 'accompaniment', '', n % 4 = 0, md5('staff' || (n % 30 + 1))::uuid, now(), now() - n * interval '1 hour'
from generate_series(1, 5000) n;

insert into case_contact (case_id, contact_id, by, at)
select md5('case' || (n % 5000 + 1))::uuid, md5('contact' || n)::uuid, 'system', now() from generate_series(1, 18000) n;

insert into participant (case_id, person_id, role, by, at)
select md5('case' || n)::uuid, md5('person' || n)::uuid, 'requester', 'system', now() from generate_series(1, 5000) n;

insert into note (id, case_id, sealed, by, at)
select md5('note' || n)::uuid, md5('case' || (n % 5000 + 1))::uuid, '', 'system', now() from generate_series(1, 12000) n;

insert into note_words (note_id, case_id, words)
select md5('note' || n)::uuid, md5('case' || (n % 5000 + 1))::uuid,
       array(select (n * 31 + w * w * 17) % 40000 from generate_series(1, 20) w)::bigint[] from generate_series(1, 12000) n;

insert into case_words (case_id, words)
select md5('case' || n)::uuid, array(select (n * 31 + w * w * 17) % 40000 from generate_series(1, 20) w)::bigint[]
from generate_series(1, 5000) n;

insert into case_change (id, case_id, what, by, at)
select md5('change' || n)::uuid, md5('case' || (n % 5000 + 1))::uuid, 'opened', 'system', now() from generate_series(1, 12000) n;

insert into follow_up (id, kind, contact_id, sealed_for, sealed, due_at, owner, created_by, created_at, ended_at, ended_how)
select md5('promise' || n)::uuid, 'task', md5('contact' || n % 20000 + 1)::uuid, md5('contact' || n % 20000 + 1)::uuid, '', now() + (n - 4000) * interval '1 hour',
       md5('staff' || (n % 30 + 1))::uuid, 'system', now(), case when n % 9 <> 0 then now() end, case when n % 9 <> 0 then 'kept' end
from generate_series(1, 8000) n;

insert into attempt (id, follow_up_id, outcome, by, at)
select md5('attempt' || n)::uuid, md5('promise' || (n % 8000 + 1))::uuid, 'reached', 'system', now() from generate_series(1, 9000) n;

insert into follow_up_change (id, follow_up_id, what, by, at)
select md5('moved' || n)::uuid, md5('promise' || (n % 8000 + 1))::uuid, 'promised', 'system', now() from generate_series(1, 9000) n;

insert into audit_entry (at, actor, action, subject_kind, subject_id)
select now(), 'system', 'contact.opened', 'contact', md5('contact' || (n % 20000 + 1))::uuid from generate_series(1, 30000) n;

insert into staff_session (token_hash, staff_id, created_at, seen_at)
select decode(md5('session' || n), 'hex'), md5('staff' || (n % 30 + 1))::uuid, now(), now() from generate_series(1, 3000) n;
