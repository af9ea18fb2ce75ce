-- name: suggest -> none
-- What the rules propose for a batch of contacts; a newer proposal replaces an older one.
insert into suggestion (contact_id, disposition, urgency, unclear, rules_version, sealed, at)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::bytea[], $7::timestamptz[])
on conflict (contact_id) do update
set disposition = excluded.disposition, urgency = excluded.urgency, unclear = excluded.unclear,
    rules_version = excluded.rules_version, sealed = excluded.sealed, at = excluded.at;

-- name: suggestion -> SuggestionRow
-- What the rules propose for one contact.
select contact_id, disposition, urgency, unclear, rules_version, sealed, at from suggestion where contact_id = $1;

-- name: decide -> none
-- A named human's decision; an earlier one stays as history.
insert into decision (id, contact_id, disposition, urgency, suggested_disposition, suggested_urgency, landing_kind,
                      case_id, follow_up_id, referral_id, closing_reason, sealed_reason, due_at, by, at, rules_version)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: decisions -> DecisionRow
-- The decisions on one contact, the one that counts first.
select d.id, d.contact_id, d.disposition, d.urgency, d.landing_kind, d.case_id, d.follow_up_id, d.referral_id,
       d.closing_reason, d.sealed_reason, d.due_at, d.by, d.at, coalesce(s.display_name, t.label) as decider
from decision d left join staff s on 'staff:' || s.id = d.by left join api_token t on 'token:' || t.id = d.by
where d.contact_id = $1 order by d.at desc, d.id desc;

-- name: decided_together -> TogetherRow
-- What one person called spam or a wrong number in the same act, as far as it was not decided anew since.
select d.contact_id, c.number, c.channel, c.received_at, d.disposition, d.urgency, d.due_at,
       w.contact_id is not null as waits
from decision first join decision d on d.at = first.at and d.by = first.by
    join contact c on c.id = d.contact_id left join waiting w on w.contact_id = d.contact_id
where first.id = $1 and first.by = $2 and (d.landing_kind = 'quarantine' or d.closing_reason = 'wrong_number')
    and not exists (select from decision n where n.contact_id = d.contact_id and (n.at, n.id) > (d.at, d.id))
order by c.number;

-- name: quarantined -> QuarantinedRow
-- What was called spam and nobody has looked at again, the longest first; what waits once more is in the queue.
select d.contact_id, c.version, d.urgency, d.at, d.by, s.display_name as decider
from decision d join contact c on c.id = d.contact_id join vault_key k on k.record = d.contact_id
    left join staff s on 'staff:' || s.id = d.by
where d.landing_kind = 'quarantine' and k.wrapped is not null
    and not exists (select from decision n where n.contact_id = d.contact_id and (n.at, n.id) > (d.at, d.id))
    and not exists (select from waiting w where w.contact_id = d.contact_id)
order by d.at, d.id limit $1;

-- name: in_quarantine -> value
-- How many of those there are.
select count(*)
from decision d join vault_key k on k.record = d.contact_id
where d.landing_kind = 'quarantine' and k.wrapped is not null
    and not exists (select from decision n where n.contact_id = d.contact_id and (n.at, n.id) > (d.at, d.id))
    and not exists (select from waiting w where w.contact_id = d.contact_id);

-- name: log_danger -> none
-- What was done in danger, by whom, to whom, in which minute.
insert into danger_entry (id, contact_id, sealed, category, by, at) values ($1, $2, $3, $4, $5, $6);

-- name: danger -> DangerRow
-- The danger log of one contact.
select d.id, d.contact_id, d.sealed, d.category, d.by, d.at, coalesce(s.display_name, t.label) as decider
from danger_entry d left join staff s on 'staff:' || s.id = d.by left join api_token t on 'token:' || t.id = d.by
where d.contact_id = $1 order by d.at;
