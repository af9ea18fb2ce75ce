-- An invitation is a password that the machine made and that opens one thing only: choosing one's own. It expires.

alter table staff add column given_until timestamptz;
