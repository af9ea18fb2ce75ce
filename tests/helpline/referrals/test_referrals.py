"""An orientation has a life, and its outcome is asked back."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from helpline.directory import actions as directory
from helpline.directory.model import Entry
from helpline.errors import Conflict, Invalid
from helpline.followups import panels as followups
from helpline.referrals import actions, panels
from helpline.referrals.model import ReferralState as S
from helpline.vault.transaction import Transaction

Maker = Callable[..., Awaitable[UUID]]


async def referred(tx: Transaction, contact: UUID) -> UUID:
    partner = await directory.add(tx, Entry(name="Planning Inventé", services=("écoute",), phone="+3281000000"))
    return await actions.refer(
        tx, contact=contact, partner=partner, note="Avec l'accord de la maman", ask_back_at=tx.now + timedelta(days=14)
    )


async def test_an_orientation_is_sealed_and_asks_for_its_outcome(tx: Transaction, a_contact: Maker):
    contact = await a_contact()
    await referred(tx, contact)
    (told,) = await panels.about(tx, contact)
    assert (told.partner, told.note, told.state) == ("Planning Inventé", "Avec l'accord de la maman", S.PROPOSED)
    (asked,) = await followups.of_contact(tx, contact)
    assert asked.what.endswith(": Planning Inventé")
    assert asked.due_at == told.ask_back_at


async def test_an_outcome_that_came_back_keeps_the_promise_to_ask(tx: Transaction, a_contact: Maker):
    contact = await a_contact()
    referral = await referred(tx, contact)
    await actions.move(tx, referral, S.ACCEPTED, "", 1)
    await actions.move(tx, referral, S.ARRIVED, "", 2)
    await actions.move(tx, referral, S.DONE, "", 3)
    (asked,) = await followups.of_contact(tx, contact)
    assert asked.ended_how == "kept"


async def test_a_refusal_says_why_and_ends_it(tx: Transaction, a_contact: Maker):
    referral = await referred(tx, await a_contact())
    with pytest.raises(Invalid, match="why"):
        async with tx.db.transaction():
            await actions.move(tx, referral, S.DECLINED, "", 1)
    await actions.move(tx, referral, S.DECLINED, "Pas de place avant mars", 1)
    with pytest.raises(Invalid, match="cannot go"):
        await actions.move(tx, referral, S.DONE, "", 2)


async def test_the_slower_colleague_gets_a_conflict(tx: Transaction, a_contact: Maker):
    referral = await referred(tx, await a_contact())
    await actions.move(tx, referral, S.ACCEPTED, "", 1)
    with pytest.raises(Conflict):
        await actions.move(tx, referral, S.ARRIVED, "", 1)


async def test_a_public_number_needs_no_partner_but_something_must_be_named(tx: Transaction, a_contact: Maker):
    contact = await a_contact()
    await actions.refer(tx, contact=contact, service="1712")
    with pytest.raises(Invalid, match="Choose"):
        await actions.refer(tx, contact=contact)
    assert [told.service for told in await panels.about(tx, contact)] == ["1712"]
