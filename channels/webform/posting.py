"""From what was typed to what is kept, and back to what the writer may read again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from channels.webform import carrying, own, pacing, receipts
from channels.webform.forms import Room
from channels.webform.model import Given, LeftOut, State, Written
from channels.webform.pacing import Budgets, Effort, Pace
from channels.webform.rules import checked, known_token, marked, problems_in, seed, states, work_seed
from helpline.channel import AskedForm, House, Invalid, Settings, WrittenMessage
from helpline.envelope import Raw, Verification


class Shown(Struct, frozen=True):
    """What the receipt page shows once, and never again."""

    reference: str
    words: str
    opens_at: datetime | None
    answer: str = ""
    files: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class Asked(Struct, frozen=True):
    """Too many forms come: what this one's browser is asked to work on, or to wait for."""

    challenge: str


class Saved(Struct, frozen=True):
    """Where a draft waits for its writer."""

    reference: str
    words: str
    until: datetime


class Post:
    """The form's counter: takes a message, gives a receipt."""

    def __init__(self, house: House, settings: Settings) -> None:
        self.house, self.room, self.pace = house, Room(), Pace(settings.forms_a_minute)
        self.budgets = Budgets()
        self.draft_kept = timedelta(days=settings.draft_days)

    def begun(self, language: str) -> State:
        """An empty form."""
        return carrying.begun(language, now())

    async def form(self, typed: Written) -> AskedForm:
        """The version that this writer began with; the one that is asked now for whoever just begins."""
        return await self.house.form(typed.form)

    def entered(self, given: Mapping[str, str], language: str) -> State:
        """What was typed so far. Raises `Invalid`."""
        return carrying.entered(self.house, given, language, now())

    def sealed(self, state: State) -> str:
        """A state as a page carries it."""
        return carrying.sealed(self.house, state, now())

    async def send(self, state: State, given: Given) -> Shown | Asked:
        """Kept durably, then answered with a receipt; or, while we are flooded, asked for some work first.

        The receipt is drawn from the form and its words, so a second click shows the same one and is the same
        contact; whoever went back and changed the words has written something new, and gets a new one.
        """
        at = now()
        form = await self.form(state.typed)
        written = marked(checked(state.typed), state, given, at.timestamp())
        answers = tuple(states(written, form, len(given.files)).items())
        written = replace(written, form=form.number, answers=answers)
        if self.pace.counted(at):
            effort = self.effort(written, given.fields, at)
            if effort is Effort.NONE:
                return await self.asked(written, given.fields.get("challenge", ""), at)
            written = replace(written, flooded=effort is Effort.WAITED)
        drawn_from = seed(written)
        drawn = self.house.drawn(drawn_from)
        reference, words = receipts.reference(drawn), receipts.secret(drawn, written.language)
        mark = await self.house.mark_receipt(reference, words)
        kept = replace(written, told=own.answered(written, form), reference=mark.reference, secret_mac=mark.secret_mac)
        await self.house.keep(raw(kept, drawn_from, at))
        await self.forget(state)
        opening = await self.house.opening(at)
        opens_at = None if opening.open else opening.opens_at
        names = tuple(file.name for file in given.files)
        return Shown(reference, words, opens_at, written.answer, names, given.left_out)

    async def asked(self, written: Written, old: str, at: datetime) -> Asked:
        """What is asked of this form; once a minute the health page hears that we are flooded."""
        if self.pace.is_news(at):
            await self.house.refused("webform", "flooded")
        return Asked(pacing.challenge(self.house, work_seed(written), at, old))

    def effort(self, written: Written, given: Mapping[str, str], at: datetime) -> Effort:
        given_out, nonce = given.get("challenge", ""), given.get("nonce", "")
        return pacing.effort(self.house, work_seed(written), given_out, nonce, at)

    def asked_early(self, typed: Written) -> str:
        """A challenge to work on while the summary is read; "" as long as nobody floods us, or something is wrong."""
        at = now()
        if not self.pace.flooded(at) or problems_in(typed):
            return ""
        return pacing.challenge(self.house, work_seed(checked(typed)), at)

    async def keep_again(self, given: Given, language: str) -> None:
        """A further message, or files, into the conversation behind a receipt. Raises `Invalid`."""
        fields, at = given.fields, now()
        token = await self.house.conversation_token(fields.get("reference", ""), fields.get("words", ""))
        if not self.budgets.spend(token, at):
            raise Invalid({"message": "too_fast"})
        message = fields.get("message", "")
        typed = Written(message=message, token=known_token(fields.get("token", "")), language=language)
        if message.strip() or not given.files:
            typed = checked(typed)
        written = replace(marked(typed, State(typed), given, at.timestamp()), conversation=token)
        await self.house.keep(raw(written, seed(written), at))

    async def conversation(self, reference: str, words: str) -> Sequence[WrittenMessage]:
        """What was said so far."""
        return await self.house.conversation(reference, words)

    async def save(self, state: State) -> tuple[State, Saved]:
        """Keeps a draft because its writer asked for it, under words that the house forgets; never one of a flood.

        Raises `Invalid`.
        """
        if self.pace.counted(now()):
            raise Invalid({"": "busy"})
        reference, words, until = state.reference, state.words, now() + self.draft_kept
        if not reference:
            drawn = self.house.drawn(b"draft" + seed(state.typed))
            reference, words = receipts.reference(drawn), receipts.secret(drawn, state.typed.language)
        state = replace(state, reference=reference, words=words)
        await self.house.keep_draft(reference, words, msgspec.msgpack.encode(state), until)
        return state, Saved(reference, words, until)

    async def resumed(self, reference: str, words: str, language: str) -> State:
        """A draft, to go on with. Raises `NotFound` and `NotAllowed` as a conversation does."""
        state = carrying.decoded(await self.house.draft(reference, words))
        return replace(state, typed=replace(state.typed, language=language))

    async def forget(self, state: State) -> None:
        """The draft that this form was, if it was one, is erased."""
        if state.reference:
            await self.house.drop_draft(state.reference, state.words)


def raw(written: Written, drawn_from: bytes, at: datetime) -> Raw:
    """The message as bytes to keep."""
    return Raw("webform", drawn_from.hex(), msgspec.msgpack.encode(written), at, Verification.SIGNED)


def now() -> datetime:
    return datetime.now(UTC)
