"""A named human decides, and the decision lands or it cannot be saved."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel, Content, Disposition, Urgency
from helpline.envelope import Arrival
from helpline.errors import Conflict, Invalid
from helpline.intake import actions as intake
from helpline.intake.digest import Digestion
from helpline.queue import actions as queue
from helpline.staff import actions as accounts
from helpline.staff.permissions import Role
from helpline.triage import actions as triage
from helpline.triage import quarantine
from helpline.triage.model import ClosingReason, LandingKind
from helpline.triage.record import Choice, Danger, DangerCategory, Promise
from helpline.vault.transaction import SYSTEM, Actor, ActorKind, Engine, Transaction

ANSWERED = Choice(
    disposition=Disposition.INFORMATION_REQUEST,
    urgency=Urgency.ROUTINE,
    landing=LandingKind.ANSWER,
    closing_reason=ClosingReason.ANSWERED,
    reason="Told at the door.",
)


async def waiting(engine: Engine, text: str = "Quels sont vos horaires ?") -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        raw = intake.by_hand(Arrival("visit", "", tx.now, text=text), text)
    receipt = await intake.keep(engine, raw)
    await Digestion(engine, {}).at_once(receipt.record)
    return receipt.record


@pytest.fixture
async def alice(engine: Engine) -> Actor:
    async with engine.transaction(SYSTEM) as tx:
        one = await accounts.add(
            tx, sign_in_name="alice", display_name="Alice", role=Role.OPERATOR, password="a long enough password"
        )
    return Actor(ActorKind.STAFF, "operator", one)


async def suggested(tx: Transaction, contact: UUID, **change: object) -> Choice:
    """The choice above with the urgency that the rules propose, so that nothing is lowered."""
    known = await triage.known(tx, contact)
    assert known.suggestion is not None
    return msgspec.structs.replace(ANSWERED, **{"urgency": known.suggestion.urgency, **change})


async def test_a_decision_carries_the_name_of_who_made_it_and_ends_the_waiting(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine)
    async with engine.transaction(alice) as tx:
        await triage.decide(tx, one, 1, await suggested(tx, one))
    async with engine.transaction(alice) as tx:
        [decision] = (await triage.known(tx, one)).decisions
        assert decision.row.decider == "Alice"
        assert decision.row.due_at is not None
        assert await queue.lines(tx) == []


async def test_of_two_decisions_on_the_same_version_the_second_is_a_conflict(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine)
    async with engine.transaction(alice) as tx:
        await triage.decide(tx, one, 1, await suggested(tx, one))
    with pytest.raises(Conflict):
        async with engine.transaction(alice) as tx:
            await triage.decide(tx, one, 1, await suggested(tx, one))


@pytest.mark.parametrize(
    ("disposition", "landing"),
    [
        (Disposition.ACCOMPANIMENT, LandingKind.ANSWER),
        (Disposition.ACCOMPANIMENT, LandingKind.CLOSING),
        (Disposition.URGENT_SAFETY, LandingKind.CLOSING),
        (Disposition.SPAM, LandingKind.ANSWER),
        (Disposition.OUT_OF_SCOPE, LandingKind.CASE),
        (Disposition.INFORMATION_REQUEST, LandingKind.QUARANTINE),
    ],
)
async def test_a_decision_that_lands_nowhere_of_its_own_cannot_be_saved(
    engine: Engine, alice: Actor, disposition: Disposition, landing: LandingKind
) -> None:
    one = await waiting(engine)
    with pytest.raises(Invalid):
        async with engine.transaction(alice) as tx:
            await triage.decide(tx, one, 1, await suggested(tx, one, disposition=disposition, landing=landing))
    async with engine.transaction(alice) as tx:
        assert len(await queue.lines(tx)) == 1


async def test_an_accompaniment_opens_a_case_of_its_kind_with_the_contact_in_it(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine, "Je voudrais être accompagnée, c'est mon fils.")
    choice = {"disposition": Disposition.ACCOMPANIMENT, "landing": LandingKind.CASE, "case_title": "M. et son fils"}
    async with engine.transaction(alice) as tx:
        await triage.decide(tx, one, 1, await suggested(tx, one, closing_reason=None, **choice))
        found = await tx.db.fetchrow("select kind, worker from case_file join case_contact on case_id = id")
    assert found is not None
    assert (found["kind"], found["worker"]) == ("accompaniment", alice.id)


async def test_lowering_an_urgency_asks_why(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine, "Mon fils est parti avec le fusil, il a laissé une lettre d'adieu.")
    routine = msgspec.structs.replace(ANSWERED, reason="", landing=LandingKind.CLOSING)
    with pytest.raises(Invalid, match="reason"):
        async with engine.transaction(alice) as tx:
            await triage.decide(tx, one, 1, routine)
    async with engine.transaction(alice) as tx:
        await triage.decide(tx, one, 1, msgspec.structs.replace(routine, reason="He is reading from a novel."))
        [decision] = (await triage.known(tx, one)).decisions
    assert decision.reason == "He is reading from a novel."


async def test_urgent_safety_needs_the_danger_log_and_a_promise_with_an_owner(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine, "Il a un couteau et il crie.")
    assert alice.id is not None
    async with engine.transaction(alice) as tx:
        promise = Promise("Call the father tomorrow", tx.now + timedelta(hours=20), alice.id)
    danger = {
        "disposition": Disposition.URGENT_SAFETY,
        "urgency": Urgency.IMMEDIATE,
        "landing": LandingKind.FOLLOW_UP,
        "closing_reason": None,
        "promise": promise,
    }
    with pytest.raises(Invalid, match="danger"):
        async with engine.transaction(alice) as tx:
            await triage.decide(tx, one, 1, await suggested(tx, one, **danger))
    async with engine.transaction(alice) as tx:
        said = Danger(place="at home", ground="danger to life", recipient="112")
        await triage.log_danger(tx, one, DangerCategory.VIOLENCE, said)
        await triage.decide(tx, one, 1, await suggested(tx, one, **danger))
        assert (await triage.known(tx, one)).danger[0].danger.recipient == "112"
        assert await tx.db.fetchval("select owner from follow_up where contact_id = $1", one) == alice.id


async def test_the_reasons_of_a_suggestion_are_sealed(engine: Engine) -> None:
    await waiting(engine, "Mon fils est parti avec le fusil, il a laissé une lettre d'adieu.")
    async with engine.transaction(SYSTEM) as tx:
        row = await tx.db.fetchrow("select * from suggestion")
    assert row is not None
    assert not any(b"fusil" in value or b"weapon" in value for value in row.values() if isinstance(value, bytes))


async def test_an_answer_that_was_not_written_here_says_how_it_was_given(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine)
    for silent in ({"reason": ""}, {"closing_reason": None}):
        with pytest.raises(Invalid, match="written back"):
            async with engine.transaction(alice) as tx:
                await triage.decide(tx, one, 1, await suggested(tx, one, **silent))
    async with engine.transaction(alice) as tx:
        row = await contact_store.row(tx, one)
        assert row is not None
        await contacts.add_outgoing(tx, row, Channel.LETTER, Content(text="De 9 h à 17 h."), None)
        await triage.decide(tx, one, 1, await suggested(tx, one, reason="", closing_reason=None))


async def test_what_a_colleague_holds_is_decided_by_nobody_else(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine)
    async with engine.transaction(SYSTEM) as tx:
        bob = await accounts.add(
            tx, sign_in_name="bob", display_name="Bob", role=Role.OPERATOR, password="a long enough password"
        )
        await queue.claim(tx, one, bob)
    with pytest.raises(Conflict, match="Bob"):
        async with engine.transaction(alice) as tx:
            await triage.decide(tx, one, 1, await suggested(tx, one))
    async with engine.transaction(alice) as tx:
        assert alice.id is not None
        await queue.hand_over(tx, one, alice.id, bob)
        await triage.decide(tx, one, 1, await suggested(tx, one))


async def test_what_nobody_could_read_is_lowered_only_with_a_reason(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine)
    async with engine.transaction(SYSTEM) as tx:
        await tx.db.execute("delete from suggestion")
        await tx.db.execute("update waiting set urgency_rank = 1")
    closing = msgspec.structs.replace(ANSWERED, landing=LandingKind.CLOSING, reason="")
    with pytest.raises(Invalid, match="lower"):
        async with engine.transaction(alice) as tx:
            await triage.decide(tx, one, 1, closing)


async def test_an_urgency_once_decided_is_lowered_only_with_a_reason(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine)
    closing = msgspec.structs.replace(ANSWERED, landing=LandingKind.CLOSING, reason="")
    async with engine.transaction(alice) as tx:
        await triage.decide(tx, one, 1, msgspec.structs.replace(closing, urgency=Urgency.URGENT))
    with pytest.raises(Invalid, match="lower"):
        async with engine.transaction(alice) as tx:
            await triage.decide(tx, one, 2, closing)
    async with engine.transaction(alice) as tx:
        await triage.decide(tx, one, 2, msgspec.structs.replace(closing, reason="He called: all is well."))
        await triage.decide(tx, one, 3, closing)


async def test_urgent_safety_lands_in_no_case_that_nobody_works_on(engine: Engine, alice: Actor) -> None:
    one = await waiting(engine, "Il a un couteau et il crie.")
    async with engine.transaction(alice) as tx:
        case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="K.")
        await triage.log_danger(tx, one, DangerCategory.VIOLENCE, Danger(ground="danger to life", recipient="112"))
        into = {"disposition": Disposition.URGENT_SAFETY, "landing": LandingKind.CASE, "closing_reason": None}
        choice = await suggested(tx, one, case_id=case, **into)
        with pytest.raises(Invalid, match="worker"):
            await triage.decide(tx, one, 1, choice)
        await cases.assign(tx, case, alice.id, None, 1)
        await triage.decide(tx, one, 1, choice)


async def quarantined(engine: Engine, alice: Actor, text: str) -> UUID:
    one = await waiting(engine, text)
    async with engine.transaction(alice) as tx:
        spam = {"disposition": Disposition.SPAM, "landing": LandingKind.QUARANTINE, "closing_reason": None}
        await triage.decide(tx, one, 1, await suggested(tx, one, **spam))
    return one


async def test_what_is_called_spam_is_listed_until_somebody_looked_at_it(engine: Engine, alice: Actor) -> None:
    first, second = [await quarantined(engine, alice, text) for text in ("Gagnez un million", "Crédit facile")]
    async with engine.transaction(alice) as tx:
        assert [row["id"] for row in await quarantine.rows(tx)] == [first, second]
        await quarantine.sweep(tx, [(first, 2)])
        assert [row["id"] for row in await quarantine.rows(tx)] == [second]
        [swept, _spam] = (await triage.known(tx, first)).decisions
        assert (swept.row.closing_reason, swept.row.decider) == (ClosingReason.SWEPT, "Alice")


async def test_what_changed_since_it_was_seen_is_not_swept(engine: Engine, alice: Actor) -> None:
    one = await quarantined(engine, alice, "Gagnez un million")
    async with engine.transaction(SYSTEM) as tx:
        await contacts.touch(tx, one, 2)
    with pytest.raises(Conflict):
        async with engine.transaction(alice) as tx:
            await quarantine.sweep(tx, [(one, 2)])


async def test_somebody_taken_for_spam_is_decided_anew_and_leaves_the_quarantine(engine: Engine, alice: Actor) -> None:
    one = await quarantined(engine, alice, "Bonjour ???")
    async with engine.transaction(alice) as tx:
        await triage.decide(tx, one, 2, await suggested(tx, one))
        assert await quarantine.rows(tx) == []
