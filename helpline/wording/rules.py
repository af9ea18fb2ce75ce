"""What may be said without being asked: neutral words, in which nobody who looks over a shoulder finds our theme."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from babel.dates import get_day_names

from helpline.channel import OpeningSpan
from helpline.errors import Invalid
from helpline.web.words import gettext as _
from helpline.wording.model import Template, Variable

LANGUAGES = ("fr", "nl", "de", "en", "ar", "tr")
SHORT, LONG = 200, 5000

#: What the house says before anybody wrote something else: no theme, no service, no promise. Emergencies are named
#: because nobody reads at night.
FIRST = {
    "fr": Template(
        "fr",
        "Votre message",
        "Votre message est bien arrivé. Une personne le lira. Nous ne lisons pas jour et nuit : "
        "urgence, le {emergency}.",
    ),
    "nl": Template(
        "nl",
        "Uw bericht",
        "Uw bericht is goed aangekomen. Iemand zal het lezen. Wij lezen niet dag en nacht: bij nood, bel {emergency}.",
    ),
    "de": Template(
        "de",
        "Ihre Nachricht",
        "Ihre Nachricht ist angekommen. Jemand wird sie lesen. Wir lesen nicht Tag und Nacht: "
        "im Notfall die {emergency}.",
    ),
    "en": Template(
        "en",
        "Your message",
        "Your message has arrived. A person will read it. We do not read day and night: "
        "in an emergency, call {emergency}.",
    ),
    "ar": Template(
        "ar",
        "رسالتك",
        "وصلت رسالتك وسيقرؤها شخص. لا نقرأ الرسائل ليلا ونهارا: في الحالات الطارئة اتصل بالرقم {emergency}.",
    ),
    "tr": Template(
        "tr",
        "Mesajınız",
        "Mesajınız ulaştı. Bir kişi okuyacak. Gece gündüz okumuyoruz: acil durumda {emergency}'yi arayın.",
    ),
}

#: How words begin that name our theme, in any language, without accents; whole words where the beginning is innocent.
TELLING = (
    *("radicali", "radicaal", "radikal", "deradical", "deradikal", "extremis", "ekstremi", "asirilik", "asiricilik"),
    *("terror", "teror", "jihad", "djihad", "dschihad", "cihad", "cihat", "daech", "daesh", "attentat", "neonazi"),
    *("salafi", "selefi", "takfir", "tekfir", "islamis", "fanati", "endoctrin", "indoctrin", "embrigad"),
)
WHOLE = frozenset({"isis", "isid", "deas", "radical", "radicale", "radicaux", "radicals", "nazi", "nazis"})
#: Arabic writes its articles and conjunctions into the word.
INSIDE = ("تطرف", "ارهاب", "جهاد", "داعش", "سلفي", "تكفير")
WORD = re.compile(r"[^\W\d_]+")
PLACE = re.compile(r"\{(\w*)\}")


def theme_words(text: str) -> list[str]:
    """The words of a text that tell what we are for, as they stand in it."""
    return [word for word in dict.fromkeys(WORD.findall(unicodedata.normalize("NFC", text))) if tells(folded(word))]


def tells(word: str) -> bool:
    return word in WHOLE or word.startswith(TELLING) or any(stem in word for stem in INSIDE)


def folded(word: str) -> str:
    """Lower case without accents, an undotted i as a dotted one."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def check_template(subject: str, text: str) -> None:
    """Raises `Invalid` for a text that the house must not send by itself."""
    problems = {}
    for name, said, most in (("subject", subject, SHORT), ("text", text, LONG)):
        if problem := problem_with(said, most):
            problems[name] = problem
        elif told := theme_words(said):
            sentence = _("Neutral words only: %(words)s tells others what this is about.")
            problems[name] = sentence % {"words": ", ".join(told)}
    if "subject" not in problems and "\n" in subject.strip():
        problems["subject"] = _("A subject is one line.")
    if problems:
        raise Invalid(problems)


def check_answer(title: str, language: str, text: str, review_on: date, today: date) -> None:
    """Raises `Invalid` for an answer that cannot be used. What it may say, its sender decides each time."""
    problems = {"title": problem_with(title, SHORT), "text": problem_with(text, LONG)}
    if language not in LANGUAGES:
        problems["language"] = _("Choose one of the answers.")
    if review_on <= today:
        problems["review_on"] = _("Choose a day that is still to come.")
    if found := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(found)


def problem_with(text: str, most: int) -> str:
    """What is wrong with a text in one sentence, or ""."""
    if not text.strip():
        return _("Write something.")
    if len(text) > most:
        return _("This is too long: at most %(most)d characters.") % {"most": most}
    if unknown := sorted(set(PLACE.findall(text)) - set(Variable)):
        known = ", ".join(f"{{{one}}}" for one in Variable)
        return _("There is no {%(name)s}; there are %(known)s.") % {"name": unknown[0], "known": known}
    return ""


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with what it left open; what nobody knows stays open, so that it is seen."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def hours_said(week: Sequence[OpeningSpan], language: str) -> str:
    """The week's opening hours in one line: `lun.–ven. 09:00–17:00; sam. 10:00–12:00`."""
    spans: dict[int, list[str]] = {}
    for span in week:
        spans.setdefault(span.weekday, []).append(f"{span.opens}–{span.closes}")
    days = sorted((day, ", ".join(times)) for day, times in spans.items())
    names = get_day_names("abbreviated", locale=language)
    parts = []
    for _key, run in groupby(enumerate(days), key=lambda one: (one[1][0] - one[0], one[1][1])):
        together = [day for _place, day in run]
        first, last = names[together[0][0]], names[together[-1][0]]
        parts.append(f"{first if first == last else f'{first}–{last}'} {together[0][1]}")
    return "; ".join(parts)


def overdue(review_on: date, today: date) -> bool:
    """Whether somebody should have looked again."""
    return review_on <= today
