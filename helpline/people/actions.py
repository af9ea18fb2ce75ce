"""Knowing persons and keeping to what they said is safe. Whoever reads one leaves a line in the audit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.envelope import AddressKind, SafeContact
from helpline.errors import Conflict, Erased, Invalid, NotFound
from helpline.hours import actions as hours
from helpline.people import store
from helpline.people.model import (
    Address,
    AddressRow,
    Danger,
    Kind,
    Person,
    PersonContent,
    PersonRow,
    PersonView,
    Purpose,
    Reason,
    Rule,
    RuleRow,
    RuleShown,
    Verdict,
)
from helpline.people.rules import identifies, masked, normal
from helpline.people.rules import permission as judged
from helpline.vault import store as keys
from helpline.vault.key import Key
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

#: Of whom nothing is known yet.
NOBODY = PersonContent()

SHARING = 50
"""How many persons at one address are told apart."""


async def ensure_person(
    tx: Transaction,
    kind: Kind,
    address: tuple[AddressKind, str] | None = None,
    content: PersonContent | None = None,
) -> UUID:
    """The one person who uses this address, or a new one when nobody or several do.

    An address is a hint: one that several share, or that is no identity, never chooses a person.
    """
    value = normal(*address) if address else None
    if address is None or value is None:
        return await add(tx, kind, content or NOBODY)
    blind = tx.vault.blind(address[0], value)
    await store.hold_address(tx, blind)
    known = await store.by_blind(tx, blind, 2)
    if len(known) == 1:
        await name_unknown(tx, known[0], kind, content)
        return known[0].id
    person = await add(tx, kind, content or NOBODY)
    await add_address(tx, person, address[0], value)
    return person


async def name_unknown(tx: Transaction, row: PersonRow, kind: Kind, content: PersonContent | None) -> None:
    """Somebody of whom nothing was known but an address gets the name that a colleague gives now."""
    if content and content.name and row.wrapped and not clear(tx, row, row.wrapped).name:
        await rewrite(tx, row.id, kind, content, row.version)


async def add(tx: Transaction, kind: Kind, content: PersonContent) -> UUID:
    """A new person under a key of his own."""
    key = tx.vault.mint(new_id())
    await keys.remember(tx, [key])
    sealed = key.seal_struct(store.CONTENT, key.record, content)
    await store.add(tx, key.record, kind, sealed, tx.vault.prefixes(content.name))
    await audit.record(tx, "person.added", "person", key.record)
    return key.record


async def only_user(tx: Transaction, kind: AddressKind, value: str) -> UUID | None:
    """The one person who is known to use an address; None when nobody or several do."""
    known = await store.by_blind(tx, tx.vault.blind(kind, value), 2)
    return known[0].id if len(known) == 1 else None


async def add_address(tx: Transaction, person: UUID, kind: AddressKind, typed: str) -> UUID:
    """An address of a person; the one he has already when he has it. Raises `Invalid` when it is none."""
    value = normal(kind, typed)
    if value is None:
        raise Invalid({"address": "This is not a number or mail address."})
    blind = tx.vault.blind(kind, value)
    if known := await store.address_id(tx, person, blind):
        return known
    id = new_id()
    key = await keys.key(tx, person)
    await store.add_address(tx, id, person, kind, blind, key.seal(store.ADDRESS, id, value.encode()))
    await audit.record(tx, "person.address_added", "person", person, detail=kind)
    return id


async def opened(tx: Transaction, person: UUID) -> PersonView:
    """One person, whole. Raises `NotFound`, or `Erased` when the key is destroyed."""
    row = await store.row(tx, person)
    if row is None:
        raise NotFound("There is no such person.")
    if row.wrapped is None:
        raise Erased("This person was erased.")
    key = tx.vault.open(row.id, row.wrapped)
    addresses = [clear_address(key, address) for address in await store.addresses(tx, person)]
    rules = [clear_rule(key, rule) for rule in await store.rules_of_person(tx, person)]
    await audit.record(tx, "person.opened", "person", person)
    return PersonView(clear(tx, row, row.wrapped), addresses, rules)


def clear(tx: Transaction, row: PersonRow, wrapped: bytes) -> Person:
    content = tx.vault.open(row.id, wrapped).unseal_struct(store.CONTENT, row.id, row.content, PersonContent)
    return Person(
        id=row.id,
        number=row.number,
        kind=row.kind,
        name=content.name,
        note=content.note,
        language=content.language,
        created_at=row.created_at,
        version=row.version,
    )


def clear_address(key: Key, row: AddressRow) -> Address:
    value = key.unseal(store.ADDRESS, row.id, row.sealed).decode()
    return Address(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        value=value,
        masked=masked(row.kind, value),
        opted_out_at=row.opted_out_at,
        bounced_at=row.bounced_at,
    )


def clear_rule(key: Key, row: RuleRow) -> RuleShown:
    return RuleShown(
        id=row.id,
        person_id=row.person_id,
        address_id=row.address_id,
        said=key.unseal_struct(store.RULE, row.id, row.sealed, SafeContact),
        set_by=row.set_by,
        set_at=row.set_at,
        expires_at=row.expires_at,
    )


async def by_ids(tx: Transaction, persons: list[UUID]) -> dict[UUID, Person]:
    """Persons for other rooms' screens, which audit what they show. Erased ones are absent."""
    return {row.id: clear(tx, row, row.wrapped) for row in await store.rows(tx, persons) if row.wrapped}


