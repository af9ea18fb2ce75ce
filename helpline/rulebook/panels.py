"""What the screens show of the rules: every sign with its phrases, what is being prepared, and the history."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from helpline.contacts import actions as contacts
from helpline.contacts.model import Language
from helpline.errors import NotFound
from helpline.rulebook import actions, preview, rules, store
from helpline.rulebook.model import Change, Kept, Step, Version
from helpline.staff import store as accounts
from helpline.staff.permissions import GRANTED, Permission
from helpline.triage.lexicon import EVERYTHING, SWITCHED_OFF
from helpline.triage.model import Field, Reason, Suggestion
from helpline.triage.panels import rule_word
from helpline.triage.weight import points
from helpline.vault.transaction import Transaction
from helpline.web.terms import term
from helpline.web.words import gettext as _

FOUND, LISTED, VERSIONS, STEPS = 100, 500, 50, 200


async def home(tx: Transaction, words: str) -> dict[str, Any]:
    """Every sign with how many phrases it has in each language, or the phrases that hold some words."""
    version, prepared = await store.newest(tx), await store.changes(tx)
    found = await store.stands(tx, None, None, f"%{escaped(words)}%", FOUND) if words else []
    return {
        "version": shown(version) if version else None,
        "prepared": len(prepared),
        "words": words,
        "found": [phrase(one) for one in found],
        "families": await families(tx),
        "languages": list(Language),
        "off": await switched_off(tx),
    }


def escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def families(tx: Transaction) -> list[dict[str, Any]]:
    counts = {(one.language, one.heading): one.count for one in await store.counted(tx)}
    weighs = {str(sign): number for sign, number in points().items()}
    return [
        {
            "name": name,
            "rows": [
                {
                    "heading": heading,
                    "points": weighs.get(heading, 0),
                    "counts": [(one, counts.get((one, heading), 0)) for one in Language],
                }
                for heading in headings
            ],
        }
        for name, headings in rules.FAMILIES
    ]


async def switched_off(tx: Transaction) -> dict[str, Any]:
    """What is not looked for now, in words: `everything`, whole `languages`, `signs` of one language."""
    off = await store.switched_off(tx)
    silent = [one.language for one in off if one.written == EVERYTHING]
    return {
        "everything": len(silent) == len(Language),
        "languages": silent,
        "signs": [(one.written, one.language) for one in off if one.written != EVERYTHING],
    }


def shown(one: Version) -> dict[str, Any]:
    return {"number": one.number, "by": one.by_name or "", "at": one.at, "why": one.why, "origin": one.origin}


def phrase(one: Kept) -> dict[str, Any]:
    return {
        "language": one.language,
        "heading": one.heading,
        "written": one.written,
        "ours": not one.seeded,
        "was": one.was,
        "by": one.by_name or "",
        "at": one.at,
        "since": one.since,
    }


async def sign(tx: Transaction, language: str, heading: str, entered: dict[str, Any] | None) -> dict[str, Any]:
    """One sign in one language: its phrases, what is prepared of them. Raises `NotFound`."""
    if language not in set(Language) or heading not in rules.HEADINGS:
        raise NotFound(_("There is no such sign."))
    prepared = [one for one in await store.changes(tx) if one.language == language and one.heading == heading]
    off = {(one.language, one.written) for one in await store.switched_off(tx)}
    return {
        "language": language,
        "heading": heading,
        "phrases": [phrase(one) for one in await store.stands(tx, language, heading, None, LISTED)],
        "prepared": [change(one, tx) for one in prepared],
        "touched": {one.was for one in prepared},
        "off": (Language(language), heading) in off,
        "danger": heading in rules.DANGER,
        "can_switch": heading in set(term_signs()),
        "entered": entered or {},
    }


def term_signs() -> Sequence[str]:
    """The headings that are signs, and can be switched off."""
    return [heading for family, headings in rules.FAMILIES if family != "tongue" for heading in headings]


def change(one: Change, tx: Transaction) -> dict[str, Any]:
    """`by`: whose it is, or nobody's where a release asks; `two`: somebody else has to publish it."""
    return {
        "id": one.id,
        **step(one.step),
        "by": one.by_name or "",
        "at": one.at,
        "two": rules.weakens(one.step),
        "mine": one.by == str(tx.actor),
        "release": one.by == "system",
    }


