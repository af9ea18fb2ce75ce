"""The most urgent first, then the promise due soonest; two operators never hold the same contact."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, Language, NewContact, Urgency
from helpline.envelope import AddressKind
from helpline.errors import Conflict, Invalid, NotFound
from helpline.queue import actions as queue
from helpline.queue import filters
from helpline.queue.model import Filter, NewWaiting, Place, Whose
from helpline.staff import actions as accounts
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine, Transaction


async def contact(tx: Transaction, urgency: Urgency = Urgency.SOON, hours: float = 4, number: str = "") -> UUID:
    key = tx.vault.mint(new_id())
    new = NewContact(
        key=key,
        channel=Channel.SMS,
        direction=Direction.IN,
        occurred_at=tx.now,
        received_at=tx.now,
        content=Content(text="Bonjour, je m'inquiète."),
        conversation=key.record,
        sender_kind=AddressKind.PHONE if number else None,
        sender_blind=tx.vault.blind("phone", number) if number else None,
    )
    await contacts.add(tx, [new])
    due = tx.now + timedelta(hours=hours)
    await queue.wait(tx, [NewWaiting(new.id, urgency, tx.now, due, Channel.SMS)])
    return new.id


async def operator(tx: Transaction, name: str) -> UUID:
    return await accounts.add(
        tx, sign_in_name=name, display_name=name, role=Role.OPERATOR, password="a long enough password"
    )


async def test_the_most_urgent_come_first_then_the_promise_due_soonest(tx: Transaction) -> None:
    late = await contact(tx, Urgency.SOON, 9)
    early = await contact(tx, Urgency.SOON, 1)
    now = await contact(tx, Urgency.IMMEDIATE, 20)
    assert [line.row.id for line in await queue.lines(tx)] == [now, early, late]


async def test_the_next_page_begins_where_the_last_one_ended(tx: Transaction) -> None:
    all_of_them = [await contact(tx, Urgency.SOON, hours) for hours in (1, 2, 3)]
    first = (await queue.lines(tx, limit=1))[0].row
    rest = await queue.lines(tx, Place(first.urgency_rank, first.due_at, first.id))
    assert [line.row.id for line in rest] == all_of_them[1:]


async def test_point_21_texts_of_one_number_within_half_an_hour_are_named_beside_each_other_and_not_joined(
    tx: Transaction,
) -> None:
    """Point 21: a number is a hint; whoever withholds it is never beside anybody."""
    first, second = [await contact(tx, number="+447700900123") for _ in range(2)]
    other, withheld = await contact(tx, number="+447700900456"), [await contact(tx) for _ in range(2)]
    earlier = await contact(tx, number="+447700900456")
    await tx.db.execute("update contact set received_at = received_at - interval '31 minutes' where id = $1", earlier)
    beside = {line.row.id: line.row.others for line in await queue.lines(tx)}
    assert (beside[first], beside[second]) == ([second], [first])
    assert not any(beside[one] for one in (other, earlier, *withheld))


async def test_a_list_shows_the_first_words_and_is_one_line_in_the_audit(tx: Transaction) -> None:
    await contact(tx)
    [line] = await queue.lines(tx)
    assert line.gist.beginning == "Bonjour, je m'inquiète."
    assert await tx.db.fetchval("select shown from audit_entry where action = 'queue.listed'") == 1


async def test_of_two_operators_at_once_one_wins_and_the_other_is_told_who(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        waiting, alice, bob = await contact(tx), await operator(tx, "Alice"), await operator(tx, "Bob")

    async def take(staff: UUID) -> str:
        try:
            async with engine.transaction(SYSTEM) as tx:
                await queue.claim(tx, waiting, staff)
        except Conflict as conflict:
            return str(conflict)
        return "won"

    answers = await asyncio.gather(take(alice), take(bob))
    assert sorted(answers)[1] == "won"
    assert sorted(answers)[0] in ("Alice took this contact first.", "Bob took this contact first.")


async def test_only_who_holds_a_contact_releases_it(tx: Transaction) -> None:
    waiting, alice, bob = await contact(tx), await operator(tx, "Alice"), await operator(tx, "Bob")
    await queue.claim(tx, waiting, alice)
    with pytest.raises(Conflict):
        await queue.release(tx, waiting, bob)
    await queue.release(tx, waiting, alice)
    assert (await queue.waiting(tx, waiting)).claimed_by is None


async def test_handing_over_a_contact_that_changed_hands_meanwhile_is_a_conflict(tx: Transaction) -> None:
    waiting, alice, bob = await contact(tx), await operator(tx, "Alice"), await operator(tx, "Bob")
    await queue.claim(tx, waiting, alice)
    await queue.hand_over(tx, waiting, bob, holder=alice)
    with pytest.raises(Conflict):
        await queue.hand_over(tx, waiting, await operator(tx, "Charlie"), holder=alice)


async def test_what_was_handed_over_and_not_opened_may_still_be_taken(tx: Transaction) -> None:
    waiting, alice, bob = await contact(tx), await operator(tx, "Alice"), await operator(tx, "Bob")
    await queue.hand_over(tx, waiting, bob, holder=None)
    await queue.claim(tx, waiting, alice)
    assert not (await queue.waiting(tx, waiting)).unopened
    await queue.hand_over(tx, waiting, bob, holder=alice)
    await queue.opened(tx, waiting, alice)
    assert (await queue.waiting(tx, waiting)).unopened, "only whoever was given it opens it"
    await queue.opened(tx, waiting, bob)
    with pytest.raises(Conflict):
        await queue.claim(tx, waiting, alice)


async def test_whoever_leaves_the_queue_waits_no_longer(tx: Transaction) -> None:
    waiting = await contact(tx)
    assert await queue.leave(tx, waiting) is not None
    with pytest.raises(NotFound):
        await queue.waiting(tx, waiting)


async def test_a_machine_raises_an_urgency_and_never_lowers_it(tx: Transaction) -> None:
    waiting = await contact(tx, Urgency.SOON)
    await queue.raise_urgency(tx, waiting, Urgency.URGENT, tx.now)
    await queue.raise_urgency(tx, waiting, Urgency.ROUTINE, tx.now)
    assert (await queue.waiting(tx, waiting)).urgency is Urgency.URGENT


async def test_filters_combine_and_whatever_they_leave_out_is_not_shown(tx: Transaction) -> None:
    alice = await operator(tx, "Alice")
    late, held, other = [await contact(tx, urgency, 1) for urgency in (Urgency.URGENT, Urgency.URGENT, Urgency.SOON)]
    await tx.db.execute("update waiting set due_at = $1 where contact_id = $2", tx.now - timedelta(hours=1), late)
    await queue.claim(tx, held, alice)
    await tx.db.execute("update contact set language = 'nl' where id = $1", other)

    async def shown(**wanted: Any) -> set[UUID]:
        return {line.row.id for line in await queue.lines(tx, only=Filter(**wanted))}

    assert await shown(urgency=Urgency.URGENT) == {late, held}
    assert await shown(urgency=Urgency.URGENT, overdue=True) == {late}
    assert await shown(whose=Whose.NOBODY) == {late, other}
    assert await shown(language=Language.NL) == {other}
    assert await shown(channel=Channel.EMAIL) == set()
    assert await shown(suggested="unclear") == set()
    assert await queue.held(tx, alice) == 1


@pytest.mark.parametrize("only", [Filter(), Filter(whose=Whose.MINE, overdue=True, suggested="spam")])
def test_a_filter_is_an_address_and_back(only: Filter) -> None:
    assert filters.read(dict(parse_qsl(filters.query(only)))) == only


@pytest.mark.parametrize("asked", [{"channel": "pigeon"}, {"suggested": "x"}, {"overdue": "perhaps"}])
def test_a_filter_that_does_not_exist_is_refused_in_words(asked: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        filters.read(asked)
