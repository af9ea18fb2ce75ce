"""How far the suggestions agree with people, how long one takes, and how well the language of a short text is told.

The labelled file is one JSON object a line; without one, the shared examples. Beside it, from the tests: pairs of the
same facts told of other people, which must get the same urgency, and short texts in six languages.
"""

import os
from pathlib import Path
from time import process_time

import msgspec
from msgspec import Struct

from helpline.contacts.model import Disposition, Language
from helpline.triage.evaluation import Example, Report, Share, by_language, evaluate, labelled, pairs, unequal
from helpline.triage.language import detect
from helpline.triage.lexicon import Lexicon, lexicon, seed
from helpline.triage.model import Message
from helpline.triage.rules import VERSION, suggest

EXAMPLES = Path(os.environ.get("HELPLINE_SHARED_DATA", "../shared/data")) / "contacts" / "example-contacts.jsonl"
TESTS = Path("tests/helpline/triage")
_LIMIT = 3.0
"""Milliseconds one message may take, at the ninety-ninth of a hundred."""
_CHARACTERS, _LARGE = 600, 100_000
_ROUNDS = 5

Table = list[list[str]]


class Times(Struct, frozen=True):
    """Milliseconds for one message: as they come, of six hundred characters, and one of a hundred thousand; and for
    putting a newly published version of the phrases together, which each process does once.
    """

    median: float
    p99: float
    long_p99: float
    largest: float
    published: float


class Found(Struct, frozen=True):
    """Everything measured; `unequal` holds the facts that were judged differently."""

    file: str
    overall: Report
    languages: dict[Language, Report]
    pairs: int
    unequal: tuple[str, ...]
    times: Times
    told: dict[Language, Share]


def measure(file: Path | None) -> Found:
    path = file or EXAMPLES
    examples = labelled(path) if file or path.exists() else []
    told_alike = pairs((TESTS / "fairness.txt").read_text(encoding="utf-8"))
    return Found(
        file=str(path),
        overall=evaluate(examples),
        languages={language: evaluate(some) for language, some in by_language(examples).items()},
        pairs=len(told_alike),
        unequal=tuple(pair.facts for pair in told_alike if unequal(pair)),
        times=times(examples),
        told=languages_told(),
    )


def times(examples: list[Example]) -> Times:
    """As they come, and each repeated or cut to one length; every phrase was made ready by the evaluation before."""
    messages = [each.message for each in examples] or [Message("Bonjour, je suis inquiète pour mon fils.")]
    long = [Message((f"{each.text} " * _CHARACTERS)[:_CHARACTERS]) for each in messages]
    large = Message(" ".join(each.text for each in messages * _LARGE)[:_LARGE])
    timed(large)
    short = sorted(timed(each) for _ in range(_ROUNDS) for each in messages)
    longer = sorted(timed(each) for _ in range(_ROUNDS) for each in long)
    return Times(at(short, 0.5), at(short, 0.99), at(longer, 0.99), timed(large), put_together())


def timed(message: Message) -> float:
    begun = process_time()
    suggest(message)
    return (process_time() - begun) * 1000


def put_together() -> float:
    """A version beside the one that is judged by; what both hold is compiled already."""
    entries, before = list(seed()), lexicon()
    begun = process_time()
    suggest(Message("Bonjour"), Lexicon(entries, "2", before))
    return (process_time() - begun) * 1000


def at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def languages_told() -> dict[Language, Share]:
    """How many of the short texts were given their own language; none told counts as not."""
    lines = (TESTS / "short_texts.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|", 1) for line in lines if line and not line.startswith("#")]
    found: dict[Language, Share] = {}
    for language in Language:
        texts = [text.strip() for name, text in rows if name.strip() == language]
        found[language] = Share(sum(detect(text) is language for text in texts), len(texts))
    return found


def tables(found: Found) -> list[Table]:
    return [confusion(found.overall), quality(found), short_texts(found.told), speed(found)]


def confusion(report: Report) -> Table:
    """A row for what people chose, a column for what was suggested."""
    head = ["chosen \\ suggested", *(suggested.replace("_", " ") for suggested in Disposition)]
    return [head, *([row.replace("_", " "), *counts(report, row)] for row in Disposition)]


def counts(report: Report, chosen: Disposition) -> list[str]:
    return [str(report.confusion.get((chosen, suggested), 0) or "·") for suggested in Disposition]


def quality(found: Found) -> Table:
    """Shares with their interval of 95 % behind them."""
    head = ["set", "size", "missed_urgent", "false_urgent_rate", "disposition_accuracy", "urgency_within_one"]
    rows = [quality_of(language, report) for language, report in found.languages.items()]
    return [head, quality_of("all", found.overall), *rows]


def quality_of(name: str, report: Report) -> list[str]:
    missed = f"{report.missed_urgent} of {report.missed.of} {between(report.missed)}"
    return [name, str(report.size), missed, *map(percent, (report.false, report.right, report.near))]


def percent(share: Share) -> str:
    return f"{share.value:.1%} of {share.of} {between(share)}"


def between(share: Share) -> str:
    low, high = share.interval
    return f"({low:.0%}-{high:.0%})"


def short_texts(told: dict[Language, Share]) -> Table:
    every = Share(sum(each.hits for each in told.values()), sum(each.of for each in told.values()))
    rows = [[language, percent(share)] for language, share in told.items()]
    return [["language of 10-40 characters", "told right"], *rows, ["all", percent(every)]]


def speed(found: Found) -> Table:
    """Milliseconds beside their limit, and the fairness pairs."""
    times = found.times
    return [
        [f"rules {VERSION}", "measured", "limit"],
        ["one message, median ms", f"{times.median:.2f}", ""],
        ["one message, p99 ms", f"{times.p99:.2f}", f"{_LIMIT:.0f}"],
        [f"{_CHARACTERS} characters, p99 ms", f"{times.long_p99:.2f}", f"{_LIMIT:.0f}"],
        [f"{_LARGE:,} characters, ms", f"{times.largest:.0f}", ""],
        ["a published version put together, ms", f"{times.published:.0f}", ""],
        ["fairness: facts judged unequally", f"{len(found.unequal)} of {found.pairs}", "0"],
    ]


def as_json(found: Found) -> dict[str, object]:
    """The figures of the whole set, those of each language under `languages`."""
    return {
        "triage": {
            "file": found.file,
            "rules_version": VERSION,
            **figures(found.overall),
            "languages": {language: figures(report) for language, report in found.languages.items()},
            "fairness": {"facts": found.pairs, "unequal": list(found.unequal)},
            "milliseconds": msgspec.to_builtins(found.times),
            "language_told": {language: share_of(share) for language, share in found.told.items()},
        }
    }


def figures(report: Report) -> dict[str, object]:
    return {
        "size": report.size,
        "missed_urgent": report.missed_urgent,
        "false_urgent_rate": report.false_urgent_rate,
        "disposition_accuracy": report.disposition_accuracy,
        "urgency_within_one": report.urgency_within_one,
        "intervals": {
            "missed_urgent": share_of(report.missed),
            "false_urgent_rate": share_of(report.false),
            "disposition_accuracy": share_of(report.right),
            "urgency_within_one": share_of(report.near),
        },
        "confusion": {
            chosen: {suggested: report.confusion.get((chosen, suggested), 0) for suggested in Disposition}
            for chosen in Disposition
        },
    }


def share_of(share: Share) -> dict[str, object]:
    return {"hits": share.hits, "of": share.of, "value": share.value, "interval_95": list(share.interval)}