async def addresses_of(tx: Transaction, persons: list[UUID]) -> list[tuple[Person, Address]]:
    """The addresses of persons for other rooms, which audit what they show; a screen gets the mask."""
    return [
        (clear(tx, row, row.wrapped), clear_address(tx.vault.open(row.id, row.wrapped), address))
        for row in await store.rows(tx, persons)
        if row.wrapped
        for address in await store.addresses(tx, row.id)
    ]


async def find(tx: Transaction, typed: str, limit: int = 20) -> list[Person]:
    """Persons by a whole number or mail address, which several may share, or by the beginnings of a name's words."""
    for kind in AddressKind:
        if value := normal(kind, typed):
            return await found(tx, await store.by_blind(tx, tx.vault.blind(kind, value), limit))
    prefixes = tx.vault.prefix(typed)
    return await found(tx, await store.by_prefixes(tx, prefixes, limit) if prefixes else [])


async def found(tx: Transaction, rows: list[PersonRow]) -> list[Person]:
    await audit.record(tx, "person.searched", "person", shown=len(rows))
    return [clear(tx, row, row.wrapped) for row in rows if row.wrapped]


async def rewrite(tx: Transaction, person: UUID, kind: Kind, content: PersonContent, version: int) -> None:
    """Replace what we know of a person. Raises `Conflict` when somebody was faster.

    The person concerned is known by an alias or initials and by no address: `Invalid` names what says more.
    """
    if kind is Kind.CONCERNED:
        if identifies(content.name):
            raise Invalid(
                {"name": _("For the person concerned only an alias or initials: no surname, number or address.")}
            )
        if await store.addresses(tx, person):
            raise Invalid({"kind": _("Somebody whose address is known is not noted as the person concerned.")})
    key = await keys.key(tx, person)
    sealed = key.seal_struct(store.CONTENT, person, content)
    if not await store.rewrite(tx, person, kind, sealed, tx.vault.prefixes(content.name), version):
        row = await store.row(tx, person)
        raise Conflict(_("Somebody changed this person meanwhile; look again."), row.version if row else None)
    await audit.record(tx, "person.rewritten", "person", person)


async def set_rule(
    tx: Transaction, person: UUID, address: UUID | None, said: SafeContact, expires_at: datetime | None = None
) -> UUID:
    """What a person said is safe, for one address or (None) for all; it counts from now on, older ones are history.

    The strictest of the two wins. Raises `Invalid` for an address that is not the person's own.
    """
    if address and address not in {known.id for known in await store.addresses(tx, person)}:
        raise Invalid({"address": _("Choose one from the list.")})
    id = new_id()
    key = await keys.key(tx, person)
    await store.set_rule(tx, id, person, address, key.seal_struct(store.RULE, id, said), expires_at)
    await audit.record(tx, "safe_contact.set", "person", person)
    return id


