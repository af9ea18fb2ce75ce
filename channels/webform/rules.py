"""What is right with a form, and what makes two of them the same. Pure; time is an argument."""

import hashlib
import re
import secrets

import msgspec
from msgspec.structs import replace

from channels.webform import own
from channels.webform.model import Given, State, Written
from helpline.channel import AskedForm, Invalid, NotAllowed, NotFound

REQUESTERS = frozenset({"relative", "friend", "professional", "person", "other"})
#: Said on purpose, which is another thing than leaving a question open.
DECLINED = "declined"
ANSWERS = frozenset({"here", "phone", "email", "none"})
EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
NUMBER = re.compile(r"\+?[\d\s()./-]{6,24}")
#: As long as the tokens of our own pages; anything shorter could be somebody else's too.
TOKEN = re.compile(r"[\w-]{24,200}", re.ASCII)
TYPED = ("message", "requester", "answer", "phone", "email", "windows", "never", "cover_phrase")
#: Asked only of whoever wants to be called or written to.
SAFETY = frozenset({"windows", "never", "may_leave_message", "may_say_service_name", "cover_phrase"})
LONGEST_FIELD = 60_000
#: In seconds; no person reads and writes so fast.
HASTE = 3.0


def new_token() -> str:
    """What tells two messages in the same words apart, and makes two clicks on the same button one."""
    return secrets.token_urlsafe(18)


def known_token(token: str) -> str:
    """The token of a form; one that came without gets one nobody else has: two people may write the same words."""
    return token if TOKEN.fullmatch(token) else new_token()


def problems_in(typed: Written) -> dict[str, str]:
    """What is wrong, as a code for each field."""
    problems = {name: "too_long" for name in TYPED if len(getattr(typed, name)) > LONGEST_FIELD}
    problems |= {one.name: "too_long" for one in typed.told if len(one.text) > LONGEST_FIELD}
    if not typed.message.strip():
        problems["message"] = "empty"
    if typed.answer == "phone" and not NUMBER.fullmatch(typed.phone.strip()):
        problems["phone"] = "phone" if typed.phone.strip() else "no_phone"
    if typed.answer == "email" and not EMAIL.fullmatch(typed.email.strip()):
        problems["email"] = "email" if typed.email.strip() else "no_email"
    return problems


def checked(typed: Written) -> Written:
    """What was typed, with answers that we know. Raises `Invalid`."""
    if problems := problems_in(typed):
        raise Invalid(problems)
    return replace(
        typed,
        requester=typed.requester if typed.requester in {*REQUESTERS, DECLINED} else "",
        answer=typed.answer if typed.answer in ANSWERS else "",
    )


def states(typed: Written, form: AskedForm, files: int) -> dict[str, str]:
    """What became of each question of the form."""
    reached = typed.answer in ("phone", "email")
    found = {}
    for one in form.questions:
        value: object = files if one.name == "files" else getattr(typed, one.name, "")
        if not one.asked or (one.name in SAFETY and not reached):
            found[one.name] = "not_asked"
        elif one.kind:
            found[one.name] = own.state(one, typed)
        elif value == DECLINED:
            found[one.name] = DECLINED
        else:
            answered = value if not isinstance(value, str) else value.strip()
            found[one.name] = "answered" if answered else "unknown"
    return found


def marked(written: Written, state: State, given: Given, at: float) -> Written:
    """With its files and its moment. Whoever was faster than a person is not turned away: it only marks."""
    hurried = bool(state.begun_at) and at - state.begun_at < HASTE
    return replace(written, written_at=at, hurried=hurried, files=given.files, left_out=len(given.left_out))


def seed(written: Written) -> bytes:
    """What makes two submissions the same: the form's token, everything typed and every file, but not the minute."""
    digest = hashlib.sha256(work_seed(written))
    for file in written.files:
        digest.update(hashlib.sha256(file.body).digest())
    return digest.digest()


def work_seed(written: Written) -> bytes:
    """The same without its files, which a browser does not send again by itself."""
    same = replace(
        written,
        written_at=0.0,
        reference="",
        secret_mac=b"",
        hurried=False,
        flooded=False,
        files=(),
        left_out=0,
        form=0,
        answers=(),
    )
    return hashlib.sha256(msgspec.msgpack.encode(same)).digest()


def refusal(problem: Invalid | NotFound | NotAllowed) -> dict[str, str]:
    """A code for each field; the page has the sentence in the writer's language."""
    if isinstance(problem, Invalid):
        return problem.problems
    return {"reference": "too_often" if isinstance(problem, NotAllowed) else "wrong_pair"}
