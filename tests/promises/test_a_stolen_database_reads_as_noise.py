"""The promise: a stolen database or backup reads as noise, and so do the log and the temporary files beside it.

A word and a number that exist nowhere else go into every field a person may fill. Then the whole data directory
(tables, indexes, write-ahead log, server log, temporary files) is searched for them in every disguise, and every table
is read out. What the house itself can still open shows that they really were there.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from helpline.cases import actions as cases
from helpline.cases.model import CaseKind
from helpline.clock import now
from helpline.contacts import actions as contacts
from helpline.contacts import finding
from helpline.contacts.model import Disposition, Urgency
from helpline.db.embedded import EmbeddedPostgres
from helpline.db.migrate import migrate
from helpline.db.pool import open_pool
from helpline.envelope import AddressKind, Arrival, Attachment, Raw, SafeContact, Sender
from helpline.followups import actions as followups
from helpline.followups.model import AttemptOutcome, FollowUpKind
from helpline.intake import actions as intake
from helpline.intake.digest import TRIES, Digestion
from helpline.people import actions as people
from helpline.people.model import Kind, PersonContent
from helpline.referrals import actions as referrals
from helpline.staff import actions as staff
from helpline.staff.model import Role
from helpline.triage import actions as triage
from helpline.triage.model import LandingKind
from helpline.triage.record import Choice, Danger, DangerCategory
from helpline.vault import Vault
from helpline.vault.transaction import SYSTEM, Engine, Transaction
from tests.promises.canary import Canary, shown_by, sightings, traces

CANARY = Canary.hatch()
SAID = CANARY.sentence


@pytest.fixture(scope="module")
async def stolen(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """A server with the settings of a real one, alone in its directory."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("stolen") / "data")
    addresses = await server.start()
    await migrate(addresses.owner)
    yield server
    await server.stop()


@pytest.fixture(scope="module")
async def house(stolen: EmbeddedPostgres, vault: Vault) -> AsyncIterator[Engine]:
    pool = await open_pool(stolen.addresses().app, size=4)
    yield Engine(pool, vault)
    await pool.close()


async def test_what_arrives_and_what_staff_write_reads_as_noise(
    stolen: EmbeddedPostgres, house: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    contact = await arrived(house)
    async with house.transaction(SYSTEM) as tx:
        await written(tx, contact)
    async with house.transaction(SYSTEM) as tx:
        view = await contacts.opened(tx, contact)
        assert CANARY.word in view.content.text
        assert await finding.search(tx, CANARY.plain)
        assert await finding.search(tx, CANARY.number)
        assert await people.find(tx, CANARY.plain[:6])
    await everything_on_disk(stolen)
    looked_for = traces(CANARY)
    assert sightings(stolen.data.parent, looked_for) == []
    assert await shown_by(superuser(stolen), looked_for) == []
    assert not any(trace in caplog.text.lower().encode() for trace in looked_for)


async def test_what_cannot_be_read_and_what_fails_in_postgres_reads_as_noise(
    stolen: EmbeddedPostgres, house: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    digestion = Digestion(house, {"sms": broken})
    kept = await intake.keep(house, Raw("sms", f"SM-{CANARY.plain}", SAID.encode(), now()))
    for _ in range(TRIES):
        await digestion.some()
        async with house.transaction(SYSTEM) as tx:
            await tx.db.execute("update inbox set due_at = $1 where state = 'new'", now())
    async with house.transaction(SYSTEM) as tx:
        assert (await contacts.opened(tx, kept.record)).row.unreadable
    with pytest.raises(asyncpg.PostgresError):
        await house.pool.execute("select $1::text::int", SAID)
    await everything_on_disk(stolen)
    looked_for = traces(CANARY)
    assert sightings(stolen.data.parent, looked_for) == []
    assert await shown_by(superuser(stolen), looked_for) == []
    assert not any(trace in caplog.text.lower().encode() for trace in looked_for)


def broken(raw: Raw) -> Arrival:
    raise ValueError(f"cannot read {raw.body.decode()}")


async def arrived(house: Engine) -> UUID:
    """A note by hand with the canary in every field it has."""
    arrival = Arrival(
        channel="letter",
        external_id=f"<{CANARY.plain}@example.org>",
        occurred_at=now(),
        sender=Sender(AddressKind.PHONE, CANARY.number, CANARY.word),
        recipient=CANARY.address,
        subject=SAID,
        text=SAID * 200,
        quoted_text=SAID,
        language="fr",
        attachments=(Attachment(f"{CANARY.word}.txt", "text/plain", SAID.encode() * 2000),),
        safe_contact=SafeContact(True, True, cover_phrase=SAID, if_other_answers=SAID, note=SAID),
        call_back=CANARY.number,
    )
    kept = await intake.keep(house, intake.by_hand(arrival, f"key {CANARY.word}"))
    assert (await intake.keep(house, intake.by_hand(arrival, f"key {CANARY.word}"))).duplicate
    while await Digestion(house, {}).some():
        pass
    return kept.record


async def written(tx: Transaction, contact: UUID) -> None:
    """The canary in every field that staff may fill."""
    operator = await staff.add(
        tx,
        sign_in_name="anna",
        display_name="Anna",
        role=Role.OPERATOR,
        password="seven grey geese",
        phone=CANARY.number,
    )
    person = await people.add(tx, Kind.CONCERNED, PersonContent(CANARY.word, SAID, "fr"))
    await people.add_address(tx, person, AddressKind.EMAIL, CANARY.address)
    await triage.log_danger(tx, contact, DangerCategory.OTHER, Danger(SAID, SAID, SAID, SAID, SAID, SAID))
    case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title=CANARY.word, summary=SAID, worker=operator)
    await cases.note(tx, case, SAID)
    await referrals.refer(tx, case=case, service="1712", note=SAID)
    due = tx.now + timedelta(days=1)
    promise = await followups.promise(
        tx, kind=FollowUpKind.TASK, what=SAID, about=SAID, due_at=due, owner=operator, case=case
    )
    await followups.attempt(tx, promise, AttemptOutcome.LATER, SAID, 1, due + timedelta(days=1))
    await followups.drop(tx, promise, 2, SAID)
    version = (await contacts.opened(tx, contact)).row.version
    choice = Choice(
        disposition=Disposition.ACCOMPANIMENT,
        urgency=Urgency.ROUTINE,
        landing=LandingKind.CASE,
        reason=SAID,
        case_title=CANARY.word,
    )
    await triage.decide(tx, contact, version, choice)


def superuser(server: EmbeddedPostgres) -> str:
    return server.addresses().owner.replace("//helpline_owner@", "//postgres@")


async def everything_on_disk(server: EmbeddedPostgres) -> None:
    """What is in the server's memory is in its files."""
    connection = await asyncpg.connect(superuser(server))
    await connection.execute("checkpoint")
    await connection.close()
