"""What counts as broken, and what a person is told about it."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from helpline.health.model import Backlog, Break, Fault, LeftCopies, Poll, Refusal
from helpline.health.rules import BROKEN, breaks, silences_sms, words

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WELL = Backlog(0, None, 0, 0, 0)
AGO = {minutes: NOW - timedelta(minutes=minutes) for minutes in (1, 10, 59, 61)}


def found(
    backlog: Backlog = WELL,
    polls: list[Poll] | None = None,
    refusals: list[Refusal] | None = None,
    failing: dict[str, int] | None = None,
    pages: int = 0,
    left: list[LeftCopies] | None = None,
) -> tuple[Break, ...]:
    return breaks(backlog, polls or [], refusals or [], failing or {}, pages, left or [], NOW)


@pytest.mark.parametrize(
    ("poll", "expected"),
    [
        (Poll("email", AGO[10], None, ""), ()),
        (Poll("email", AGO[10], AGO[1], "unreachable"), ()),
        (Poll("email", AGO[61], None, ""), (Break(Fault.NO_POLL, "email"),)),
        (Poll("email", None, AGO[1], "unreachable"), ()),
        (Poll("email", None, AGO[61], "unreachable"), (Break(Fault.NO_POLL, "email"),)),
        (Poll("email", AGO[10], AGO[1], "refused_login"), (Break(Fault.REFUSED_LOGIN, "email"),)),
    ],
)
def test_a_provider_that_is_not_looked_at_is_broken(poll: Poll, expected: tuple[Break, ...]) -> None:
    """Point 9: a broken channel: no poll, refused login."""
    assert found(polls=[poll]) == expected


@pytest.mark.parametrize(
    ("why", "count", "last", "broken"),
    [("bad_signature", 5, 10, True), ("bad_signature", 4, 10, False), ("bad_signature", 9, 61, False),
     ("hole_filled", 9, 1, False)],
)  # fmt: skip
def test_many_bad_signatures_within_the_hour_are_a_break(why: str, count: int, last: int, broken: bool) -> None:
    """Point 9: a broken channel: bad signatures."""
    assert bool(found(refusals=[Refusal("sms", why, count, AGO[last])])) is broken


def test_what_lies_unread_does_not_leave_or_reaches_no_colleague_is_a_break() -> None:
    """Point 9: a broken channel: growing backlog; and a duty page that failed."""
    unread = Backlog(1, AGO[10], 0, 0, 0)
    assert found(unread, failing={"email": 3, "sms": 2}, pages=1) == (
        Break(Fault.BACKLOG),
        Break(Fault.NOT_SENDING, "email"),
        Break(Fault.PAGE_FAILED, "sms"),
    )


def test_work_that_was_set_aside_is_a_break_until_somebody_took_care_of_it() -> None:
    assert found(structs.replace(WELL, jobs_held=1)) == (Break(Fault.HELD_JOBS),)
    assert found(WELL) == ()


def test_what_only_a_person_can_delete_is_said_in_other_words_than_what_is_broken() -> None:
    [one] = found(left=[LeftCopies("email", 3, AGO[10])])
    assert one == Break(Fault.COPIES_LEFT, "email")
    said = {language: words(one, language, False) for language in BROKEN}
    assert "deleted by hand" in said["en"]
    assert len(set(said.values())) == len(BROKEN)
    assert all(len(sentence) <= 160 for sentence in said.values())


def test_no_text_message_is_sent_about_text_messages_that_do_not_leave() -> None:
    assert silences_sms([Break(Fault.NOT_SENDING, "sms")])
    assert silences_sms([Break(Fault.REFUSED_LOGIN, "phone")]), "it is the same account"
    assert not silences_sms([Break(Fault.NO_POLL, "email"), Break(Fault.BAD_SIGNATURES, "sms")])


@pytest.mark.parametrize("language", [*BROKEN, "xx"])
def test_the_word_says_which_way_is_broken_and_nothing_else(language: str) -> None:
    for channel in ("phone", "sms", "email", "webform", ""):
        for well in (False, True):
            said = words(Break(Fault.NO_POLL, channel), language, well)
            assert said[0].isupper()
            assert len(said) < 70
