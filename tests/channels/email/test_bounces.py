"""Point 33: bounces mark the outbox row and the address, and tell the author."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from channels.email.lmtp import raw
from channels.email.model import Delivered
from channels.email.reading import reader
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.envelope import AddressKind, SafeContact
from helpline.followups.noticing import notice_undelivered
from helpline.intake import actions
from helpline.intake import digest as digestion_room
from helpline.intake.digest import Digestion
from helpline.outbox import actions as outbox
from helpline.people import actions as people
from helpline.people.model import Kind
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Actor, ActorKind, Engine
from tests.conftest import employed

OURS, ANNA = "contact@example.org", "anna@example.net"
FAILED = ("failed", "5.1.1")
"""Action and status of a mail that will never arrive."""


@pytest.fixture
async def digestion(engine: Engine) -> AsyncIterator[Digestion]:
    return Digestion(engine, {"email": reader("mx.example.org", OURS)})


async def arrived(digestion: Digestion, mail: Delivered) -> UUID:
    """Kept and read, at every attempt at once."""
    receipt = await actions.keep(digestion.engine, raw(mail))
    for _ in range(digestion_room.TRIES):
        await digestion.at_once(receipt.record)
    return receipt.record


def report(message_id: str, action: str = "failed", status: str = "5.1.1") -> Delivered:
    """What a mail system says (RFC 3464)."""
    text = (
        "From: Mail Delivery Subsystem <mailer-daemon@example.net>\r\nSubject: Undelivered Mail\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\nIt did not arrive. {new_id()}\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; {ANNA}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: {OURS}\r\nMessage-ID: {message_id}\r\n\r\n"
        "--b--\r\n"
    )
    return Delivered("", (OURS,), text.encode())


async def answered(digestion: Digestion, message_id: str) -> tuple[UUID, UUID]:
    """A colleague's answer to Anna that left under this Message-ID; the colleague and the answer."""
    engine = digestion.engine
    text = f"From: {ANNA}\r\nSubject: x\r\n\r\nBonjour"
    contact = await arrived(digestion, Delivered(ANNA, (OURS,), text.encode()))
    colleague, _token = await employed(engine, Role.OPERATOR)
    async with engine.transaction(SYSTEM) as tx:
        person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.EMAIL, ANNA))
        await people.set_rule(tx, person, None, SafeContact(may_write=True))
    async with engine.transaction(Actor(ActorKind.STAFF, "operator", colleague.id)) as tx:
        outgoing = await outbox.reply(tx, contact, "Rappelez-nous.")
        letter = await tx.db.fetchval("select id from outbox where contact_id = $1", outgoing)
        await tx.db.execute("update outbox set state = 'sent', provider_id = $2 where id = $1", letter, message_id)
    return colleague.id, outgoing


async def state_of(digestion: Digestion, outgoing: UUID) -> str:
    async with digestion.engine.transaction(SYSTEM) as tx:
        state: str = await tx.db.fetchval("select state from outbox where contact_id = $1", outgoing)
        return state


async def test_a_bounce_marks_letter_and_address_and_tells_the_author(digestion: Digestion) -> None:
    """Point 33: bounces mark the outbox row and the address, and tell the author."""
    colleague, outgoing = await answered(digestion, "<a@example.org>")
    bounce = await arrived(digestion, report("<a@example.org>"))
    assert await state_of(digestion, outgoing) == "failed"
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select bounced_at is not null from address")
        assert await contacts.store.row(tx, bounce) is None, "it is no message of anybody"
        await notice_undelivered(tx)
        promise = await tx.db.fetchrow("select owner, contact_id, kind from follow_up")
        assert promise
        assert tuple(promise) == (colleague, outgoing, "reply")


async def test_what_may_still_arrive_is_no_failure(digestion: Digestion) -> None:
    _colleague, outgoing = await answered(digestion, "<a@example.org>")
    await arrived(digestion, report("<a@example.org>", "delayed", "4.4.1"))
    assert await state_of(digestion, outgoing) == "sent"


async def test_what_was_given_up_is_lost_and_the_address_stays_good(digestion: Digestion) -> None:
    """Point 33: "failed" means that nobody tries any more (RFC 3464, 2.3.3), though the mailbox is full only now."""
    _colleague, outgoing = await answered(digestion, "<a@example.org>")
    await arrived(digestion, report("<a@example.org>", "failed", "4.2.2"))
    assert await state_of(digestion, outgoing) == "failed"
    async with digestion.engine.transaction(SYSTEM) as tx:
        assert not await tx.db.fetchval("select count(*) from address where bounced_at is not null")


async def test_a_bounce_of_nothing_of_ours_is_a_contact_and_marks_nothing(digestion: Digestion) -> None:
    """Point 33: whoever invents a bounce does not know the Message-ID, and changes nothing; a human sees it."""
    _colleague, outgoing = await answered(digestion, "<a@example.org>")
    bounce = await arrived(digestion, report("<guessed@example.org>"))
    assert await state_of(digestion, outgoing) == "sent"
    async with digestion.engine.transaction(SYSTEM) as tx:
        view = await contacts.opened(tx, bounce)
        assert view.row.automatic
        assert not await tx.db.fetchval("select count(*) from address where bounced_at is not null")
        acknowledged = await tx.db.fetchval("select count(*) from outbox where purpose = 'acknowledgement'")
        assert acknowledged == 1, "Anna's first mail, and nothing after it"
