"""Preparing changes of the rules, publishing them as a version, and taking in what a release brings."""

from hashlib import sha256
from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.contacts.model import Language
from helpline.errors import Conflict, Invalid, NotFound
from helpline.rulebook import published, rules, store
from helpline.rulebook.model import Change, Origin, Step, Version, Written
from helpline.triage.lexicon import EVERYTHING, SWITCHED_OFF, Entry, seed, seed_texts
from helpline.vault.transaction import SYSTEM, Engine, Transaction
from helpline.web.words import N_
from helpline.web.words import gettext as _

MOST = 5000
"""No heading holds so many entries in one language."""

FASTER = N_("Somebody changed the rules meanwhile; look again.")


async def take_in_release(engine: Engine) -> None:
    """At the start: the release's phrases are the first version, or join what people made of the last release's."""
    digest = sha256(seed_texts().encode()).digest()
    async with engine.transaction(SYSTEM) as tx:
        if (stands := await store.newest(tx)) is None or stands.seed != digest:
            await take_in(tx, digest, list(dict.fromkeys(seed())))


async def take_in(tx: Transaction, digest: bytes, new: list[Entry]) -> None:
    """A release's phrases become a version, once, however many processes start."""
    await store.alone(tx)
    stands = await store.newest(tx)
    if stands is not None and stands.seed == digest:
        return
    number = stands.number + 1 if stands else 1
    await store.add_version(tx, number, new_id(), digest, Origin.RELEASE, "")
    if stands is None:
        await store.add_entries(tx, new, number, seeded=True)
    else:
        await join(tx, number, new)
    await audit.record(tx, "rules.published", "rules", detail=str(number))
    await store.tell(tx)


async def join(tx: Transaction, number: int, new: list[Entry]) -> None:
    """Other phrases than before: what people changed stays as they made it, and what both changed waits for them."""
    before = [entry(one) for one in await store.seeded_before(tx)]
    now = [(Entry(one.language, one.heading, one.written), one.was) for one in await store.merging(tx)]
    found = rules.merged(before, now, new)
    await store.end_entries(tx, found.removed, number)
    await store.add_entries(tx, found.added, number, seeded=True)
    fresh = set(new)
    await store.forget_seeded(tx, [one for one in before if one not in fresh])
    for step in found.asked:
        await store.change(tx, new_id(), step)


def entry(one: Written) -> Entry:
    return Entry(one.language, one.heading, one.written)


async def newest(tx: Transaction) -> Version:
    """The published version. Raises `NotFound` before the first one."""
    if found := await store.newest(tx):
        return found
    raise NotFound(_("No rules are published yet."))


async def change(tx: Transaction, language: Language, heading: str, was: str | None, written: str | None) -> None:
    """Prepare a phrase (`written`), one that is no longer looked for (`was`), or one in the place of another.

    Raises `Invalid` with what is wrong with it, in one sentence.
    """
    if heading not in rules.HEADINGS or not (was or written):
        raise Invalid({"heading": _("Choose one from the list.")})
    if written:
        groups = published.groups_of(await store.groups(tx, language), language)
        written = rules.checked(language, heading, written, groups)
        common = await store.stands(tx, language, "small_words", None, MOST)
        rules.refuse_common(heading, written, {one.written for one in common})
    if written == was:
        raise Invalid({"written": _("This is what stands already.")})
    stands = {one.written for one in await store.stands(tx, language, heading, None, MOST)}
    if was is not None and was not in stands:
        raise Conflict(_(FASTER))
    if written in stands:
        raise Invalid({"written": _("This phrase stands here already.")})
    await prepare(tx, Step(language, heading, was, written))


async def switch(tx: Transaction, language: Language | None, name: str, *, off: bool) -> None:
    """Prepare that a sign, or everything (`*`), is not looked for in a language or (None) in any; or is again."""
    if name != EVERYTHING and name not in rules.HEADINGS:
        raise Invalid({"name": _("Choose one from the list.")})
    for one in (language,) if language else Language:
        is_off = name in {kept.written for kept in await store.stands(tx, one, SWITCHED_OFF, None, MOST)}
        if is_off != off:
            await prepare(tx, Step(one, SWITCHED_OFF, None if off else name, name if off else None))


async def prepare(tx: Transaction, step: Step) -> None:
    if not await store.change(tx, new_id(), step):
        raise Invalid({"written": _("A change of this is being prepared already: withdraw it first.")})
    await audit.record(tx, "rules.prepared", "rules", detail=f"{step.language}:{step.heading}")


async def withdraw(tx: Transaction, id: UUID) -> None:
    """A change is not prepared any more. Raises `NotFound`."""
    if not await store.withdraw(tx, id):
        raise NotFound(_("This change was published or withdrawn meanwhile."))
    await audit.record(tx, "rules.withdrawn", "rules", id)


async def go_back(tx: Transaction, number: int) -> None:
    """Prepare everything that makes an earlier version of what stands. Raises `NotFound`, `Invalid`."""
    stands = await newest(tx)
    if number >= stands.number or await store.version(tx, number) is None:
        raise NotFound(_("There is no such version."))
    if await store.changes(tx):
        raise Invalid({"": _("Publish or withdraw what is being prepared first.")})
    now = [entry(one) for one in await store.stands_in(tx, stands.number)]
    then = [entry(one) for one in await store.stands_in(tx, number)]
    for step in rules.steps_between(now, then):
        await store.change(tx, new_id(), step)
    await audit.record(tx, "rules.prepared", "rules", detail=f"back to {number}")


async def publish(tx: Transaction, number: int, why: str) -> int:
    """What is prepared stands from now on; the new version's number.

    `number`: the version its author looked at. Raises `Invalid` without a reason, without a change, or where a danger
    could be missed by what its publisher wrote himself, and `Conflict` when a colleague was faster.
    """
    await store.alone(tx)
    stands, prepared = await newest(tx), await store.changes(tx)
    if stands.number != number:
        raise Conflict(_(FASTER))
    check(prepared, why, str(tx.actor))
    id = new_id()
    await published.put_together(id, await prepared_entries(tx), str(number + 1))
    if not await store.add_version(tx, number + 1, id, stands.seed, Origin.PEOPLE, why.strip()):
        raise Conflict(_(FASTER))
    await store.apply_changes(tx, number + 1)
    await audit.record(tx, "rules.published", "rules", detail=str(number + 1))
    await store.tell(tx)
    return number + 1


def check(prepared: list[Change], why: str, actor: str) -> None:
    if not prepared:
        raise Invalid({"": _("Nothing is being prepared.")})
    if not why.strip():
        raise Invalid({"why": _("Say why, for those who read it next year.")})
    if any(rules.weakens(one.step) and one.by == actor for one in prepared):
        raise Invalid({"": _("You wrote what could let a danger be missed: a colleague has to publish it.")})


async def prepared_entries(tx: Transaction) -> list[Entry]:
    """Everything that would stand if what is prepared were published."""
    stands = await newest(tx)
    prepared = await store.changes(tx)
    gone = {(one.language, one.heading, one.was) for one in prepared if one.was is not None}
    kept = [entry(one) for one in await store.stands_in(tx, stands.number)]
    stays = [one for one in kept if (one.language, one.heading, one.written) not in gone]
    return stays + [Entry(one.language, one.heading, one.written) for one in prepared if one.written is not None]
