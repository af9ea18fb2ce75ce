"""What mail systems say of a mail of ours, and who is no mail system."""

from datetime import UTC, datetime

import msgspec
import pytest

from channels.email.contents import contents_of
from channels.email.model import Delivered
from channels.email.parts import Budget, parsed
from channels.email.reading import reader
from channels.email.reports import Report, Said, report_of
from helpline.envelope import Arrival, DeliveryState, Raw

TOKEN = "b" * 42
OURS = f"<{TOKEN}.{'0' * 32}@contact.example>"
COPY = f"Message-ID: {OURS}\nFrom: contact@contact.example\nTo: marie@example.org\nSubject: x\n\nBonjour"
DAEMON = (
    "From: MAILER-DAEMON@mx.example.org\nTo: contact@contact.example\nSubject: Undelivered Mail Returned to Sender\n"
)


def report(mail: str, mail_from: str = "") -> Report | None:
    message = parsed(mail.encode(), Budget())
    return report_of(message, contents_of(message), mail_from)


def read(mail: str, mail_from: str = "") -> Arrival:
    body = msgspec.msgpack.encode(Delivered(mail_from, ("contact@contact.example",), mail.encode()))
    return reader("")(Raw("email", "k", body, datetime.now(UTC)))


def dsn(action: str, status: str, more: str = "") -> str:
    """A report as RFC 3464 wants it."""
    return (
        f"{DAEMON}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nI'm sorry.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; marie@example.org\nAction: {action}\nStatus: {status}\n{more}\n"
        f"--b\nContent-Type: message/rfc822\n\n{COPY}\n--b--\n"
    )


@pytest.mark.parametrize(
    ("action", "status", "said", "state"),
    [
        ("failed", "5.1.1", Said.FAILED, DeliveryState.FAILED),
        ("failed", "4.4.7", Said.FAILED, DeliveryState.FAILED),
        ("delayed", "4.4.1", Said.DELAYED, DeliveryState.QUEUED),
        ("delivered", "2.0.0", Said.DELIVERED, DeliveryState.DELIVERED),
        ("relayed", "2.1.5", Said.DELIVERED, DeliveryState.DELIVERED),
    ],
)
def test_a_report_by_the_standard_says_who_what_and_which_mail(
    action: str, status: str, said: Said, state: DeliveryState
) -> None:
    """Point 33: Bounces mark the outbox row and the address, and tell the author."""
    found = report(dsn(action, status))
    assert found is not None
    assert (found.said, found.status, found.recipient, found.message_id) == (said, status, "marie@example.org", OURS)
    assert found.bounced == (said in (Said.FAILED, Said.DELAYED))
    told = read(dsn(action, status)).report
    assert told is not None
    assert (told.provider_id, told.state, told.code) == (OURS, state, status)


def test_the_code_of_the_diagnosis_is_taken_where_it_is_more_exact() -> None:
    found = report(dsn("failed", "5.0.0", "Diagnostic-Code: smtp; 550 5.2.2 mailbox full"))
    assert (found and found.status, found and found.diagnosis) == ("5.2.2", "smtp; 550 5.2.2 mailbox full")


def test_of_several_recipients_the_one_that_fared_worst_is_named() -> None:
    second = "\nFinal-Recipient: rfc822; omar@example.org\nAction: failed\nStatus: 5.1.1"
    found = report(dsn("delivered", "2.0.0", second))
    assert (found and found.recipient, found and found.said) == ("omar@example.org", Said.FAILED)


