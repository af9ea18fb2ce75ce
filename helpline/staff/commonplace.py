"""The passwords everybody tries first: our own short list, because no list of others comes with the program.

A file of its own because it is data. It holds what people in this country and at this desk would think of; a file of
breached passwords, which an installation may name, holds the rest.
"""

import re

#: Written as `folded` leaves them: small, without accents, digits that stand for letters already letters.
WORDS = (
    "password", "passwort", "passwd", "motdepasse", "wachtwoord", "parola", "sifre", "kennwort", "passe", "pass",
    "welcome", "bienvenue", "welkom", "willkommen", "letmein", "changeme", "changezmoi", "default", "secret",
    "geheim", "login", "admin", "administrator", "administrateur", "root", "user", "guest", "test", "helpline",
    "contactpoint", "iloveyou", "jetaime", "ikhouvanjou", "ichliebedich", "monkey", "dragon", "master", "shadow",
    "sunshine", "princess", "football", "baseball", "superman", "batman", "pokemon", "starwars", "soleil", "doudou",
    "chocolat", "loulou", "anderlecht", "standard", "clubbrugge", "bruxelles", "brussel", "brussels", "belgique",
    "belgie", "belgien", "antwerpen", "gent", "liege", "charleroi", "namur", "january", "janvier", "summer",
    "winter", "autumn", "spring", "zomer", "herfst", "lente", "printemps", "automne", "hiver", "sommer", "herbst",
    "fruhling", "monday", "lundi", "correcthorsebatterystaple", "qwertz", "qwerty", "azerty", "abc", "hello",
    "bonjour", "hallo", "merci", "please",
)  # fmt: skip

#: Keys that lie side by side, and the alphabet.
ROWS = (
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
)
RUN = 4

LETTERS = str.maketrans("013457@$!àâäáçéèêëîïíôöóùûüúñ", "oieastasiaaaaceeeeiiiooouuuun")

#: What must be left when all of it is taken away, and how many different letters make no pattern.
LEFT, DIFFERENT = 5, 4


def is_commonplace(password: str, name: str) -> bool:
    """Whether little is left of a password without the name it is for, common words, rows of keys and digits."""
    plain = re.sub(r"\s", "", password.lower())
    if len(set(plain)) < DIFFERENT:
        return True
    mine = [part for part in re.split(r"[^a-z]+", folded(name)) if len(part) > 2]
    rests = (without(plain, mine), without(folded(plain), mine))
    return any(len(rest) < LEFT for rest in rests)


def folded(text: str) -> str:
    """Small letters without accents, and the usual digits in place of letters as the letters they stand for."""
    return text.lower().translate(LETTERS)


def without(plain: str, mine: list[str]) -> str:
    """What is left of it that nobody would guess."""
    for word in sorted((*WORDS, *mine), key=len, reverse=True):
        plain = plain.replace(word, " ")
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        for length in range(len(row), RUN - 1, -1):
            for start in range(len(row) - length + 1):
                plain = plain.replace(row[start : start + length], " ")
    return re.sub(r"[^a-z]", "", plain)
