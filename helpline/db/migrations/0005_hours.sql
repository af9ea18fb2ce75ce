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

create table holiday (
    day date primary key,
    name text not null
);

-- The ten public holidays of Belgium (law of 4 January 1974, royal decree of 18 April 1974), to the end of 2028.
insert into holiday (day, name) values
    ('2026-01-01', 'New Year'), ('2026-04-06', 'Easter Monday'), ('2026-05-01', 'Labour Day'),
    ('2026-05-14', 'Ascension'), ('2026-05-25', 'Whit Monday'), ('2026-07-21', 'National Day'),
    ('2026-08-15', 'Assumption'), ('2026-11-01', 'All Saints'), ('2026-11-11', 'Armistice'), ('2026-12-25', 'Christmas'),
    ('2027-01-01', 'New Year'), ('2027-03-29', 'Easter Monday'), ('2027-05-01', 'Labour Day'),
    ('2027-05-06', 'Ascension'), ('2027-05-17', 'Whit Monday'), ('2027-07-21', 'National Day'),
    ('2027-08-15', 'Assumption'), ('2027-11-01', 'All Saints'), ('2027-11-11', 'Armistice'), ('2027-12-25', 'Christmas'),
    ('2028-01-01', 'New Year'), ('2028-04-17', 'Easter Monday'), ('2028-05-01', 'Labour Day'),
    ('2028-05-25', 'Ascension'), ('2028-06-05', 'Whit Monday'), ('2028-07-21', 'National Day'),
    ('2028-08-15', 'Assumption'), ('2028-11-01', 'All Saints'), ('2028-11-11', 'Armistice'), ('2028-12-25', 'Christmas');

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

grant select, insert, update, delete on opening_span, opening_exception, holiday, emergency_number to helpline_app;
