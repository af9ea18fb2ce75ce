"""What a mail's door hands over, as bytes to keep."""

from msgspec import Struct


class Delivered(Struct, frozen=True):
    """One delivery: the envelope's addresses, where there was an envelope, and the message exactly as it came.

    `door`: what the door could not bring, as a word for the contact's history ("oversized", "unfetchable").
    """

    mail_from: str | None
    rcpt_tos: tuple[str, ...]
    content: bytes
    door: str = ""
