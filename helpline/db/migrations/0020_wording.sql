-- What we say: the neutral texts the house sends by itself, the answers colleagues choose from, and where a word goes out
-- that something arrived. Words about nobody, so they are not sealed; every version stays.

create table template (
    purpose text not null check (purpose in ('acknowledgement')),
    language text not null,
    version int not null,
    subject text not null,
    text text not null,
    written_by text not null,
    written_at timestamptz not null,
    primary key (purpose, language, version)
);

create table canned_answer (
    id uuid primary key,
    created_at timestamptz not null,
    retired_at timestamptz
);

create table canned_answer_version (
    answer_id uuid not null references canned_answer,
    version int not null,
    title text not null,
    language text not null,
    text text not null,
    review_on date not null,
    written_by text not null,
    written_at timestamptz not null,
    primary key (answer_id, version)
);

-- Off by SMS unless it is asked for: telephones are shared.
create table acknowledgement (
    channel text not null check (channel in ('email', 'sms')),
    language text not null,
    sends boolean not null,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (channel, language)
);

insert into acknowledgement (channel, language, sends, changed_by, changed_at)
select channel, language, channel = 'email', 'system', now()
from unnest(array['email', 'sms']) as channel, unnest(array['fr', 'nl', 'de', 'en', 'ar', 'tr']) as language;

grant select, insert on template, canned_answer_version to helpline_app;
grant select, insert, update on canned_answer, acknowledgement to helpline_app;
