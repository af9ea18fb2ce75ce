"""The commands as somebody types them: on an embedded server of their own, joined by each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from helpline.db.embedded import EmbeddedPostgres


class Typed:
    """`helpline ...` in a directory of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def __call__(self, *words: str, says: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "helpline.cli.main", *words],
            env=os.environ | {"HELPLINE_DATA_DIR": str(self.data)} | settings,
            input=says,
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    typed = Typed(tmp_path_factory.mktemp("house"))
    done = typed("migrate")
    assert done.returncode == 0, done.stderr
    return typed


def test_migrating_again_finds_nothing_to_do(typed: Typed) -> None:
    assert typed("migrate").stdout == "The schema is up to date.\n"


def test_the_first_account_is_made_by_command(typed: Typed) -> None:
    made = typed("staff", "add", "alice", "--role", "supervisor", "--password-stdin", says="four plain words here\n")
    assert (made.returncode, made.stdout) == (0, "alice may sign in, and then chooses another password.\n")
    assert "alice" in typed("staff", "list").stdout
    again = typed("staff", "add", "alice", "--role", "operator")
    assert (again.returncode, again.stderr) == (1, "sign_in_name: This name is taken.\n")


def test_a_lost_second_factor_is_reset_at_the_machine_with_a_reason(typed: Typed) -> None:
    typed("staff", "add", "eva", "--role", "supervisor")
    assert typed("staff", "reset", "eva").returncode == 2
    assert typed("staff", "reset", "eva", "--reason", "?").returncode == 1
    done = typed("staff", "reset", "eva", "--reason", "She stands here, her telephone is stolen.")
    assert (done.returncode, "sets up a new second factor" in done.stdout) == (0, True)


def test_a_password_is_invented_where_none_is_typed(typed: Typed) -> None:
    made = typed("staff", "add", "bob", "--role", "operator")
    assert "The password is: " in made.stdout


def test_an_account_can_be_reached_let_back_in_and_ended(typed: Typed) -> None:
    typed("staff", "add", "fatma", "--role", "operator")
    assert typed("staff", "phone", "fatma", "+447700900003").returncode == 0
    assert "+32470123456" in typed("staff", "phone", "fatma", "0470").stderr
    assert "speaks en" in typed("staff", "language", "fatma", "en").stdout
    assert typed("staff", "language", "fatma", "xx").returncode == 2
    assert typed("staff", "password", "fatma", "--password-stdin", says="another twelve letters\n").returncode == 0
    assert typed("staff", "leave", "fatma").returncode == 0
    assert "fatma" not in typed("staff", "list").stdout
    assert "There is no account nobody" in typed("staff", "leave", "nobody").stderr


def test_a_token_is_shown_once_and_alone(typed: Typed) -> None:
    made = typed("token", "add", "--permission", "contact.read", "--permission", "queue.read", "--label", "a monitor")
    assert made.stdout.startswith("helpline_")
    assert len(made.stdout.split()) == 1
    listed = typed("token", "list").stdout
    assert "a monitor: contact.read, queue.read" in listed
    assert made.stdout.strip() not in listed
    assert typed("token", "revoke", listed.split()[0]).returncode == 0
    assert "a monitor" not in typed("token", "list").stdout


def test_a_master_is_added_and_the_keys_moved_under_it(typed: Typed) -> None:
    typed("staff", "add", "charlie", "--role", "operator")
    assert "Master 2" in typed("keys", "rotate").stdout
    assert typed("keys", "rewrap").returncode == 0
    listed = typed("keys", "list").stdout.splitlines()
    assert listed[0] == "master 1: 0 living keys"
    assert listed[1].startswith("master 2: ")
    assert typed("keys", "create").returncode == 1


def test_a_missing_secret_is_never_replaced(typed: Typed) -> None:
    typed("staff", "add", "dora", "--role", "operator")
    secret = typed.data / "secret"
    kept = secret.rename(typed.data / "kept")
    refused = typed("staff", "list")
    kept.rename(secret)
    assert refused.returncode == 1
    assert "restore the file" in refused.stderr
    assert typed("staff", "list").returncode == 0


def test_the_doctor_says_what_to_do(typed: Typed) -> None:
    found = typed("doctor", "--json")
    report = {finding["about"]: finding["remedy"] for finding in json.loads(found.stdout)}
    assert report["database, schema and secret"] == ""
    assert "PUBLIC_URL" in report["public address"]
    assert {"channel sms", "channel phone", "channel email", "channel webform"} <= report.keys()


def test_the_doctor_shows_settings_without_their_values(typed: Typed) -> None:
    shown = typed("doctor", "--settings", "--json", HELPLINE_SMTP_URL="smtp://user:hidden@example.org")
    rows = {row["name"]: row["set"] for row in json.loads(shown.stdout)}
    assert rows["HELPLINE_SMTP_URL"]
    assert not rows["HELPLINE_LMTP_LISTEN"]
    assert "hidden" not in shown.stdout


@pytest.mark.parametrize(
    ("words", "settings", "code", "sentence"),
    [
        (["dance"], {}, 2, "invalid choice"),
        ([], {}, 2, "required"),
        (["staff", "list"], {"HELPLINE_DATABSE_URL": "x"}, 1, "HELPLINE_DATABSE_URL is not a setting"),
        (["staff", "list"], {"HELPLINE_PORT": "many"}, 1, "impossible value"),
        (["web"], {"HELPLINE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, 1, "HELPLINE_DATABASE_URL"),
        (["token", "add", "--permission", "everything"], {}, 1, "everything is not a permission"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    typed: Typed, words: list[str], settings: dict[str, str], code: int, sentence: str
) -> None:
    done = typed(*words, **{"HELPLINE_PORT": "0", **settings})
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert code == 2 or len(done.stderr.strip().splitlines()) == 1


async def test_a_database_of_ones_own_is_migrated_by_its_owner_and_used_by_the_application(
    postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    typed, addresses = Typed(tmp_path), await postgres.create_database("own")
    used = {"HELPLINE_DATABASE_URL": addresses.app}
    assert "run `helpline migrate`" in typed("staff", "list", **used).stderr
    assert typed("migrate", **used, HELPLINE_DATABASE_OWNER_URL=addresses.owner).returncode == 0
    assert typed("staff", "add", "erin", "--role", "operator", **used).returncode == 0
    assert "erin" in typed("staff", "list", **used).stdout
    await execute(addresses.owner, "insert into schema_migration (version, name, sha256) values (9999, 'later', '')")
    assert "install the newer release" in typed("staff", "list", **used).stderr


async def execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(statement)
    await connection.close()


def test_a_round_says_so_where_no_provider_is_set_up(typed: Typed) -> None:
    done = typed("doctor", "--reconcile")
    assert (done.returncode, "no provider keeps lists here" in done.stdout) == (0, True)
