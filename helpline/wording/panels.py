"""What the screens show of what we say: the contexts of the settings, and the answers to choose from."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from helpline.vault.transaction import Transaction
from helpline.web.dates import ZONE
from helpline.web.terms import term
from helpline.web.words import gettext as _
from helpline.wording import actions, rules, store
from helpline.wording.model import Answer, Template, Variable

#: What a preview shows where a contact's number would stand.
EXAMPLE = "123"
CHANNELS = ("email", "sms")
FRESH = {"id": "", "title": "", "language": "fr", "text": "", "review_on": "", "version": 0, "overdue": False}


async def settings(tx: Transaction, names: Mapping[str, str]) -> dict[str, Any]:
    """Everything that can be said, on one page. `names`: of actors."""
    sends = {f"{one.channel}:{one.language}": one.sends for one in await store.switches(tx)}
    return {
        "channels": CHANNELS,
        "acknowledgements": [
            shown(await actions.acknowledgement(tx, language), names)
            | {"sends": {channel: sends[f"{channel}:{language}"] for channel in CHANNELS}}
            for language in rules.LANGUAGES
        ],
        "answers": sorted(
            (listed(tx, answer, names) for answer in await store.answers(tx)), key=lambda row: not row["overdue"]
        ),
    }


def shown(template: Template, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "language": template.language,
        "subject": template.subject,
        "text": template.text,
        "version": template.version,
        "by": names.get(template.written_by, ""),
        "at": template.written_at,
    }


def listed(tx: Transaction, answer: Answer, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": answer.id,
        "title": answer.title,
        "language": answer.language,
        "text": answer.text,
        "review_on": answer.review_on,
        "overdue": rules.overdue(answer.review_on, tx.now.astimezone(ZONE).date()),
        "version": answer.version,
        "by": names.get(answer.written_by, ""),
        "at": answer.written_at,
    }


async def overdue(tx: Transaction) -> int:
    """How many answers somebody should have looked at by now."""
    today = tx.now.astimezone(ZONE).date()
    return sum(rules.overdue(answer.review_on, today) for answer in await store.answers(tx))


async def template(
    tx: Transaction, language: str, names: Mapping[str, str], typed: Mapping[str, Any]
) -> dict[str, Any]:
    """One text with its earlier versions, and how it reads: what stands, or what was `typed` over it."""
    stands = await actions.acknowledgement(tx, language)
    text, subject = str(typed.get("text", stands.text)), str(typed.get("subject", stands.subject))
    return {
        "template": shown(stands, names) | {"text": text, "subject": subject},
        "preview": {"subject": subject, "text": await actions.said(tx, text, language, EXAMPLE)},
        "variables": variables(),
        "versions": [shown(one, names) for one in await store.templates(tx, language)],
    }


async def answer(
    tx: Transaction, id: UUID | None, names: Mapping[str, str], typed: Mapping[str, Any]
) -> dict[str, Any]:
    """One answer with its earlier versions, or a new one, and how it reads."""
    versions = [listed(tx, one, names) for one in await actions.opened(tx, id)] if id else []
    fields = ("title", "language", "text", "review_on")
    found = (versions[0] if versions else FRESH) | {name: str(typed[name]) for name in fields if name in typed}
    text, language = str(found["text"]), str(found["language"])
    return {
        "answer": found,
        "preview": await actions.said(tx, text, language, EXAMPLE) if text else "",
        "telling": rules.theme_words(text),
        "variables": variables(),
        "versions": versions,
    }


def variables() -> list[tuple[str, str]]:
    """What a text may leave open, with what stands there then."""
    return [
        (f"{{{Variable.REFERENCE}}}", _("the contact's number")),
        (f"{{{Variable.OPENING_HOURS}}}", _("the week's opening hours")),
        (f"{{{Variable.EMERGENCY}}}", _("the emergency number")),
    ]


async def to_choose(tx: Transaction, language: str | None) -> list[tuple[str, str]]:
    """The answers to choose from, those in the writer's language first; what should be looked at again says so."""
    today = tx.now.astimezone(ZONE).date()
    found = sorted(await store.answers(tx), key=lambda one: one.language != language)
    return [(str(one.id), label(one, rules.overdue(one.review_on, today))) for one in found]


def label(answer: Answer, overdue: bool) -> str:
    name = f"{answer.title} ({term(answer.language, 'language')})"
    return _("%(title)s: to be reviewed") % {"title": name} if overdue else name
