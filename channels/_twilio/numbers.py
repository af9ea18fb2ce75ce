"""Numbers as the provider writes them, brought to E.164 at the edge, and what only looks like one."""

import phonenumbers

from helpline.envelope import AddressKind, Sender

#: How a caller without a number is written: spelled words, and the same words typed on a keypad after a plus.
#: Source: Twilio's "Why am I getting calls from these strange numbers?"; they never belong to anybody.
WITHHELD = frozenset(
    {
        *("anonymous", "restricted", "unknown", "unavailable", "blocked", "private", "withheld", ""),
        *("+266696687", "+7378742833", "+8656696", "+86282452253", "+2562533", "+656660000", "+464"),
    }
)


def e164(written: str) -> str | None:
    """The number in E.164, or None when it is withheld, a short code, a name or an address of another kind."""
    if written.strip().lower() in WITHHELD:
        return None
    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def sender_of(written: str) -> Sender:
    """Who it came from: a hint at identity, or none. What is no number is still shown as it was written."""
    if number := e164(written):
        return Sender(AddressKind.PHONE, number)
    return Sender(display="" if written.strip().lower() in WITHHELD else written[:40])
