"""A mail that names a conversation without having joined it: the desk says why, and a person decides."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

from helpline.contacts.conversation import token_for
from helpline.envelope import AddressKind, Arrival, Sender
from helpline.intake import actions
from helpline.intake.digest import Digestion
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.conftest import Desk

SignIn = Callable[..., Awaitable[Desk]]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA = Sender(AddressKind.EMAIL, "anna@example.net", "Anna")


async def arrived(engine: Engine, arrival: Arrival) -> UUID:
    receipt = await actions.keep(engine, actions.by_hand(arrival, arrival.external_id))
    await Digestion(engine, {}).at_once(receipt.record)
    return receipt.record


async def claimed(engine: Engine) -> tuple[UUID, UUID]:
    """A mail, and another one that names its conversation without proof of who wrote it."""
    one = await arrived(engine, Arrival("email", "1", NOON, sender=ANNA, subject="Mon frère", text="Bonjour"))
    token = token_for(engine.vault, one)
    two = await arrived(engine, Arrival("email", "2", NOON, sender=ANNA, subject="Re: Mon frère", conversation=token))
    return one, two


async def conversation_of(engine: Engine, contact: UUID) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        found: UUID = await tx.db.fetchval("select conversation from contact where id = $1", contact)
        return found


async def test_the_desk_says_why_a_mail_stands_by_itself_and_a_person_puts_it_there(
    engine: Engine, signed_in: SignIn
) -> None:
    """Point 30: anything less is a suggestion to staff."""
    one, two = await claimed(engine)
    desk = await signed_in(Role.OPERATOR)
    page = (await desk.get(f"/desk/contacts/{two}")).text
    assert 'id="claimed"' in page
    assert "Rien ne prouve que cette adresse l’a écrit." in page
    assert f"/desk/contacts/{one}" in page
    answer = await desk.post(f"/desk/contacts/{two}/conversation", data={"version": "1"})
    assert answer.status_code == 303
    assert await conversation_of(engine, two) == one
    after = (await desk.get(f"/desk/contacts/{two}")).text
    assert 'id="claimed"' not in after
    assert "dans la conversation qu’il nomme" in after


async def test_what_was_put_there_is_put_there_once(engine: Engine, signed_in: SignIn) -> None:
    _one, two = await claimed(engine)
    desk = await signed_in(Role.OPERATOR)
    answers = [await desk.post(f"/desk/contacts/{two}/conversation", data={"version": "1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]


async def test_what_names_no_conversation_is_not_put_anywhere(engine: Engine, signed_in: SignIn) -> None:
    one, _two = await claimed(engine)
    desk = await signed_in(Role.OPERATOR)
    page = (await desk.get(f"/desk/contacts/{one}")).text
    assert 'id="claimed"' not in page
    assert (await desk.post(f"/desk/contacts/{one}/conversation", data={"version": "1"})).status_code == 409
    assert await conversation_of(engine, one) == one
