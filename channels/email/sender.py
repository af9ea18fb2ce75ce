"""Mail out: neutral, text only, nothing to load, an answer to it finds its conversation."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import aiosmtplib

from helpline.channel import ConfigurationError, Settings, TransportError
from helpline.envelope import Parcel, Sent

SECONDS = 30


class MailSender:
    """Sends through the server that `HELPLINE_SMTP_URL` names; smtps:// from the first byte, else STARTTLS."""

    def __init__(self, settings: Settings) -> None:
        url = urlsplit(settings.smtp_url)
        if url.scheme not in ("smtp", "smtps") or not url.hostname or "@" not in settings.mail_from:
            raise ConfigurationError(
                "HELPLINE_SMTP_URL must be smtp:// or smtps:// with a host, and HELPLINE_MAIL_FROM an address."
            )
        self.url, self.settings = url, settings

    async def send(self, parcel: Parcel) -> Sent:
        message = letter(parcel, self.settings)
        try:
            async with self.connection() as server:
                return await self.hand_over(server, message)
        except aiosmtplib.SMTPResponseException as refused:
            raise TransportError(f"smtp_{refused.code}", permanent=refused.code >= 500) from refused
        except aiosmtplib.SMTPRecipientsRefused as refused:
            code = refused.recipients[0].code
            raise TransportError(f"smtp_{code}", permanent=code >= 500) from refused
        except (aiosmtplib.SMTPException, OSError) as away:
            raise TransportError("smtp_unreachable") from away

    def connection(self) -> aiosmtplib.SMTP:
        local = self.url.hostname in ("127.0.0.1", "localhost", "::1")
        return aiosmtplib.SMTP(
            hostname=self.url.hostname,
            port=self.url.port or (465 if self.url.scheme == "smtps" else 587),
            username=unquote(self.url.username) if self.url.username else None,
            password=unquote(self.url.password) if self.url.password else None,
            use_tls=self.url.scheme == "smtps",
            start_tls=None if local else self.url.scheme == "smtp",
            timeout=SECONDS,
        )

    async def hand_over(self, server: aiosmtplib.SMTP, message: EmailMessage) -> Sent:
        """A connection lost after the last byte leaves open whether it went: a machine must not try again."""
        try:
            await server.send_message(message)
        except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPReadTimeoutError) as lost:
            raise TransportError("smtp_unknown", unknown=True) from lost
        return Sent(str(message["Message-ID"]))


def letter(parcel: Parcel, settings: Settings) -> EmailMessage:
    """The mail: a neutral sender, the token in the reply address and in the Message-ID."""
    local, _at, domain = settings.mail_from.rpartition("@")
    message = EmailMessage()
    message["From"] = formataddr((settings.mail_from_name, settings.mail_from))
    message["To"] = parcel.to
    message["Subject"] = " ".join(parcel.subject.split())
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{parcel.reply_token or uuid4().hex}.{parcel.id.hex}@{domain}>"
    if parcel.reply_token:
        message["Reply-To"] = f"{local}+{parcel.reply_token}@{domain}"
    if reference := parcel.in_reply_to.split(" ")[0]:
        message["In-Reply-To"] = message["References"] = reference
    if parcel.automatic:
        message["Auto-Submitted"] = "auto-replied"
    message.set_content(parcel.text, cte="quoted-printable")
    return message
