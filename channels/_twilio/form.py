"""Reads a url-encoded body, bounded, without the framework's own parser, which would keep it in a cache."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

LARGEST = 64_000
MOST_FIELDS = 300


class Fields:
    """The fields of one request, blanks and repeated ones included, in the form the official validator reads."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def getall(self, name: str) -> list[str]:
        """Every value of a field; the validator looks for a method of this name."""
        return [value for key, value in self.pairs if key == name]

    def get(self, name: str) -> str:
        """The first value of a field, or ""."""
        return next((value for key, value in self.pairs if key == name), "")

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


def fields_of(body: bytes) -> Fields:
    """The fields of a body. Raises `ValueError` for broken encodings and for more than anybody needs."""
    if len(body) > LARGEST:
        raise ValueError("too large")
    return Fields(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS))
