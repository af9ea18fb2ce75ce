"""Mail out: neutral, text only, nothing to load, an answer to it finds its conversation."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, formataddr
from urllib.parse import unquote, urlsplit

import aiosmtplib

from channels.email.accounts import HERE
from channels.email.oauth import Tokens
from helpline.channel import ConfigurationError, Settings, TransportError
from helpline.envelope import Parcel, Sent

SECONDS = 30
#: Not folded: programs that forget a Message-ID which begins on its second line exist, and ours bears the token.
ASCII, UTF8 = SMTP.clone(max_line_length=900), SMTPUTF8.clone(max_line_length=900)


class MailSender:
    """Sends through the server that `HELPLINE_SMTP_URL` names; smtps:// from the first byte, else STARTTLS."""

    def __init__(self, settings: Settings, tokens: Tokens | None = None) -> None:
        url = urlsplit(settings.smtp_url)
        if url.scheme not in ("smtp", "smtps") or not url.hostname or "@" not in settings.mail_from:
            raise ConfigurationError(
                "HELPLINE_SMTP_URL must be smtp:// or smtps:// with a host, and HELPLINE_MAIL_FROM an address."
            )
        self.url, self.settings = url, settings
        self.tokens = tokens if url.username and not url.password else None

    async def send(self, parcel: Parcel) -> Sent:
        message, server = letter(parcel, self.settings), self.connection()
        try:
            await server.connect()
            # An answer to a robot's answer ends here: nothing comes back to an empty sender (RFC 3834).
            await self.address(server, "" if parcel.automatic else self.settings.mail_from, parcel.to)
            await self.hand_over(server, message.as_bytes(policy=ASCII if parcel.to.isascii() else UTF8))
        except aiosmtplib.SMTPAuthenticationError as refused:
            # A password that was changed is put right: until then the letter waits.
            raise TransportError(f"smtp_{refused.code}") from refused
        except aiosmtplib.SMTPResponseException as refused:
            raise TransportError(f"smtp_{refused.code}", permanent=refused.code >= 500) from refused
        except (aiosmtplib.SMTPException, OSError) as away:
            raise TransportError("smtp_unreachable") from away
        finally:
            # It went or it did not: how the server says goodbye changes nothing.
            server.close()
        return Sent(str(message["Message-ID"]))

    def connection(self) -> aiosmtplib.SMTP:
        """TLS with a certificate that is checked, except on this machine."""
        local = self.url.hostname in HERE
        return aiosmtplib.SMTP(
            hostname=self.url.hostname,
            port=self.url.port or (465 if self.url.scheme == "smtps" else 587),
            username=unquote(self.url.username) if self.url.username else None,
            password=unquote(self.url.password) if self.url.password else None,
            oauth_token_generator=self.tokens.token if self.tokens else None,
            use_tls=self.url.scheme == "smtps",
            start_tls=None if local else self.url.scheme == "smtp",
            timeout=SECONDS,
        )

    async def address(self, server: aiosmtplib.SMTP, sender: str, to: str) -> None:
        """The envelope. A server that takes no empty sender from its customers gets our address: nothing left yet."""
        if not to.isascii():
            if not server.supports_extension("smtputf8"):
                raise TransportError("smtp_no_smtputf8", permanent=True)
            await server.mail(sender, options=["SMTPUTF8"], encoding="utf-8")
            await server.rcpt(to, encoding="utf-8")
            return
        try:
            await server.mail(sender)
        except aiosmtplib.SMTPSenderRefused:
            if sender:
                raise
            await server.rset()
            await server.mail(self.settings.mail_from)
        await server.rcpt(to)

    async def hand_over(self, server: aiosmtplib.SMTP, content: bytes) -> None:
        """A connection lost from here on leaves open whether it went: a machine must not try again."""
        try:
            await server.data(content)
        except aiosmtplib.SMTPResponseException as answer:
            if answer.code >= 400:
                raise
            raise TransportError("smtp_unknown", unknown=True) from answer
        except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError) as lost:
            raise TransportError("smtp_unknown", unknown=True) from lost


def letter(parcel: Parcel, settings: Settings) -> EmailMessage:
    """The mail: a neutral sender, the token in the reply address and in the Message-ID, the same at every attempt."""
    local, _at, domain = settings.mail_from.rpartition("@")
    message = EmailMessage()
    message["From"] = formataddr((settings.mail_from_name, settings.mail_from))
    message["To"] = parcel.to
    message["Subject"] = " ".join(parcel.subject.split())
    message["Date"] = format_datetime(datetime.now(UTC))
    name = ".".join(part for part in (parcel.reply_token, parcel.id.hex) if part)
    message["Message-ID"] = f"<{name}@{domain}>"
    if parcel.reply_token:
        message["Reply-To"] = f"{local}+{parcel.reply_token}@{domain}"
    if reference := parcel.in_reply_to.split(" ")[0]:
        message["In-Reply-To"] = message["References"] = reference
    if parcel.automatic:
        for header, value in AUTOMATIC.items():
            message[header] = value
    message.set_content(parcel.text, cte="quoted-printable")
    return message


#: How a machine's mail says so: to programs that keep to RFC 3834, to older ones, and to Microsoft's.
AUTOMATIC = {"Auto-Submitted": "auto-replied", "Precedence": "bulk", "X-Auto-Response-Suppress": "All"}
