"""A released quarter in words, for the page and for its files."""

from collections.abc import Mapping
from typing import Any

import msgspec

from helpline.audit import actions as audit
from helpline.errors import NotFound
from helpline.questions import actions as questions
from helpline.questions import panels as question_panels
from helpline.research import actions, rules
from helpline.research.model import Figures, Release, Table
from helpline.supervision.rules import widths
from helpline.vault.transaction import Transaction
from helpline.web.terms import joined, term
from helpline.web.words import N_
from helpline.web.words import gettext as _

Line = list[str | int | float]

TITLES = {
    "channel": N_("Contacts by channel"),
    "week": N_("Contacts by week"),
    "disposition": N_("Contacts by disposition"),
    "language": N_("Contacts by language"),
    "requester": N_("Contacts by requester"),
    "kept": N_("Call-backs that came due"),
    "life_area": N_("Notes, orientations and follow-ups by life area"),
}
ENDED = {
    "in_time": N_("Called back in time"),
    "late": N_("Called back, but late"),
    "dropped": N_("Given up, with a reason"),
    "open": N_("Still open when the quarter was released"),
}


async def report(tx: Transaction, quarter: str) -> dict[str, Any]:
    """One released quarter, the newest where none is named. Raises `NotFound` for one that was never released."""
    releases = await actions.told(tx)
    names = [rules.named(one.quarter) for one in releases]
    chosen = next((one for one in releases if rules.named(one.quarter) == quarter or not quarter), None)
    if chosen is None and quarter:
        raise NotFound
    await audit.record(tx, "report.shown", "report", detail=rules.named(chosen.quarter) if chosen else "")
    titles = question_panels.titles((await questions.asked(tx)).questions)
    return {"quarters": names} | (shown(chosen, titles) if chosen else {"quarter": ""})


def shown(release: Release, titles: Mapping[str, str]) -> dict[str, Any]:
    figures = msgspec.json.decode(release.body, type=Figures)
    return {
        "quarter": rules.named(release.quarter),
        "made_at": release.made_at,
        "tables": [in_words(table) for table in figures.tables],
        "reply": figures.reply,
        "questions": [answered(table, titles) for table in figures.questions],
    }


def answered(table: Table, titles: Mapping[str, str]) -> dict[str, Any]:
    """What became of one question, in words."""
    rows = [(state(cell.value), cell.number) for cell in table.cells]
    return {"title": titles.get(table.name) or term(table.name, "question"), "rows": rows, "total": table.total}


def state(value: str) -> str:
    return term(value, "answered") if value else _("without a form")


def in_words(table: Table) -> dict[str, Any]:
    """A table with the words for its values and the length of its bars."""
    bars = widths([cell.number or 0 for cell in table.cells])
    rows = [(word(table.name, cell.value), cell.number, bar) for cell, bar in zip(table.cells, bars, strict=True)]
    return {"name": table.name, "title": _(TITLES[table.name]), "rows": rows, "total": table.total}


def word(dimension: str, value: str) -> str:
    if not value:
        return _("Not known")
    if dimension == "kept":
        return _(ENDED[value])
    return value if dimension == "week" else term(value, dimension)


def lines(report: dict[str, Any]) -> list[Line]:
    """A report as the rows of a sheet: what, which, how many."""
    rows: list[Line] = [[_("Table"), _("Value"), _("Number")]]
    for table in report["tables"]:
        rows += [[table["title"], label, number_or_word(number)] for label, number, _bar in table["rows"]]
        rows.append([table["title"], _("Total"), number_or_word(table["total"])])
    for table in report["questions"]:
        title = joined(_("Question of the form"), table["title"])
        rows += [[title, label, number_or_word(number)] for label, number in table["rows"]]
        rows.append([title, _("Total"), number_or_word(table["total"])])
    reply, title = report["reply"], _("First human reply, hours of wall clock")
    for label, number in [
        (_("Median"), reply.median),
        (_("90th percentile"), reply.ninetieth),
        (_("Answered"), reply.answered),
        (_("Without an answer"), reply.missing),
    ]:
        rows.append([title, label, number_or_word(number)])
    return rows


def number_or_word(number: float | None) -> str | int | float:
    return _("withheld") if number is None else number
