"""A person is told once when something breaks, on a way that works, and once more when it is well."""

import asyncio
from datetime import timedelta
from uuid import UUID

import msgspec

from helpline.channel import Channel, Mark
from helpline.health import alarms, jobs
from helpline.health import store as health
from helpline.health.model import Fault
from helpline.intake import deletions
from helpline.intake import jobs as intake_jobs
from helpline.intake import store as intake
from helpline.intake.house import House
from helpline.intake.model import Copy, LeftBehind
from helpline.jobs.model import Premises
from helpline.outbox import actions as outbox
from helpline.outbox import sending, store
from helpline.outbox.model import Letter, Purpose
from helpline.settings import Settings
from helpline.staff import actions as accounts
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine, Transaction
from tests.helpline.outbox.conftest import arrive
from tests.helpline.outbox.test_actions import later
from tests.helpline.outbox.test_jobs import Provider

BOTH = ("sms", "email")
OPS = ("ops@example.org",)


async def supervisor(tx: Transaction, phone: str | None = "+447700900888") -> UUID:
    return await accounts.add(
        tx,
        sign_in_name=f"farid{phone}".replace("+", ""),
        display_name="Farid",
        role=Role.SUPERVISOR,
        password="four plain words here",
        language="en",
        phone=phone,
    )


async def sent(tx: Transaction) -> list[tuple[str, str, str]]:
    """What left for colleagues: channel, address, words."""
    found = []
    for row in await tx.db.fetch("select id from outbox where purpose = 'page' order by created_at, id"):
        letter = await store.held(tx, row["id"])
        assert letter is not None
        assert letter.wrapped is not None
        key = tx.vault.open(letter.sealed_for, letter.wrapped)
        said = key.unseal_struct(store.SEALED, letter.id, letter.sealed, Letter)
        found.append((letter.channel, said.to, said.text))
    return found


async def told(tx: Transaction) -> list[str]:
    return [row["told_by"] for row in await tx.db.fetch("select told_by from alarm order by began_at, id")]


async def test_a_person_is_told_once_per_break_and_a_word_when_it_is_well_again(tx: Transaction) -> None:
    """Point 9: a broken channel is on the health page and reaches a human by another channel."""
    await supervisor(tx)
    await intake.polled(tx, "email", Fault.REFUSED_LOGIN)
    assert [await alarms.watch(tx, BOTH, OPS) for _ in range(3)] == [1, 0, 0]
    then = later(tx, minutes=1)
    await intake.polled(then, "email", "")
    assert [await alarms.watch(then, BOTH, OPS) for _ in range(2)] == [1, 0]
    assert await sent(tx) == [
        ("sms", "+447700900888", "Please open the page Health: e-mail does not work."),
        ("sms", "+447700900888", "E-mail works again."),
    ]
    again = later(tx, minutes=2)
    await intake.polled(again, "email", Fault.REFUSED_LOGIN)
    assert await alarms.watch(again, BOTH, OPS) == 1, "a new break is a new alarm"


async def test_when_text_messages_are_broken_it_is_said_by_mail(tx: Transaction) -> None:
    await supervisor(tx)
    await intake.polled(tx, "sms", Fault.REFUSED_LOGIN)
    await alarms.watch(tx, BOTH, OPS)
    assert await sent(tx) == [("email", OPS[0], "Please open the page Health: SMS does not work.")]
    assert await told(tx) == ["email"]


async def test_a_duty_page_that_failed_is_said_by_mail(tx: Transaction) -> None:
    await supervisor(tx)
    await intake.polled(tx, "email", Fault.REFUSED_LOGIN)
    await alarms.watch(tx, BOTH, OPS)
    await tx.db.execute("update outbox set state = 'failed', changed_at = $1", tx.now)
    assert await alarms.watch(later(tx, seconds=5), BOTH, OPS) == 1
    assert [channel for channel, _, _ in await sent(tx)] == ["sms", "email"]


