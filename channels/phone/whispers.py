"""What an operator's own telephone hears before a caller is joined to it: neither number nor name, and one key."""

from collections.abc import Mapping

from msgspec import Struct

from channels.phone.phrases import DEFAULT


class Whispers(Struct, frozen=True):
    """Somebody calls; a call of one's own is ready to be placed; somebody else was faster; it cannot be done now."""

    offered: str
    ready: str
    taken: str
    trouble: str


#: In the languages of the staff; voices are those of `phrases.py`.
WHISPERS: Mapping[str, Whispers] = {
    "fr": Whispers(
        "Un appel pour l'accueil. Pour le prendre, tapez 1.",
        "Votre appel est prêt. Pour le lancer, tapez 1.",
        "Cet appel est déjà pris. Merci.",
        "L'appel n'a pas pu être établi.",
    ),
    "nl": Whispers(
        "Een oproep voor het onthaal. Druk 1 om op te nemen.",
        "Uw oproep staat klaar. Druk 1 om te bellen.",
        "Deze oproep is al aangenomen. Dank u.",
        "De oproep kon niet tot stand komen.",
    ),
    "de": Whispers(
        "Ein Anruf für die Anlaufstelle. Zum Annehmen drücken Sie die 1.",
        "Ihr Anruf ist bereit. Zum Wählen drücken Sie die 1.",
        "Dieser Anruf ist schon angenommen. Danke.",
        "Der Anruf kam nicht zustande.",
    ),
    "en": Whispers(
        "A call for the front desk. To take it, press 1.",
        "Your call is ready. To place it, press 1.",
        "This call has been taken already. Thank you.",
        "The call could not be made.",
    ),
}


def whispers(language: str) -> Whispers:
    """The sentences of a language, or those of the default one."""
    return WHISPERS.get(language, WHISPERS[DEFAULT])
