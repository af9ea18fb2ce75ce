-- An attempt that was written down by a slip keeps its row and counts no more; who took it back is a change of its promise.
alter table attempt add column taken_back_at timestamptz;
alter table follow_up_change drop constraint follow_up_change_what_check;
alter table follow_up_change add constraint follow_up_change_what_check check (what in
    ('promised', 'postponed', 'handed_over', 'kept', 'dropped', 'escalated', 'reopened', 'taken_back'));