def step(one: Step) -> dict[str, Any]:
    switch = one.heading == SWITCHED_OFF
    return {
        "language": one.language,
        "heading": one.heading,
        "switch": switch,
        "was": switch_word(one.was) if switch else one.was,
        "written": switch_word(one.written) if switch else one.written,
    }


def switch_word(name: str | None) -> str | None:
    if name is None:
        return None
    return _("every sign") if name == EVERYTHING else term(name, "heading")


async def draft(tx: Transaction, compared: tuple[int, list[preview.Compared]] | None = None) -> dict[str, Any]:
    """What is being prepared, whether this person may publish it, and what it would change."""
    version, prepared = await store.newest(tx), await store.changes(tx)
    rows = [change(one, tx) for one in prepared]
    return {
        "version": shown(version) if version else None,
        "changes": rows[:STEPS],
        "more": max(0, len(rows) - STEPS),
        "needs_other": any(one["two"] and one["mine"] for one in rows),
        "others": [
            one.display_name
            for one in await accounts.accounts(tx.db)
            if one.id != tx.actor.id and Permission.RULES_WRITE in GRANTED[one.role]
        ],
        "compared": {"judged": compared[0], "rows": [row(one) for one in compared[1]]} if compared else None,
        "entered": {},
    }


def row(one: preview.Compared) -> dict[str, Any]:
    sooner, later = (
        one.after.urgency.rank < one.before.urgency.rank,
        one.after.urgency.rank > one.before.urgency.rank,
    )
    return {
        "id": one.contact,
        "number": one.number,
        "channel": one.channel,
        "language": one.language,
        "at": one.at,
        "before": one.before,
        "after": one.after,
        "sooner": sooner,
        "later": later,
    }


async def history(tx: Transaction) -> dict[str, Any]:
    return {"versions": [shown(one) for one in await store.versions(tx, VERSIONS)]}


async def version(tx: Transaction, number: int) -> dict[str, Any]:
    """What one version changed. Raises `NotFound`."""
    found = await store.version(tx, number)
    if found is None:
        raise NotFound(_("There is no such version."))
    steps = await store.differences(tx, number, STEPS + 1) if number > 1 else []
    return {
        "version": shown(found),
        "newest": (await actions.newest(tx)).number,
        "steps": [step(one.step) | {"by": one.by_name or ""} for one in steps[:STEPS]],
        "more": len(steps) > STEPS,
    }


async def trial(tx: Transaction, text: str, language: str) -> dict[str, Any]:
    """A typed message, as it is judged now and as it would be."""
    pair = None
    if text.strip():
        pair = await preview.typed(tx, text, Language(language) if language in set(Language) else None)
    prepared = bool(await store.changes(tx))
    return {
        "text": text,
        "language": language,
        "languages": list(Language),
        "judged": [judged(text, one) for one in pair[: 1 + prepared]] if pair else [],
    }


def judged(text: str, one: Suggestion) -> dict[str, Any]:
    return {
        "disposition": one.disposition,
        "urgency": one.urgency,
        "unclear": one.unclear,
        "off": one.switched_off,
        "flags": one.flags,
        "reasons": [(rule_word(each), words_of(text, each)) for each in one.reasons],
    }


def words_of(text: str, reason: Reason) -> str:
    return text[reason.start : reason.end] if reason.field is Field.TEXT else ""


async def from_contact(tx: Transaction, contact: UUID, entered: dict[str, Any] | None) -> dict[str, Any]:
    """What a contact said, beside the form that makes a phrase of it; its reading is audited."""
    view = await contacts.opened(tx, contact)
    said = entered or {}
    return {
        "contact": contact,
        "number": view.row.number,
        "text": view.content.text or view.content.quoted_text,
        "language": said.get("language") or view.row.language or Language.FR,
        "heading": said.get("heading", ""),
        "written": said.get("written", ""),
        "languages": [(str(one), term(one, "language")) for one in Language],
        "headings": [
            (heading, term(heading, "heading")) for _family, headings in rules.FAMILIES for heading in headings
        ],
    }
