"""The searcher itself: it finds a canary in every disguise, and nothing where there is none."""

import base64
import email.message
import gzip
import json
import logging
import os
import quopri
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import asyncpg
import pytest

from helpline.db.embedded import EmbeddedPostgres
from helpline.vault import Secrets, Vault
from tests.promises.canary import Canary, seen_in, sightings, traces

CANARY = Canary.hatch()
LOOKED_FOR = traces(CANARY)
SENTENCE = f"Bonjour, ici {CANARY.word}, rappelez le {CANARY.number}."


@pytest.mark.parametrize("shift", range(7))
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_canary_is_found_in_any_charset_and_in_base64_and_hex_at_any_offset(encoding: str, shift: int) -> None:
    raw = ("x" * shift + SENTENCE).encode(encoding)
    for hay in (raw, base64.b64encode(raw), base64.encodebytes(raw), raw.hex().encode(), raw.hex().upper().encode()):
        assert seen_in(os.urandom(500) + hay + os.urandom(500), LOOKED_FOR)


@pytest.mark.parametrize(
    "text",
    [CANARY.word, CANARY.plain, CANARY.word.upper(), CANARY.address],
    ids=["accented", "plain", "capitals", "address"],
)
def test_the_word_alone_is_found(text: str) -> None:
    assert seen_in(f"..{text}..".encode(), LOOKED_FOR)
    assert seen_in(urlencode({"Body": text}).encode(), LOOKED_FOR)
    assert seen_in(quopri.encodestring(text.encode("latin-1")), LOOKED_FOR)
    assert seen_in(json.dumps([text]).encode(), LOOKED_FOR)
    assert seen_in(text.encode("utf-7") + b"?", LOOKED_FOR)
    assert seen_in(text.encode("ascii", "xmlcharrefreplace"), LOOKED_FOR)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
def test_a_mail_is_seen_through_its_transfer_encoding(transfer: str, charset: str) -> None:
    message = email.message.EmailMessage()
    message.set_content("Une longue ligne. " * 4 + CANARY.word + " et la suite. " * 9, cte=transfer, charset=charset)
    assert seen_in(message.as_bytes(), LOOKED_FOR)
    assert seen_in(base64.encodebytes(message.as_bytes()), LOOKED_FOR) or transfer != "8bit"


@pytest.mark.parametrize("shape", ["{n}", "tel:{n}", "0{national}", "0{a} {b}", "+44 {a} {b}", "{a}{b}"])
def test_a_number_is_found_however_it_is_written(shape: str) -> None:
    national = CANARY.number[3:]
    written = shape.format(n=CANARY.number, national=national, a=national[:4], b=national[4:])
    assert seen_in(f"From={written}&To=".encode(), LOOKED_FOR)


def test_noise_shows_nothing() -> None:
    assert not seen_in(os.urandom(3_000_000), LOOKED_FOR)
    key = Vault(Secrets.for_tests()).mint(uuid4())
    assert not seen_in(key.seal("contact.content", key.record, SENTENCE.encode() * 100), LOOKED_FOR)


def test_what_is_compressed_is_out_of_the_searchers_reach() -> None:
    """Known and said: so tables are also read value by value, where Postgres unpacks what it packed."""
    assert not seen_in(gzip.compress(SENTENCE.encode() * 10), LOOKED_FOR)


def test_a_canary_across_two_reads_of_a_big_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 4990 + SENTENCE.encode() + b"y" * 4990)
    assert sightings(tmp_path, LOOKED_FOR, chunk=5000)


def test_a_canary_in_a_log_is_found(tmp_path: Path) -> None:
    handler = logging.FileHandler(tmp_path / "app.log")
    handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "received %r", (SENTENCE,), None))
    handler.close()
    assert sightings(tmp_path, LOOKED_FOR)


def test_a_file_is_searched_again_when_it_changed(tmp_path: Path) -> None:
    clean: dict[Path, tuple[int, int]] = {}
    (tmp_path / "app.log").write_text("started\n")
    assert not sightings(tmp_path, LOOKED_FOR, clean=clean)
    (tmp_path / "app.log").write_text(f"started\n{SENTENCE}")
    assert sightings(tmp_path, LOOKED_FOR, clean=clean)
    assert sightings(tmp_path, LOOKED_FOR, clean=clean), "what was found is found again"


async def test_a_canary_stored_in_clear_is_found_in_the_servers_files(tmp_path: Path) -> None:
    """In the table's file, in the index and in the write-ahead log, and still after the row was deleted."""
    server = EmbeddedPostgres(tmp_path / "data")
    addresses = await server.start()
    try:
        connection = await asyncpg.connect(addresses.owner)
        await connection.execute("create table leak (word text, bytes bytea, number bigint)")
        await connection.execute("create index on leak (word)")
        row = (CANARY.word, SENTENCE.encode("utf-16-le"), int(CANARY.number))
        await connection.execute("insert into leak values ($1, $2, $3)", *row)
        await connection.execute("delete from leak")
        await connection.close()
    finally:
        await server.stop()
    places = sightings(tmp_path, LOOKED_FOR)
    assert any("pg_wal" in place for place in places)
    assert any("data/base/" in place for place in places)
    assert any("UTF-16" in place for place in places)
    assert any("little-endian" in place for place in places)
