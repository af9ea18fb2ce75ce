"""The published version as evaluation reads it: loaded once for each version in a process, never changed.

A file of its own, because every batch of messages asks for it, and nothing else of this room is asked so often.
"""

import asyncio
import logging
from collections.abc import Sequence
from uuid import UUID

from helpline.contacts.model import Language
from helpline.errors import Invalid
from helpline.rulebook import store
from helpline.rulebook.model import Version, Written
from helpline.triage.lexicon import (
    GROUPS,
    SHORT_FORMS,
    SWITCHED_OFF,
    WORD_LISTS,
    Entry,
    Lexicon,
    Phrase,
    check_beginning,
    filled_in,
    lexicon,
)
from helpline.triage.signs import Sign
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

log = logging.getLogger(__name__)

CHANNEL = "helpline_rules"
"""Where a publication is told: whoever listens loads it before the next message asks."""

KEPT = 2
_loaded: dict[UUID, Lexicon] = {}


async def current(tx: Transaction) -> Lexicon:
    """What messages are judged by now: the published version, or what came with the program before there is one."""
    id = await store.newest_id(tx)
    if id is None:
        return lexicon()
    if id not in _loaded and (version := await store.newest(tx)):
        await load(tx, version)
    return _loaded[id] if id in _loaded else lexicon()


async def load(tx: Transaction, version: Version) -> None:
    """Put a version together, beside the event loop, and keep it."""
    written = await store.stands_in(tx, version.number)
    keep(version.id, await asyncio.to_thread(lexicon_of, written, str(version.number), like()))


async def put_together(id: UUID, entries: Sequence[Entry], version: str) -> None:
    """A version that is about to be published. Raises `Invalid` where its parts do not fit."""
    keep(id, await asyncio.to_thread(fitting, entries, version, like()))


def fitting(entries: Sequence[Entry], version: str, like: Lexicon | None) -> Lexicon:
    try:
        return Lexicon(entries, version, like)
    except (ValueError, KeyError, IndexError) as problem:
        sentence = _("Some phrases could not be read any more with this change: %(about)s")
        raise Invalid({"": sentence % {"about": problem}}) from None


def keep(id: UUID, made: Lexicon) -> None:
    _loaded[id] = made
    for old in list(_loaded)[:-KEPT]:
        del _loaded[old]


def like() -> Lexicon | None:
    """One that is loaded already: what two versions share is compiled once."""
    return list(_loaded.values())[-1] if _loaded else None


def lexicon_of(written: Sequence[Written | Entry], version: str, like: Lexicon | None) -> Lexicon:
    """Of everything that can be read; what an older program cannot read is left out, and said in the log."""
    entries = [Entry(one.language, one.heading, one.written) for one in written]
    try:
        return Lexicon(entries, version, like)
    except (ValueError, KeyError, IndexError):
        groups = {language: groups_of(entries, language) for language in Language}
        fit = [entry for entry in entries if readable(entry, groups)]
        log.warning("%d phrases of version %s cannot be read", len(entries) - len(fit), version)
        return Lexicon(fit, version, like)


def groups_of(entries: Sequence[Written | Entry], language: Language) -> dict[str, str]:
    """A language's groups by their names."""
    pairs = (one.written.partition("=") for one in entries if one.heading == GROUPS and one.language is language)
    return {name.strip(): words.strip() for name, _equals, words in pairs}


def readable(entry: Entry, groups: dict[Language, dict[str, str]]) -> bool:
    if entry.heading in (GROUPS, SHORT_FORMS):
        return "=" in entry.written
    if entry.heading in (*WORD_LISTS, SWITCHED_OFF):
        return True
    try:
        check_beginning(Phrase(Sign(entry.heading), entry.language, filled_in(entry.written, groups[entry.language])))
    except (ValueError, KeyError, IndexError):
        return False
    return True