async def test_without_anybody_to_reach_the_alarm_says_so(tx: Transaction) -> None:
    await supervisor(tx, None)
    await intake.polled(tx, "email", Fault.REFUSED_LOGIN)
    await alarms.watch(tx, BOTH, ())
    assert await told(tx) == ["nobody"]


async def test_an_alarm_told_to_nobody_is_tried_again(tx: Transaction) -> None:
    """Point 9: a broken channel reaches a human by another channel: as soon as one works."""
    await supervisor(tx, None)
    await intake.polled(tx, "email", Fault.REFUSED_LOGIN)
    await alarms.watch(tx, BOTH, ())
    assert await told(tx) == ["nobody"]
    await supervisor(tx)
    for minute in (1, 2, 3):
        assert await alarms.watch(later(tx, minutes=minute), BOTH, ()) == 0
    assert await told(tx) == ["sms"]
    assert await sent(tx) == [("sms", "+447700900888", "Please open the page Health: e-mail does not work.")]


async def test_an_alarm_whose_letter_did_not_leave_is_told_on_the_other_way(tx: Transaction) -> None:
    """Point 9: a broken channel reaches a human by another channel."""
    await supervisor(tx)
    await intake.polled(tx, "email", Fault.REFUSED_LOGIN)
    await alarms.watch(tx, BOTH, OPS)
    await tx.db.execute("update outbox set state = 'failed', changed_at = $1", tx.now - timedelta(hours=2))
    await alarms.watch(later(tx, minutes=14), BOTH, OPS)
    assert await told(tx) == ["sms"], "a letter has its time"
    for minute in (16, 17):
        await alarms.watch(later(tx, minutes=minute), BOTH, OPS)
        assert await told(tx) == ["email"]
    assert [channel for channel, _, _ in await sent(tx)] == ["sms", "email"]


async def test_nobody_is_called_about_a_mailbox_that_was_taken_out_of_the_settings(engine: Engine) -> None:
    """Point 9: what does not work reaches a human; what nobody wants any more does not."""
    house = premises(engine, "old@example.org", "new@example.org")
    async with house_of(house).bookmark("new@example.org") as bookmark:
        await bookmark.put(Mark(7, 3))
    await house_of(house).mailbox_failed("old@example.org", Fault.REFUSED_LOGIN)
    await jobs.watch(house)
    assert await open_alarms(engine) == [Fault.REFUSED_LOGIN]
    house = premises(engine, "new@example.org")
    await intake_jobs.compare_settings(house)
    async with house_of(house).bookmark("new@example.org") as bookmark:
        await bookmark.put(Mark(7, 4))
    await jobs.watch(house)
    assert await open_alarms(engine) == []


async def test_without_any_mailbox_nobody_misses_a_look_and_how_far_it_was_read_stays(engine: Engine) -> None:
    house = premises(engine, "one@example.org")
    async with house_of(house).bookmark("one@example.org") as bookmark:
        await bookmark.put(Mark(7, 3))
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("update poll set succeeded_at = succeeded_at - interval '1 day'")
    await jobs.watch(house)
    assert await open_alarms(engine) == [Fault.NO_POLL]
    for _ in range(2):
        await intake_jobs.compare_settings(premises(engine))
    await jobs.watch(house)
    assert await open_alarms(engine) == []
    async with engine.transaction(SYSTEM) as tx:
        [left] = await health.left_mailboxes(tx, tx.now - timedelta(days=1))
        assert left.read_at is not None
    await intake_jobs.compare_settings(house)
    async with house_of(house).bookmark("one@example.org") as bookmark:
        assert bookmark.mark == Mark(7, 3)
    async with engine.transaction(SYSTEM) as tx:
        assert await health.left_mailboxes(tx, tx.now - timedelta(days=1)) == []


