"""What is an identity, and what is safe. The strictest rule wins, and without a rule nothing is safe."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import phonenumbers
from msgspec.structs import replace
from phonenumbers import NumberParseException, PhoneNumberFormat

from helpline.envelope import AddressKind, SafeContact, Window
from helpline.people.model import ANSWERS, Purpose, Reason, Rule, RuleShown, Verdict

REGION = "BE"
LONGEST_EMAIL = 254  # RFC 5321, path of 256 octets with its brackets.

#: What providers write for a withheld number: its keypad letters ("ANONYMOUS" is 266696687) or plain zeros.
WITHHELD = frozenset(
    ["266696687", "86282452253", "7378742833", "2562533", "8656696", "464", "656660000", "656660001", "0"]
)
LONGEST_ALIAS = 40
TELLING = re.compile(r"\d{2,}|@")
WORD = re.compile(r"[^\W\d_]{3,}")
NUMBER = re.compile(r"(?:tel:)?\s*[+＋]?[\d\s()./\-\u2010-\u2015]{3,32}")
SIP_USER = re.compile(r"sips?:([^@;>]+)@", re.IGNORECASE)
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00")


def normal(kind: AddressKind, value: str) -> str | None:
    """The one form of an address (E.164, or a mail address), or None when it is no identity."""
    text = unicodedata.normalize("NFKC", value).strip()
    return normal_number(text) if kind is AddressKind.PHONE else normal_email(text)


def normal_number(text: str) -> str | None:
    if sip := SIP_USER.match(text):
        text = sip[1]
    if not NUMBER.fullmatch(text):
        return None
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException:
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    withheld = {phonenumbers.normalize_digits_only(text).lstrip("0") or "0", e164.lstrip("+")} & WITHHELD
    return None if withheld or not phonenumbers.is_possible_number(number) else e164


def normal_email(text: str) -> str | None:
    local, at, domain = text.lower().rpartition("@")
    domain = domain.rstrip(".")
    if not at or not local or not domain or len(text) > LONGEST_EMAIL or re.search(r"[\s<>,;\x00-\x1f\x7f]", text):
        return None
    return f"{local}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """The domain as mail servers write it; one that cannot be written so stays as it is."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def masked(kind: AddressKind, value: str) -> str:
    """Enough to tell two addresses apart, not enough to use one."""
    if kind is AddressKind.PHONE:
        return f"{value[:3]}…{value[-2:]}"
    local, _, domain = value.rpartition("@")
    return f"{local[:1]}…@{domain[:1]}…{domain[domain.rfind('.') :] if '.' in domain else ''}"


def identifies(alias: str) -> str:
    """Why an alias would identify somebody, or "": one invented name or initials, no surname, number or address."""
    if len(alias) > LONGEST_ALIAS:
        return "long"
    if TELLING.search(alias):
        return "number"
    return "names" if len(WORD.findall(alias)) > 1 else ""


def permission(rules: Sequence[Rule], purpose: Purpose, at_local: datetime) -> Verdict:
    """Whether an address may be used at a local minute, by the rules of all who share it."""
    if not rules:
        return Verdict(False, Reason.ASK_FIRST)
    living = [rule for rule in rules if rule.expires_at is None or at_local < rule.expires_at]
    said = [filled(rule, living) for rule in living]
    objections = [found for one in said if (found := objection(one, purpose, at_local))]
    if any(rule not in living and not outlived(rule, living) for rule in rules):
        objections.append(Reason.EXPIRED)
    if objections:
        return Verdict(False, Reason.NOT_THIS_WAY if Reason.NOT_THIS_WAY in objections else objections[0])
    return Verdict(True, Reason.SAFE, all(one.may_say_service_name for one in said))


def outlived(rule: Rule, living: Sequence[Rule]) -> bool:
    """Whether the same person said something newer that still counts; nobody else's word stands in for it."""
    return any(one.person_id == rule.person_id and one.set_at > rule.set_at for one in living)


def filled(rule: Rule | RuleShown, living: Sequence[Rule | RuleShown]) -> SafeContact:
    """What a rule says; what nobody asked for all addresses counts as the same person answered it for this one."""
    here = next((one.said for one in living if one.address_id and one.person_id == rule.person_id), None)
    if rule.address_id or here is None:
        return rule.said
    left_open = {name: getattr(here, name) for name in ANSWERS if getattr(rule.said, name) is None}
    return replace(rule.said, **left_open)


def strictest(answers: Iterable[bool | None]) -> bool | None:
    """One answer of all who share an address: a no wins, and what one of them was not asked is not known."""
    given = set(answers)
    return False if False in given else None if None in given or not given else True


def objection(said: SafeContact, purpose: Purpose, at_local: datetime) -> Reason | None:
    """What one rule has against it. Times that were said and nobody has read yet allow nothing."""
    if not (allowed := allows(said, purpose)):
        return Reason.NOT_ASKED if allowed is None else Reason.NOT_THIS_WAY
    if (said.said_when and not said.windows) or (said.said_never and not said.never):
        return Reason.UNREAD
    if any(covers(window, at_local, in_doubt=True) for window in said.never):
        return Reason.NEVER_NOW
    if said.windows and not any(covers(window, at_local, in_doubt=False) for window in said.windows):
        return Reason.OUTSIDE_WINDOWS
    return None


def allows(said: SafeContact, purpose: Purpose) -> bool | None:
    """What was said about it; None where nobody asked. A message is left by calling, so it needs both."""
    match purpose:
        case Purpose.CALL:
            return said.may_call
        case Purpose.WRITE:
            return said.may_write
        case Purpose.LEAVE_MESSAGE:
            return strictest((said.may_call, said.may_leave_message))


def covers(window: Window, at_local: datetime, *, in_doubt: bool) -> bool:
    """Whether a weekly window covers a local minute; one that ends before it starts goes on past midnight."""
    if not readable(window):
        return in_doubt
    clock, today = f"{at_local:%H:%M}", at_local.weekday() == window.weekday
    if window.start < window.end:
        return today and window.start <= clock < window.end
    tomorrow = at_local.weekday() == (window.weekday + 1) % 7
    return (today and clock >= window.start) or (tomorrow and clock < window.end)


def turns(rules: Iterable[Rule], at_local: datetime) -> list[datetime]:
    """The minutes of the coming week, soonest first, at which one of the weekly windows begins or ends."""
    midnight = at_local.replace(hour=0, minute=0, second=0, microsecond=0)
    windows = {one for rule in rules for one in (*rule.said.windows, *rule.said.never) if readable(one)}
    clocks = {clock for one in windows for clock in (one.start, one.end)}
    days = [midnight + timedelta(days=number) for number in range(9)]
    found = {day + timedelta(hours=int(clock[:2]), minutes=int(clock[3:])) for day in days for clock in clocks}
    return sorted(one for one in found if one > at_local)


def readable(window: Window) -> bool:
    """Whether a window means something: a weekday, two times, not the same one twice."""
    times = (window.start, window.end)
    return 0 <= window.weekday <= 6 and all(map(CLOCK.fullmatch, times)) and window.start != window.end
