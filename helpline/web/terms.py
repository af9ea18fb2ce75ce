"""The standard terms of the field, as people read them: one table per kind of word.

Keys are the values that stand in the database; templates say `{{ contact.urgency | term("urgency") }}`.
"""

from collections.abc import Iterable, Mapping

from helpline.web.case_terms import CASES
from helpline.web.contact_terms import CONTACTS
from helpline.web.house_terms import HOUSE
from helpline.web.rule_terms import FAMILIES, FLAGS, HEADINGS, RULES
from helpline.web.words import gettext, spoken

TERMS: dict[str, dict[str, str]] = {
    **CONTACTS,
    **CASES,
    **HOUSE,
    "rule": RULES,
    "flag": FLAGS,
    "heading": HEADINGS,
    "family": FAMILIES,
}


#: Words that the desk itself put over these or beside them, by kind, value and language (`lists`).
OWN: dict[tuple[str, str], Mapping[str, str]] = {}


def term(value: str, kind: str) -> str:
    """The word for `value` among the terms of `kind`, in the language spoken now."""
    if labels := OWN.get((kind, str(value))):
        return labels.get(spoken()) or next(iter(labels.values()))
    known = TERMS[kind].get(str(value))
    return gettext(known) if known else str(value).replace("_", " ").capitalize()


def joined(what: str, about: str) -> str:
    """`Stage: Clearing`, as the language writes a colon; without anything after it there is none."""
    return gettext("%(what)s: %(about)s") % {"what": what, "about": about} if about else what


def with_term(values: Iterable[str], kind: str) -> list[tuple[str, str]]:
    """Choices for a select or radios: each value with its word."""
    return [(value, term(value, kind)) for value in values]
