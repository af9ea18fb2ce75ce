-- What people choose from: data with days, never code. What was chosen stays in the records by its code; an entry is
-- ended, never deleted. Labels stand over the program's own words, by language.

create table list_entry (
    id uuid primary key default gen_random_uuid(),
    list text not null check (list in ('contact_closing', 'case_closing', 'life_area', 'legal_ground')),
    code text not null,
    applies text[] not null default '{}',
    fr text not null default '',
    nl text not null default '',
    de text not null default '',
    en text not null default '',
    note text not null default '',
    valid_from date not null default '2020-01-01',
    valid_until date check (valid_until >= valid_from),
    given boolean not null default true,
    rank int not null,
    version int not null default 1,
    unique (list, code)
);

insert into list_entry (list, code, applies, rank) values
    ('contact_closing', 'answered', '{information_request,professional_support}', 1),
    ('contact_closing', 'oriented_elsewhere', '{information_request}', 2),
    ('contact_closing', 'no_way_to_answer', '{information_request}', 3),
    ('contact_closing', 'session_or_tool_given', '{professional_support}', 4),
    ('contact_closing', 'handed_over', '{urgent_safety}', 5),
    ('contact_closing', 'talked_down', '{urgent_safety}', 6),
    ('contact_closing', 'unfounded', '{urgent_safety}', 7),
    ('contact_closing', 'other_service', '{out_of_scope}', 8),
    ('contact_closing', 'press', '{out_of_scope}', 9),
    ('contact_closing', 'police_asking', '{out_of_scope}', 10),
    ('contact_closing', 'nuisance', '{out_of_scope}', 11),
    ('contact_closing', 'silent', '{out_of_scope}', 12),
    ('contact_closing', 'wrong_number', '{out_of_scope}', 13),
    ('contact_closing', 'thanks', '{out_of_scope}', 14),
    ('contact_closing', 'swept', '{spam}', 15),
    ('case_closing', 'answered', '{information_request,professional_support}', 1),
    ('case_closing', 'session_or_tool_given', '{professional_support}', 2),
    ('case_closing', 'oriented_elsewhere', '{information_request,professional_support}', 3),
    ('case_closing', 'no_way_to_answer', '{information_request}', 4),
    ('case_closing', 'aims_reached', '{accompaniment}', 5),
    ('case_closing', 'continues_elsewhere', '{accompaniment}', 6),
    ('case_closing', 'mandate_ended', '{accompaniment}', 7),
    ('case_closing', 'withdrew', '{information_request,accompaniment,professional_support}', 8),
    ('case_closing', 'no_contact', '{information_request,accompaniment,professional_support}', 9),
    ('case_closing', 'moved', '{accompaniment}', 10),
    ('case_closing', 'not_our_field', '{information_request,accompaniment,professional_support}', 11),
    ('case_closing', 'unfounded_worry', '{accompaniment}', 12),
    ('case_closing', 'died', '{accompaniment}', 13),
    ('case_closing', 'other', '{information_request,accompaniment,professional_support}', 14);

insert into list_entry (list, code, rank) values
    ('life_area', 'education', 1), ('life_area', 'work', 2), ('life_area', 'housing', 3), ('life_area', 'family', 4),
    ('life_area', 'couple', 5), ('life_area', 'friends', 6), ('life_area', 'identity', 7), ('life_area', 'belief', 8),
    ('life_area', 'mental_health', 9), ('life_area', 'physical_health', 10), ('life_area', 'leisure', 11),
    ('life_area', 'resilience', 12), ('life_area', 'justice', 13), ('life_area', 'prison', 14), ('life_area', 'papers', 15),
    ('life_area', 'online', 16);

-- The old Criminal Code's articles end with it on 7 April 2026; those of the new one are entered when somebody verified them.
insert into list_entry (list, code, rank, note, valid_until) values
    ('legal_ground', 'necessity', 1, 'État de nécessité / noodtoestand', null),
    ('legal_ground', 'consent', 2, '', null),
    ('legal_ground', 'minor_or_vulnerable', 3, 'Art. 458bis, Code pénal (1867)', '2026-04-07'),
    ('legal_ground', 'consultation', 4, 'Art. 458ter, Code pénal (1867)', '2026-04-07'),
    ('legal_ground', 'testimony', 5, 'Art. 458, Code pénal (1867)', '2026-04-07');

grant select, insert, update on list_entry to helpline_app;