@pytest.mark.parametrize(
    ("subject", "text", "status"),
    [
        (
            "failure notice",
            "I wasn't able to deliver.\n\n<marie@example.org>:\nSorry, no mailbox here. (#5.1.1)",
            "5.1.1",
        ),
        (
            "Mail delivery failed: returning message to sender",
            "The following address(es) failed:\n\n  marie@example.org\n    550 Unknown user",
            "5.1.1",
        ),
        (
            "Delivery Status Notification (Failure)",
            "Delivery to marie@example.org failed: 550 5.7.1 no",
            "5.7.1",
        ),
        (
            "Undeliverable: x",
            "marie@example.org\nThe address couldn't be found. #550 5.1.10 RESOLVER",
            "5.1.10",
        ),
        (
            "Warning: could not send message",
            "marie@example.org\nIt is delayed and will be retried. 451 4.4.1",
            "4.4.1",
        ),
        (
            "Courriel non remis",
            "Il n'a pas pu être remis à marie@example.org : utilisateur inconnu.",
            "5.1.1",
        ),
        ("Onbestelbaar: x", "Uw bericht kon niet worden bezorgd aan marie@example.org: mailbox full", "5.2.2"),
        ("Unzustellbar: x", "Ihre Nachricht an marie@example.org konnte nicht zugestellt werden: 554", "5.0.0"),
        ("İletilemedi", "Mesajınız marie@example.org adresine teslim edilemedi: 550", "5.0.0"),
        ("لم يتم تسليم الرسالة", "تعذر تسليم رسالتك إلى marie@example.org 550", "5.0.0"),
        ("配信できませんでした", "次のあて先 marie@example.org へ配信できませんでした。 550 5.1.1", "5.1.1"),
    ],
)
def test_a_report_in_words_alone_is_understood(subject: str, text: str, status: str) -> None:
    """Point 33: Bounces mark the outbox row and the address, and tell the author."""
    mail = f"From: Mail Delivery System <x@mx.example.org>\nTo: contact@contact.example\nSubject: {subject}\n\n"
    found = report(f"{mail}{text}\n\n----- Original message -----\n\n{COPY}")
    assert found is not None
    assert (found.bounced, found.recipient, found.message_id) == (True, "marie@example.org", OURS)
    assert found.status in (status, f"5.{status[2:]}")


@pytest.mark.parametrize(
    "mail",
    [
        "From: Mail Delivery Subsystem <MAILER-DAEMON@example.com>\nSubject: Mail Delivery Problem\n\n"
        "Your mail to these could not be delivered:\n\tmarie",
        "From: MAILER-DAEMON@example.com\nSubject: Returned mail: see transcript for details\n\n<<< nothing >>>",
        "From: <>\nAuto-Submitted: auto-replied\n\nYou wrote to marie@example.org. That is not a valid user here.",
        "From: Gate_AntiVirus_for_SMTP_Gateways@example.com\nSubject: Delivery failure notification\n\n"
        "could not be delivered to the following recipients:\n\nmarie@example.org",
        "From: <admin@example.com>\nPrecedence: bulk\nSubject: Non-Delivery: x\n\n"
        "The email below could not be delivered to marie@example.org",
    ],
    ids=["names half an address", "names nothing", "has no sender", "is a gateway", "writes in bulk"],
)
def test_a_system_that_says_little_is_a_system_all_the_same(mail: str) -> None:
    """Point 33: Bounces mark the outbox row and the address, and tell the author."""
    found = report(mail, "m@example.com")
    assert found is not None
    assert found.bounced


def test_a_header_that_only_mail_systems_write_is_enough() -> None:
    found = report("From: x@mx.example.org\nX-Failed-Recipients: marie@example.org\nSubject: x\n\nno")
    assert (found and found.said, found and found.recipient) == (Said.FAILED, "marie@example.org")


def test_a_complaint_is_noted_and_no_bounce() -> None:
    mail = (
        "From: fbl@provider.example\nSubject: FW: x\nContent-Type: multipart/report; boundary=b\n\n"
        "--b\n\nThis is an email abuse report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n"
        f"--b\nContent-Type: message/rfc822\n\n{COPY}\n--b--"
    )
    found = report(mail)
    assert found is not None
    assert (found.said, found.bounced, found.recipient, found.message_id) == (
        Said.COMPLAINT,
        False,
        "marie@example.org",
        OURS,
    )


def test_a_mail_that_a_rule_threw_away_has_failed_whatever_the_notice_is_called() -> None:
    """Point 33: what Dovecot and Sieve send when they refuse (RFC 5429)."""
    mail = (
        f"{DAEMON}Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n"
        "--b\n\nYour message was automatically rejected:\nQuota exceeded\n"
        "--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; marie@example.org\n"
        f"Original-Message-ID: {OURS}\nDisposition: automatic-action/MDN-sent-automatically; deleted\n--b--"
    )
    found = report(mail)
    assert found is not None
    assert (found.said, found.recipient, found.status, found.message_id) == (
        Said.FAILED,
        "marie@example.org",
        "5.2.2",
        OURS,
    )