async def rules_shown(tx: Transaction, blind: bytes) -> list[RuleShown]:
    """The rules that count for an address, of each person who shares it, the newest first."""
    rows = sorted(await store.rules_of_address(tx, blind), key=lambda row: row.set_at, reverse=True)
    await audit.record(tx, "safe_contact.shown", "address", shown=len(rows))
    return [clear_rule(tx.vault.open(row.person_id, row.wrapped), row) for row in rows if row.wrapped]


async def considered(tx: Transaction, blind: bytes) -> tuple[list[RuleShown], dict[Purpose, Verdict]]:
    """The rules that count for an address, read once, and what they say about each thing one might do now."""
    shown = await rules_shown(tx, blind)
    local = tx.now.astimezone(ZoneInfo((await hours.load(tx)).zone))
    rules = [Rule(one.said, one.expires_at, one.person_id, one.address_id, one.set_at) for one in shown]
    verdicts = {purpose: judged(rules, purpose, local) for purpose in Purpose}
    if await store.stopped_at(tx, blind):
        verdicts[Purpose.WRITE] = Verdict(False, Reason.OPTED_OUT)
    return shown, verdicts


async def rules_of_nobody(tx: Transaction, person: UUID) -> list[RuleShown]:
    """The newest rule of a person who left no address: nothing can be used against it, but colleagues read it."""
    rows = [row for row in await store.rules_of_person(tx, person) if row.address_id is None][:1]
    await audit.record(tx, "safe_contact.shown", "person", person, shown=len(rows))
    return [clear_rule(tx.vault.open(row.person_id, row.wrapped), row) for row in rows if row.wrapped]


async def permission(
    tx: Transaction, blind: bytes, purpose: Purpose, at: datetime, override: Danger | None = None
) -> Verdict:
    """Whether an address may be used at a moment. Asked at the minute of dialling or sending, every time.

    `override` is for a call where a life is in danger, and its ground goes into the audit of everybody it concerns.
    """
    verdict = await unforced(tx, blind, purpose, at)
    if verdict.allowed or override is None or purpose is not Purpose.CALL:
        return verdict
    detail = f"{verdict.reason}>{override}"
    known = await store.by_blind(tx, blind, SHARING)
    for person in known:
        await audit.record(tx, "safe_contact.overridden", "person", person.id, detail=detail)
    if not known:
        await audit.record(tx, "safe_contact.overridden", "address", detail=detail)
    return Verdict(True, Reason.OVERRIDDEN)


async def rules_by_address(tx: Transaction, blinds: Sequence[bytes]) -> dict[bytes, list[Rule]]:
    """What counts for each of these addresses, to propose a time; whether it may be used is asked at that minute."""
    found: dict[bytes, list[Rule]] = {}
    for row in await store.rules_of_addresses(tx, blinds) if blinds else ():
        if row.wrapped:
            found.setdefault(row.blind, []).append(rule_in(tx, row, row.wrapped))
    return found


def rule_in(tx: Transaction, row: RuleRow, wrapped: bytes) -> Rule:
    said = tx.vault.open(row.person_id, wrapped).unseal_struct(store.RULE, row.id, row.sealed, SafeContact)
    return Rule(said, row.expires_at, row.person_id, row.address_id, row.set_at)


async def unforced(tx: Transaction, blind: bytes, purpose: Purpose, at: datetime) -> Verdict:
    if purpose is Purpose.WRITE and await store.stopped_at(tx, blind):
        return Verdict(False, Reason.OPTED_OUT)
    rules = [rule_in(tx, row, row.wrapped) for row in await store.rules_of_address(tx, blind) if row.wrapped]
    zone = (await hours.load(tx)).zone
    return judged(rules, purpose, at.astimezone(ZoneInfo(zone)))
