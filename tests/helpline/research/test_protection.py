"""Nobody can reckon from what is printed what was withheld, whatever the figures."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from helpline.research import rules
from helpline.research.model import Answered, Counted, Table

#: A cell: persons, and contacts beyond one each.
CELLS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), min_size=2, max_size=9)


def counted(cells: list[tuple[int, int]]) -> list[Counted]:
    return [
        Counted("side", str(number), persons + more if persons else 0, persons)
        for number, (persons, more) in enumerate(cells)
    ]


def possible(table: Table, value: str) -> set[int]:
    """Every number a withheld cell may hold, for somebody who has the table, knows the rules, and knows that where some
    cells are printed those that are not hold somebody, at least one of them five persons and more.
    """
    assert table.total is not None
    hidden = [cell.value for cell in table.cells if cell.number is None]
    rest = table.total - sum(cell.number for cell in table.cells if cell.number is not None)
    if len(hidden) == len(table.cells):
        return set(range(rest + 1))
    others = len(hidden) - 1
    fits = set()
    for number in range(1, rest + 1):
        largest = rest - number - (others - 1)
        if others and largest >= 1 and (number >= rules.FEW or largest >= rules.FEW):
            fits.add(number)
    assert value in hidden
    return fits


@given(CELLS)
def test_no_withheld_cell_can_be_computed_from_what_is_printed(cells: list[tuple[int, int]]) -> None:
    rows = counted(cells)
    table = rules.protect("side", rows, sum(row.persons for row in rows))
    if table.total is None:
        assert all(cell.number is None for cell in table.cells)
        return
    for row, cell in zip(rows, table.cells, strict=True):
        if cell.number is None:
            numbers = possible(table, cell.value)
            assert row.contacts in numbers
            assert len(numbers) >= rules.FEW


@given(CELLS)
def test_no_printed_cell_stands_for_fewer_than_five_persons(cells: list[tuple[int, int]]) -> None:
    rows = counted(cells)
    table = rules.protect("side", rows, sum(row.persons for row in rows))
    printed = {cell.value: cell.number for cell in table.cells if cell.number is not None}
    assert all(row.persons == 0 or row.persons >= rules.FEW for row in rows if row.value in printed)
    assert all(printed[row.value] == row.contacts for row in rows if row.value in printed)


@given(CELLS)
def test_what_is_withheld_together_stands_for_five_persons_and_more(cells: list[tuple[int, int]]) -> None:
    rows = counted(cells)
    table = rules.protect("side", rows, sum(row.persons for row in rows))
    hidden = {cell.value for cell in table.cells if cell.number is None}
    if hidden and table.total is not None and len(hidden) < len(rows):
        assert max(row.persons for row in rows if row.value in hidden) >= rules.FEW


def test_one_small_cell_takes_its_smallest_large_neighbour_along() -> None:
    table = rules.protect("side", counted([(2, 0), (30, 0), (9, 0), (0, 0)]), 41)
    assert [cell.number for cell in table.cells] == [None, 30, None, 0]
    assert table.total == 41


def test_the_number_of_answers_is_not_said_where_channels_are_withheld() -> None:
    answers = [Answered(str(number), 3600.0) for number in range(30)]
    whole = rules.protect("channel", counted([(30, 0), (10, 0)]), 40)
    partly = rules.protect("channel", counted([(30, 0), (9, 0), (1, 0)]), 40)
    assert (rules.reply(answers, whole).answered, rules.reply(answers, partly).answered) == (30, None)
    assert rules.reply(answers, partly).median == 1.0
    assert rules.reply(answers[:4], whole).median is None
    assert rules.reply([*answers, Answered("silent", None)], whole).missing is None


def test_quarters_do_not_overlap_and_are_closed_two_weeks_after_their_end() -> None:
    assert rules.closed(date(2026, 10, 14), 1) == [date(2026, 4, 1)]
    assert rules.closed(date(2026, 10, 15), 3) == [date(2026, 7, 1), date(2026, 4, 1), date(2026, 1, 1)]
    assert rules.after(date(2026, 10, 1)) == date(2027, 1, 1)
    assert rules.named(date(2026, 10, 1)) == "2026-Q4"
    assert rules.weeks(date(2026, 1, 1))[0] == "2026-W01"
    assert len(rules.weeks(date(2026, 1, 1))) == 14


#: Two questions of the same web forms: how many were not asked and how many answered no form is the same of both.
TWO = st.tuples(st.integers(0, 20), st.integers(0, 20), *[st.tuples(*[st.integers(0, 12)] * 3)] * 2)


@given(TWO)
def test_what_one_question_withholds_no_other_question_tells(
    two: tuple[int, int, tuple[int, int, int], tuple[int, int, int]],
) -> None:
    not_asked, without, *rest = two
    values = ("answered", "unknown", "declined", "not_asked", "")
    asked = {
        f"own_{at}": [
            Counted("own", value, number, number)
            for value, number in zip(values, (*some, not_asked, without), strict=True)
        ]
        for at, some in enumerate(rest)
    }
    tables = rules.protect_alike(asked, rules.COMMON)
    for counted, table in zip(asked.values(), tables, strict=True):
        assert all(cell.number is None for row, cell in zip(counted, table.cells, strict=True) if 0 < row.persons < 5)
        hidden = [row for row, cell in zip(counted, table.cells, strict=True) if cell.number is None]
        if hidden and len(hidden) < len(values):
            assert len(hidden) > 1
            assert sum(row.contacts for row in hidden) >= len(hidden) + rules.SLACK
    for at in (3, 4):
        held = {table.cells[at].number is None for table in tables if asked[table.name][at].persons}
        whole = any(all(cell.number is None for cell in table.cells) for table in tables)
        assert len(held) < 2 or whole
