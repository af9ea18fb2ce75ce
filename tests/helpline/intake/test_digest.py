"""Digestion fails towards people, never into a log."""

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from uuid import UUID

import pytest

from helpline.clock import now
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Urgency
from helpline.envelope import AddressKind, Arrival, Attachment, Outcome, Raw, SafeContact, Sender
from helpline.intake import actions, conversation
from helpline.intake.digest import STARTS, TRIES, Digestion
from helpline.people import actions as people
from helpline.people.model import Purpose
from helpline.queue import actions as queue
from helpline.vault.transaction import SYSTEM, Engine

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOTHER = Sender(AddressKind.PHONE, "+32470000001")


def poison(raw: Raw) -> Arrival:
    if raw.body == b"poison":
        raise RuntimeError("this parser breaks on it")
    return Arrival("sms", raw.body.decode(), NOON, sender=MOTHER, text="Bonjour")


@pytest.fixture
def digestion(engine: Engine) -> Digestion:
    return Digestion(engine, {"sms": poison})


async def take(digestion: Digestion, *arrivals: Arrival) -> list[UUID]:
    """Keep and digest notes by hand, one after the other."""
    records = []
    for number, arrival in enumerate(arrivals):
        raw = actions.by_hand(arrival, f"{arrival.external_id}/{number}/{now()}")
        records.append((await actions.keep(digestion.engine, raw)).record)
    while await digestion.some():
        pass
    return records


async def test_what_was_kept_waits_in_the_queue_with_a_suggestion_and_a_promise(digestion: Digestion) -> None:
    [one] = await take(
        digestion, Arrival("visit", "", NOON, sender=MOTHER, text="Mon fils a 16 ans et je ne dors plus.")
    )
    async with digestion.engine.transaction(SYSTEM) as tx:
        [line] = await queue.lines(tx)
        assert (line.row.id, line.row.channel) == (one, Channel.VISIT)
        assert line.row.disposition is not None
        assert line.row.due_at > NOON
        assert (await contacts.opened(tx, one)).content.text == "Mon fils a 16 ans et je ne dors plus."


async def test_one_poisoned_message_never_stops_the_next(digestion: Digestion) -> None:
    """Point 10: Bounded everything: one poison message never stops the next."""
    for key, body in (("1", b"poison"), ("2", b"SM2"), ("3", b"SM3")):
        await actions.keep(digestion.engine, Raw("sms", key, body, NOON))
    await digestion.some()
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert len(await queue.lines(tx)) == 2


async def test_what_ends_the_process_takes_nothing_along_and_is_read_no_more_in_the_end(engine: Engine) -> None:
    """Point 10: one poison message never stops the next, even one that no exception tells of."""
    for key, body in (("1", b"SM1"), ("2", b"the end"), ("3", b"SM3")):
        await actions.keep(engine, Raw("sms", key, body, NOON))
    lives = 0
    while True:
        with contextlib.suppress(asyncio.CancelledError):
            if not await Digestion(engine, {"sms": deadly}).some():
                break
            continue
        lives += 1
        assert lives < 10, "it never ends"
        async with engine.transaction(SYSTEM) as tx:
            await tx.db.execute("update inbox set due_at = received_at + attempts * interval '1 s' where state = 'new'")
    assert lives == STARTS
    async with engine.transaction(SYSTEM) as tx:
        assert sorted(line.row.unreadable for line in await queue.lines(tx)) == [False, False, True]


async def test_what_was_begun_before_is_not_held_up_by_a_flood(digestion: Digestion) -> None:
    first = await actions.keep(digestion.engine, Raw("sms", "1", b"SM1", NOON))
    async with digestion.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update inbox set attempts = 1")
    for key in range(4):
        await actions.keep(digestion.engine, Raw("sms", f"flood {key}", f"SM{key + 2}".encode(), NOON))
    assert await digestion.some(limit=2) == 2
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert first.record in {line.row.id for line in await queue.lines(tx)}


def deadly(raw: Raw) -> Arrival:
    """What a process dies of, as far as one can die in a test."""
    if raw.body == b"the end":
        raise asyncio.CancelledError
    return poison(raw)


async def test_what_nobody_can_read_stands_in_the_queue_as_urgent_with_its_bytes(digestion: Digestion) -> None:
    """Point 1: what cannot be read stands in the queue as unreadable, urgent, for a human."""
    receipt = await actions.keep(digestion.engine, Raw("sms", "1", b"poison", NOON))
    for _ in range(TRIES):
        await digestion.at_once(receipt.record)
    async with digestion.engine.transaction(SYSTEM) as tx:
        [line] = await queue.lines(tx)
        assert (line.row.unreadable, line.row.urgency) == (True, Urgency.URGENT)
        [file] = (await contacts.opened(tx, receipt.record)).attachments
        assert (await contacts.file(tx, receipt.record, file.id))[1] == b"poison"


