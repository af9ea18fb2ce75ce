"""What an account must be like, and how long a session lives."""

import re
import unicodedata
from datetime import timedelta

from helpline.errors import Invalid
from helpline.staff.permissions import OPEN, Permission

#: A session ends when nobody used it for so long (OWASP ASVS 5.0, 7.3.1): a working day.
IDLE = timedelta(hours=12)
#: ... and at the latest after so long (7.3.2).
ABSOLUTE = timedelta(days=7)
#: How exactly we know when a session was last used; finer would be a write for every request.
SEEN_EVERY = timedelta(minutes=1)

#: Length is what makes a password strong; composition rules do not (NIST SP 800-63B, 5.1.1.2).
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")


def sign_in_name(typed: str) -> str:
    """The one form of a sign-in name, however it was typed."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def normal_password(typed: str) -> str:
    """The same password from every keyboard (NIST SP 800-63B asks for a Unicode normal form)."""
    return unicodedata.normalize("NFKC", typed)


def check_account(
    name: str, display_name: str, password: str, language: str, known: tuple[str, ...], phone: str | None
) -> None:
    """Raises `Invalid` with one sentence for each field that cannot be accepted."""
    problems = password_problems(password) | phone_problems(phone)
    if not NAME.fullmatch(name):
        problems["sign_in_name"] = "Use 2 to 64 letters without accents, digits, or . _ @ + -"
    if not display_name.strip() or len(display_name) > 100:
        problems["display_name"] = "Give the name that colleagues know, of at most 100 characters."
    if language not in known:
        problems["language"] = f"Choose one of {', '.join(known)}."
    if problems:
        raise Invalid(problems)


def check_password(password: str) -> None:
    """Raises `Invalid` when a password is too short to be safe."""
    if problems := password_problems(password):
        raise Invalid(problems)


def check_phone(phone: str | None) -> None:
    """Raises `Invalid` for what is no number; None is for nowhere."""
    if problems := phone_problems(phone):
        raise Invalid(problems)


def phone_problems(phone: str | None) -> dict[str, str]:
    if phone and not E164.fullmatch(phone):
        return {"phone": "Write the number as +32470123456: a plus, the country, no spaces."}
    return {}


def password_problems(password: str) -> dict[str, str]:
    if len(password) < SHORTEST_PASSWORD:
        return {"password": f"A password needs at least {SHORTEST_PASSWORD} characters; four plain words are good."}
    if len(password) > LONGEST_PASSWORD:
        return {"password": f"A password may have at most {LONGEST_PASSWORD} characters."}
    return {}


def grantable(names: list[str]) -> list[Permission]:
    """The permissions a token is asked to have. Raises `Invalid` for one that does not exist."""
    allowed = {permission.value for permission in Permission if permission not in OPEN}
    unknown = [name for name in names if name not in allowed]
    if unknown or not names:
        wrong = f"{unknown[0]} is not a permission" if unknown else "A token needs at least one permission"
        raise Invalid({"permission": f"{wrong}; choose from {', '.join(sorted(allowed))}."})
    return [Permission(name) for name in dict.fromkeys(names)]
