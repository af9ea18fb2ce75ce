"""What a text message or a delivery report says, read from its signed form."""

import re
import unicodedata
from datetime import datetime

from channels._twilio.form import Fields, fields_of
from channels._twilio.numbers import e164, sender_of
from channels._twilio.rounds import moment
from channels.sms.codes import word_for
from helpline.envelope import Arrival, Delivery, DeliveryState, Enclosure, Raw, Reading

#: Single words that mean stop, go on or help to the provider, or to whoever writes in one of our languages. The first
#: line of each is the provider's own; the others it does not know, so that only we keep to them.
OPT_OUT_WORDS = {
    **dict.fromkeys(("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "arret"), "stop"),
    **dict.fromkeys(("arreter", "arretez", "desabonner", "desinscrire", "stoppen", "afmelden", "uitschrijven"), "stop"),
    **dict.fromkeys(("stopp", "abmelden", "abbestellen", "aufhoren", "dur", "durdur", "iptal", "birak"), "stop"),
    **dict.fromkeys(("توقف", "توقفوا", "قف", "ايقاف", "الغاء", "ستوب"), "stop"),
    **dict.fromkeys(("start", "unstop", "yes"), "start"),
    **dict.fromkeys(("commencer", "reprendre", "starten", "hervatten", "anmelden", "basla", "baslat", "ابدا"), "start"),
    **dict.fromkeys(("help", "info"), "help"),
}

#: Twilio's message statuses; one we do not know says only that the message left.
STATES = {
    **dict.fromkeys(("accepted", "scheduled", "queued"), DeliveryState.QUEUED),
    **dict.fromkeys(("delivered", "read", "partially_delivered"), DeliveryState.DELIVERED),
    **dict.fromkeys(("failed", "undelivered", "canceled"), DeliveryState.FAILED),
}

OPT_OUT = frozenset(("stop", "start", "help"))

MEDIA = re.compile(r"/Messages/((?:MM|SM)[0-9a-f]{32})/Media/(ME[0-9a-f]{32})$", re.IGNORECASE)
MESSAGE = re.compile(r"[MS]M[0-9a-f]{32}", re.IGNORECASE)
MOST_FILES = 10


def read(raw: Raw) -> Reading:
    """A message as an arrival, a status report as a delivery. Raises `ValueError` when it is neither."""
    fields = fields_of(raw.body)
    if fields.get("MessageStatus"):
        return delivery(fields, raw.received_at)
    if not fields.get("From") and not fields.get("MessageSid"):
        raise ValueError("neither a message nor a report")
    return message(fields, raw.received_at)


def delivery(fields: Fields, at: datetime) -> Delivery:
    state = STATES.get(fields.get("MessageStatus").lower(), DeliveryState.SENT)
    left_behind = ours_to_delete(fields) if state.final else ""
    return Delivery(fields.get("MessageSid"), state, at, word_for(fields.get("ErrorCode")), left_behind)


def message(fields: Fields, at: datetime) -> Arrival:
    return Arrival(
        channel="sms",
        external_id=fields.get("MessageSid"),
        occurred_at=moment(fields, at),
        sender=sender_of(fields.get("From")),
        recipient=e164(fields.get("To")) or fields.get("To"),
        text=fields.get("Body"),
        enclosures=files(fields),
        event=opting(fields),
        left_behind=ours_to_delete(fields),
    )


def ours_to_delete(fields: Fields) -> str:
    """The message's id where it is one: the provider keeps the words until we delete them."""
    sid = fields.get("MessageSid")
    return sid if MESSAGE.fullmatch(sid) else ""


def opting(fields: Fields) -> str:
    """Whether the provider stops sending to this number now, so that whoever wants to answer knows."""
    word = fields.get("OptOutType").strip().lower() or OPT_OUT_WORDS.get(plain(fields.get("Body")), "")
    return f"opt_out:{word}" if word in OPT_OUT else ""


def plain(body: str) -> str:
    """A word however it was typed: "ARRÊT !" is arret."""
    letters = unicodedata.normalize("NFKD", body.casefold().replace("ı", "i"))
    return "".join(letter for letter in letters if letter.isalnum() or letter.isspace()).strip()


def files(fields: Fields) -> tuple[Enclosure, ...]:
    """Pictures and sounds of an MMS. We keep the provider's ids, never an address that a message could choose."""
    count = fields.get("NumMedia")
    said = int(count[:2]) if count.isdecimal() else 0
    found = []
    for number in range(min(said, MOST_FILES)):
        if match := MEDIA.search(fields.get(f"MediaUrl{number}")):
            media_type = fields.get(f"MediaContentType{number}") or "application/octet-stream"
            found.append(Enclosure(f"{match[1]}/{match[2]}", f"file-{number + 1}", media_type))
    return tuple(found)