async def test_two_processes_digest_everything_exactly_once(engine: Engine) -> None:
    for number in range(60):
        await actions.keep(engine, Raw("sms", str(number), b"SM%d" % number, NOON))
    first, second = Digestion(engine, {"sms": poison}), Digestion(engine, {"sms": poison})
    await asyncio.gather(first.some(20), second.some(20), first.some(20), second.some(20))
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from contact") == 60


async def test_the_steps_of_a_call_are_one_contact_in_whatever_order_they_come(digestion: Digestion) -> None:
    steps = (
        Arrival("phone", "CA1", NOON, sender=MOTHER, event="voicemail", outcome=Outcome.VOICEMAIL),
        Arrival("phone", "CA1", NOON, sender=MOTHER, event="rang", outcome=Outcome.RINGING),
        Arrival("phone", "CA1", NOON, sender=MOTHER, event="language:nl", language="nl"),
    )
    [one, *_] = await take(digestion, *steps)
    async with digestion.engine.transaction(SYSTEM) as tx:
        view = await contacts.opened(tx, one)
        assert len(await queue.lines(tx)) == 1
        assert view.row.outcome is Outcome.VOICEMAIL
        assert {step.event for step in view.history} == {"voicemail", "rang", "language:nl"}


async def test_every_step_is_kept_readable_under_the_key_of_its_contact(digestion: Digestion) -> None:
    [one, two] = await take(digestion, *(Arrival("phone", "CA1", NOON, event=event) for event in ("rang", "hung_up")))
    async with digestion.engine.transaction(SYSTEM) as tx:
        rows = await tx.db.fetch("select record, wrapped, state from inbox")
        assert one != two
        assert [tuple(row.values()) for row in rows] == [(one, None, "read")] * 2


async def test_a_withheld_number_is_no_identity(digestion: Digestion) -> None:
    """Point 4: withheld is no identity: never matched, merged or blocked together."""
    anonymous = Sender(AddressKind.PHONE, "anonymous")
    await take(
        digestion, Arrival("phone", "CA1", NOON, sender=anonymous), Arrival("phone", "CA2", NOON, sender=anonymous)
    )
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from contact where sender_blind is null") == 2


async def test_what_a_writer_says_is_safe_holds_from_the_first_minute(digestion: Digestion) -> None:
    said = SafeContact(may_call=True)
    await take(digestion, Arrival("webform", "", NOON, text="x", call_back="+32470000009", safe_contact=said))
    async with digestion.engine.transaction(SYSTEM) as tx:
        blind = tx.vault.blind(AddressKind.PHONE, "+32470000009")
        assert (await people.permission(tx, blind, Purpose.CALL, NOON)).allowed
        assert not (await people.permission(tx, blind, Purpose.WRITE, NOON)).allowed


async def test_who_asks_to_be_called_back_has_a_promise_before_anybody_looked(digestion: Digestion) -> None:
    [one] = await take(digestion, Arrival("phone", "CA1", NOON, sender=MOTHER, call_back="+32470000001"))
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select kind from follow_up where contact_id = $1", one) == "call_back"


async def test_danger_is_immediate_whoever_reads_it_first(digestion: Digestion) -> None:
    text = "Mon fils est parti avec le fusil, il a laissé une lettre d'adieu."
    await take(digestion, Arrival("visit", "", NOON, text=text))
    async with digestion.engine.transaction(SYSTEM) as tx:
        [line] = await queue.lines(tx)
        assert line.row.urgency is Urgency.IMMEDIATE


@pytest.mark.parametrize(
    ("sender", "proven", "joins"),
    [("a@example.org", True, True), ("a@example.org", False, False), ("b@example.org", True, False)],
)
async def test_mail_joins_a_conversation_only_with_token_known_sender_and_proof(
    digestion: Digestion, sender: str, proven: bool, joins: bool
) -> None:
    first = Arrival("email", "m1", NOON, sender=Sender(AddressKind.EMAIL, "a@example.org", proven=True), text="a")
    [one] = await take(digestion, first)
    token = conversation.token_for(digestion.engine.vault, one)
    answer = Arrival("email", "m2", NOON, sender=Sender(AddressKind.EMAIL, sender, proven=proven), conversation=token)
    [two] = await take(digestion, answer)
    async with digestion.engine.transaction(SYSTEM) as tx:
        view = await contacts.opened(tx, two)
        assert (view.row.conversation == one) is joins
        assert (view.content.claimed_conversation == one) is not joins


async def test_files_are_sealed_with_the_contact(digestion: Digestion) -> None:
    [one] = await take(
        digestion, Arrival("visit", "", NOON, text="x", attachments=(Attachment("a.txt", "text/plain", b"abc"),))
    )
    async with digestion.engine.transaction(SYSTEM) as tx:
        [file] = (await contacts.opened(tx, one)).attachments
        assert (await contacts.file(tx, one, file.id))[1] == b"abc"


