-- name: due -> Due
-- How many records of each class were done with before its day; what is in a case lives as long as the case.
with newest as (
    select distinct on (d.contact_id) d.contact_id, d.disposition, d.closing_reason, d.at, c.outcome
    from decision d join contact c on c.id = d.contact_id join vault_key k on k.record = c.id and k.wrapped is not null
    order by d.contact_id, d.at desc
), alone as (
    select newest.* from newest where not exists (select from case_contact where case_contact.contact_id = newest.contact_id)
)
select 'spam' as name, count(*) as due from alone where disposition = 'spam' and at < $1::timestamptz
union all
select 'silent', count(*) from alone where closing_reason in ('silent', 'wrong_number') and at < $2::timestamptz
union all
select 'information_request', (select count(*) from alone where disposition = 'information_request' and at < $3::timestamptz)
    + (select count(*) from case_file where kind = 'information_request' and not open and last_activity_at < $3::timestamptz)
union all
select 'accompaniment', count(*) from case_file where kind = 'accompaniment' and not open and last_activity_at < $4::timestamptz
union all
select 'disclosure', count(*) from danger_entry where at < $5::timestamptz
union all
select 'voicemail', count(*) from newest join attachment a on a.contact_id = newest.contact_id
where newest.outcome = 'voicemail' and newest.at < $6::timestamptz;
