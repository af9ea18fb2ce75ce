-- What the board counts over ninety days, along an index of its own each.

create index follow_up_came_due on follow_up (due_at) include (ended_at, ended_how);
create index contact_calls_in on contact (received_at) include (outcome) where channel = 'phone' and direction = 'in';
