"""Codes and what they are worth; which addresses a passkey can be bound to. Time is an argument."""

import hmac
import ipaddress
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pyotp

from helpline.factors.model import Site

#: An app's code lives for 30 seconds (RFC 6238, 5.2), and one step to each side forgives a slow hand or clock.
STEP = 30
WINDOW = 1
CODE = re.compile(r"[0-9]{6}")

#: How long a page may stand open between asking for a passkey, or showing a new app's secret, and the answer.
CHALLENGE_FOR = timedelta(minutes=5)
SET_UP_FOR = timedelta(minutes=30)

#: From so many wrong codes on, the next try costs a minute, then two, up to an hour. The digits of a window of three
#: steps are guessed once in 300,000 tries; at one an hour that is a lifetime.
FREE_GUESSES = 5

CODES = 10
#: Crockford's base32: no letter that looks like a digit. Twelve of them are 60 bits, behind a lock.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
GROUPS, GROUP = 3, 4
ALIKE = str.maketrans("oil", "011")

LONGEST_NAME = 60


def step_of(code: str, secret: str, now: datetime) -> int | None:
    """Which step of time the code belongs to, or None. `secret` is base32."""
    app, current = pyotp.TOTP(secret), int(now.timestamp()) // STEP
    near = range(current - WINDOW, current + WINDOW + 1)
    return next((step for step in near if hmac.compare_digest(app.generate_otp(step), code)), None)


def app_code(typed: str) -> str | None:
    """The six digits somebody typed, with or without a gap; None for anything else."""
    digits = "".join(unicodedata.normalize("NFKC", typed).split())
    return digits if CODE.fullmatch(digits) else None


def recovery_code(typed: str) -> str:
    """The one form of a recovery code, however it was copied from paper."""
    plain = unicodedata.normalize("NFKC", typed).lower().translate(ALIKE)
    return "".join(letter for letter in plain if letter in ALPHABET)[: GROUPS * GROUP + 1]


def new_code() -> str:
    """A recovery code as it is shown: three groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def passkey_name(typed: str, taken: int) -> str:
    """What somebody calls a passkey; without a word of his, its number."""
    return " ".join(typed.split())[:LONGEST_NAME] or f"#{taken + 1}"


def site(base_url: str) -> Site:
    """What passkeys of this installation are bound to (WebAuthn 3, 5.1.3: a domain, and a secure context)."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    secure = parts.scheme == "https" or host == "localhost" or host.endswith(".localhost")
    return Site(host, f"{parts.scheme}://{parts.netloc}", secure and not is_address(host))


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
