"""Point 24: mail servers are believed only with a certificate that is theirs, in and out."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec import structs

from channels.email.accounts import Account
from channels.email.imap import Connection
from channels.email.sender import MailSender
from helpline.channel import TransportError
from helpline.clock import new_id
from helpline.envelope import Parcel
from helpline.settings import Settings

SECRET = b"not-a-secret"


class Impostor:
    """Somebody in between, with a certificate of his own making, who writes down what he is told."""

    def __init__(self, greeting: bytes) -> None:
        self.greeting, self.heard, self.port = greeting, b"", 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self.greeting)
        self.heard += await reader.read()
        writer.close()


@pytest.fixture
async def impostor(tmp_path: Path) -> AsyncIterator[Impostor]:
    impostor = Impostor(b"")
    server = await asyncio.start_server(impostor.talk, "127.0.0.1", 0, ssl=own_certificate(tmp_path))
    impostor.port = server.sockets[0].getsockname()[1]
    yield impostor
    server.close()


def own_certificate(folder: Path) -> ssl.SSLContext:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    both = folder / "both.pem"
    both.write_bytes(key.private_bytes(*plain) + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context


async def test_a_mailbox_with_a_strange_certificate_hears_no_password(impostor: Impostor) -> None:
    """Point 24: IMAP, verified."""
    account = Account("localhost", impostor.port, True, "contact", SECRET.decode(), "INBOX", "")
    with pytest.raises(TransportError, match="certificate"):
        await asyncio.to_thread(Connection, account, "")
    assert impostor.heard == b""


async def test_a_mailbox_elsewhere_is_not_read_without_tls() -> None:
    """Point 24: where a server offers no STARTTLS, nobody signs in."""
    told = Impostor(b"* OK IMAP4rev1 ready\r\n")

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(told.greeting)
        while line := await reader.readline():
            told.heard += line
            asked = line.split()[1:] == [b"CAPABILITY"]
            can = b"* CAPABILITY IMAP4rev1\r\n" if asked else b""
            writer.write(can + line.split()[0] + (b" OK done\r\n" if asked else b" BAD no\r\n"))
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    account = Account("127.0.0.1", server.sockets[0].getsockname()[1], False, "contact", SECRET.decode(), "INBOX", "")
    with pytest.raises(TransportError, match="no_tls"):
        await asyncio.to_thread(Connection, Elsewhere(**structs.asdict(account)), "")
    server.close()
    assert SECRET not in told.heard


class Elsewhere(Account, frozen=True):
    """An account whose server counts as far away."""

    @property
    def local(self) -> bool:
        return False


async def test_a_mail_server_with_a_strange_certificate_gets_no_letter(impostor: Impostor) -> None:
    """Point 24: out by SMTP (STARTTLS or TLS, verified); the letter waits, and is not lost."""
    url = f"smtps://contact:{SECRET.decode()}@localhost:{impostor.port}"
    sender = MailSender(Settings(smtp_url=url, mail_from="contact@example.org"))
    with pytest.raises(TransportError) as refused:
        await sender.send(Parcel(new_id(), "anna@example.net", "Bonjour"))
    assert (refused.value.permanent, refused.value.unknown) == (False, False)
    assert impostor.heard == b""
