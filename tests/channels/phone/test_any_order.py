"""However the steps of a call arrive, they are one contact that knows the same."""

import random

import pytest

from channels.phone.reading import VOICE, key_of, written
from helpline.channel import House
from helpline.cli.simulate.wire import sid
from helpline.clock import now
from helpline.contacts.model import ContactView
from helpline.envelope import Outcome, Raw, Verification
from tests.channels.conftest import ALICE, Installation

Steps = tuple[tuple[str, dict[str, str]], ...]

FROM = {"From": ALICE, "To": "+447700900900"}
BEGUN: Steps = (("", {**FROM, "CallStatus": "ringing"}), ("/language?misses=0", {**FROM, "Digits": "2"}))
OPEN: Steps = (*BEGUN, ("/menu?language=nl&line=open", {**FROM, "Digits": ""}))
DONE: Steps = (("/status", {**FROM, "CallStatus": "completed"}),)
WAITED = "/waited?language=nl&line=open"
SPOKEN = {"RecordingSid": "RE" + "1" * 32, "RecordingDuration": "4"}

#: What a caller did, the steps it took, and what the contact is then.
CALLS: dict[str, tuple[Steps, Outcome]] = {
    "hung up at the first ring": ((*BEGUN[:1], *DONE), Outcome.ABANDONED),
    "hung up in the greeting": ((*BEGUN, *DONE), Outcome.ABANDONED),
    "hung up while waiting": (
        (*OPEN, ("/left?language=nl", {**FROM, "QueueResult": "hangup", "CallStatus": "completed"}), *DONE),
        Outcome.ABANDONED,
    ),
    "asked to be called back": ((*OPEN, (WAITED, {**FROM, "Digits": "1"}), *DONE), Outcome.MISSED),
    "hung up when a message was offered": (
        (*BEGUN, ("/menu?language=nl&line=closed", {**FROM, "Digits": ""}), *DONE),
        Outcome.MISSED,
    ),
    "left a message": (
        (
            *OPEN,
            (WAITED, {**FROM, "Digits": "2"}),
            ("/left?language=nl", {**FROM, "QueueResult": "leave"}),
            ("/recorded?language=nl", {**FROM, **SPOKEN}),
            ("/recording", {**SPOKEN, "RecordingStatus": "completed"}),
            *DONE,
        ),
        Outcome.VOICEMAIL,
    ),
    "talked": (
        (
            *OPEN,
            ("/left?language=nl", {**FROM, "QueueResult": "redirected"}),
            ("/room", {"StatusCallbackEvent": "participant-join", "ParticipantLabel": "caller"}),
            ("/talked", {**FROM, "CallStatus": "completed"}),
            *DONE,
        ),
        Outcome.ANSWERED,
    ),
}


@pytest.mark.parametrize("did", CALLS)
async def test_a_hang_up_at_every_step_has_its_outcome_whatever_the_order_of_webhooks(
    line: Installation, did: str
) -> None:
    """Point 2: Every attempt is a row: hang-ups, closed hours, blocked and withheld callers.

    Point 6: Idempotent under the same webhook late, reordered; final state never goes back.
    """
    steps, outcome = CALLS[did]
    chance = random.Random(did)
    for _ in range(6):
        mixed = chance.sample(steps, len(steps))
        await arrive(line.house, mixed + chance.sample(mixed, 1))
    views = await line.digested()
    assert len(views) == 6
    assert {view.row.outcome for view in views} == {outcome}
    assert {view.content.sender for view in views} == {ALICE}
    assert {view.row.sender_blind for view in views} == {views[0].row.sender_blind}
    assert {view.row.language for view in views} == {"nl" if len(steps) > 2 else None}
    assert all(counts(view) == counts(views[0]) for view in views)


async def arrive(house: House, steps: list[tuple[str, dict[str, str]]]) -> None:
    """One call, its steps in this order."""
    call = sid("CA")
    for target, fields in steps:
        known = {"CallSid": call, **fields}
        body = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in known.items())
        address = VOICE + target
        raw = Raw("phone", key_of(address, known), written(address, body.encode()), now(), Verification.SIGNED)
        await house.keep(raw)


def counts(view: ContactView) -> list[str]:
    return sorted(step.event for step in view.history)
