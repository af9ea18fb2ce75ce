"""Mail: in by IMAP from mailboxes and by LMTP from a site's own mail server, out by SMTP."""

from channels.email.accounts import Account, accounts
from channels.email.checks import checks, mailbox_checks
from channels.email.lmtp import LmtpListener
from channels.email.mailbox import MailboxListener
from channels.email.oauth import Tokens
from channels.email.originals import Expunging, Originals
from channels.email.reading import reader
from channels.email.sender import MailSender
from helpline.channel import Channel, ConfigurationError, House, Listener, Settings


def open_channel(house: House, settings: Settings) -> Channel:
    """The channel; without a server to send through, and in a demo, it sends nothing."""
    tokens = Tokens(settings) if settings.mail_oauth_url else None
    expunging = Expunging(accounts(settings), tokens)
    sender = MailSender(settings, tokens) if settings.smtp_url and not settings.demo else None
    return Channel(
        name="email",
        read=reader(settings.authserv_id, settings.mail_from),
        listeners=listeners(house, settings, tokens),
        senders={"email": sender} if sender else {},
        discard=expunging.discard,
        reaches=expunging.reaches,
        mailboxes=[one.name for one in read_here(settings)],
        checks=(*checks(settings, sender), *mailbox_checks(accounts(settings), tokens)),
    )


def listeners(house: House, settings: Settings, tokens: Tokens | None) -> tuple[Listener, ...]:
    """Every door that is open. A mailbox that is read holds a connection, and keeping needs another."""
    mailboxes = read_here(settings)
    if 2 * len(mailboxes) > settings.pool_size:
        raise ConfigurationError("HELPLINE_POOL_SIZE must be at least twice the number of mailboxes.")
    doors = [LmtpListener(house, settings.lmtp_listen)] if settings.lmtp_listen else []
    days = settings.imap_done_days
    originals = [Originals(house, one, tokens, days) for one in mailboxes if one.done and days]
    return (*doors, *(MailboxListener(house, one, tokens) for one in mailboxes), *originals)


def read_here(settings: Settings) -> list[Account]:
    """What is read is marked there: a demo never touches a mailbox of somebody's, only one on its own machine."""
    return [one for one in accounts(settings) if one.local or not settings.demo]
