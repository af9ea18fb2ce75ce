"""Contacts for programs: one by one or page by page, and deciding about one by the same rules as on the screen."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from msgspec import Struct

from helpline.cases import panels as cases
from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel
from helpline.errors import Invalid
from helpline.queue import actions as queue
from helpline.staff import actions as staff
from helpline.staff.permissions import Permission
from helpline.triage import actions
from helpline.triage.api_contact import Contact, contact_json
from helpline.triage.api_decision import NewDecision, choice_in
from helpline.vault.transaction import Transaction
from helpline.web.api import Cursor, IdempotencyKey, Limit, Moment, cursor, digest, place_in, problems

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class ContactPage(Struct):
    items: list[Contact]
    next: str | None


class ContactsApi(Controller):
    path = "/contacts"
    opt = {"permission": Permission.CONTACT_READ}  # noqa: RUF012  # Litestar's own way
    tags = ("contacts",)

    @get("/", summary="Contacts in the order in which they came", responses=problems(422))
    async def contacts(
        self,
        tx: Transaction,
        external_id: str = "",
        since: datetime | None = None,
        cursor: Cursor = "",
        limit: Limit = 20,
    ) -> ContactPage:
        at, after = begins(since, cursor)
        found = await ids(tx, external_id, at, after, limit + 1)
        shown = [await whole(tx, one) for one in found[:limit]]
        return ContactPage(shown, ends(shown[-1]) if len(found) > limit else None)

    @get("/{contact:uuid}", summary="One contact", responses=problems(404, 410))
    async def contact(self, tx: Transaction, contact: UUID) -> Contact:
        return await whole(tx, contact)

    @post(
        "/{contact:uuid}/decision",
        summary="Bring a colleague's decision where a contact lands",
        opt={"permission": Permission.CONTACT_DECIDE},
        responses=problems(404, 409, 410, 422),
    )
    async def decide(
        self,
        request: Request[Any, Any, Any],
        tx: Transaction,
        contact: UUID,
        data: NewDecision,
        idempotency_key: IdempotencyKey = None,
    ) -> Contact:
        if not await staff.done_before(tx, idempotency_key, await digest(request)):
            decider = await staff.decider(tx, data.decided_by)
            if data.danger is not None:
                await actions.log_danger(tx, contact, data.danger.category, data.danger.entry, decider)
            version = data.version or (await contacts.opened(tx, contact)).row.version
            await actions.decide(tx, contact, version, choice_in(data), decider)
        return await whole(tx, contact)


async def whole(tx: Transaction, contact: UUID) -> Contact:
    """Everything the JSON of a contact says. Raises `NotFound` or `Erased`."""
    view = await contacts.opened(tx, contact)
    near = await cases.of_contact(tx, contact, view.row.conversation, view.row.person_id)
    return contact_json(
        view,
        await actions.known(tx, contact),
        await queue.place(tx, contact),
        [case["id"] for case in near if case["linked"]],
        tx.now,
    )


async def ids(tx: Transaction, external_id: str, at: datetime, after: UUID, limit: int) -> list[UUID]:
    """Which contacts a page shows. An external id is a provider's, and so may exist once in each channel."""
    if not external_id:
        return await contact_store.since(tx, at, after, None, limit)
    found = []
    for channel in Channel:
        blind = tx.vault.blind(f"external/{channel}", external_id)
        if one := await contact_store.by_external(tx, channel, blind):
            found += await contact_store.since(tx, at, after, one, 1)
    return found


def begins(since: datetime | None, given: str) -> tuple[datetime, UUID]:
    if not given:
        if since is not None and since.tzinfo is None:
            raise Invalid({"since": "Say in which time zone, such as 2026-11-22T09:00:00Z."})
        return since or LONG_AGO, UUID(int=0)
    return place_in(given, tuple[Moment, UUID])


def ends(last: Contact) -> str:
    return cursor(last.received_at.isoformat(), last.id)
