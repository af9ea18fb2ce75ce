"""What the look of a text tells before its words do: links, sums, discounts, files, capitals, a greeting by name.

One look is no more than one sign. A file of its own, because phrases are words and these are none.
"""

import re

from msgspec import Struct

_LINK = re.compile(
    r"https?://|\bwww\.|\b(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|wa\.me|cutt\.ly|is\.gd)/|\b[a-z0-9-]{3,40}\.example/",
    re.I,
)
_MONEY = re.compile(
    r"[€$£]\s?\d|\d\s?[€$£]|\b\d[\d., ]{0,14}\s?(?:eur|euro|euros|usd|gbp|chf|dollars?|tl|lira|btc|يورو|دولار)\b"
    r"|\b(?:eur|usd|gbp)\s?\d",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"[-–+]?\s?\d{1,3}\s?[%٪]")
_FILE = re.compile(r"\b[\w-]{2,60}\.(?:exe|zip|rar|scr|js|iso|html?|docm|xlsm)\b", re.IGNORECASE)
_SHOUTED = re.compile(r"!{2,}|\b[A-ZÀ-Þ]{5,}\b")
_GREETS = (
    r"(?:bonjour|bonsoir|salut|cher|chère|coucou|hallo|dag|beste|lieve|goedemorgen|goeiemorgen|goeiedag|hey|hoi|hi|hello"
    r"|dear|liebe|lieber|guten (?:tag|morgen|abend)|moin|merhaba|selam|sevgili)"
)
_NAMED = re.compile(
    rf"\s*(?i:{_GREETS},?\s+)(?:(?i:madame|monsieur|mme|mr|m\.|mevrouw|meneer|mevr\.?|frau|herr|mrs\.?|ms\.?)\s+)?"
    r"(?!(?:Mesdames|Messieurs|Madame|Monsieur|Mevrouw|Meneer|Heer|Frau|Herr|Herren|Damen|Sir|Team|Service|Docteur)\b)"
    r"[A-ZÀ-Þ][a-zà-ÿ]{1,20}(?:[ -][A-ZÀ-Þ][a-zà-ÿ]{1,20})?\s*[,!\n]"
    rf"|\s*(?!(?i:{_GREETS}|madame|monsieur|mevrouw|meneer|team|goedendag|goedemiddag|goedenavond|évidemment)\b)"
    r"[A-ZÀ-Þ][a-zà-ÿ]{2,14},\s*\n"
)
_OPENING = re.compile(r"\s*(?:\[[^\[\]]{0,80}\]\s*)?")
_MANY = 4_000


class Shape(Struct, frozen=True):
    """What a text looks like.

    `named` is a greeting by name, as people use who know each other; `opening` is where the words begin, behind the
    remark in brackets of whoever typed them.
    """

    link: bool = False
    money: bool = False
    percent: bool = False
    file: bool = False
    shouted: bool = False
    named: bool = False
    opening: int = 0

    @property
    def sells(self) -> int:
        """How many of the looks of an advertisement or a fraud it has."""
        return self.link + self.money + self.percent + self.file + self.shouted


def shape(text: str) -> Shape:
    """The look of a text; of a long one its beginning and its end, where links stand."""
    seen = text if len(text) <= 2 * _MANY else text[:_MANY] + text[-_MANY:]
    opening = _OPENING.match(text)
    return Shape(
        link=_LINK.search(seen) is not None,
        money=_MONEY.search(seen) is not None,
        percent=_PERCENT.search(seen) is not None,
        file=_FILE.search(seen) is not None,
        shouted=_SHOUTED.search(seen) is not None,
        named=_NAMED.match(text) is not None,
        opening=opening.end() if opening else 0,
    )
