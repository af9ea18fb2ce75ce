"""Point 32: what a robot wrote is known by any of its signs."""

import pytest

from channels.email.border import Fields
from channels.email.robots import automatic
from channels.email.sender import letter
from helpline.clock import new_id
from helpline.envelope import Parcel
from helpline.settings import Settings

OURS = "contact@example.org"
ANNA = ("from", "Anna <anna@example.net>")


def robot(*fields: tuple[str, str], kind: str = "text/plain", mail_from: str | None = "anna@example.net") -> bool:
    return automatic([ANNA, *fields], kind, mail_from, OURS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auto-submitted", "auto-replied"),
        ("auto-submitted", "Auto-Generated; owner-email=x"),
        ("precedence", "bulk"),
        ("precedence", "AUTO_REPLY"),
        ("list-id", "<x.example.net>"),
        ("list-unsubscribe", "<mailto:x@example.net>"),
        ("return-path", "<>"),
        ("x-autoreply", "yes"),
        ("x-auto-response-suppress", "DR, OOF, AutoReply"),
        ("from", "Contact <contact@example.org>"),
        ("from", f"contact+{'a' * 42}@example.org"),
        ("message-id", f"<{'a' * 42}.{'0' * 32}@example.org>"),
        ("message-id", f"<{'0' * 32}@example.org>"),
    ],
)
def test_each_sign_of_a_robot_is_enough(name: str, value: str) -> None:
    """Point 32: Auto-Submitted, Precedence, List-*, null return path, X-Autoreply, own addresses and Message-IDs."""
    assert robot((name, value))


def test_every_copy_of_auto_submitted_counts() -> None:
    assert robot(("auto-submitted", "no"), ("auto-submitted", "auto-replied"))


@pytest.mark.parametrize(("kind", "mail_from"), [("multipart/report", "a@example.net"), ("text/plain", "")])
def test_reports_and_empty_senders_are_robots(kind: str, mail_from: str) -> None:
    assert robot(kind=kind, mail_from=mail_from)


@pytest.mark.parametrize(
    "fields",
    [
        [],
        [("auto-submitted", "no")],
        [("auto-submitted", "No (a person)")],
        [("precedence", "first-class")],
        [("return-path", "<anna@example.net>")],
        [("message-id", "<CAF=abc@example.org>")],
        [("from", '"contact@example.org" <anna@example.net>')],
        [("sender", "contacts@example.org")],
    ],
)
def test_a_person_is_a_person(fields: Fields) -> None:
    assert not robot(*fields)
    assert not robot(*fields, mail_from=None)


@pytest.mark.parametrize("automatic_one", [True, False])
def test_our_own_letters_come_back_as_what_they_are(automatic_one: bool) -> None:
    """Point 32: our own mail that comes back is stored, never answered."""
    parcel = Parcel(new_id(), "anna@example.net", "Bonjour", reply_token="a" * 42, automatic=automatic_one)
    message = letter(parcel, Settings(mail_from=OURS))
    fields = [(name.lower(), str(value)) for name, value in message.items()]
    assert automatic(fields, message.get_content_type(), "anna@example.net", OURS)
    elsewhere = automatic(fields, message.get_content_type(), "anna@example.net", "office@example.com")
    assert elsewhere is automatic_one
