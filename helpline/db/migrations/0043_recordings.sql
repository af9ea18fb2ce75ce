-- What a recording says is written down on the contact's page, and saved while it is typed like every other form there.
alter table contact_draft drop constraint contact_draft_kind_check;
alter table contact_draft add constraint contact_draft_kind_check
    check (kind in ('reply', 'decision', 'danger', 'recording'));
