"""What our own border says of a sender (RFC 8601). A header anybody else wrote proves nothing."""

import re
from collections.abc import Iterator, Sequence

#: The header block from the top: names in lower case, values on one line, nothing decoded.
Fields = Sequence[tuple[str, str]]

QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*([^\s;]+)", re.IGNORECASE)


def proven(fields: Fields, address: str, authserv_id: str) -> bool:
    """Whether our border saw that the domain of this address vouches for the mail: a DMARC pass.

    Every result that bears our border's name must say so: where one was forged and not removed (which RFC 8601 asks of
    a border), nothing is proven, above or below the true one. Nor is anything in a mail that names several writers.
    """
    domain = address.rpartition("@")[2].lower()
    if not authserv_id or not domain or not one_writer(fields):
        return False
    said = list(from_border(fields, authserv_id))
    return bool(said) and all(passes(results, domain) for results in said)


def one_writer(fields: Fields) -> bool:
    """Whether one From names one address: which of two a border has checked, nobody can tell."""
    written = [value for name, value in fields if name == "from"]
    return len(written) == 1 and without_comments(QUOTED.sub("", written[0])).count("@") == 1


def from_border(fields: Fields, authserv_id: str) -> Iterator[Sequence[str]]:
    """The results under our border's name, wherever they stand; each as its own clauses."""
    for name, value in fields:
        if name == "authentication-results":
            border, *results = without_comments(QUOTED.sub('""', value)).split(";")
            if border.split()[:1] == [authserv_id]:
                yield results


def passes(results: Sequence[str], domain: str) -> bool:
    """Whether these clauses hold a DMARC pass, and none that is about another domain or no pass."""
    verdicts = [clause.strip() for clause in results if re.match(r"\s*dmarc\s*=", clause, re.IGNORECASE)]
    return bool(verdicts) and all(
        re.match(r"dmarc\s*=\s*pass(?![\w-])", verdict, re.IGNORECASE)
        and all(about.strip('".').lower() == domain for about in HEADER_FROM.findall(verdict))
        for verdict in verdicts
    )


def without_comments(value: str) -> str:
    """A value without what stands in brackets, nested ones too; what is never closed is all comment."""
    kept, depth = [], 0
    for letter in value:
        depth += letter == "("
        if not depth:
            kept.append(letter)
        depth -= letter == ")" and depth > 0
    return "".join(kept)
