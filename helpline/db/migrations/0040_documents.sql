-- Files that a worker put into a case himself, sealed under the case's key like its notes. One that was removed keeps its line
-- without its bytes.
create table case_document (
    id uuid primary key,
    case_id uuid not null references case_file,
    label bytea not null,
    body bytea not null,
    size int not null,
    by text not null,
    at timestamptz not null,
    removed_by text,
    removed_at timestamptz,
    check ((removed_by is null) = (removed_at is null))
);

create index case_document_case on case_document (case_id, at desc);

grant select, insert, update, delete on case_document to helpline_app;
call make_confidential('case_document');
