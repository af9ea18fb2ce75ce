"""The files of the year: how each began, went on and ended; some are open now, and one worker carries much."""

import random
from collections.abc import Callable, Iterator

from helpline.accompaniment.model import Frame, Stage
from helpline.cases.model import CaseKind, ClosingReason, NoteKind, Role
from helpline.cli.demo import model as m
from helpline.cli.demo.days import Days
from helpline.cli.demo.wording import Pen
from helpline.envelope import Outcome
from helpline.followups.model import AttemptOutcome, FollowUpKind
from helpline.referrals.model import ReferralState

WORKERS = {"fr": ("chloe", "chloe", "farid", "anne"), "nl": ("dirk", "dirk", "bram"), "de": ("eva",), "en": ("eva",)}

#: How many files each worker has open, beside those of the stories told one by one: Chloé carries more than she should.
OPEN = {"chloe": 7, "dirk": 5, "eva": 3, "anne": 2, "bram": 2, "farid": 2}
LANGUAGE = {"chloe": "fr", "anne": "fr", "farid": "fr", "dirk": "nl", "bram": "nl", "eva": "de"}
CLOSED = 38
REOPENED = ("chloe", "dirk")
CLOSED_FOR = (96, 41)

#: After how many days an accompaniment comes this far.
PATH = ((2, Stage.CLEARING), (9, Stage.FRAME_AGREED), (30, Stage.PATH), (58, Stage.RESOURCES), (85, Stage.PLAN),
        (118, Stage.ACCOMPANYING), (200, Stage.TRANSITION))  # fmt: skip
NOTES = (NoteKind.TALK, NoteKind.WISHES, NoteKind.CONNECTION, NoteKind.INCLUSION, NoteKind.AGREEMENT)
ENDS = {
    CaseKind.ACCOMPANIMENT: (
        ClosingReason.AIMS_REACHED, ClosingReason.AIMS_REACHED, ClosingReason.CONTINUES_ELSEWHERE,
        ClosingReason.WITHDREW, ClosingReason.NO_CONTACT, ClosingReason.UNFOUNDED_WORRY, ClosingReason.MANDATE_ENDED,
    ),
    CaseKind.PROFESSIONAL_SUPPORT: (ClosingReason.SESSION_OR_TOOL_GIVEN, ClosingReason.ANSWERED),
}  # fmt: skip
PARTNERS = {
    "fr": ("Maison de l'Escale", "Centre Le Fil", "Atelier Second Souffle", "Mentorat Horizon"),
    "nl": ("Huis De Brug", "Jongerenpunt Noord"),
    "de": ("Beratungsstelle Ostwind",),
    "en": ("Centre Le Fil", "Mentorat Horizon"),
}
#: Which part of a life each of them is asked about.
AREAS = {
    "Maison de l'Escale": "family", "Centre Le Fil": "mental_health", "Atelier Second Souffle": "work",
    "Mentorat Horizon": "friends", "Huis De Brug": "family", "Jongerenpunt Noord": "education",
    "Beratungsstelle Ostwind": "family",
}  # fmt: skip
Maker = Callable[[Pen, str | None], m.Writer]


