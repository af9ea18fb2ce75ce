"""One field over everything, as far as the role may see."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from helpline.clock import new_id, now
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, NewContact
from helpline.desk.places import PLACES
from helpline.envelope import AddressKind, Arrival, Sender
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.conftest import Desk

SignedIn = Callable[..., Awaitable[Desk]]


async def found(desk: Desk, typed: str) -> str:
    answer = await desk.post("/desk/palette", data={"search": typed}, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


async def test_a_contact_is_found_by_its_number_and_a_page_by_its_name(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.OPERATOR)
    written = await desk.post("/desk/contacts", data={"channel": "letter", "text": "Bonjour", "key": "1"})
    assert f'data-href="{written.headers["location"]}"' in await found(desk, "1")
    assert 'data-href="/desk/follow-ups"' in await found(desk, "follow")
    assert "option" not in await found(desk, "nothing is called like this")


async def test_a_role_is_shown_nothing_it_may_not_see(signed_in: SignedIn) -> None:
    written = await (await signed_in(Role.OPERATOR)).post(
        "/desk/contacts", data={"channel": "letter", "text": "Bonjour", "key": "1"}
    )
    researcher = await signed_in(Role.RESEARCHER)
    assert written.headers["location"] not in await found(researcher, "1")
    every = await found(researcher, "")
    assert 'data-href="/desk/partners"' in every
    assert "/desk/queue" not in every


async def test_what_the_palette_finds_is_in_the_audit(signed_in: SignedIn, engine: Engine) -> None:
    await found(await signed_in(Role.OPERATOR), "Samira")
    async with engine.pool.acquire() as db, db.transaction():
        await db.execute(
            "select set_config('helpline.actor', 'system', true), set_config('helpline.role', 'system', true)"
        )
        actions = {row["action"] for row in await db.fetch("select action from audit_entry")}
    assert {"person.searched", "case.searched"} <= actions


@pytest.fixture
async def rang(engine: Engine) -> str:
    """A contact from an invented number, by its address on the desk."""
    async with engine.transaction(SYSTEM) as tx:
        key, number = tx.vault.mint(new_id()), "+32470000123"
        new = NewContact(
            key=key, channel=Channel.SMS, direction=Direction.IN, occurred_at=now(), received_at=now(),
            content=Content(text="Bonjour", sender=number), conversation=key.record, sender_kind=AddressKind.PHONE,
            sender_blind=tx.vault.blind("phone", number),
        )  # fmt: skip
        await contacts.add(tx, [new])
    return f"/desk/contacts/{key.record}"


@pytest.mark.parametrize("typed", ["+32470000123", "+32 470 00 01 23", "0032 470/00.01.23", "0470 00 01 23"])
async def test_a_whole_telephone_number_finds_its_contacts_however_it_is_typed(
    signed_in: SignedIn, rang: str, typed: str
) -> None:
    assert f'data-href="{rang}"' in await found(await signed_in(Role.OPERATOR), typed)
    assert rang not in await found(await signed_in(Role.RESEARCHER), typed)


@pytest.mark.parametrize(("typed", "seen"), [("schmitz", True), ("hélène s", True), ("mitz", False), ("org", False)])
async def test_who_waits_is_found_by_the_name_the_queue_shows(
    signed_in: SignedIn, engine: Engine, typed: str, seen: bool
) -> None:
    sender = Sender(AddressKind.EMAIL, "helene@example.org", "Helene Schmitz")
    masked = Sender(AddressKind.EMAIL, "anna@example.org", "")
    written = [Arrival("email", str(n), now(), sender=one, text="Bonjour") for n, one in enumerate((sender, masked))]
    one, _ = [(await intake.keep(engine, intake.by_hand(mail, mail.external_id))).record for mail in written]
    await Digestion(engine, {}).some()
    operator, researcher = await signed_in(Role.OPERATOR), await signed_in(Role.RESEARCHER)
    assert (f'data-href="/desk/contacts/{one}"' in await found(operator, typed)) is seen
    assert (await found(operator, typed)).count("/desk/contacts/0") == seen
    assert str(one) not in await found(researcher, typed)


async def test_a_page_is_found_by_its_name_in_the_language_of_its_reader(signed_in: SignedIn) -> None:
    desk = await signed_in(Role.SUPERVISOR)
    french = await desk.post("/desk/palette", data={"search": "regles"}, headers={"Accept-Language": "fr"})
    assert 'data-href="/desk/rules"' in french.text
    assert 'data-href="/desk/rules"' in await found(desk, "rules")


def test_every_entry_of_the_menu_is_found_by_its_name() -> None:
    menu = (Path(__file__).parents[3] / "templates" / "_ui" / "nav.html").read_text("utf-8")
    entries = set(re.findall(r'\((?:daily|rare), "(/desk/[^"]+)"', menu))
    assert entries
    assert entries <= {href for href, _permission, _name in PLACES}
