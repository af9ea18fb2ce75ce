-- Work that lasts. States, kinds, stages and workers change by rows; `case_file` holds what stands now.

create table case_file (
    id uuid primary key,
    number bigint generated always as identity unique,
    kind text not null check (kind in ('information_request', 'accompaniment', 'professional_support')),
    content bytea not null,
    open boolean not null default true,
    worker uuid references staff,
    deputy uuid references staff,
    opened_at timestamptz not null,
    last_activity_at timestamptz not null,
    version int not null default 1
);

create index case_file_worker on case_file (worker) where open;
create index case_file_deputy on case_file (deputy) where open;
create index case_file_order on case_file (open, last_activity_at desc, id desc);

create table case_contact (
    case_id uuid not null references case_file,
    contact_id uuid not null references contact,
    by text not null,
    at timestamptz not null,
    primary key (case_id, contact_id)
);

create index case_contact_contact on case_contact (contact_id);

create table participant (
    case_id uuid not null references case_file,
    person_id uuid not null references person,
    role text not null check (role in ('requester', 'concerned', 'professional')),
    by text not null,
    at timestamptz not null,
    primary key (case_id, person_id)
);

create index participant_person on participant (person_id);

create table note (
    id uuid primary key,
    case_id uuid not null references case_file,
    kind text not null default 'note',
    sealed bytea not null,
    by text not null,
    at timestamptz not null
);

create index note_case on note (case_id, at);

create table note_words (
    note_id uuid primary key references note,
    case_id uuid not null references case_file,
    words bigint[] not null
);

create index note_words_case on note_words (case_id);
create index note_words_words on note_words using gin (words) with (gin_pending_list_limit = 256);
alter table note_words alter column words set statistics 1000;

-- A case is found by its title and summary too.
create table case_words (
    case_id uuid primary key references case_file,
    words bigint[] not null
);

create index case_words_words on case_words using gin (words) with (gin_pending_list_limit = 256);
alter table case_words alter column words set statistics 1000;

-- opened, closed (with its reason), reopened, kind:…, stage:…, frame:…, worker:…, deputy:…, review:…: what, when, by whom.
create table case_change (
    id uuid primary key,
    case_id uuid not null references case_file,
    what text not null,
    value text not null default '',
    sealed_reason bytea,
    by text not null,
    at timestamptz not null
);

create index case_change_case on case_change (case_id, at);

-- What an accompaniment has beyond a case; each change of it is a row of `case_change`.
create table accompaniment (
    case_id uuid primary key references case_file,
    frame text,
    stage text not null default 'contact',
    next_review date not null,
    version int not null default 1
);

create index accompaniment_review on accompaniment (next_review);

-- An information request never identifies the person whom the worry is about.
create function refuse_identity_in_information_request() returns trigger
language plpgsql as $$
begin
    if new.role = 'concerned' and exists
        (select from case_file where id = new.case_id and kind = 'information_request') then
        raise exception 'no person concerned in an information request' using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger no_identity before insert or update on participant
    for each row execute function refuse_identity_in_information_request();

grant select, insert, update, delete on case_file, case_contact, participant, note, note_words, case_words, case_change, accompaniment to helpline_app;
call make_confidential('case_file');
call make_confidential('case_contact');
call make_confidential('participant');
call make_confidential('note');
call make_searchable('note_words', 'note_search');
call make_confidential('case_change');
call make_confidential('accompaniment');
call make_searchable('case_words', 'case_search');
