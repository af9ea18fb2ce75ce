"""The invented contact point: filled once, in a demo only, and whole."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from helpline.cli.demo.house import PASSWORD, STAFF
from helpline.cli.demo.model import Told
from helpline.cli.demo.stories import STORIES
from helpline.cli.demo_data import sign_ins, told
from helpline.clock import now
from helpline.errors import ConfigurationError
from helpline.staff import actions as staff
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine


async def test_the_demo_holds_what_a_contact_point_holds(engine: Engine) -> None:
    await told(engine, now())
    async with engine.transaction(SYSTEM) as tx:
        channels = Counter([row[0] for row in await tx.db.fetch("select channel from contact where direction = 'in'")])
        assert {"phone", "sms", "email", "webform", "visit", "letter"} == set(channels)
        assert sum(channels.values()) == sum(isinstance(event, Told) for one in STORIES for event in one.events)
        assert 15 <= await tx.db.fetchval("select count(*) from waiting") <= 25
        landings = {row[0] for row in await tx.db.fetch("select distinct landing_kind from decision")}
        assert landings == {"answer", "case", "follow_up", "orientation", "closing", "quarantine"}
        assert len(await tx.db.fetch("select distinct kind from case_file")) == 3
        assert await tx.db.fetchval("select count(*) from follow_up where ended_at is null and due_at < now()") > 2
        assert await tx.db.fetchval("select count(*) from follow_up where ended_how = 'kept'") > 5
        assert await tx.db.fetchval("select count(*) from contact where unreadable") == 1
        assert await tx.db.fetchval("select count(*) from contact where received_at > now()") == 0
        assert await tx.db.fetchval("select count(*) from outbox where state <> 'delivered'") == 0
        assert await tx.db.fetchval("select max(ends_at) > now() + interval '12 days' from duty")


async def test_the_demo_is_filled_once_only(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await staff.add(
            tx, sign_in_name="zoe", display_name="Zoé", role=Role.OPERATOR, password="four plain words here"
        )
    with pytest.raises(ConfigurationError, match="begins anew"):
        await told(engine, now())


def test_an_installation_that_is_no_demo_is_never_filled(tmp_path: Path) -> None:
    given = {name: value for name, value in os.environ.items() if not name.startswith("HELPLINE_")}
    done = subprocess.run(
        [sys.executable, "-m", "helpline.cli.main", "demo-data"],
        env=given | {"HELPLINE_DATA_DIR": str(tmp_path)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "HELPLINE_DEMO" in done.stderr
    assert not list(tmp_path.iterdir())


def test_every_role_can_be_tried() -> None:
    assert {role for _name, _shown, role, _language, _phone in STAFF} == set(Role)
    assert all(name in sign_ins() for name, *_rest in STAFF)
    assert PASSWORD in sign_ins()
