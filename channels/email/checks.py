"""What `helpline doctor` asks about mail: both servers' sign-in, and what others look up about our domain."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import aiosmtplib
import dns.asyncresolver
import dns.exception
import dns.resolver

from channels.email.accounts import Account
from channels.email.attending import access
from channels.email.imap import Connection
from channels.email.oauth import Tokens
from channels.email.sender import MailSender
from helpline.channel import Doubt, Settings, TransportError

Check = Callable[[], Awaitable[str | None]]
#: The TXT records of a name. Raises `LookupError` when nobody could be asked, or nobody knows the domain.
Lookup = Callable[[str], Awaitable[list[str]]]

SECONDS = 5.0

#: What is wrong with a mailbox, by the code of its failure, and what to do.
REMEDIES = {
    "refused_login": "refuses our name, password or token: correct HELPLINE_IMAP_URL and HELPLINE_IMAP_PASSWORD",
    "no_folder": "has no folder of the name that ends HELPLINE_IMAP_URL",
    "no_tls": "speaks no TLS that we trust: check its certificate, or use imaps://",
    "unreachable": "cannot be reached: check the host and port in HELPLINE_IMAP_URL",
}


def checks(settings: Settings, sender: MailSender | None, lookup: Lookup | None = None) -> Sequence[Check]:
    """None without a server to send through, and none that leaves the machine in a demo."""
    if sender is None or settings.demo:
        return []
    ask, domain = lookup or txt, settings.mail_from.rpartition("@")[2]

    async def sign_in() -> str | None:
        try:
            async with sender.connection():
                return None
        except aiosmtplib.SMTPAuthenticationError:
            return "The mail server refuses our name or password: correct them in HELPLINE_SMTP_URL."
        except (aiosmtplib.SMTPException, OSError) as away:
            return f"The mail server cannot be reached ({type(away).__name__}): check HELPLINE_SMTP_URL."

    async def spf() -> str | None:
        return await asked("SPF", ask, domain, lambda: spf_problem(ask, domain))

    async def dkim() -> str | None:
        if not settings.dkim_selector:
            return Doubt("DKIM was not looked at: name the selector of your mail server in HELPLINE_DKIM_SELECTOR.")
        return await asked("DKIM", ask, domain, lambda: dkim_problem(ask, settings.dkim_selector, domain))

    async def dmarc() -> str | None:
        return await asked("DMARC", ask, domain, lambda: dmarc_problem(ask, domain))

    return [sign_in, *([spf, dkim, dmarc] if domain else [no_sender])]


def mailbox_checks(mailboxes: Sequence[Account], tokens: Tokens | None) -> Sequence[Check]:
    """One for each mailbox that is read."""
    return [partial(mailbox_problem, one, tokens) for one in mailboxes]


async def mailbox_problem(account: Account, tokens: Tokens | None) -> str | None:
    """That we may sign in, and that its folder is there."""
    try:
        token = await access(account, tokens)
        connection = await asyncio.to_thread(Connection, account, token)
    except TransportError as problem:
        remedy = REMEDIES.get(problem.code, f"cannot be read ({problem.code}): look at its provider")
        return f"The mailbox server {account.host} {remedy}."
    connection.shut()
    return None


async def no_sender() -> str | None:
    return "HELPLINE_MAIL_FROM is empty: mail needs the address it comes from."


async def asked(what: str, lookup: Lookup, domain: str, judge: Check) -> str | None:
    """The answer, or that nobody could be asked: a name server that does not know our own domain knows nothing."""
    try:
        await lookup(domain)
        return await judge()
    except LookupError:
        return Doubt(f"{what} could not be asked: no name server here knows {domain}.")


async def txt(name: str) -> list[str]:
    """The TXT records of a name, each in one piece. A domain that mail comes from is there, with or without them."""
    try:
        found = await dns.asyncresolver.resolve(name, "TXT", lifetime=SECONDS)
    except dns.resolver.NXDOMAIN as unknown:
        if "_" in name:
            return []
        raise LookupError(name) from unknown
    except dns.resolver.NoAnswer:
        return []
    except (dns.exception.DNSException, OSError) as away:
        raise LookupError(name) from away
    return [b"".join(record.strings).decode("utf-8", "replace") for record in found]


async def spf_problem(lookup: Lookup, domain: str) -> str | None:
    """RFC 7208: exactly one record, and one that does not allow everybody."""
    found = [record for record in await lookup(domain) if record.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return f"{domain} has no SPF record, so our mail may be taken for spam: publish `v=spf1 mx -all` or what fits."
    if len(found) > 1:
        return f"{domain} has {len(found)} SPF records, so none counts (RFC 7208): make one of them."
    if {"+all", "all"} & set(found[0].lower().split()):
        return f"The SPF record of {domain} lets everybody send in our name: end it with -all."
    return None


async def dkim_problem(lookup: Lookup, selector: str, domain: str) -> str | None:
    """RFC 6376: a key that is there and was not revoked."""
    name = f"{selector}._domainkey.{domain}"
    keys = [tags(record).get("p", "") for record in await lookup(name)]
    if any(keys):
        return None
    missing = "holds a revoked key" if keys else "does not exist"
    return f"{name} {missing}, so nobody can check our signature: publish the key of your mail server there."


async def dmarc_problem(lookup: Lookup, domain: str) -> str | None:
    """RFC 7489: a policy on the domain or on one above it."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        above = ".".join(labels[start:])
        found = [record for record in await lookup(f"_dmarc.{above}") if record.lower().startswith("v=dmarc1")]
        if found:
            if tags(found[0]).get("p", "none").lower() == "none":
                return Doubt(f"The DMARC policy of {above} is p=none: anybody may write in our name; say quarantine.")
            return None
    return f"{domain} has no DMARC record, so others may write in our name: publish `v=DMARC1; p=quarantine`."


def tags(record: str) -> dict[str, str]:
    """A record's `name=value` pairs."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _equals, value in pairs}
