"""What an account must be like, and how long a session lives."""

import re
import unicodedata
from datetime import timedelta

from helpline.errors import N_, Invalid
from helpline.staff.commonplace import is_commonplace
from helpline.staff.model import Wishes
from helpline.staff.permissions import OPEN, Permission

#: A session ends when nobody used it for so long (OWASP ASVS 5.0, 7.3.1): a working day.
IDLE = timedelta(hours=12)
#: ... and at the latest after so long (7.3.2).
ABSOLUTE = timedelta(days=7)
#: Whoever gave the password has so long to give, or set up, the second factor.
OWED_FOR = timedelta(minutes=30)
#: How exactly we know when a session was last used; finer would be a write for every request.
SEEN_EVERY = timedelta(minutes=1)

#: Length is what makes a password strong; composition rules do not (NIST SP 800-63B, 5.1.1.2).
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256

COMMON = N_("This password is one that everybody tries first. Four words that do not belong together are good.")
SHORT = N_("A password needs at least 12 characters; four plain words are good.")
LONG = N_("A password may have at most 256 characters.")

#: What a browser says of itself, and which word stands for it; the first that fits, as they all name each other.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip

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
    problems = password_problems(password, name) | phone_problems(phone)
    if not NAME.fullmatch(name):
        problems["sign_in_name"] = "Use 2 to 64 letters without accents, digits, or . _ @ + -"
    problems |= wish_problems(display_name, language, known)
    if problems:
        raise Invalid(problems)


def check_wishes(wishes: Wishes, known: tuple[str, ...]) -> None:
    """Raises `Invalid` for a name or a language that cannot be accepted."""
    if problems := wish_problems(wishes.name, wishes.language, known):
        raise Invalid({"name" if field == "display_name" else field: said for field, said in problems.items()})


def wish_problems(display_name: str, language: str, known: tuple[str, ...]) -> dict[str, str]:
    problems = {}
    if not display_name.strip() or len(display_name) > 100:
        problems["display_name"] = N_("Give the name that colleagues know, of at most 100 characters.")
    if language not in known:
        problems["language"] = f"Choose one of {', '.join(known)}."
    return problems


def check_password(password: str, name: str = "") -> None:
    """Raises `Invalid` when a password is too short, or what everybody would try, to be safe."""
    if problems := password_problems(password, name):
        raise Invalid(problems)


def check_phone(phone: str | None) -> None:
    """Raises `Invalid` for what is no number; None is for nowhere."""
    if problems := phone_problems(phone):
        raise Invalid(problems)


def phone_problems(phone: str | None) -> dict[str, str]:
    if phone and not E164.fullmatch(phone):
        return {"phone": "Write the number as +32470123456: a plus, the country, no spaces."}
    return {}


def password_problems(password: str, name: str) -> dict[str, str]:
    if len(password) < SHORTEST_PASSWORD:
        return {"password": SHORT}
    if len(password) > LONGEST_PASSWORD:
        return {"password": LONG}
    if is_commonplace(normal_password(password), name):
        return {"password": COMMON}
    return {}


def device(agent: str) -> str:
    """Our own words for what somebody signed in with, such as "Firefox/Windows": the browser's are never kept."""
    browser = next((word for sign, word in BROWSERS if sign in agent), "")
    system = next((word for sign, word in SYSTEMS if sign in agent), "")
    return f"{browser}/{system}" if browser and system else browser or system


def grantable(names: list[str]) -> list[Permission]:
    """The permissions a token is asked to have. Raises `Invalid` for one that does not exist."""
    allowed = {permission.value for permission in Permission if permission not in OPEN}
    unknown = [name for name in names if name not in allowed]
    if unknown or not names:
        wrong = f"{unknown[0]} is not a permission" if unknown else "A token needs at least one permission"
        raise Invalid({"permission": f"{wrong}; choose from {', '.join(sorted(allowed))}."})
    return [Permission(name) for name in dict.fromkeys(names)]
