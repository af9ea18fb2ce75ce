"""Writing what we say, and saying it with what it left open filled in."""

from collections.abc import Collection
from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.errors import Conflict, NotFound
from helpline.hours import actions as hours
from helpline.hours import rules as hour_rules
from helpline.vault.transaction import Transaction
from helpline.web.words import N_
from helpline.web.words import gettext as _
from helpline.wording import rules, store
from helpline.wording.model import Answer, Draft, Template, Variable

FASTER = N_("Somebody changed this text meanwhile; look again.")


async def acknowledgement(tx: Transaction, language: str) -> Template:
    """The word that something arrived, in a language we know, else in French."""
    language = language if language in rules.LANGUAGES else rules.LANGUAGES[0]
    return await store.template(tx, language) or rules.FIRST[language]


async def said(tx: Transaction, text: str, language: str, reference: str) -> str:
    """A text with what it left open, as its reader sees it. `reference`: the contact's number."""
    known = await hours.load(tx)
    week = hour_rules.opening(tx.now, known).week
    return rules.filled(
        text,
        {
            Variable.REFERENCE: reference,
            Variable.OPENING_HOURS: rules.hours_said(week, language if language in rules.LANGUAGES else "fr"),
            Variable.EMERGENCY: await hours.emergency_number(tx),
        },
    )


async def rewrite(tx: Transaction, language: str, subject: str, text: str, version: int) -> None:
    """The next version of the word that something arrived. Raises `Invalid`, `NotFound`, and `Conflict` when a
    colleague was faster.
    """
    if language not in rules.LANGUAGES:
        raise NotFound("We do not speak this language.")
    rules.check_template(subject, text)
    stands = await store.template(tx, language)
    if version != (stands.version if stands else 0):
        raise Conflict(_(FASTER))
    if not await store.rewrite(tx, language, version + 1, subject.strip(), text.strip()):
        raise Conflict(_(FASTER))
    await audit.record(tx, "template.rewritten", "template", detail=language)


async def sends(tx: Transaction, channel: str, language: str | None = None) -> bool:
    """Whether a word goes out on a channel that something arrived, in a language or (None) in any."""
    return await store.sends(tx, channel, language)


async def told(tx: Transaction) -> set[tuple[str, str]]:
    """The channels, each with a language, on which a word goes out that something arrived."""
    return {(one.channel, one.language) for one in await store.switches(tx) if one.sends}


async def switch(tx: Transaction, wanted: Collection[str]) -> None:
    """Let a word go out exactly on these: `email:fr`, `sms:nl`."""
    for one in await store.switches(tx):
        name = f"{one.channel}:{one.language}"
        if await store.switch(tx, one.channel, one.language, name in wanted):
            detail = f"{name} {'on' if name in wanted else 'off'}"
            await audit.record(tx, "acknowledgement.switched", "template", detail=detail)


async def opened(tx: Transaction, id: UUID) -> list[Answer]:
    """An answer with every version, the newest first. Raises `NotFound`."""
    if found := await store.answer(tx, id):
        return found
    raise NotFound(_("There is no such answer."))


async def add(tx: Transaction, draft: Draft) -> UUID:
    """A new answer to choose from. Raises `Invalid`."""
    check(tx, draft)
    id = new_id()
    await store.add(tx, id)
    await store.write(tx, id, 1, draft)
    await audit.record(tx, "canned_answer.added", "canned_answer", id)
    return id


async def change(tx: Transaction, id: UUID, draft: Draft, version: int) -> None:
    """The next version of an answer. Raises `Invalid`, and `Conflict` when a colleague was faster."""
    check(tx, draft)
    if (await opened(tx, id))[0].version != version or not await store.write(tx, id, version + 1, draft):
        raise Conflict(_(FASTER))
    await audit.record(tx, "canned_answer.changed", "canned_answer", id)


def check(tx: Transaction, draft: Draft) -> None:
    rules.check_answer(draft.title, draft.language, draft.text, draft.review_on, tx.now.date())


async def retire(tx: Transaction, id: UUID) -> None:
    """Nobody chooses this answer any more. Raises `NotFound`."""
    if not await store.retire(tx, id):
        raise NotFound(_("There is no such answer."))
    await audit.record(tx, "canned_answer.retired", "canned_answer", id)
