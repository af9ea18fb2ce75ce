"""SQL lives beside its feature, in `store.sql` or a `.sql` beside another module of its name; this reads it and gives
every statement a name.

A statement begins with `-- name: waiting -> Waiting` (the struct its rows fill, `value` for a single value, `none`
for no rows) and one comment sentence of purpose. The house's tests prepare every statement against the migrated
schema and compare its columns with the struct.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from asyncpg import Connection, Pool
from asyncpg.pool import PoolConnectionProxy

Row = TypeVar("Row")
Db = Connection | PoolConnectionProxy

#: Where a single statement may run: on a transaction's connection, or alone on any of the pool.
AnyDb = Db | Pool

HEAD = re.compile(r"^-- name: (?P<name>\w+) -> (?P<fills>\w+)\n-- (?P<purpose>.+)\n", re.MULTILINE)


class Statement:
    """One named statement."""

    __slots__ = ("fills", "name", "purpose", "text")

    def __init__(self, name: str, fills: str, purpose: str, text: str) -> None:
        self.name, self.fills, self.purpose, self.text = name, fills, purpose, text

    async def many(self, db: AnyDb, row: type[Row], *args: Any) -> list[Row]:
        """All rows as structs."""
        return msgspec.convert(await db.fetch(self.text, *args), list[row], from_attributes=False, strict=False)  # type: ignore[valid-type]

    async def one(self, db: AnyDb, row: type[Row], *args: Any) -> Row | None:
        """The first row as a struct, or None."""
        record = await db.fetchrow(self.text, *args)
        return None if record is None else msgspec.convert(record, row, strict=False)

    async def value(self, db: AnyDb, *args: Any) -> Any:
        """The first column of the first row, or None."""
        return await db.fetchval(self.text, *args)

    async def values(self, db: AnyDb, *args: Any) -> list[Any]:
        """The first column of every row."""
        return [record[0] for record in await db.fetch(self.text, *args)]

    async def run(self, db: AnyDb, *args: Any) -> int:
        """Execute; how many rows it touched."""
        status: str = await db.execute(self.text, *args)
        last = status.rsplit(" ", 1)[-1]
        return int(last) if last.isdigit() else 0

    async def batch(self, db: AnyDb, rows: Iterable[Sequence[Any]]) -> None:
        """Execute once for each row of arguments, in one round trip."""
        await db.executemany(self.text, rows)


class Statements:
    """The statements of one file, as attributes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        text = path.read_text("utf-8")
        heads = list(HEAD.finditer(text))
        ends = [head.start() for head in heads[1:]] + [len(text)]
        self.by_name = {
            head["name"]: Statement(
                head["name"], head["fills"], head["purpose"], text[head.end() : end].strip().rstrip(";")
            )
            for head, end in zip(heads, ends, strict=True)
        }
        if len(self.by_name) != len(re.findall(r"^-- name:", text, re.MULTILINE)):
            raise ValueError(f"{path}: a statement's heading is malformed or its name is used twice")

    def __getattr__(self, name: str) -> Statement:
        try:
            return self.by_name[name]
        except KeyError:
            raise AttributeError(f"{self.path} has no statement {name}") from None


def statements(store: str) -> Statements:
    """The statements beside a store module: `sql = statements(__file__)`."""
    return Statements(Path(store).with_suffix(".sql"))