class Files:
    """Makes them. `caller` and `mailer` invent somebody who calls or writes."""

    def __init__(self, days: Days, chance: random.Random, pen: Callable[[], Pen], caller: Maker, mailer: Maker) -> None:
        self.days, self.chance, self.pen, self.caller, self.mailer = days, chance, pen, caller, mailer

    def stories(self) -> Iterator[m.Story]:
        for _ in range(CLOSED):
            pen = self.pen()
            began = self.chance.randint(100, 350)
            yield self.file(pen, self.chance.choice(WORKERS[pen.language]), began, ended=True)
        for worker, many in OPEN.items():
            for number in range(many):
                began = self.chance.randint(25, 300)
                again = number == 0 and worker in REOPENED
                yield self.file(self.speaking(LANGUAGE[worker]), worker, 250 if again else began, again=again)

    def speaking(self, language: str) -> Pen:
        while (pen := self.pen()).language != language:
            pass
        return pen

    def file(self, pen: Pen, worker: str, began: int, *, ended: bool = False, again: bool = False) -> m.Story:
        """One file from its first contact to today, or to its end."""
        began = self.days.working(began)
        if not again and self.chance.random() < 0.42:
            return self.support(pen, worker, began, ended)
        requester, texts = self.chance.choice((("relative", pen.words.relative), ("relative", pen.words.relative),
                                               ("person", pen.words.person)))  # fmt: skip
        words = pen.one(texts)
        first, later, *notes = map(pen.filled, words[:4])
        by = self.caller(pen, requester)
        until = self.days.working(max(1, began - self.chance.randint(60, 190))) if ended else 0
        day, clock = self.days.open(began)
        events: list[m.Event] = [
            m.Told(ago=day, clock=clock, channel=m.PHONE, by=by, outcome=Outcome.ANSWERED, text=first),
            m.Joined(ago=day, role=Role.REQUESTER, name=by.name, address=by.address),
            *self.path(pen, began, until, requester),
            *self.notes([*zip(notes, words[4:], strict=True)], began, until),
            m.Told(ago=max(until + 1, began - 24), clock="17:50", channel=m.SMS, by=by, text=later),
            *self.promises(pen, began, until, FollowUpKind.CALL_BACK),
            *self.oriented(pen, began, until),
        ]
        if requester == "relative" and not ended:
            events.append(m.Joined(ago=began - 1, role=Role.CONCERNED, name=pen.one(pen.words.alias)))
        if again:
            events = [event for event in events if not CLOSED_FOR[0] > event.ago > CLOSED_FOR[1]] + [*self.turned(pen)]
        if ended:
            reason = pen.one(ENDS[CaseKind.ACCOMPANIMENT])
            events.append(m.Closed(ago=until, clock="12:40", reason=reason, words=pen.one(pen.words.closing)))
        return told(worker, CaseKind.ACCOMPANIMENT, pen.one(pen.words.alias), events)

    def path(self, pen: Pen, began: int, until: int, requester: str) -> Iterator[m.Event]:
        """Frame, stages and reviews; the next review lies in the days to come."""
        frame = Frame.RELATIVE if requester == "relative" else self.chance.choice((Frame.VOLUNTARY, Frame.PROBATION))
        for after, stage in PATH:
            if began - after <= until:
                break
            if stage is Stage.FRAME_AGREED:
                yield m.Framed(ago=began - after, frame=frame, words=pen.one(pen.words.frame))
            if not until or stage is Stage.PLAN:
                yield m.Staged(ago=began - after, stage=stage)
        for ago in range(began - 84, until, -84):
            again = self.chance.randint(4, 70) if ago <= 84 else 84 - ago
            yield m.Reviewed(ago=ago, found=pen.one(pen.words.review), again=again)

    def notes(self, words: list[tuple[str, str]], began: int, until: int) -> Iterator[m.Event]:
        """What was noted: two at the beginning, one lately, each with its life area."""
        for number, (text, area) in enumerate(words):
            ago = max(until + 1, began - 3 - 17 * number)
            yield m.Noted(ago=ago, kind=self.chance.choice(NOTES), text=text, area=area)
        if not until and began > 60:
            ago, (text, area) = self.chance.randint(2, 18), self.chance.choice(words)
            yield m.Noted(ago=ago, kind=NoteKind.TALK, text=text, area=area)

    def promises(self, pen: Pen, began: int, until: int, kind: FollowUpKind) -> Iterator[m.Event]:
        """One kept promise, sometimes late; in an open file one more that is still to be kept, or overdue."""
        made = self.days.working(max(until + 1, began - 30))
        due = self.days.working(made - 5, mornings=True)
        if until < due < made:
            kept = due if self.chance.random() < 0.85 else self.days.working(max(until, due - 4))
            words = pen.one(pen.words.promised)
            yield m.Promised(ago=made, clock="09:30", what=words, due=-due, kind=kind)
            note = pen.one(pen.words.reached)
            yield m.Tried(ago=kept, clock="09:15", outcome=AttemptOutcome.REACHED, note=note)
        if not until and self.chance.random() < 0.6:
            due = self.chance.choice((-1, 0, 0, 1, 2, 3, 4, 6, 8, 11))
            yield m.Promised(ago=3, clock="10:40", what=pen.one(pen.words.promised), due=due, kind=kind)

    def oriented(self, pen: Pen, began: int, until: int) -> Iterator[m.Event]:
        """To a partner, in one file of three."""
        asked = began - 40
        if asked - 30 > until and self.chance.random() < 0.35:
            partner = self.chance.choice(PARTNERS[pen.language])
            note, area = pen.one(pen.words.review), AREAS[partner]
            yield m.Referred(ago=asked, partner=partner, note=note, ask_back=-(asked - 15), area=area)
            yield m.Moved(ago=asked - 9, state=ReferralState.ACCEPTED)
            yield m.Moved(ago=asked - 17, state=ReferralState.ARRIVED)
            yield m.Moved(ago=asked - 29, state=ReferralState.DONE)

    def turned(self, pen: Pen) -> Iterator[m.Event]:
        """It was closed, and was needed again."""
        yield m.Closed(
            ago=CLOSED_FOR[0], clock="12:00", reason=ClosingReason.AIMS_REACHED, words=pen.one(pen.words.closing)
        )
        yield m.Reopened(ago=CLOSED_FOR[1], clock="11:00", words=pen.one(pen.words.reopened))

    def support(self, pen: Pen, worker: str, began: int, ended: bool) -> m.Story:
        """A team of professionals that is helped for a time."""
        title, subject, first, later, *notes = map(pen.filled, pen.one(pen.words.support))
        by, until = self.mailer(pen, "professional"), max(1, began - self.chance.randint(40, 90)) if ended else 0
        day, clock = self.days.any(began)
        events: list[m.Event] = [
            m.Told(ago=day, clock=clock, channel=m.EMAIL, by=by, subject=subject, text=first),
            m.Answered(ago=began - 1, text=pen.filled(pen.words.soon)),
            m.Told(ago=began - 16, clock="16:20", channel=m.EMAIL, by=by, subject=f"Re: {subject}", text=later),
            *self.notes([(text, "") for text in notes], began, until),
            *self.promises(pen, began, until, FollowUpKind.TASK),
        ]
        if ended:
            reason = pen.one(ENDS[CaseKind.PROFESSIONAL_SUPPORT])
            events.append(m.Closed(ago=until, clock="12:40", reason=reason, words=pen.one(pen.words.closing)))
        return told(worker, CaseKind.PROFESSIONAL_SUPPORT, title, events)


def told(worker: str, kind: CaseKind, title: str, events: list[m.Event]) -> m.Story:
    """The story with its events in the order of their days."""
    return m.Story(worker=worker, kind=kind, title=title, events=tuple(sorted(events, key=lambda one: -one.ago)))
