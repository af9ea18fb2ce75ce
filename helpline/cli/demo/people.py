"""The invented people who contact the demo, and what each of them said is safe."""

from helpline.cli.demo.model import Writer
from helpline.envelope import SafeContact, Window

CALL = SafeContact(may_call=True, may_leave_message=True)
WRITE = SafeContact(may_write=True)
BOTH = SafeContact(may_call=True, may_write=True, may_leave_message=True, may_say_service_name=True)
MORNINGS = SafeContact(
    may_call=True,
    may_write=True,
    windows=tuple(Window(day, "08:30", "17:30") for day in range(5)),
    cover_phrase="C'est la mutuelle, pour le rendez-vous.",
    if_other_answers="Raccrocher poliment : erreur de numéro.",
    note="Jamais quand son mari est à la maison.",
)
NEVER_EVENING = SafeContact(
    may_call=True,
    never=tuple(Window(day, "18:00", "24:00") for day in range(7)),
    note="Niet 's avonds: dan is hij thuis.",
)
NOT_AT_ALL = SafeContact(note="Schrijft zelf terug; nooit bellen, de telefoon wordt gedeeld.")


def number(last: int) -> str:
    """A number from the range that Ofcom reserves for drama."""
    return f"+4477009002{last:02}"


NADIA = Writer(number(1), "Nadia", "fr", "relative", MORNINGS)
YANIS = Writer(number(2), "Yanis", "fr", "person", BOTH)
LOTTE = Writer(number(3), "Lotte", "nl", "relative", NEVER_EVENING)
LOTTE_MAIL = Writer("lotte.v@example.org", "Lotte V.", "nl", "relative", WRITE)
VATER = Writer("rainer.k@example.org", "Rainer K.", "de", "relative", WRITE)
VATER_PHONE = Writer(number(4), "Rainer", "de", "relative", CALL)
SALMA = Writer(number(5), "Salma", "fr", "relative", BOTH)
SALMA_AR = Writer(number(5), "Salma", "ar", "relative", BOTH)
AYSE = Writer("ayse.d@example.org", "Ayşe", "tr", "relative", WRITE)
MARTIN = Writer(number(6), "Martin", "en", "person", BOTH)
ELIF = Writer(number(7), "Elif", "fr", "person", BOTH)
HILDE = Writer(number(8), "Hilde", "nl", "relative", CALL)
ADAM = Writer(number(9), "Adam", "fr", "person", BOTH)
GRANDMOTHER = Writer(number(10), "Une grand-mère", "fr", "relative", CALL)
FRIEND = Writer(number(11), "", "nl", "friend", NOT_AT_ALL)

TEACHER = Writer("k.maes@school.example.org", "Katrien Maes", "nl", "professional", WRITE)
YOUTH_WORKER = Writer("t.renard@amo.example.org", "Thomas Renard", "fr", "professional", WRITE)
GP = Writer(number(21), "Dr Vasseur", "fr", "professional", CALL)
MUNICIPALITY = Writer("prevention@commune.example.org", "Service prévention", "fr", "professional", WRITE)
HEAD = Writer(number(22), "Directrice Dumont", "fr", "professional", BOTH)
SOCIAL_WORKER = Writer("m.hoffmann@sozial.example.org", "Miriam Hoffmann", "de", "professional", WRITE)
HR = Writer("hr@logistics.example.org", "HR desk", "en", "professional", WRITE)
GUARD = Writer(number(23), "Een sportcoach", "nl", "professional", CALL)

STUDENT = Writer("lea.student@example.org", "Léa", "fr", "other", WRITE)
NEIGHBOUR = Writer(number(31), "Een buur", "nl", "other", CALL)
WITHHELD = Writer(language="fr")
WITHHELD_NL = Writer(language="nl")
SELLER = Writer("offers@bulk.example.org", "Best Offers", "en")
JOURNALIST = Writer("redaction@presse.example.org", "La rédaction", "fr", "other")
SOMEBODY = Writer(number(40), "", "fr")
WRONG = Writer(number(42), "", "fr")
FORM_FR = Writer(language="fr")
FORM_NL = Writer(language="nl", requester="relative")
FORM_DE = Writer(language="de", requester="friend")
FORM_EN = Writer(language="en", requester="person")
FORM_AR = Writer(language="ar", requester="relative")
FORM_TR = Writer(language="tr", requester="relative")
