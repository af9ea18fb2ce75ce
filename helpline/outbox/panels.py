"""What the screens show of answers: the context of `outbox/_reply.html` and `outbox/_sent.html`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from helpline.contacts import store as contacts
from helpline.contacts.model import Channel, ContactView, Content, Direction
from helpline.contacts.rules import shown_address
from helpline.outbox import actions, store
from helpline.outbox.model import Purpose, SentRow, Way
from helpline.outbox.rules import MOST_PARTS, SUBJECTS, segments
from helpline.people.model import Purpose as Use
from helpline.people.model import Reason
from helpline.people.panels import FORBIDDEN
from helpline.people.rules import normal
from helpline.people.words import refusal
from helpline.settings import Settings
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _
from helpline.wording import panels as wording
from helpline.wording.rules import theme_words

#: What forbids writing now and not at another time.
PASSING = (Reason.NEVER_NOW, Reason.OUTSIDE_WINDOWS)


async def reply(tx: Transaction, view: ContactView, typed: str = "", leave_at: str = "") -> dict[str, Any] | None:
    """How this contact can be answered now; None where it cannot be in writing. `typed`: an answer sent in vain."""
    row = view.row
    if row.direction is Direction.OUT:
        return None
    if row.channel is Channel.WEBFORM:
        shown = of_form(await actions.way_back(tx, view), typed)
        return shown | {"leave_at": leave_at, "prepared": await wording.to_choose(tx, row.language)}
    channel, sender = actions.written_to(view)
    kind = actions.KINDS.get(channel)
    value = normal(kind, sender) if kind and sender else None
    if kind is None or value is None:
        return None
    blind = tx.vault.blind(kind, value)
    objection = await actions.objections(tx, Purpose.REPLY, channel, blind)
    blocked = refusal(objection, Use.WRITE) if objection else ""
    to = shown_address(sender)
    return {
        "channel": channel,
        "to": to,
        "text": typed,
        "leave_at": leave_at,
        "blocked": blocked,
        "forbidden": objection in FORBIDDEN,
        "passing": objection in PASSING,
        "besides": _("It looks as if a program wrote this. Answer only when you see that a person did.")
        if row.automatic
        else "",
        "prepared": await wording.to_choose(tx, row.language),
        "segments": segments(typed) if channel is Channel.SMS else None,
        "preview": None,
    }


def preview(shown: dict[str, Any], view: ContactView, settings: Settings) -> dict[str, Any]:
    """The answer as its reader will see it. `shown`: the context of the form."""
    text, channel = str(shown["text"]), shown["channel"]
    name = settings.mail_from_name
    sender = {
        Channel.SMS: settings.twilio_number,
        Channel.EMAIL: f"{name} <{settings.mail_from}>" if name else settings.mail_from,
    }
    return {
        "sender": sender.get(channel, ""),
        "subject": SUBJECTS.get(view.row.language or "fr", "") if channel is Channel.EMAIL else "",
        "text": text,
        "language": view.row.language or "fr",
        "segments": segments(text) if channel is Channel.SMS else None,
        "too_long": channel is Channel.SMS and segments(text).parts > MOST_PARTS,
        "telling": theme_words(text),
    }


def of_form(way: Way, typed: str) -> dict[str, Any]:
    """Where the answer to a web form goes, and why not by mail if that was asked for."""
    to = shown_address(way.to) or _("the page where the writer comes back")
    besides = _("It waits on the page where the writer comes back, too.") if way.to else ""
    if way.objection:
        besides = _("An answer by e-mail to %(address)s was asked for. It is not sent there now: %(why)s") % {
            "address": shown_address(way.asked),
            "why": refusal(way.objection, Use.WRITE),
        }
    return {
        "channel": way.channel,
        "to": to,
        "text": typed,
        "blocked": "",
        "passing": False,
        "besides": besides,
        "preview": None,
    }


async def sent(tx: Transaction, contact: UUID, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What we wrote in the conversation of a contact, and what became of it. `names`: of actors who write."""
    return [letter(tx, row, names) for row in await store.in_conversation(tx, contact)]


async def pending(tx: Transaction, contact: UUID) -> list[tuple[UUID, datetime]]:
    """The answers of a conversation that can still be taken back, each with when it leaves."""
    rows = await store.in_conversation(tx, contact)
    return [(row.contact_id, row.leaves_at) for row in rows if row.leaves_at]


def letter(tx: Transaction, row: SentRow, names: Mapping[str, str]) -> dict[str, Any]:
    """One answer; an erased one keeps its line and shows nothing."""
    text = ""
    if row.wrapped is not None:
        key = tx.vault.open(row.contact_id, row.wrapped)
        text = key.unseal_struct(contacts.CONTENT, row.contact_id, row.content, Content).text
    return {
        "id": row.contact_id,
        "at": row.at,
        "author": names.get(row.author, ""),
        "text": text,
        "state": row.state or "stored",
        "code": row.code or "",
        "leaves_at": row.leaves_at,
    }