MAIL, ROBOT = Sender(AddressKind.EMAIL, "alice@example.org"), Sender(AddressKind.EMAIL, "robot@example.org")


async def test_a_mail_is_acknowledged_once_and_a_robots_never(digestion: Digestion) -> None:
    text = "Je m'inquiète pour mon frère."
    await take(
        digestion,
        Arrival("email", "<1@example.org>", NOON, sender=MAIL, text=text),
        Arrival("email", "<2@example.org>", NOON, sender=MAIL, text=text),
        Arrival("email", "<3@example.org>", NOON, sender=ROBOT, automatic=True),
        Arrival("sms", "SM9", NOON, sender=MOTHER, text=text),
    )
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetch("select channel, purpose from outbox") == [("email", "acknowledgement")]


async def test_who_says_stop_by_sms_is_not_written_to_until_start(digestion: Digestion) -> None:
    allowed = []
    for word in ("stop", "start"):
        await take(digestion, Arrival("sms", f"SM-{word}", NOON, sender=MOTHER, text=word, event=f"opt_out:{word}"))
        async with digestion.engine.transaction(SYSTEM) as tx:
            blind = tx.vault.blind(AddressKind.PHONE, MOTHER.value or "")
            allowed.append((await people.permission(tx, blind, Purpose.WRITE, tx.now)).reason)
    assert allowed == ["opted_out", "ask_first"]


async def test_a_row_that_does_not_open_stands_before_a_human_and_stops_nobody(digestion: Digestion) -> None:
    damaged = await actions.keep(digestion.engine, Raw("sms", "1", b"SM1", NOON))
    whole = await actions.keep(digestion.engine, Raw("sms", "2", b"SM2", NOON))
    async with digestion.engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update inbox set wrapped = 'x' where id = $1", damaged.record)
    for _ in range(TRIES):
        await digestion.at_once(damaged.record)
    await digestion.at_once(whole.record)
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert {line.row.id: line.row.unreadable for line in await queue.lines(tx)} == {
            damaged.record: True,
            whole.record: False,
        }
        kept = await tx.db.fetchval("select wrapped from inbox where id = $1", damaged.record)
        assert kept == b"x", "the row keeps its key for a process that has the right master"


async def test_what_comes_after_a_call_was_decided_waits_again_as_urgently_as_its_words_say(
    digestion: Digestion,
) -> None:
    [one] = await take(digestion, Arrival("phone", "CA1", NOON, sender=MOTHER, event="rang", outcome=Outcome.RINGING))
    async with digestion.engine.transaction(SYSTEM) as tx:
        await queue.leave(tx, one)
    await take(digestion, Arrival("phone", "CA1", NOON, event="voicemail", outcome=Outcome.VOICEMAIL))
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert [(line.row.id, line.row.urgency) for line in await queue.lines(tx)] == [(one, Urgency.SOON)]
        await queue.leave(tx, one)
    danger = "Mon fils est parti avec le fusil, il a laissé une lettre d'adieu."
    await take(digestion, Arrival("phone", "CA1", NOON, event="noted", text=danger))
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert [(line.row.id, line.row.urgency) for line in await queue.lines(tx)] == [(one, Urgency.IMMEDIATE)]


async def test_words_that_come_later_stand_below_the_earlier_ones_and_may_only_raise(digestion: Digestion) -> None:
    danger = "Mon fils est parti avec le fusil, il a laissé une lettre d'adieu."
    steps = (
        Arrival("phone", "CA1", NOON, sender=MOTHER, text=danger, call_back="+32470000001"),
        Arrival("phone", "CA1", NOON, sender=MOTHER, text="Quels sont vos horaires ?"),
    )
    [one, _] = await take(digestion, *steps)
    async with digestion.engine.transaction(SYSTEM) as tx:
        view = await contacts.opened(tx, one)
        [line] = await queue.lines(tx)
        assert view.content.text == f"{danger}\n\nQuels sont vos horaires ?"
        assert view.content.call_back == "+32470000001"
        assert line.row.urgency is Urgency.IMMEDIATE


async def test_nobody_waits_while_a_very_long_text_is_read(digestion: Digestion) -> None:
    silences, stopped = [0.0], asyncio.Event()

    async def listen() -> None:
        while not stopped.is_set():
            before = time.monotonic()
            await asyncio.sleep(0.01)
            silences.append(time.monotonic() - before)

    listening, began = asyncio.create_task(listen()), time.monotonic()
    [novel] = await take(
        digestion, Arrival("letter", "", NOON, text="on va en ville " * 30_000 + "Il a laissé une lettre d'adieu.")
    )
    took = time.monotonic() - began
    stopped.set()
    await listening
    assert max(silences) < took * 2 / 3, "the loop was never held for most of it"
    async with digestion.engine.transaction(SYSTEM) as tx:
        place = await queue.place(tx, novel)
        assert place is not None
        assert place.urgency_rank == Urgency.IMMEDIATE.rank
