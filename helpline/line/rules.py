"""What a page says, and how long we wait for somebody to answer it."""

from datetime import timedelta

#: Nobody claimed the contact in this time: the supervisors are paged too.
PATIENCE = timedelta(minutes=10)

#: No name, no number, no theme: the desk says the rest to whoever signs in.
WORDS = {
    "fr": "Merci d'ouvrir le bureau.",
    "nl": "Gelieve de balie te openen.",
    "de": "Bitte das Pult öffnen.",
    "en": "Please open the desk.",
}


def words(language: str) -> str:
    """A page's text, in a language of the staff."""
    return WORDS.get(language, WORDS["fr"])