async def test_what_has_to_be_deleted_by_hand_is_told_once_by_mail_and_rings_no_telephone(tx: Transaction) -> None:
    await supervisor(tx)
    contact = await arrive(tx)
    await deletions.owe(tx, [LeftBehind(contact, "email", Copy.ORIGINAL, f"gone/7/{uid}") for uid in range(3)])
    assert await alarms.watch(tx, BOTH, OPS) == 0, "nobody was asked yet"
    await tx.db.execute("update deletion set rests_since = $1", tx.now)
    assert [await alarms.watch(later(tx, minutes=minute), BOTH, OPS) for minute in (0, 1, 2)] == [1, 0, 0]
    assert [(channel, to) for channel, to, _ in await sent(tx)] == [("email", OPS[0])]
    assert await deletions.by_hand(tx, "email") == 3
    assert [await alarms.watch(tx, BOTH, OPS) for _ in range(2)] == [1, 0]
    assert len(await sent(tx)) == 1, "whoever did it knows"


def premises(engine: Engine, *mailboxes: str) -> Premises:
    """A house whose settings name these mailboxes, and that takes mail by LMTP besides."""
    email = Channel("email", lambda raw: None, listeners=[None], mailboxes=mailboxes)  # type: ignore[arg-type,list-item,return-value]  # never started
    return Premises(engine, Settings(alarm_email=OPS[0]), {"email": email}, {"email": Provider()})


def house_of(premises: Premises) -> House:
    return House(premises.engine, premises.settings)


async def open_alarms(engine: Engine) -> list[str]:
    async with engine.transaction(SYSTEM) as tx:
        return [alarm.kind for alarm in await health.alarms(tx)]


async def test_two_processes_that_notice_the_same_break_tell_it_once(engine: Engine) -> None:
    house = Premises(engine, Settings(alarm_email="ops@example.org"), senders={"sms": Provider(), "email": Provider()})
    async with engine.transaction(SYSTEM) as tx:
        await supervisor(tx)
        await intake.polled(tx, "email", Fault.REFUSED_LOGIN)
    await asyncio.gather(*(jobs.watch(house) for _ in range(4)))
    async with engine.transaction(SYSTEM) as tx:
        assert len(await sent(tx)) == 1
        letter = await tx.db.fetchval("select id from outbox")
        assert await sending.take(msgspec.structs.replace(tx, now=tx.now), letter) is not None, "it may leave"


async def test_letters_that_wait_after_failing_are_a_break_of_their_channel(tx: Transaction) -> None:
    await supervisor(tx)
    contact = await arrive(tx)
    for _ in range(3):
        await outbox.post(
            tx, channel="sms", to="+447700900777", text="Please open the desk.", language="en", purpose=Purpose.PAGE,
            contact=None, sealed_for=contact,
        )  # fmt: skip
    await tx.db.execute("update outbox set attempts = 2")
    assert await alarms.watch(tx, BOTH, OPS) == 1
    assert (await sent(tx))[-1][:2] == ("email", OPS[0])


async def test_a_channel_that_refuses_every_letter_for_good_raises_an_alarm(tx: Transaction) -> None:
    """Point 9: a broken channel reaches a human by another channel, also where nothing waits to be tried again."""
    await supervisor(tx)
    contact = await arrive(tx)
    for _ in range(3):
        await outbox.post(
            tx, channel="email", to="writer@example.org", text="Bonjour.", language="fr",
            purpose=Purpose.ACKNOWLEDGEMENT, contact=None, sealed_for=contact, automatic=True,
        )  # fmt: skip
    await tx.db.execute("update outbox set state = 'failed', code = 'no_sender', changed_at = $1", tx.now)
    one_left = "update outbox set state = $1 where id = (select id from outbox where channel = 'email' limit 1)"
    await tx.db.execute(one_left, "sent")
    assert await alarms.watch(tx, BOTH, OPS) == 0, "one left: those are addresses, not the channel"
    await tx.db.execute(one_left.replace("limit 1", "and state = 'sent'"), "failed")
    assert await alarms.watch(later(tx, minutes=61), BOTH, OPS) == 0, "of an hour ago"
    assert await alarms.watch(tx, BOTH, OPS) == 1
    assert (await sent(tx))[-1] == ("sms", "+447700900888", "Please open the page Health: e-mail does not work.")
