-- Who gave a contact to the colleague that holds it, and the word that went with it, sealed under the contact's key.
alter table claim add column given_by uuid references staff, add column word bytea;
