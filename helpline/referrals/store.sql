-- name: insert -> none
-- A new orientation.
insert into referral (id, case_id, contact_id, partner_id, sealed_for, sealed, state, follow_up_id,
    created_by, created_at, life_area)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: one -> Row
-- One orientation, held until the transaction ends.
select r.id, r.case_id, r.contact_id, r.partner_id, p.name as partner_name, r.state,
    f.due_at as ask_back_at, s.display_name as created_by_name, r.created_at, r.version, r.sealed_for, r.sealed,
    r.follow_up_id, v.wrapped
from referral r join vault_key v on v.record = r.sealed_for left join partner p on p.id = r.partner_id
    left join follow_up f on f.id = r.follow_up_id and f.ended_at is null
    left join staff s on r.created_by = 'staff:' || s.id
where r.id = $1 for update of r;

-- name: about -> Row
-- The orientations of one contact or case, newest first.
select r.id, r.case_id, r.contact_id, r.partner_id, p.name as partner_name, r.state,
    f.due_at as ask_back_at, s.display_name as created_by_name, r.created_at, r.version, r.sealed_for, r.sealed,
    r.follow_up_id, v.wrapped
from referral r join vault_key v on v.record = r.sealed_for left join partner p on p.id = r.partner_id
    left join follow_up f on f.id = r.follow_up_id and f.ended_at is null
    left join staff s on r.created_by = 'staff:' || s.id
where r.contact_id = $1 or r.case_id = $1
order by r.created_at desc, r.id desc limit $2;

-- name: move -> none
-- The orientation goes on, if nobody changed it meanwhile.
update referral set state = $3, version = version + 1 where id = $1 and version = $2;

-- name: change -> none
-- One step in the life of an orientation.
insert into referral_change (id, referral_id, state, sealed_reason, by, at) values ($1, $2, $3, $4, $5, $6);

-- name: steps -> Step
-- The steps of one orientation, newest first.
select c.id, c.state, c.sealed_reason, s.display_name as by_name, c.at
from referral_change c left join staff s on c.by = 'staff:' || s.id
where c.referral_id = $1 order by c.at desc, c.id desc;
