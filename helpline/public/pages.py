"""The visitor's pages around the form: the door with hours and numbers, and the way out."""

from html import escape
from typing import Any

import phonenumbers
from litestar import Controller, Request, get
from litestar.datastructures import ResponseHeader
from litestar.response import Redirect, Template
from phonenumbers import NumberParseException, PhoneNumberFormat

from helpline.hours import actions as hours
from helpline.hours import rules
from helpline.hours.model import EmergencyNumber
from helpline.settings import Settings
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.words import PUBLIC, spoken
from helpline.web.words import gettext as _

HOMES = [f"/{language}/" for language in PUBLIC]
LINKS = [f"/{language}/link" for language in PUBLIC]

#: For partner sites: opens apart, tells nobody where it came from, and looks like nothing in particular.
LINK = '<a href="{address}" target="_blank" rel="noopener noreferrer" lang="{language}">{words}</a>'
LOOK = "display:inline-block;padding:.6em 1em;border:1px solid;border-radius:4px;text-decoration:none"


class PublicPages(Controller):
    opt = {"permission": Permission.PUBLIC}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def door(self, request: Request[Any, Any, Any]) -> Redirect:
        return Redirect(f"/{spoken()}/", status_code=303)

    @get(HOMES)
    async def home(self, tx: Transaction, settings: Settings) -> Template:
        return Template("public/home.html", context=await context(tx, settings))

    @get(LINKS)
    async def link(self, settings: Settings) -> Template:
        return Template("public/link.html", context=embeddable(settings.base_url))

    @get("/exit", response_headers=[ResponseHeader(name="Clear-Site-Data", value='"cache", "cookies", "storage"')])
    async def leave(self, settings: Settings) -> Redirect:
        return Redirect(settings.exit_url, status_code=303)


async def context(tx: Transaction, settings: Settings) -> dict[str, Any]:
    """What the door shows: the ways in, the hours, the numbers that are always open."""
    known = await hours.load(tx)
    return {
        "path": "/",
        "number": settings.public_phone,
        "sms": in_groups(settings.twilio_number),
        "email": settings.public_email,
        "opening": rules.opening(tx.now, known),
        "today": rules.local_day(tx.now, known).weekday(),
        "emergency": [
            (number.number, number.label) for number in await hours.emergency_numbers(tx) if for_me(number, spoken())
        ],
    }


def embeddable(base_url: str) -> dict[str, str]:
    """Plain HTML that leads here in the reader's language, once as a link and once looking like a button."""
    given = {"address": escape(f"{base_url}/{spoken()}/"), "language": spoken(), "words": escape(_("Contact point"))}
    link = LINK.format_map(given)
    return {"path": "/link", "link": link, "button": link.replace("<a ", f'<a style="{LOOK}" ')}


def in_groups(number: str) -> str:
    """A number as people write it down; what is none stays as it is."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return number


def for_me(number: EmergencyNumber, language: str) -> bool:
    """Numbers for everybody, and those in the reader's language; French ones where there are none of his own."""
    spoken_there = language if language in ("fr", "nl") else "fr"
    return not number.languages or spoken_there in number.languages
