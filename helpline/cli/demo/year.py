"""A year of invented contacts, beside the stories that are told one by one.

How many of what follows the counts of the field (domain, section 1): of a hundred calls fifteen to thirty say nothing,
about half of the others come from professionals, some two of three begin a situation of their own, and one in eight
leads to a file; after an event everybody comes at once.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date

import msgspec

from helpline.cli.demo import model as m
from helpline.cli.demo import people as p
from helpline.cli.demo.days import EVENTS, Days
from helpline.cli.demo.files import Files
from helpline.cli.demo.singles import ADVICE, ANSWER, GIVEN, SILENT, SPAM, THANKS, WRONG, towards
from helpline.cli.demo.wording import Pen
from helpline.contacts.model import Disposition, Urgency
from helpline.envelope import Outcome
from helpline.followups.model import AttemptOutcome
from helpline.triage.model import ClosingReason, LandingKind
from helpline.triage.record import Danger, DangerCategory

LANGUAGES = {"fr": 55, "nl": 30, "de": 9, "en": 6}
DECIDERS = {"fr": ("anne", "anne", "chloe", "farid"), "nl": ("bram", "bram", "dirk"), "de": ("eva",), "en": ("eva",)}
RARE = ("ar", "tr")

#: How many of each in a year, the two weeks after events apart.
ORDINARY = {"silent": 54, "question": 64, "advice": 82, "worry": 50, "elsewhere": 18, "wrong": 9, "thanks": 5,
            "spam": 14, "rare": 8, "danger": 4}  # fmt: skip
SURGE = (34, 22)


class Year:
    """Makes the stories of a year before `today`; the same seed and day make the same ones."""

    def __init__(self, today: date, seed: int = 11) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # nothing secret about a demo
        self.days = Days(today, self.chance)
        self.pens = {language: Pen(language, self.chance) for language in (*LANGUAGES, *RARE)}
        self.numbers = iter(range(600, 1000))
        self.count = 0

    def stories(self) -> Iterator[m.Story]:
        """Every one of them, in no order."""
        for kind, many in ORDINARY.items():
            make: Callable[[int], m.Story] = getattr(self, kind)
            yield from (make(self.days.some()) for _ in range(many))
        for event, many in zip(EVENTS, SURGE, strict=True):
            yield from (self.surge(self.days.after(event)) for _ in range(many))
        yield from Files(self.days, self.chance, self.pen, self.caller, self.mailer).stories()

    def pen(self) -> Pen:
        return self.pens[self.chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]]

    def silent(self, ago: int) -> m.Story:
        """A call without a word; most hide their number, and many try when nobody is there."""
        pen = self.pen()
        by = m.Writer(language=pen.language) if self.chance.random() < 0.7 else self.caller(pen)
        outcome = self.chance.choice((Outcome.ABANDONED, Outcome.ABANDONED, Outcome.MISSED))
        return self.one(pen, self.days.any(ago), m.PHONE, by, outcome=outcome, lands=SILENT)

    def wrong(self, ago: int) -> m.Story:
        pen = self.pen()
        return self.called(pen, ago, pen.one(pen.words.wrong), WRONG)

    def thanks(self, ago: int) -> m.Story:
        pen = self.pen()
        text, by = pen.one(pen.words.thanks), self.caller(pen)
        return self.one(pen, self.days.any(ago), m.SMS, by, text=text, lands=THANKS)

    def spam(self, ago: int) -> m.Story:
        pen = self.pen()
        text = pen.one(pen.words.spam)
        return self.one(pen, (ago, "04:12"), m.EMAIL, self.mailer(pen, ""), text=text, subject=text[:18], lands=SPAM)

    def elsewhere(self, ago: int) -> m.Story:
        """Somebody whom another service helps better."""
        pen = self.pen()
        text, whom, reason = pen.one(pen.words.elsewhere)
        service = whom if whom[:1].isdigit() else ""
        lands = towards(service, "" if service else whom, reason)
        if not whom:
            closing = ClosingReason.OTHER_SERVICE
            lands = m.Lands(
                disposition=Disposition.OUT_OF_SCOPE, landing=LandingKind.CLOSING, closing=closing, reason=reason
            )
        story = self.called(pen, ago, text, lands)
        asked = self.days.working(max(1, story.events[0].ago - 14), mornings=True)
        kept = (m.Kept(ago=asked, clock="10:05", note=pen.one(pen.words.reached)),) if lands.partner else ()
        return m.Story(worker=story.worker, events=(*story.events, *kept))

    def question(self, ago: int) -> m.Story:
        pen = self.pen()
        text, answer = pen.one(pen.words.question)
        requester = self.chance.choice(("relative", "relative", "friend", "other", "other", "person", "professional"))
        return self.asked(pen, ago, requester, text, answer)

    def rare(self, ago: int) -> m.Story:
        """In Arabic or Turkish."""
        pen = self.pens[self.chance.choice(RARE)]
        text, answer = pen.one(pen.words.question)
        return self.asked(pen, ago, "relative", text, answer)

    def advice(self, ago: int) -> m.Story:
        """A professional who asks how to act."""
        pen = self.pen()
        subject, text, answer = map(pen.filled, pen.one(pen.words.advice))
        if self.chance.random() < 0.55:
            return self.called(pen, ago, f"« {text} »", ADVICE, "professional")
        by = self.mailer(pen, "professional")
        told = {"subject": subject, "text": text, "answer": answer, "lands": ANSWER}
        return self.one(pen, self.days.any(ago), m.EMAIL, by, **told, disposition=Disposition.PROFESSIONAL_SUPPORT)

    def surge(self, ago: int) -> m.Story:
        """Everybody asks about the same."""
        if self.chance.random() < 0.25:
            return self.silent(ago)
        pen = self.pen()
        requester, text, answer = pen.one(pen.words.surge)
        if self.chance.random() < 0.5:
            lands = ADVICE if requester == "professional" else GIVEN
            return self.called(pen, ago, f"« {pen.filled(text)} »", lands, requester)
        return self.asked(pen, ago, requester, text, answer)

    def worry(self, ago: int) -> m.Story:
        """Somebody close, heard at once or called back: mostly in time, not always at the first try."""
        pen = self.pen()
        text, came_of_it = map(pen.filled, pen.one(pen.words.worry))
        if self.chance.random() < 0.45:
            return self.called(pen, ago, text, GIVEN, "relative")
        day, clock = self.days.any(max(ago, 8))
        asks = self.one(pen, (day, clock), m.PHONE, self.caller(pen), outcome=Outcome.MISSED, call_back=True,
                        lands=GIVEN)  # fmt: skip
        back = self.days.working(day - (1 if self.chance.random() < 0.85 else 6), mornings=True)
        tries = [m.Tried(ago=back, clock="09:25", outcome=AttemptOutcome.REACHED, note=came_of_it)]
        if self.chance.random() < 0.3:
            first = m.Tried(ago=back, clock="09:05", outcome=AttemptOutcome.NOT_REACHED, note=pen.one(pen.words.tried))
            tries.insert(0, first)
        return m.Story(worker=asks.worker, events=(*asks.events, *tries))

    def danger(self, ago: int) -> m.Story:
        """Danger to life: the danger screen, a promise, and how it ended."""
        pen = self.pen()
        text = pen.filled(pen.words.danger)
        began, clock = self.days.open(max(ago, 12))
        entry = Danger(ground="Danger to life", recipient="112", who="—", told_caller="That we call 112, and why.")
        due = self.days.working(began - 3, mornings=True)
        lands = m.Lands(disposition=Disposition.URGENT_SAFETY, landing=LandingKind.FOLLOW_UP,
                        closing=ClosingReason.TALKED_DOWN, promise=pen.one(pen.words.promised), due=-due)  # fmt: skip
        alarm = m.Alarm(DangerCategory.VIOLENCE, entry)
        story = self.one(pen, (began, clock), m.PHONE, self.caller(pen), text=text, outcome=Outcome.ANSWERED,
                         urgency=Urgency.IMMEDIATE, alarm=alarm, lands=lands)  # fmt: skip
        kept = m.Kept(ago=due, clock="09:10", note=pen.words.danger_kept)
        return m.Story(worker=story.worker, events=(*story.events, kept))

    def asked(self, pen: Pen, ago: int, requester: str, text: str, answer: str) -> m.Story:
        """A question in writing, and its answer on the same way."""
        channel = self.chance.choices((m.SMS, m.EMAIL, m.WEBFORM), (38, 32, 30))[0]
        ways = {m.SMS: self.caller, m.EMAIL: self.mailer}
        by = ways[channel](pen, requester) if channel in ways else m.Writer("", "", pen.language, requester)
        text, answer = pen.filled(text), pen.filled(answer)
        return self.one(pen, self.days.any(ago), channel, by, text=text, answer=answer, lands=ANSWER)

    def called(self, pen: Pen, ago: int, text: str, lands: m.Lands, requester: str = "") -> m.Story:
        """A call somebody answered, as it was noted."""
        by = msgspec.structs.replace(self.caller(pen, requester or None), safe=None)
        return self.one(pen, self.days.open(ago), m.PHONE, by, text=pen.filled(text), outcome=Outcome.ANSWERED,
                        lands=lands)  # fmt: skip

    def one(self, pen: Pen, moment: tuple[int, str], channel: str, by: m.Writer, **told: object) -> m.Story:
        worker = self.chance.choice(DECIDERS.get(pen.language, DECIDERS["fr"]))
        event = m.Told(ago=moment[0], clock=moment[1], channel=channel, by=by, **told)  # type: ignore[arg-type]  # as named
        return m.Story(worker=worker, events=(event,))

    def caller(self, pen: Pen, requester: str | None = "relative") -> m.Writer:
        """Somebody with a number of the range that Ofcom reserves for drama."""
        number = next(self.numbers, None) or self.chance.randint(600, 999)
        return m.Writer(f"+447700900{number}", pen.one(pen.words.called), pen.language, requester, p.BOTH)

    def mailer(self, pen: Pen, requester: str | None = "relative") -> m.Writer:
        self.count += 1
        name = pen.one(pen.words.called) if requester != "professional" else ""
        return m.Writer(f"writer.{self.count}@example.org", name, pen.language, requester or None, p.WRITE)
