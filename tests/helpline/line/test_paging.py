"""Somebody is called when something cannot wait, and the message says nothing. Everybody here is invented."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.model import Channel, Content, Direction, NewContact, Urgency
from helpline.errors import Invalid, NotFound
from helpline.line import actions
from helpline.line.model import NewDuty
from helpline.line.rules import PATIENCE
from helpline.outbox import conversation, sending
from helpline.queue import actions as queue
from helpline.queue.model import NewWaiting
from helpline.staff import actions as staff
from helpline.staff.permissions import Role
from helpline.vault.transaction import Transaction

NUMBER = "+447700900901"
PASSWORD = "a long enough password"


async def colleague(
    tx: Transaction, name: str, role: Role = Role.OPERATOR, phone: str | None = "+447700900901"
) -> UUID:
    return await staff.add(
        tx, sign_in_name=name, display_name=name, role=role, password=PASSWORD, language="nl", phone=phone
    )


async def duty(tx: Transaction, who: UUID, begins: float = -1, ends: float = 8) -> UUID:
    return await actions.add_duty(tx, NewDuty(who, tx.now + timedelta(hours=begins), tx.now + timedelta(hours=ends)))


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR])
async def test_nobody_who_may_not_decide_is_on_duty(tx: Transaction, role: Role) -> None:
    with pytest.raises(Invalid, match="staff_id"):
        await duty(tx, await colleague(tx, "bob", role))


async def arrival(tx: Transaction, immediate_since: timedelta = timedelta()) -> UUID:
    key = tx.vault.mint(new_id())
    content = Content(text="He has left with a knife.", sender="+447700900123")
    new = NewContact(
        key=key, channel=Channel.SMS, direction=Direction.IN, occurred_at=tx.now, received_at=tx.now, content=content,
        conversation=key.record,
    )  # fmt: skip
    await contacts.add(tx, [new])
    await queue.wait(tx, [NewWaiting(new.id, Urgency.IMMEDIATE, tx.now - immediate_since, tx.now, Channel.SMS)])
    return new.id


async def pages(tx: Transaction) -> list[tuple[str, str]]:
    """Whom a page went to, and what it said."""
    found = []
    for row in await tx.db.fetch("select id from outbox order by created_at, id"):
        taken = await sending.take(tx, row["id"])
        assert taken is not None
        found.append((taken[1].to, taken[1].text))
    return found


async def test_whoever_is_on_duty_is_paged_without_content(tx: Transaction) -> None:
    await duty(tx, await colleague(tx, "alice"))
    await actions.page_duty(tx, await arrival(tx))
    assert await pages(tx) == [("+447700900901", "Gelieve de balie te openen.")]


async def test_one_contact_pages_once(tx: Transaction) -> None:
    await duty(tx, await colleague(tx, "alice"))
    contact = await arrival(tx)
    await actions.page_duty(tx, contact)
    await actions.page_duty(tx, contact)
    assert len(await pages(tx)) == 1


async def test_with_nobody_on_duty_every_supervisor_is_paged(tx: Transaction) -> None:
    await colleague(tx, "bob", Role.SUPERVISOR, "+447700900902")
    await colleague(tx, "charlie", Role.SUPERVISOR, "+447700900903")
    await duty(tx, await colleague(tx, "alice"), begins=2)
    await actions.page_duty(tx, await arrival(tx))
    assert sorted(to for to, _ in await pages(tx)) == ["+447700900902", "+447700900903"]


async def test_a_colleague_who_cannot_be_reached_is_no_end(tx: Transaction) -> None:
    await colleague(tx, "bob", Role.SUPERVISOR, "+447700900902")
    await duty(tx, await colleague(tx, "alice", phone=None))
    await actions.page_duty(tx, await arrival(tx))
    assert [to for to, _ in await pages(tx)] == ["+447700900902"]


async def test_when_nobody_can_be_reached_the_board_says_so(tx: Transaction) -> None:
    contact = await arrival(tx)
    await actions.page_duty(tx, contact)
    assert await pages(tx) == []
    assert [(page.contact_id, page.names) for page in await actions.unclaimed(tx)] == [(contact, [])]


async def test_a_page_nobody_answers_calls_the_supervisors_once(tx: Transaction) -> None:
    await colleague(tx, "bob", Role.SUPERVISOR, "+447700900902")
    await duty(tx, await colleague(tx, "alice"))
    await actions.page_duty(tx, await arrival(tx))
    assert await actions.watch(tx) == 0
    late = msgspec.structs.replace(tx, now=tx.now + PATIENCE + timedelta(seconds=1))
    assert [await actions.watch(late), await actions.watch(late)] == [1, 0]
    later = msgspec.structs.replace(tx, now=late.now + 2 * PATIENCE)
    assert await actions.watch(later) == 0
    assert len(await pages(later)) == 2
    assert [page.names for page in await actions.unclaimed(tx)] == [["alice", "bob"]]


async def test_to_hand_something_over_ends_no_page_until_it_is_opened(tx: Transaction) -> None:
    boss = await colleague(tx, "bob", Role.SUPERVISOR, "+447700900902")
    away = await colleague(tx, "alice", phone=None)
    contact = await arrival(tx)
    await queue.claim(tx, contact, boss)
    await queue.hand_over(tx, contact, away, boss)
    await actions.watch(tx)
    assert len(await pages(tx)) == 1, "it is paged as if nobody had it"
    assert [(page.names, page.handed_to) for page in await actions.unclaimed(tx)] == [(["bob"], "alice")]
    await queue.opened(tx, contact, away)
    await actions.watch(tx)
    assert await actions.unclaimed(tx) == []


async def test_what_was_taken_after_a_page_and_handed_to_somebody_who_does_not_come_is_paged_again(
    tx: Transaction,
) -> None:
    await colleague(tx, "bob", Role.SUPERVISOR, "+447700900902")
    alice, away = await colleague(tx, "alice"), await colleague(tx, "charlie", phone=None)
    await duty(tx, alice)
    contact = await arrival(tx)
    await actions.page_duty(tx, contact)
    await queue.claim(tx, contact, alice)
    assert await actions.watch(tx) == 0
    await queue.hand_over(tx, contact, away, alice)
    late = msgspec.structs.replace(tx, now=tx.now + PATIENCE + timedelta(seconds=1))
    assert [await actions.watch(late), await actions.watch(late)] == [1, 0]


@pytest.mark.parametrize("noted", [True, False])
async def test_what_the_supervisors_were_paged_for_pages_them_again_when_it_lies_with_somebody_away(
    tx: Transaction, noted: bool
) -> None:
    boss = await colleague(tx, "bob", Role.SUPERVISOR, "+447700900902")
    away = await colleague(tx, "alice", phone=None)
    contact = await arrival(tx)
    await actions.page_duty(tx, contact)
    await queue.claim(tx, contact, boss)
    if noted:
        await actions.watch(tx)
    await queue.hand_over(tx, contact, away, boss)
    assert await actions.watch(tx) == 0, "he has a while to open it"
    late = msgspec.structs.replace(tx, now=tx.now + PATIENCE + timedelta(seconds=1))
    later = msgspec.structs.replace(tx, now=late.now + 2 * PATIENCE)
    assert [await actions.watch(one) for one in (late, late, later)] == [1, 0, 0], "once for each hand-over"
    await queue.hand_over(later, contact, await colleague(tx, "charlie", phone=None), away)
    assert await actions.watch(msgspec.structs.replace(tx, now=later.now + 2 * PATIENCE)) == 1


@pytest.mark.parametrize("noted", [True, False])
@pytest.mark.parametrize("heard", [True, False], ids=["as it came", "by the watch"])
async def test_what_was_decided_after_a_page_and_waits_again_is_paged_again(
    tx: Transaction, noted: bool, heard: bool
) -> None:
    await colleague(tx, "bob", Role.SUPERVISOR, "+447700900902")
    contact = await arrival(tx)
    await actions.page_duty(tx, contact)
    await queue.leave(tx, contact)
    if noted:
        await actions.watch(tx)
    again = msgspec.structs.replace(tx, now=tx.now + timedelta(hours=1))
    await queue.wait(again, [NewWaiting(contact, Urgency.IMMEDIATE, again.now, again.now, Channel.SMS)])
    late = msgspec.structs.replace(tx, now=again.now + PATIENCE + timedelta(seconds=1))
    if heard:
        await actions.page_duty(again, contact)
        await actions.page_duty(again, contact)
    else:
        await actions.watch(late)
    assert len(await pages(late)) == 2
    assert [page.paged_at for page in await actions.unclaimed(tx)] == [again.now if heard else late.now]


async def test_a_message_that_pages_two_colleagues_stands_once_in_its_conversation(tx: Transaction) -> None:
    await colleague(tx, "bob", Role.SUPERVISOR, "+447700900902")
    await duty(tx, await colleague(tx, "alice"))
    contact = await arrival(tx)
    await actions.page_duty(tx, contact)
    assert await actions.watch(msgspec.structs.replace(tx, now=tx.now + PATIENCE + timedelta(seconds=1))) == 1
    (day,) = await conversation.by_days(tx, contact, {})
    assert [(one["text"], one["leaves_at"]) for one in day["messages"]] == [("He has left with a knife.", None)]


async def test_a_page_is_answered_by_claiming_its_contact(tx: Transaction) -> None:
    alice = await colleague(tx, "alice")
    await duty(tx, alice)
    contact = await arrival(tx)
    await actions.page_duty(tx, contact)
    await queue.claim(tx, contact, alice)
    late = msgspec.structs.replace(tx, now=tx.now + PATIENCE + timedelta(seconds=1))
    assert await actions.watch(late) == 0
    assert await actions.unclaimed(tx) == []


async def test_the_turn_that_began_last_counts(tx: Transaction) -> None:
    await duty(tx, await colleague(tx, "alice"), begins=-5)
    await duty(tx, await colleague(tx, "bob", phone="+447700900902"), begins=-1)
    now = await actions.on_duty(tx, tx.now)
    assert now is not None
    assert now.name == "bob"
    assert await actions.on_duty_phone(tx, tx.now) == "+447700900902"
    assert await actions.on_duty(tx, tx.now + timedelta(hours=8)) is None


async def test_a_turn_must_end_after_it_begins_and_after_now(tx: Transaction) -> None:
    alice = await colleague(tx, "alice")
    for begins, ends in ((2, 1), (-3, -2)):
        with pytest.raises(Invalid):
            await duty(tx, alice, begins, ends)


async def test_a_turn_can_be_taken_off_the_roster_once(tx: Transaction) -> None:
    turn = await duty(tx, await colleague(tx, "alice"))
    assert [one.id for one in await actions.roster(tx)] == [turn]
    await actions.remove_duty(tx, turn)
    assert await actions.roster(tx) == []
    with pytest.raises(NotFound):
        await actions.remove_duty(tx, turn)


async def test_who_has_left_is_on_no_roster(tx: Transaction) -> None:
    alice = await colleague(tx, "alice")
    await duty(tx, alice)
    await staff.leave(tx, alice)
    assert await actions.on_duty(tx, tx.now) is None
    with pytest.raises(Invalid):
        await duty(tx, alice)


async def test_what_is_immediate_and_taken_by_nobody_is_paged_though_it_came_while_the_line_was_open(
    tx: Transaction,
) -> None:
    await duty(tx, await colleague(tx, "alice", phone="+447700900901"))
    await arrival(tx, immediate_since=PATIENCE * 2)
    await actions.watch(tx)
    assert [to for to, _ in await pages(tx)] == ["+447700900901"]
