"""What a writer fills in, and how it travels as bytes."""

from msgspec import Struct


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """One message as the form sends it, kept exactly so. Nothing is required but a message.

    `token` makes a second click harmless; `reference` and `secret_mac` are the receipt's, never its words;
    `conversation` is set when a writer came back with a receipt; `trapped` when a field was filled in that no person
    sees.
    """

    message: str = ""
    language: str = "fr"
    token: str = ""
    requester: str = ""
    answer: str = ""
    phone: str = ""
    email: str = ""
    windows: str = ""
    never: str = ""
    cover_phrase: str = ""
    may_leave_message: bool = False
    may_say_service_name: bool = False
    written_at: float = 0.0
    reference: str = ""
    secret_mac: bytes = b""
    conversation: str = ""
    trapped: bool = False
