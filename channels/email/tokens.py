"""Where a mail says which conversation it belongs to. A token of ours counts where a mail program puts it by itself:
in the address that is answered to, or in a reference to a Message-ID of ours. Elsewhere it is somebody's hint.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from channels.email.border import Fields

#: A token as `contacts.conversation.token_for` makes it: 26 bytes in base 32.
TOKEN = r"([a-z2-7]{42})"  # noqa: S105  # a pattern
IN_ADDRESS = re.compile(rf"\+{TOKEN}@", re.IGNORECASE)
IN_MESSAGE_ID = re.compile(rf"<{TOKEN}\.", re.IGNORECASE)
ANYWHERE = re.compile(rf"(?<![a-z2-7]){TOKEN}(?![a-z2-7])", re.IGNORECASE)

TO = frozenset({"to", "cc", "delivered-to", "x-original-to", "envelope-to"})
ANSWERED = frozenset({"in-reply-to", "references"})
MOST = 5
READ = 20_000


class Tokens(Struct, frozen=True):
    """`answered`: the one conversation this answers; None where it names none, or several. `hinted`: what else it
    names, for a human.
    """

    answered: str | None = None
    hinted: tuple[str, ...] = ()


def tokens_in(fields: Fields, recipients: Sequence[str], text: str) -> Tokens:
    """What a mail names: in its headers, its envelope, and in what was written."""
    strong = distinct(in_headers(fields, recipients))
    weak = distinct(in_words(fields, text))
    if len(strong) == 1:
        return Tokens(strong[0], tuple(one for one in weak if one != strong[0])[:MOST])
    return Tokens(None, distinct((*strong, *weak))[:MOST])


def in_headers(fields: Fields, recipients: Sequence[str]) -> Iterator[str]:
    for recipient in recipients:
        yield from IN_ADDRESS.findall(recipient)
    for name, value in fields:
        if name in TO:
            yield from IN_ADDRESS.findall(value[:READ])
        if name in ANSWERED:
            yield from IN_MESSAGE_ID.findall(value[:READ])


def delivered_to(fields: Fields) -> Iterator[str]:
    """The addresses it was delivered to, by the headers in which mail servers note them."""
    return (
        value for name, value in fields if name in ("delivered-to", "x-original-to", "envelope-to") and "@" in value
    )


def in_words(fields: Fields, text: str) -> Iterator[str]:
    for name, value in fields:
        if name in ("subject", "comments", "keywords"):
            yield from ANYWHERE.findall(value[:READ])
    yield from ANYWHERE.findall(text[:READ])


def distinct(found: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token.lower() for token in found))
