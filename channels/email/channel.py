"""Mail: in by LMTP from a site's own mail server, out by SMTP."""

from channels.email.lmtp import LmtpListener
from channels.email.reading import reader
from channels.email.sender import MailSender
from helpline.channel import Channel, House, Settings


def open_channel(house: House, settings: Settings) -> Channel:
    """The channel; without a server to send through, and in a demo, it sends nothing."""
    listening = (LmtpListener(house, settings.lmtp_listen),) if settings.lmtp_listen else ()
    sends = settings.smtp_url and not settings.demo
    return Channel(
        name="email",
        read=reader(settings.authserv_id),
        listeners=listening,
        senders={"email": MailSender(settings)} if sends else {},
    )
