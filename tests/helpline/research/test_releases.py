"""A quarter is told once, two weeks after its end, with what may be told, and read by who holds no record."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from helpline.errors import NotFound
from helpline.research import actions, panels
from helpline.vault.transaction import Transaction

Maker = Callable[..., Awaitable[UUID]]
AUGUST = datetime(2026, 8, 12, 9, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 20, 9, tzinfo=UTC)


async def came(tx: Transaction, a_contact: Maker, number: int, channel: str) -> None:
    contact = await a_contact(f"+447700900{number:03}", channel)
    await tx.db.execute("update contact set received_at = $2 where id = $1", contact, AUGUST)


async def test_a_quarter_is_told_once_and_stays_as_it_was(tx: Transaction, a_contact: Maker) -> None:
    for number in range(12):
        await came(tx, a_contact, 100 + number, "sms")
    for number in range(9):
        await came(tx, a_contact, 200 + number, "email")
    for number in range(2):
        await came(tx, a_contact, 300 + number, "letter")
    await actions.release(replace(tx, now=AUGUST + timedelta(days=50)))
    with pytest.raises(NotFound):
        await panels.report(tx, "2026-Q3")

    await actions.release(replace(tx, now=OCTOBER))
    first = await panels.report(tx, "2026-Q3")
    channels = first["tables"][0]
    assert {label: number for label, number, _bar in channels["rows"]} == {
        "Phone": 0, "SMS": 12, "E-mail": None, "Web form": 0, "Visit": 0, "Letter": None,
    }  # fmt: skip
    assert channels["total"] == 23
    assert first["reply"].missing is None
    assert ["Contacts by channel", "Letter", "withheld"] in panels.lines(first)
    assert all(2 not in line for line in panels.lines(first))

    await came(tx, a_contact, 400, "letter")
    await actions.release(replace(tx, now=OCTOBER + timedelta(days=1)))
    assert (await panels.report(tx, "2026-Q3"))["tables"] == first["tables"]


async def test_a_house_in_which_nothing_came_in_tells_nothing(tx: Transaction) -> None:
    await actions.release(tx)
    assert (await panels.report(tx, "")) == {"quarters": [], "quarter": ""}


async def test_what_became_of_each_question_is_counted_and_what_was_answered_is_not(
    tx: Transaction, a_contact: Maker
) -> None:
    """Reports count the states of answers, also of a contact that was erased meanwhile."""
    for number in range(30):
        contact = await a_contact(f"+447700900{number:03}", "webform")
        state = "answered" if number < 14 else "unknown" if number < 27 else "declined"
        await tx.db.execute(
            "update contact set received_at = $2, answered = $3 where id = $1",
            contact, AUGUST, f'{{"message": "answered", "requester": "{state}", "windows": "not_asked"}}',
        )  # fmt: skip
    await actions.release(replace(tx, now=OCTOBER))
    told = await panels.report(tx, "2026-Q3")
    assert [one["title"] for one in told["questions"]] == ["Who writes", "When it is safe"]
    assert dict(told["questions"][0]["rows"]) == {
        "answered": 14, "not asked": 0, "left open": None, "would rather not say": None, "without a form": 0,
    }  # fmt: skip
    assert told["questions"][1]["rows"][1] == ("not asked", 30)
    assert ["Question of the form: Who writes", "would rather not say", "withheld"] in panels.lines(told)


async def test_questions_tell_nothing_where_the_channels_do_not(tx: Transaction, a_contact: Maker) -> None:
    for number in range(12):
        await came(tx, a_contact, 100 + number, "sms")
    for number in range(4):
        contact = await a_contact(f"+447700900{300 + number}", "webform")
        await tx.db.execute(
            "update contact set received_at = $2, answered = $3 where id = $1",
            contact, AUGUST, '{"requester": "answered"}',
        )  # fmt: skip
    await actions.release(replace(tx, now=OCTOBER))
    (one,) = (await panels.report(tx, "2026-Q3"))["questions"]
    assert {number for _label, number in one["rows"]} == {None}
    assert one["total"] is None
