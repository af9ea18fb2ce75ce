"""What an entry must be like."""

import re
import unicodedata

from helpline.errors import Invalid
from helpline.lists.model import LANGUAGES, Draft, ListName
from helpline.web.words import gettext as _

LONGEST = 120

#: For what an entry may be offered.
APPLIES: dict[ListName, tuple[str, ...]] = {
    ListName.CONTACT_CLOSING: ("information_request", "professional_support", "urgent_safety", "out_of_scope", "spam"),
    ListName.CASE_CLOSING: ("information_request", "accompaniment", "professional_support"),
    ListName.LIFE_AREA: (),
    ListName.LEGAL_GROUND: (),
}

#: What the program itself decides with: these never end.
NEEDED = frozenset({(ListName.CONTACT_CLOSING, "swept"), (ListName.CONTACT_CLOSING, "wrong_number")})


def check(name: ListName, draft: Draft, *, given: bool) -> None:
    """Raises `Invalid` naming what cannot be accepted. `given`: the program has words of its own for it."""
    problems = {}
    if not given and not any(draft.labels.values()):
        problems["fr"] = _("Give it a name in at least one language.")
    for language, label in draft.labels.items():
        if len(label) > LONGEST:
            problems[language] = _("A name of at most 120 characters.")
    if set(draft.applies) - set(APPLIES[name]):
        problems["applies"] = _("Choose one of the answers.")
    if APPLIES[name] and not draft.applies:
        problems["applies"] = _("Say where it is offered.")
    if draft.valid_until is not None and draft.valid_until < draft.valid_from:
        problems["valid_until"] = _("The last day is not before the first.")
    if problems:
        raise Invalid(problems)


def code_of(labels: dict[str, str]) -> str:
    """A short name for records, from the first words there are."""
    words = next((labels[language] for language in ("en", *LANGUAGES) if labels.get(language)), "")
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "entry"
