"""The log: one JSON object a line, never with an address, an agent, a query or anything that a person wrote.

Our own lines are fixed words with a few named values. A library's line is reduced to its pattern without the values,
and an exception to its class and its places, because both may quote what passed through.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

OURS = ("helpline", "channels")
NAMED = ("code", "reference", "route", "channel", "job", "seconds", "frames")


class Line(logging.Formatter):
    """One record as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] in OURS
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage() if ours else str(record.msg)[:200] if isinstance(record.msg, str) else "",
        }
        line |= {name: getattr(record, name) for name in NAMED if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["code"] = type(record.exc_info[1]).__name__
            line["frames"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


def configure() -> None:
    """Everything to standard error: ours from `info`, libraries from `warning`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
