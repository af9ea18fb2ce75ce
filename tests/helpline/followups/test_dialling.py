"""A call-back rings only when the person said it is safe, at that very minute."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from helpline.envelope import AddressKind, SafeContact
from helpline.errors import Conflict, Invalid
from helpline.followups import actions, panels
from helpline.followups.model import Address, AttemptOutcome, Ending, FollowUpKind
from helpline.people import actions as people
from helpline.people.model import Danger, Kind
from helpline.vault.transaction import Transaction

Maker = Callable[..., Awaitable[UUID]]
NUMBER = "+447700900123"


async def promised(tx: Transaction, contact: UUID, number: str = NUMBER) -> UUID:
    return await actions.promise(
        tx,
        kind=FollowUpKind.CALL_BACK,
        what="Rappeler",
        due_at=tx.now + timedelta(hours=1),
        owner=None,
        contact=contact,
        address=Address(AddressKind.PHONE, number) if number else None,
    )


async def said(tx: Transaction, safe: SafeContact) -> None:
    person = await people.ensure_person(tx, Kind.REQUESTER, (AddressKind.PHONE, NUMBER))
    await people.set_rule(tx, person, None, safe)


async def test_a_number_nobody_asked_about_is_not_dialled_and_the_attempt_says_so(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact())
    dialled = await actions.dial(tx, promise, 1)
    assert dialled.number == ""
    told = await panels.one(tx, promise)
    assert [(done.outcome, done.note) for done in told.attempts] == [(AttemptOutcome.BLOCKED, dialled.reason)]


async def test_a_safe_number_is_given_for_the_call_and_the_outcome_kept(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact())
    await said(tx, SafeContact(may_call=True, cover_phrase="le club de sport"))
    dialled = await actions.dial(tx, promise, 1)
    assert (dialled.number, dialled.may_leave_message, dialled.cover_phrase) == (NUMBER, None, "le club de sport")
    assert await actions.attempt(tx, promise, AttemptOutcome.REACHED, "", 2) is True


async def test_a_number_is_given_to_one_colleague_and_the_others_must_look_again(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact())
    await said(tx, SafeContact(may_call=True))
    assert (await actions.dial(tx, promise, 1)).number == NUMBER
    for _colleague in range(2):
        with pytest.raises(Conflict) as refused:
            await actions.dial(tx, promise, 1)
        assert refused.value.current == 2


async def test_a_call_without_permission_keeps_its_outcome_and_is_marked(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact())
    await said(tx, SafeContact(may_call=True))
    await said(tx, SafeContact(may_call=False, may_write=True))
    assert await actions.attempt(tx, promise, AttemptOutcome.REACHED, "Elle va bien", 1) is False
    told = await panels.one(tx, promise)
    assert told.promised.ended_how is Ending.KEPT
    (done,) = told.attempts
    assert (done.outcome, done.permitted, done.note) == (AttemptOutcome.REACHED, False, "Elle va bien")
    detail = await tx.db.fetchval("select detail from audit_entry where action = 'follow_up.attempted'")
    assert detail == "reached, not permitted"


async def test_only_danger_overrides_a_rule_and_the_audit_knows(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact())
    await said(tx, SafeContact(may_write=True))
    assert (await actions.dial(tx, promise, 1, Danger.LIFE)).number == NUMBER
    assert await tx.db.fetchval("select count(*) from audit_entry where action = 'safe_contact.overridden'") == 1


async def test_a_call_back_without_a_number_cannot_be_dialled(tx: Transaction, a_contact: Maker):
    promise = await promised(tx, await a_contact(None, "letter"), number="")
    with pytest.raises(Invalid, match="no number"):
        await actions.dial(tx, promise, 1)
