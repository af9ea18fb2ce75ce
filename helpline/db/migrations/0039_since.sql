-- What a supervisor asks first in the morning goes along indexes, however much there is: what came and was urgent, the
-- danger logs, the pages, who took a contact first, and what changed about accounts.

create index suggestion_urgent on suggestion (at desc) where urgency in ('immediate', 'urgent');
create index danger_entry_at on danger_entry (at);
create index page_at on page (at);
create index staff_session_of on staff_session (staff_id, created_at);
create index claim_of on claim (contact_id, at);
create index audit_entry_accounts on audit_entry (at) where action in ('staff.added', 'staff.invited',
    'staff.role_changed', 'staff.left', 'staff.factors_forgotten', 'staff.reset_asked', 'staff.reset_allowed',
    'staff.reset_refused', 'staff.recovery_code_used', 'token.added', 'token.revoked');
