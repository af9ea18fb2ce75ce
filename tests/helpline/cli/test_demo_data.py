"""The invented contact point: filled once, in a demo only, and whole."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from helpline.cli.demo.days import EVENTS
from helpline.cli.demo.house import ANSWERS, PASSWORD, STAFF
from helpline.cli.demo.model import PHONE, Story, Told
from helpline.cli.demo.singles import SILENT
from helpline.cli.demo.stories import STORIES
from helpline.cli.demo.year import Year
from helpline.cli.demo_data import sign_ins, told
from helpline.clock import now
from helpline.errors import ConfigurationError
from helpline.questions import actions as questions
from helpline.research import actions as research
from helpline.staff import actions as staff
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine


def year(seed: int = 11) -> list[Story]:
    return list(Year(date(2026, 11, 23), seed).stories())


def contacts_in(stories: Iterable[Story]) -> list[Told]:
    return [event for story in stories for event in story.events if isinstance(event, Told)]


def test_a_year_has_the_proportions_of_the_field() -> None:
    contacts = contacts_in((*STORIES, *year()))
    calls = [told for told in contacts if told.channel == PHONE]
    files = sum(story.kind is not None for story in (*STORIES, *year()))
    assert 550 <= len(contacts) <= 650
    assert 0.45 <= len(calls) / len(contacts) <= 0.6
    empty = [told for told in calls if told.lands is SILENT or (not told.text and not told.call_back and told.waits)]
    assert 0.15 <= len(empty) / len(calls) <= 0.3
    known = [told.by.requester for told in contacts if told.by.requester]
    assert 0.35 <= known.count("professional") / len(known) <= 0.6
    assert 60 <= files <= 100
    assert {"fr", "nl", "de", "en", "ar", "tr"} == {told.by.language for told in contacts}


def test_after_an_event_everybody_comes_at_once() -> None:
    days = Counter(int(told.ago) for told in contacts_in(year()))
    for began, lasted in EVENTS:
        assert sum(days[began - day] for day in range(lasted)) > 3 * sum(days[began + 2 + day] for day in range(lasted))


def test_the_same_seed_tells_the_same_year() -> None:
    assert year() == year()
    assert year(12) != year()


async def test_the_demo_holds_what_a_contact_point_holds(engine: Engine) -> None:
    at = now()
    stories = (*STORIES, *list(Year(at.date()).stories())[::9])
    await told(engine, at, stories)
    async with engine.transaction(SYSTEM) as tx:
        channels = Counter([row[0] for row in await tx.db.fetch("select channel from contact where direction = 'in'")])
        assert {"phone", "sms", "email", "webform", "visit", "letter"} == set(channels)
        assert sum(channels.values()) == len(contacts_in(stories))
        assert 15 <= await tx.db.fetchval("select count(*) from waiting") <= 25
        landings = {row[0] for row in await tx.db.fetch("select distinct landing_kind from decision")}
        assert landings == {"answer", "case", "follow_up", "orientation", "closing", "quarantine"}
        assert len(await tx.db.fetch("select distinct kind from case_file")) == 3
        assert await tx.db.fetchval("select count(*) from follow_up where ended_at is null and due_at < now()") > 2
        assert await tx.db.fetchval("select count(*) from follow_up where ended_how = 'kept'") > 5
        assert await tx.db.fetchval("select count(*) from contact where unreadable") == 1
        assert await tx.db.fetchval("select count(*) from contact where received_at > now()") == 0
        assert await tx.db.fetchval("select count(*) from outbox where state <> 'delivered'") == 0
        assert await tx.db.fetchval("select count(*) from canned_answer") == len(ANSWERS)
        assert len(await research.told(tx)) >= 3
        assert await tx.db.fetchval("select count(*) from note where life_area is not null") > 10
        assert await tx.db.fetchval("select count(*) from referral where life_area is not null") > 3
        assert await tx.db.fetchval("select count(*) from follow_up where life_area is not null") > 2
        files = [row[0] for row in await tx.db.fetch("select removed_at is null from case_document")]
        assert (files.count(True), files.count(False)) == (4, 1)
        became = "select distinct value from contact, jsonb_each_text(answered) where key like 'own_%'"
        states = {row[0] for row in await tx.db.fetch(became)}
        assert "answered" in states <= {"answered", "unknown", "declined"}
        assert [one.kind for one in (await questions.asked(tx)).own()] == ["one", "short"]


async def test_the_demo_is_filled_once_only(engine: Engine) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await staff.add(
            tx, sign_in_name="zoe", display_name="Zoé", role=Role.OPERATOR, password="four plain words here"
        )
    with pytest.raises(ConfigurationError, match="begins anew"):
        await told(engine, now(), STORIES)


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
