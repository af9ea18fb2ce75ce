"""Every statement of every room works on the migrated schema, fills its struct, and is used."""

import importlib
import re
import types
import typing
from collections.abc import AsyncIterator
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from asyncpg import Connection

import helpline
from helpline.db.statements import Statement, Statements
from helpline.vault.transaction import Engine

ROOT = Path(helpline.__file__).parent
STORES = sorted(path for path in ROOT.rglob("*.sql") if path.parent.name != "migrations")
EVERY = [(path, statement) for path in STORES for statement in Statements(path).by_name.values()]
CALL = re.compile(r"\bsql\.(?P<name>\w+)\.(?P<how>\w+)\(\s*(?P<db>[\w.]+)(?:,\s*(?P<row>[\w\[\]]+))?")
KINDS = {
    "int2": int, "int4": int, "int8": int, "bool": bool, "text": str, "varchar": str, "uuid": UUID, "bytea": bytes,
    "timestamptz": datetime, "date": date, "time": time, "float8": float,
}  # fmt: skip

every_statement = pytest.mark.parametrize(
    ("path", "statement"), EVERY, ids=[f"{path.parent.name}.{statement.name}" for path, statement in EVERY]
)


@pytest.fixture
async def db(shared_engine: Engine) -> AsyncIterator[Connection]:
    async with shared_engine.pool.acquire() as connection:
        yield connection


def struct_named(path: Path, name: str) -> type[msgspec.Struct]:
    """The struct as the slice's store module, or whichever module of the slice uses the statement, knows it."""
    for module in ("store", *sorted(file.stem for file in path.parent.glob("*.py"))):
        if (path.parent / f"{module}.py").exists():
            dotted = ".".join(["helpline", *path.parent.relative_to(ROOT).parts, module])
            if found := getattr(importlib.import_module(dotted), name, None):
                return found  # type: ignore[no-any-return]  # a struct by name
    raise AssertionError(f"{path.parent.name} knows no struct {name}")


def kinds_of(annotation: object) -> set[object]:
    """What an annotation accepts, an enum by its values' type and a sequence by its items'."""
    if isinstance(annotation, typing.TypeAliasType if hasattr(typing, "TypeAliasType") else ()):
        annotation = annotation.__value__
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return set().union(*map(kinds_of, typing.get_args(annotation)))
    if origin is not None:
        return {("many", kind) for argument in typing.get_args(annotation) for kind in kinds_of(argument)}
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {str}
    return {annotation}


@every_statement
async def test_a_statement_fills_what_it_says(path: Path, statement: Statement, db: Connection) -> None:
    columns = (await db.prepare(statement.text)).get_attributes()
    if statement.fills == "none":
        silent = [column for column in columns if column.type.name == "void" or column.name == "set_config"]
        assert len(silent) == len(columns), "it answers something: say what"
    elif statement.fills == "value":
        assert len(columns) == 1
    else:
        struct = struct_named(path, statement.fills)
        fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
        names = [column.name for column in columns]
        assert len(names) == len(set(names)), "a column twice"
        assert set(names) <= set(fields), "columns the struct does not know"
        assert {name for name, field in fields.items() if field.required} <= set(names), "fields without a column"
        for column in columns:
            many = column.type.kind == "array"
            kind = KINDS.get(column.type.name.removesuffix("[]"))
            accepted = kinds_of(fields[column.name].type)
            assert kind is None or (("many", kind) if many else kind) in accepted, f"{column.name}: {column.type.name}"


@every_statement
async def test_the_application_role_may_run_every_statement(path: Path, statement: Statement, db: Connection) -> None:
    if not statement.text.lower().startswith(("select pg_notify", "listen")):
        # Postgres 15 cannot plan without values; there, preparing is what is tried.
        generic = "(generic_plan) " if db.get_server_version().major >= 16 else ""
        await (db.execute if generic else db.prepare)(f"explain {generic}{statement.text}")


@every_statement
def test_every_statement_is_used_for_what_it_fills(path: Path, statement: Statement) -> None:
    code = "\n".join(file.read_text("utf-8") for file in path.parent.glob("*.py"))
    calls = [call for call in CALL.finditer(code) if call["name"] == statement.name]
    assert calls, "nothing uses it: delete it"
    for call in calls:
        expected = {"many": call["row"], "one": call["row"], "value": "value", "values": "value"}.get(
            call["how"], "none"
        )
        assert statement.fills == expected, f"used as {call['how']}"
