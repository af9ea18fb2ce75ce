"""Changing when the line is open and which numbers are named to people in danger; every change is in the audit."""

from datetime import date, time
from typing import Annotated, Any, Literal

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Meta, Struct

from helpline.errors import Invalid
from helpline.hours import actions
from helpline.hours.model import DayException, Holiday, MeantFor
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.dates import YEARS
from helpline.web.forms import form
from helpline.web.words import gettext as _

Clock = Annotated[time, Meta(tz=False)]
Name = Annotated[str, Meta(max_length=80)]


class WeekForm(Struct, forbid_unknown_fields=True):
    """A weekday's hours from a day on; without times it is closed."""

    weekday: Annotated[int, Meta(ge=0, le=6)]
    since: date
    opens: Clock | None = None
    closes: Clock | None = None
    version: int | None = None


class DayForm(Struct, forbid_unknown_fields=True):
    """A day's own hours, or those of several days; without times they are closed."""

    day: date
    until: date | None = None
    opens: Clock | None = None
    closes: Clock | None = None
    reason: Name = ""
    version: int | None = None


class HolidayForm(Struct, forbid_unknown_fields=True):
    holiday: date
    name: Name
    version: int | None = None


class ProposalForm(Struct, forbid_unknown_fields=True):
    """Which of the year's public holidays are taken."""

    year: Annotated[int, Meta(ge=2000, le=2199)]
    days: list[date] = []
    version: int | None = None


class CheckForm(Struct, forbid_unknown_fields=True):
    """After how many days a number counts as not verified."""

    check_after: Annotated[int, Meta(ge=7, le=1000)]
    version: int | None = None


class VersionForm(Struct, forbid_unknown_fields=True):
    version: int | None = None


class NumberForm(Struct, forbid_unknown_fields=True):
    """A number; without languages it is for everybody."""

    number: str
    label: MeantFor
    languages: list[Literal["fr", "nl", "de"]] = []
    version: int | None = None


class KnownNumberForm(Struct, forbid_unknown_fields=True):
    number: str
    version: int | None = None


class HoursPages(Controller):
    path = "/desk/hours"
    opt = {"permission": Permission.HOURS_WRITE, "page": "hours"}  # noqa: RUF012  # Litestar's own way

    @post("/week")
    async def change_week(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, WeekForm)
        since = ahead(tx, given.since, "since")
        await actions.change_week(tx, given.weekday, given.opens, given.closes, since, given.version)
        return shown("week")

    @post("/days")
    async def change_day(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, DayForm)
        one = DayException(ahead(tx, given.day, "day"), given.opens, given.closes, given.reason.strip())
        await actions.change_days(tx, one, given.until, given.version)
        return shown("days")

    @post("/holidays")
    async def add_holiday(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, HolidayForm)
        await actions.add_holiday(tx, Holiday(ahead(tx, given.holiday, "holiday"), given.name), given.version)
        return shown("days")

    @post("/public-holidays")
    async def take_holidays(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, ProposalForm)
        await actions.take_holidays(tx, given.year, given.days, given.version)
        return shown("days")

    @post("/days/{day:date}/removal")
    async def free_day(self, request: Request[Any, Any, Any], tx: Transaction, day: date) -> Redirect:
        await actions.free_day(tx, day, (await form(request, VersionForm)).version)
        return shown("days")

    @post("/numbers")
    async def add_number(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, NumberForm)
        await actions.add_number(tx, given.number, given.label, list(given.languages), given.version)
        return shown("numbers")

    @post("/numbers/check")
    async def check_after(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, CheckForm)
        await actions.check_after(tx, given.check_after, given.version)
        return shown("numbers")

    @post("/numbers/verification")
    async def verify_number(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        await actions.verify_number(tx, (await form(request, KnownNumberForm)).number)
        return shown("numbers")

    @post("/numbers/removal")
    async def remove_number(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, KnownNumberForm)
        await actions.remove_number(tx, given.number, given.version)
        return shown("numbers")


def shown(part: str) -> Redirect:
    """Back to the page, where the change can be seen."""
    return Redirect(f"/desk/hours#{part}", status_code=303)


def ahead(tx: Transaction, day: date, field: str) -> date:
    """The day, if it is not over. Raises `Invalid`: what was promised by yesterday's hours stays as it was."""
    if day < actions.today(tx) or day.year not in YEARS:
        raise Invalid({field: _("Choose today or a later day.")})
    return day
