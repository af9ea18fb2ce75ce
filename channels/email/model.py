"""What the mail server hands over, as bytes to keep."""

from msgspec import Struct


class Delivered(Struct, frozen=True):
    """One delivery: the envelope's addresses and the message exactly as it came."""

    mail_from: str
    rcpt_tos: tuple[str, ...]
    content: bytes
