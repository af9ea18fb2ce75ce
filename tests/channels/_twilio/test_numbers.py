"""Numbers as the provider writes them, and what only looks like one."""

import pytest

from channels._twilio.numbers import WITHHELD, e164, sender_of
from helpline.cli.simulate.handset import Script
from helpline.envelope import AddressKind, Sender
from tests.channels.conftest import ALICE, Installation

ODD = (
    *sorted(WITHHELD),
    "ANONYMOUS",
    "Restricted",
    " unknown ",
    "266696687",
    "sip:anonymous@anonymous.invalid",
    "8899",
)


@pytest.mark.parametrize("written", ODD)
def test_a_withheld_number_is_no_identity(written: str) -> None:
    """Point 4: Withheld, "Anonymous", "Restricted", "Unknown", +266696687, +86282452253 ... are no identity."""
    assert e164(written) is None
    assert sender_of(written).value is None
    assert sender_of(written).kind is None


async def test_callers_without_a_number_are_never_matched_merged_or_promised_a_call(line: Installation) -> None:
    """Point 4: never matched, merged or blocked together."""
    await line.close_all_day()
    for written in ("Anonymous", "+266696687", "+86282452253", "+656660000", "+464", "Restricted", "UNKNOWN", ""):
        await line.call(caller=written, script=Script(keys="1", seconds=1))
    views = await line.digested()
    assert len(views) == 8
    assert {(view.row.sender_kind, view.row.sender_blind, view.content.sender) for view in views} == {
        (None, None, None)
    }
    assert len({view.row.conversation for view in views}) == 8
    assert {view.row.person_id for view in views} == {None}
    assert await line.rows("select from follow_up") == []


@pytest.mark.parametrize("written", [ALICE, "+44 7700 900101", "+44-7700-900101", "tel:+447700900101"])
def test_numbers_are_normalised_at_the_edge(written: str) -> None:
    """Point 5: Numbers are normalised to E.164 at the edge, before sealing."""
    assert sender_of(written) == Sender(AddressKind.PHONE, ALICE)


def test_what_is_no_number_is_still_shown_as_it_was_written() -> None:
    """Point 5: the original is kept."""
    assert sender_of("PAKKET").display == "PAKKET"
