"""What an operator sees of a mail: its words, what is folded, what could not be read, and files to download only."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from httpx import AsyncClient

from channels.email.model import Delivered
from helpline.channel import Channel
from helpline.contacts import actions as contacts
from helpline.contacts.model import ContactView
from helpline.envelope import Raw
from helpline.intake.digest import Digestion
from helpline.intake.house import House
from helpline.settings import Settings
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine

SignedIn = Callable[..., Awaitable[AsyncClient]]
Arriving = Callable[[bytes], Awaitable[ContactView]]


@pytest.fixture
def arriving(engine: Engine, settings: Settings, channels: dict[str, Channel]) -> Arriving:
    """`await arriving(mail)`: kept, read, and in the queue."""
    digestion = Digestion(engine, {name: channel.read for name, channel in channels.items()})

    async def arriving(content: bytes) -> ContactView:
        body = msgspec.msgpack.encode(Delivered("marie@example.org", ("contact@example.org",), content))
        await House(engine, settings).keep(Raw("email", f"mail/{hash(content)}", body, datetime.now(UTC)))
        while await digestion.some():
            pass
        async with engine.transaction(SYSTEM) as tx:
            newest: UUID = await tx.db.fetchval("select id from contact order by number desc limit 1")
            return await contacts.opened(tx, newest)

    return arriving


async def test_what_could_not_be_read_is_said_below_the_text(arriving: Arriving, signed_in: SignedIn) -> None:
    """Point 27: what it could not read is said."""
    content = (
        b"From: marie@example.org\nil part ce soir\nSubject: Aide\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\n\nBonjour\n--b\nContent-Type: application/pkcs7-mime; name=secret.p7m\n\nx\n--b--\n"
    )
    contact = await arriving(content)
    page = (await (await signed_in(Role.OPERATOR)).get(f"/desk/contacts/{contact.row.id}")).text
    assert "Une partie est chiffrée et ne peut pas être lue ici. secret.p7m" in page
    assert "pas pu y être lu : il part ce soir" in page.replace("\u202f", " ").replace("\u00a0", " ")


async def test_what_is_quoted_is_folded_and_there(arriving: Arriving, signed_in: SignedIn) -> None:
    """Point 29: folded, not lost."""
    contact = await arriving(
        b"From: a@example.org\n\nOui.\n\nOn 3 March 2026 at 10:12, Anne wrote:\n> Est-il parti ?\n"
    )
    page = (await (await signed_in(Role.OPERATOR)).get(f"/desk/contacts/{contact.row.id}")).text
    assert "Est-il parti ?" in page.partition('<details class="fold">')[2]


async def test_a_page_of_html_is_downloaded_and_never_shown_inline(arriving: Arriving, signed_in: SignedIn) -> None:
    """Point 28: attachments download-only, from a sandboxed response, never HTML or SVG inline."""
    html = b"<table><tr><td>Samir</td></tr></table><script>alert(1)</script><img src=https://tracker.example/x>"
    contact = await arriving(b"From: a@example.org\nContent-Type: text/html\n\n" + html)
    (page,) = contact.attachments
    desk = await signed_in(Role.OPERATOR)
    answer = await desk.get(f"/desk/contacts/{contact.row.id}/attachments/{page.id}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="message.html"'
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert ("Samir" in answer.text, "alert" in answer.text, "tracker" in answer.text) == (True, False, False)


async def test_a_bounce_stands_in_the_history_of_its_contact(arriving: Arriving, signed_in: SignedIn) -> None:
    """Point 33: Bounces mark the outbox row and the address, and tell the author."""
    content = (
        b"From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered Mail\n\nThis could not be delivered to\n"
        b"omar@example.org: 550 5.1.1 user unknown\n"
    )
    contact = await arriving(content)
    page = (await (await signed_in(Role.OPERATOR)).get(f"/desk/contacts/{contact.row.id}")).text
    assert contact.row.automatic
    assert "5.1.1 omar@example.org" in page


async def test_a_person_taken_for_a_robot_can_still_be_answered(arriving: Arriving, signed_in: SignedIn) -> None:
    content = b"From: teacher@example.org\nList-Id: <school.example.org>\nSubject: Question\n\nWho could come to us?\n"
    contact = await arriving(content)
    desk = await signed_in(Role.OPERATOR)
    await desk.post(f"/desk/contacts/{contact.row.id}/safe-contact", data={"may_write": "yes"})
    page = (await desk.get(f"/desk/contacts/{contact.row.id}")).text
    assert contact.row.automatic
    assert "un programme" in page or "a program wrote this" in page
    assert f"/desk/contacts/{contact.row.id}/replies" in page
