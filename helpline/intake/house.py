"""The port's other side: what a channel may ask of the house, answered."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from uuid import UUID

from asyncpg import InterfaceError, InternalClientError, PostgresError

from helpline import clock
from helpline.channel import AskedForm, Bookmark, Leaving, LegEnd, Opening, Pickup, Place, WrittenMessage
from helpline.contacts import actions as contacts
from helpline.contacts.model import ContactView, Direction
from helpline.envelope import Raw, Receipt, ReceiptMark
from helpline.errors import NotFound, VaultError
from helpline.followups import calling
from helpline.hours import actions as hours
from helpline.hours import rules as hour_rules
from helpline.hours.model import Hours
from helpline.intake import conversation, deletions, drafts, mailboxes, store
from helpline.intake.keeping import Keeping
from helpline.line import actions as line
from helpline.line import calls, talking
from helpline.outbox import store as outbox
from helpline.questions import actions as questions
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, WRITER, Engine

log = logging.getLogger(__name__)

NOTIFY = "select pg_notify('helpline_inbox', '')"
PAUSE = 0.02


class House:
    """Implements `helpline.channel.House` on the engine of this process."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings, self.keeping = engine, settings, Keeping(engine)
        self._waking: asyncio.Task[None] | None = None
        self._hours: tuple[datetime, Hours] | None = None
        self._forms: dict[int, AskedForm] = {}
        self._forms_read = clock.now()

    async def keep(self, raw: Raw) -> Receipt:
        receipt = await self.keeping.keep(raw)
        self.wake()
        return receipt

    def wake(self) -> None:
        """Tell the reading process that something came: once for everything kept within some milliseconds.

        The NOTIFY is not part of the keeping commit: Postgres commits notifying transactions one after the other, and
        a lost wake-up only costs a second, because digestion looks by itself.
        """
        if self._waking is None or self._waking.done():
            self._waking = asyncio.create_task(self._wake_soon())

    async def _wake_soon(self) -> None:
        await asyncio.sleep(PAUSE)
        self._waking = None
        try:
            await self.engine.pool.execute(NOTIFY)
        except (OSError, PostgresError, InterfaceError, InternalClientError) as problem:
            log.warning("wake-up failed: %s", type(problem).__name__)

    async def opening(self, at: datetime) -> Opening:
        """Asked for every form and every ring, so the hours are remembered for half a minute."""
        if self._hours is None or abs(at - self._hours[0]) > hours.AGE:
            async with self.engine.transaction(SYSTEM) as tx:
                self._hours = (at, await hours.load(tx))
        return hour_rules.opening(at, self._hours[1])

    async def form(self, number: int = 0) -> AskedForm:
        """A version never changes, so it is remembered; which one is asked now, for half a minute as the hours."""
        at = clock.now()
        if number in self._forms and (number or abs(at - self._forms_read) < hours.AGE):
            return self._forms[number]
        async with self.engine.transaction(SYSTEM) as tx:
            found = await questions.asked(tx, number)
        self._forms[found.number] = found
        if number == 0:
            self._forms[0], self._forms_read = found, at
        return found

    async def duty_phone(self, at: datetime) -> str | None:
        async with self.engine.transaction(SYSTEM) as tx:
            return await line.on_duty_phone(tx, at) or self.settings.duty_phone or None

    def drawn(self, seed: bytes) -> bytes:
        return self.engine.vault.mac("receipt draw", seed)

    async def mark_receipt(self, reference: str, secret: str) -> ReceiptMark:
        return conversation.mark(self.engine.vault, reference, secret)

    async def conversation(self, reference: str, secret: str) -> Sequence[WrittenMessage]:
        known = await self._behind(reference, secret)
        async with self.engine.transaction(WRITER) as tx:
            lines = await contacts.conversation(tx, known)
            withheld = await outbox.withheld(tx, known)
            readable = [line.row.id for line in lines if line.row.wrapped is not None and line.row.id not in withheld]
            views = [await contacts.opened(tx, one) for one in readable]
        return [said_in(view) for view in conversation.for_its_writer(views)]

    async def conversation_token(self, reference: str, secret: str) -> str:
        return conversation.token_for(self.engine.vault, await self._behind(reference, secret))

    async def _behind(self, reference: str, secret: str) -> UUID:
        """The guess is counted and committed before the answer, right or wrong."""
        async with self.engine.transaction(WRITER) as tx:
            known = await conversation.behind_receipt(tx, reference, secret)
        return conversation.required(known)

    def carry(self, purpose: str, plain: bytes, at: datetime) -> bytes:
        return self.engine.vault.carry(purpose, plain, at)

    def carried(self, purpose: str, sealed: bytes) -> tuple[bytes, datetime]:
        try:
            return self.engine.vault.carried(purpose, sealed)
        except VaultError:
            raise NotFound("This did not come from here, or was changed on the way.") from None

    async def keep_draft(self, reference: str, secret: str, body: bytes, expires_at: datetime) -> None:
        async with self.engine.transaction(WRITER) as tx:
            await drafts.keep(tx, reference, secret, body, expires_at)

    async def draft(self, reference: str, secret: str) -> bytes:
        async with self.engine.transaction(WRITER) as tx:
            found = await drafts.opened(tx, reference, secret)
        if found is None:
            raise NotFound("This reference and these words do not belong together.")
        return found

    async def drop_draft(self, reference: str, secret: str) -> None:
        async with self.engine.transaction(WRITER) as tx:
            await drafts.drop(tx, reference, secret)

    async def refused(self, channel: str, why: str) -> None:
        async with self.engine.transaction(SYSTEM) as tx:
            await store.refused(tx, channel, why, clock.now().date())

    async def polled(self, channel: str, code: str = "") -> None:
        try:
            async with self.engine.transaction(SYSTEM) as tx:
                await store.polled(tx, channel, code)
        except (OSError, TimeoutError, PostgresError, InterfaceError, InternalClientError) as problem:
            log.warning("a look at %s could not be noted: %s", channel, type(problem).__name__)

    def bookmark(self, mailbox: str) -> AbstractAsyncContextManager[Bookmark | None]:
        return mailboxes.bookmark(self.engine, mailbox)

    async def let_go(self, raw: Raw, before: datetime, reference: str) -> bool:
        return await deletions.let_go(self.engine, raw, before, reference)

    async def mailbox_failed(self, mailbox: str, why: str) -> None:
        async with self.engine.transaction(SYSTEM) as tx:
            await mailboxes.failed(tx, mailboxes.digest(self.engine, mailbox), why)

    async def join_line(self, call: str, language: str) -> Place:
        async with self.engine.transaction(SYSTEM) as tx:
            return await calls.join(tx, call, language)

    async def place_in_line(self, call: str) -> Place:
        async with self.engine.transaction(SYSTEM) as tx:
            return await calls.place(tx, call)

    async def leave_line(self, call: str, how: Leaving, at: datetime | None = None) -> None:
        """Whoever asks to be called back keeps the place, whether the promise is made already or only later."""
        async with self.engine.transaction(SYSTEM) as tx:
            row = await calls.leave(tx, call, how, at)
            contact = await calls.contact_of(tx, row) if row else None
            if contact and row and row.turn_at:
                await calling.at_its_turn(tx, contact, row.turn_at)

    async def picked_up(self, offer: UUID, leg: str, at: datetime | None = None) -> Pickup:
        async with self.engine.transaction(SYSTEM) as tx:
            return await calling.picked_up(tx, offer, leg, at)

    async def dialled(self, offer: UUID, leg: str) -> bool:
        async with self.engine.transaction(SYSTEM) as tx:
            return await talking.dialled(tx, offer, leg)

    async def leg_rings(self, offer: UUID, leg: str, *, party: bool = False) -> None:
        async with self.engine.transaction(SYSTEM) as tx:
            await talking.rings(tx, offer, leg, party=party)

    async def reached(self, offer: UUID, leg: str) -> None:
        async with self.engine.transaction(SYSTEM) as tx:
            await calling.reached(tx, offer, leg)

    async def leg_ended(
        self, offer: UUID, leg: str, why: LegEnd, at: datetime | None = None, *, party: bool = False
    ) -> None:
        async with self.engine.transaction(SYSTEM) as tx:
            call = await talking.leg_ended(tx, offer, leg, why, at, party=party)
            if call:
                await calling.ended(tx, call, party=party)


def said_in(view: ContactView) -> WrittenMessage:
    """A contact as whoever wrote it may read it again."""
    names = tuple(file.name for file in view.attachments)
    return WrittenMessage(view.row.received_at, view.row.direction is Direction.OUT, view.content.text, names)
