"""The visitor's pages around the form: the door with hours and numbers, and the way out."""

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

HOMES = [f"/{language}/" for language in PUBLIC]


class PublicPages(Controller):
    opt = {"permission": Permission.PUBLIC}  # noqa: RUF012  # Litestar's own way

    @get("/")
    async def door(self, request: Request[Any, Any, Any]) -> Redirect:
        return Redirect(f"/{spoken()}/", status_code=303)

    @get(HOMES)
    async def home(self, tx: Transaction, settings: Settings) -> Template:
        return Template("public/home.html", context=await context(tx, settings))

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
