"""Calling a human when something cannot wait and the line is closed. A page says nothing but: open the desk."""

from datetime import datetime
from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.contacts.model import Channel
from helpline.errors import HelplineError, Invalid, NotFound
from helpline.hours import actions as hours
from helpline.hours import rules as rules_of_hours
from helpline.line import shifts
from helpline.line.model import Duty, NewDuty, Overdue, Reachable
from helpline.line.rules import PATIENCE, words
from helpline.live.actions import tell
from helpline.outbox import actions as outbox
from helpline.outbox.model import Purpose
from helpline.staff import actions as staff
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _


async def on_duty(tx: Transaction, at: datetime) -> Duty | None:
    """Whose turn it is at a moment."""
    return await shifts.on_duty(tx, at)


async def on_duty_phone(tx: Transaction, at: datetime) -> str | None:
    """The number an open line rings: that of whoever is on duty, if he gave one."""
    duty = await shifts.on_duty(tx, at)
    return await staff.phone(tx, duty.staff_id) if duty else None


async def page_duty(tx: Transaction, contact: UUID) -> None:
    """Page whoever is on duty for an arrival that cannot wait, once for each time it waits.

    With nobody on duty, or nobody who can be reached, every supervisor is paged; the board shows the contact until
    somebody claims it.
    """
    if await shifts.paged(tx, contact):
        return
    await shifts.close_pages(tx, contact)
    duty = await shifts.on_duty(tx, tx.now)
    if duty is None or not await page(tx, contact, Reachable(duty.staff_id, duty.name, duty.language)):
        await page_supervisors(tx, contact)
    await tell(tx, "queue")


async def page_supervisors(tx: Transaction, contact: UUID) -> None:
    """Page every supervisor who can be reached; a row without a person says that nobody could be."""
    reached = [await page(tx, contact, supervisor) for supervisor in await shifts.supervisors(tx)]
    if not any(reached):
        await shifts.add_page(tx, new_id(), contact, None, None)
    await shifts.escalate(tx, contact)


async def page(tx: Transaction, contact: UUID, who: Reachable) -> bool:
    """Send one colleague a text message without content; False when he cannot be reached by one."""
    try:
        async with tx.db.transaction():
            phone = await staff.phone(tx, who.id)
            if phone is None:
                return False
            letter = await outbox.post(
                tx,
                channel=Channel.SMS,
                to=phone,
                text=words(who.language),
                language=who.language,
                purpose=Purpose.PAGE,
                contact=contact,
                sealed_for=contact,
                automatic=True,
            )
    except HelplineError:
        return False
    await shifts.add_page(tx, new_id(), contact, who.id, letter)
    await audit.record(tx, "page.sent", "contact", contact)
    return True


async def watch(tx: Transaction) -> int:
    """Note which pages were answered, and page the supervisors for those nobody answers; how many those were.

    What is immediate and was heard by everybody but taken by nobody is paged too: at once when the line is closed. To
    hand something to a colleague ends none of this until he has opened it.
    """
    await shifts.answer_pages(tx)
    await shifts.reopen_pages(tx, tx.now - PATIENCE)
    closed = not rules_of_hours.opening(tx.now, await hours.load(tx)).open
    for contact in await shifts.unheard(tx, tx.now - PATIENCE, closed):
        await page_duty(tx, contact)
    waiting = await shifts.unanswered(tx, tx.now - PATIENCE)
    for contact in waiting:
        await page_supervisors(tx, contact)
    if waiting:
        await tell(tx, "queue")
    return len(waiting)


async def unclaimed(tx: Transaction) -> list[Overdue]:
    """Paged contacts that nobody has claimed."""
    return await shifts.overdue(tx)


async def roster(tx: Transaction) -> list[Duty]:
    """Turns that are not over, the next first."""
    return await shifts.duties(tx)


async def add_duty(tx: Transaction, new: NewDuty) -> UUID:
    """Put somebody on the roster. Raises `Invalid`."""
    problems = {}
    if new.ends_at <= new.starts_at:
        problems["ends_at"] = _("A turn ends after it begins.")
    elif new.ends_at <= tx.now:
        problems["ends_at"] = _("This turn is over already.")
    if (await staff.opened(tx, new.staff_id)).left_at is not None:
        problems["staff_id"] = _("This person has left.")
    elif not await staff.works(tx, new.staff_id):
        problems["staff_id"] = _("Only who works on contacts and cases can be on duty: nobody else may decide.")
    if problems:
        raise Invalid(problems)
    id = new_id()
    await shifts.add_duty(tx, id, new)
    await audit.record(tx, "duty.added", "staff", new.staff_id)
    return id


async def remove_duty(tx: Transaction, duty: UUID) -> None:
    """Take a turn off the roster. Raises `NotFound`."""
    if not await shifts.remove_duty(tx, duty):
        raise NotFound("There is no such turn.")
    await audit.record(tx, "duty.removed", "duty", duty)
