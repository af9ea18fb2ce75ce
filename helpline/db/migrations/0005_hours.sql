-- When the line is open: dated data, never code. Holidays close a day; exceptions open or close one and expire by date.

create table opening_span (
    id bigint generated always as identity primary key,
    weekday int not null check (weekday between 0 and 6),
    opens time not null,
    closes time not null check (closes > opens),
    valid_from date not null default '2020-01-01',
    valid_until date
);

create table opening_exception (
    day date primary key,
    opens time,
    closes time,
    reason text not null default '',
    check ((opens is null) = (closes is null))
);

-- Monday, Tuesday, Thursday and Friday 9-13, Wednesday 13-17.
insert into opening_span (weekday, opens, closes) values
    (0, '09:00', '13:00'), (1, '09:00', '13:00'), (2, '13:00', '17:00'), (3, '09:00', '13:00'), (4, '09:00', '13:00');

create table emergency_number (
    number text primary key,
    label text not null,
    languages text[] not null,
    rank int not null,
    verified_on date
);

insert into emergency_number (number, label, languages, rank, verified_on) values
    ('112', 'emergency', '{}', 1, '2026-11-01'),
    ('101', 'police', '{}', 2, '2026-11-01'),
    ('0800 32 123', 'suicide', '{fr}', 3, '2026-11-01'),
    ('1813', 'suicide', '{nl}', 3, '2026-11-01'),
    ('103', 'children', '{fr}', 4, '2026-11-01'),
    ('102', 'children', '{nl}', 4, '2026-11-01'),
    ('107', 'listening', '{fr}', 5, '2026-11-01'),
    ('106', 'listening', '{nl}', 5, '2026-11-01'),
    ('116 000', 'missing_children', '{}', 6, '2026-11-01'),
    ('0800 12 800', 'discrimination', '{}', 9, '2026-11-01'),
    ('0800 30 030', 'domestic_violence', '{fr}', 7, '2026-11-01'),
    ('1712', 'domestic_violence', '{nl}', 7, '2026-11-01');

grant select, insert, update, delete on opening_span, opening_exception, emergency_number to helpline_app;