def test_a_system_without_a_name_is_known_by_the_mail_it_brings_back() -> None:
    mail = "From: gateway@mx.example.org\nSubject: Returned Mail\n\n<marie@example.org>: mailbox unavailable [550]\n"
    assert report(f"{mail}-------- Returned Mail --------\n\n{COPY}", "a@example.org") is not None
    assert report(mail, "a@example.org") is None


def test_a_receipt_of_reading_is_noted_and_no_bounce() -> None:
    mail = (
        "From: marie@example.org\nSubject: Lu : x\nContent-Type: multipart/report; boundary=b\n\n--b\n\nLu.\n"
        "--b\nContent-Type: message/disposition-notification\n\n"
        f"Original-Message-ID: {OURS}\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--"
    )
    assert report(mail) == Report(Said.READ, "marie@example.org", message_id=OURS)


@pytest.mark.parametrize(
    "mail",
    [
        f"From: marie@example.org\nSubject: Fwd: Undelivered Mail\n\nVotre adresse ne va pas :\n\n{DAEMON}\n550 5.1.1",
        "From: marie@example.org\nSubject: Mon mail n'a pas pu être remis\n\nJe vous ai écrit, échec de remise. 550",
        "From: marie@example.org\nSubject: Original\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nVoici.\n"
        "--b\nContent-Type: message/rfc822\n\n"
        + dsn("failed", "5.1.1").replace("=b", "=c").replace("--b", "--c")
        + "\n--b--",
        "From: postmaster@example.org\nSubject: Question\n\nMon fils ne répond plus.",
        "From: a@example.org\nAuto-Submitted: auto-replied\nSubject: Absence\n\nJe suis absente.",
        "From: a@example.org\nSubject: x\n\nUser unknown",
        "",
    ],
    ids=["forwards", "tells", "attaches", "is called postmaster", "is away", "quotes", "says nothing"],
)
def test_a_person_is_no_mail_system(mail: str) -> None:
    """Point 33: a person who forwards or tells of a bounce is read as a person."""
    assert report(mail, "a@example.org") is None


def test_a_bounce_stands_in_the_history_names_its_conversation_and_is_never_answered() -> None:
    """Point 33: Bounces mark the outbox row and the address, and tell the author."""
    arrival = read(dsn("failed", "5.1.1"))
    assert (arrival.event, arrival.hints, arrival.automatic) == ("bounced:5.1.1", (TOKEN,), True)
    assert arrival.remarks == ("bounced:5.1.1 marie@example.org",)
    assert arrival.text == "I'm sorry."
    assert "Bonjour" in arrival.quoted_text


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: x",
        "Réponse automatique : x",
        "Automatisch antwoord: x",
        "Abwesenheitsnotiz",
        "Otomatik yanıt: x",
        "Absent(e) du bureau : x",
        "Buiten kantoor: x",
        "Automatisch bericht",
        "Außer Haus: x",
        "Out-of-Office: x",
        "AUTO: Marie Dupont is out of the office",
        "رد آلي: x",
        "[Automatyczna odpowiedź] x",
    ],
)
def test_an_answer_out_of_office_is_a_robots_and_a_subject_alone_is_no_proof(subject: str) -> None:
    """Point 32: out of office, as a weak sign."""
    mail = f"From: a@example.org\nSubject: {subject}\n"
    assert read(f"{mail}In-Reply-To: {OURS}\n\nJe suis absente.", "a@example.org").automatic
    assert not read(f"{mail}\nJe suis absente.", "a@example.org").automatic


def test_a_subject_with_the_day_of_return_is_a_robots_even_alone() -> None:
    """Point 32: some programs answer without saying what."""
    for said in ("is out of the office. (returning 05/01/2026)", "est absente (de retour le 5/1/2026)"):
        assert read(f"From: a@example.org\nSubject: AUTO: Dupont, Marie {said}\n\nAbsente.", "a@example.org").automatic
    assert not read("From: a@example.org\nSubject: Auto: une odeur (2026)\n\nBonjour.", "a@example.org").automatic
