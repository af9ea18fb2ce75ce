"""From what was typed to what is kept, and back to what the writer may read again."""

import hashlib
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from channels.webform import receipts
from channels.webform.model import Written
from helpline.channel import House, Invalid, NotAllowed, NotFound, WrittenMessage
from helpline.envelope import Raw, Verification

REQUESTERS = frozenset({"relative", "friend", "professional", "person", "other"})
ANSWERS = frozenset({"here", "phone", "email", "none"})
EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
NUMBER = re.compile(r"\+?[\d\s()./-]{6,24}")
#: As long as the tokens of our own pages; anything shorter could be somebody else's too.
TOKEN = re.compile(r"[\w-]{24,200}", re.ASCII)
SHOWN = ("message", "token", "requester", "answer", "phone", "email", "windows", "never", "cover_phrase")


class Shown(Struct, frozen=True):
    """What the receipt page shows once, and never again."""

    reference: str
    words: str
    opens_at: datetime | None


class Post:
    """The form's counter: takes a message, gives a receipt."""

    def __init__(self, house: House) -> None:
        self.house = house

    def as_entered(self, given: Mapping[str, str], language: str) -> Written:
        """What was typed, unchecked, to be shown again: no text is ever lost."""
        typed: dict[str, Any] = {name: given.get(name, "") for name in SHOWN}
        ticked: dict[str, Any] = {name: name in given for name in ("may_leave_message", "may_say_service_name")}
        trapped = bool(given.get("website", "").strip())
        return Written(**typed, **ticked, language=language, trapped=trapped)

    def written(self, given: Mapping[str, str], language: str) -> Written:
        """What was typed, checked. Raises `Invalid` with a code for each field.

        Whoever fills the trap, a field no person sees, is not turned away: it only marks. A form that came without
        its token gets one nobody else has: the same words from two people are two messages.
        """
        entered = self.as_entered(given, language)
        problems = {}
        if not entered.message.strip():
            problems["message"] = "empty"
        if entered.answer == "phone" and not NUMBER.fullmatch(entered.phone.strip()):
            problems["phone"] = "phone"
        if entered.answer == "email" and not EMAIL.fullmatch(entered.email.strip()):
            problems["email"] = "email"
        if problems:
            raise Invalid(problems)
        return msgspec.structs.replace(
            entered,
            token=entered.token if TOKEN.fullmatch(entered.token) else new_token(),
            requester=entered.requester if entered.requester in REQUESTERS else "",
            answer=entered.answer if entered.answer in ANSWERS else "",
            written_at=time.time(),
        )

    async def keep(self, written: Written) -> Shown:
        """Kept durably, then answered with a receipt.

        The receipt is drawn from the form and its words, so a second click shows the same one and is the same
        contact; whoever went back and changed the words has written something new, and gets a new one.
        """
        drawn = self.house.drawn(seed(written))
        reference, words = receipts.reference(drawn), receipts.secret(drawn, written.language)
        mark = await self.house.mark_receipt(reference, words)
        kept = msgspec.structs.replace(written, reference=mark.reference, secret_mac=mark.secret_mac)
        await self.house.keep(raw(kept))
        opening = await self.house.opening(datetime.now(UTC))
        return Shown(reference, words, None if opening.open else opening.opens_at)

    async def keep_again(self, given: Mapping[str, str], language: str) -> None:
        """A further message into the conversation behind a receipt."""
        token = await self.house.conversation_token(given.get("reference", ""), given.get("words", ""))
        written = self.written({"message": given.get("message", ""), "token": given.get("token", "")}, language)
        await self.house.keep(raw(msgspec.structs.replace(written, conversation=token)))

    async def conversation(self, reference: str, words: str) -> Sequence[WrittenMessage]:
        """What was said so far."""
        return await self.house.conversation(reference, words)


def new_token() -> str:
    """What tells two messages in the same words apart, and makes two clicks on the same button one."""
    return secrets.token_urlsafe(18)


def seed(written: Written) -> bytes:
    """What makes two submissions the same: the form's token and everything typed, but not the minute."""
    same = msgspec.structs.replace(written, written_at=0.0, reference="", secret_mac=b"")
    return hashlib.sha256(msgspec.msgpack.encode(same)).digest()


def raw(written: Written) -> Raw:
    """The message as bytes to keep."""
    body = msgspec.msgpack.encode(written)
    return Raw("webform", seed(written).hex(), body, datetime.now(UTC), Verification.SIGNED)


def refusal(problem: Invalid | NotFound | NotAllowed) -> dict[str, str]:
    """A code for each field; the page has the sentence in the writer's language."""
    if isinstance(problem, Invalid):
        return problem.problems
    return {"reference": "too_often" if isinstance(problem, NotAllowed) else "wrong_pair"}
