"""`scripts/bench`: what was measured, as a table and as JSON."""

import argparse
import asyncio
import os
from itertools import pairwise
from pathlib import Path

import msgspec

from scripts.benchmarks import intake, mail, pages, parse, scroll, triage

WORDS = ("intake", "mail", "pages", "parse", "scroll", "triage")


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("what", nargs="*", help=f"of {', '.join(WORDS)}; triage FILE for one's own; default: all")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each intake figure is measured")
    parser.add_argument("--sizes", default="1000,10000", help="how many contacts the pages are measured at")
    given = parser.parse_args()
    labelled = [word for before, word in pairwise(given.what) if before == "triage" and word not in WORDS]
    if unknown := set(given.what) - {*WORDS, *labelled}:
        parser.error(f"not a benchmark: {', '.join(sorted(unknown))}")
    found: dict[str, object] = {"load_before": os.getloadavg()[0]}
    if "intake" in given.what or not given.what:
        rows, lag = asyncio.run(intake.measure(given.seconds))
        found |= intake.as_json(rows, lag)
        show(intake.table(rows, lag))
    if "mail" in given.what or not given.what:
        measured = asyncio.run(mail.measure(given.seconds))
        found |= mail.as_json(*measured)
        show(mail.table(*measured))
    if "pages" in given.what or not given.what:
        timed = asyncio.run(pages.measure([int(size) for size in given.sizes.split(",")]))
        found |= pages.as_json(timed)
        show(pages.table(timed))
    if "parse" in given.what or not given.what:
        read = parse.measure()
        found |= parse.as_json(read)
        show(parse.table(read))
    if "scroll" in given.what or not given.what:
        seen = asyncio.run(scroll.measure())
        found |= scroll.as_json(seen)
        show(scroll.table(seen))
    if "triage" in given.what or not given.what:
        judged = triage.measure(Path(labelled[0]) if labelled else None)
        found |= triage.as_json(judged)
        for table in triage.tables(judged):
            show(table)
            print()
    if given.json:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(found)))


def show(lines: list[list[str]]) -> None:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))


if __name__ == "__main__":
    main()
