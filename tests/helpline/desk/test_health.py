"""Whoever runs the house sees what does not work, and can have it done again."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Litestar

from helpline.contacts import actions as contacts
from helpline.contacts import finding
from helpline.contacts.model import Urgency
from helpline.envelope import AddressKind, Arrival, Raw, SafeContact, Sender, Verification
from helpline.intake import actions as intake
from helpline.intake import deletions
from helpline.intake.digest import Digestion
from helpline.intake.model import Copy, LeftBehind
from helpline.jobs.actions import enqueue
from helpline.outbox import actions as outbox
from helpline.outbox.model import SendLetter
from helpline.queue import actions as queue
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.helpline.outbox.conftest import NUMBER, allow, arrive

Desk = Callable[..., Awaitable[Any]]
PAGE = "/desk/health"


async def unreadable(engine: Engine, arrival: Arrival) -> UUID:
    """An arrival whose channel could not read it."""

    def broken(raw: Raw) -> Arrival:
        raise ValueError("a poisoned message")

    raw = intake.by_hand(arrival, "1")
    receipt = await intake.keep(engine, Raw("sms", "1", raw.body, raw.received_at, Verification.SIGNED))
    digestion = Digestion(engine, {"sms": broken})
    for _ in range(3):
        await digestion.at_once(receipt.record)
    return receipt.record


def worry() -> Arrival:
    return Arrival("sms", "SM1", intake.now(), Sender(AddressKind.PHONE, NUMBER), text="Mon fils part en Syrie ce soir")


async def test_the_page_names_every_channel_and_job(farid: Any) -> None:
    """Point 9: a broken channel is on the health page."""
    shown = (await farid.get(PAGE)).text
    for word in ("Web form", "SMS", "E-mail", "Phone", "health.watch", "Everything works", "never"):
        assert word in shown


async def test_what_nobody_could_read_is_read_again_where_it_stands(farid: Any, engine: Engine, app: Litestar) -> None:
    record = await unreadable(engine, worry())
    app.state.digestion.readers["sms"] = intake.read_by_hand
    page = (await farid.get(PAGE)).text
    assert "somebody has to look" in page
    (button,) = re.findall(rf'action="({PAGE}/parked/[^"]+)"', page)
    read = await farid.post(button)
    assert (read.status_code, read.headers["location"]) == (303, f"/desk/contacts/{record}")
    async with engine.transaction(SYSTEM) as tx:
        view = await contacts.opened(tx, record)
        assert (view.content.text, view.content.sender, view.row.unreadable) == (worry().text, NUMBER, False)
        assert [file.name for file in view.attachments] == ["original"]
        assert (await queue.waiting(tx, record)).urgency is Urgency.IMMEDIATE
        assert "read_again" in [step.event for step in view.history]
        assert await finding.search(tx, "Syrie")
    assert "read or erased meanwhile" in (await farid.get((await farid.post(button)).headers["location"])).text


async def test_a_step_that_could_be_read_after_all_joins_its_contact(farid: Any, engine: Engine, app: Litestar) -> None:
    first = await intake.keep(engine, intake.by_hand(worry(), "first"))
    await Digestion(engine, {}).at_once(first.record)
    later = worry()
    record = await unreadable(engine, Arrival(**{**later_fields(later), "text": "Il a pris son passeport"}))
    app.state.digestion.readers["sms"] = intake.read_by_hand
    read = await farid.post(f"{PAGE}/parked/{record}/reading")
    assert read.headers["location"] == f"/desk/contacts/{first.record}"
    async with engine.transaction(SYSTEM) as tx:
        assert "passeport" in (await contacts.opened(tx, first.record)).content.text
        assert await queue.place(tx, record) is None


def later_fields(arrival: Arrival) -> dict[str, Any]:
    return {name: getattr(arrival, name) for name in Arrival.__struct_fields__}


async def test_what_still_cannot_be_read_stays(farid: Any, engine: Engine) -> None:
    record = await unreadable(engine, worry())
    refused = await farid.post(f"{PAGE}/parked/{record}/reading")
    assert refused.status_code == 303
    shown = (await farid.get(refused.headers["location"])).text
    assert "This still cannot be read." in shown
    assert f"/parked/{record}/" in shown


async def test_what_the_settings_name_no_more_is_said_and_settled_by_hand(farid: Any, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        copies = [LeftBehind(await arrive(tx), "email", Copy.ORIGINAL, f"gone/7/{uid}") for uid in range(2)]
        await deletions.owe(tx, copies)
        await tx.db.execute("update deletion set rests_since = now()")
        await tx.db.execute("insert into mailbox (name, looked_at, left_at) values ('x', now(), now())")
    shown = (await farid.get(PAGE)).text
    for words in ("taken out of the settings", "2 copies", "somebody has to look"):
        assert words in shown
    (button,) = re.findall(rf'action="({PAGE}/copies/[^"]+)"', shown)
    assert (await farid.post(button)).status_code == 303
    shown = (await farid.get(PAGE)).text
    assert "taken out of the settings" in shown
    assert "2 copies" not in shown


async def test_a_held_job_is_tried_again(farid: Any, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await enqueue(tx, "outbox.send", SendLetter(await arrive(tx)))
        await tx.db.execute("update pgqueuer set status = 'failed', attempts = 8")
    (button,) = re.findall(rf'action="({PAGE}/jobs/[^"]+)"', (await farid.get(PAGE)).text)
    assert (await farid.post(button)).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        row = await tx.db.fetchrow("select status::text, attempts from pgqueuer")
        assert row is not None
        assert (row["status"], row["attempts"]) == ("queued", 0)
    assert (await farid.post(button)).status_code == 404


async def test_a_letter_that_failed_is_sent_again_when_a_person_says_so(farid: Any, engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        contact = await arrive(tx)
        await allow(tx, SafeContact(may_write=True))
        await outbox.reply(tx, contact, "Call us tomorrow.")
        await tx.db.execute("update outbox set state = 'unknown', code = 'lost', attempts = 1")
    shown = await farid.get(PAGE)
    assert "Not known whether it left" in shown.text
    (button,) = re.findall(rf'action="({PAGE}/letters/[^"]+)"', shown.text)
    assert (await farid.post(button)).status_code == 303
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select state from outbox") == "queued"
        assert await tx.db.fetchval("select count(*) from pgqueuer where dedupe_key like '%:again:%'") == 1


async def test_an_administrator_sees_and_changes_nothing(signed_in: Desk, engine: Engine) -> None:
    record = await unreadable(engine, worry())
    desk = await signed_in(Role.ADMINISTRATOR)
    shown = await desk.get(PAGE)
    assert shown.status_code == 200
    assert "/desk/contacts/" not in shown.text
    assert (await desk.post(f"{PAGE}/parked/{record}/reading")).status_code == 403
    assert (await (await signed_in(Role.OPERATOR)).get(PAGE)).status_code == 403
