"""Point 23: MMS media like voicemail: fetched, typed by content, sealed, quarantined until opened deliberately."""

from urllib.parse import urlencode

import msgspec
import pytest

from channels.sms.reading import MOST_FILES, read
from helpline.channel import TransportError
from helpline.clock import now
from helpline.contacts.model import ContactView
from helpline.envelope import Arrival, Raw
from helpline.intake import deletions, jobs
from helpline.intake.model import Fetch
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM
from tests.channels._twilio.fake import PICTURE
from tests.channels.conftest import ALICE, Installation

MESSAGE = "MM" + "2" * 32


def address(file: str) -> str:
    return f"https://api.twilio.com/2010-04-01/Accounts/AC/Messages/{MESSAGE}/Media/{file}"


async def sent_with(line: Installation, claimed: str = "image/png", body: bytes = PICTURE) -> str:
    """A text with one file arrives; the file's id."""
    file = line.fake.picture()
    line.fake.media[file] = body
    given = {"NumMedia": "1", "MediaUrl0": address(file), "MediaContentType0": claimed}
    await line.text("Voyez", MessageSid=MESSAGE, **given)
    return file


async def brought(line: Installation) -> ContactView:
    """What the worker does: the file is fetched, then everything that is due is deleted there."""
    await line.digested()
    for payload in await line.engine.pool.fetch(
        "delete from pgqueuer where entrypoint = 'intake.fetch' returning payload"
    ):
        await jobs.fetch(line.premises, msgspec.json.decode(payload["payload"], type=Fetch))
    await deletions.settle(line.premises)
    (view,) = await line.digested()
    return view


async def test_a_picture_is_fetched_sealed_and_then_deleted_there_with_its_message_and_the_proof(
    line: Installation,
) -> None:
    """Point 23: fetched, sealed, and the provider's copies deleted with the proof kept."""
    file = await sent_with(line)
    view = await brought(line)
    assert [(one.name, one.media_type) for one in view.attachments] == [(f"mms-{file[-4:]}.png", "image/png")]
    assert line.fake.media == {}
    assert MESSAGE in line.fake.deleted
    steps = {step.event for step in view.history}
    assert {"deleted_there:file (204)", "deleted_there:message (204)"} <= steps
    async with line.engine.transaction(SYSTEM) as tx:
        assert PICTURE not in await tx.db.fetchval("select body from attachment")
        proof = await tx.db.fetch("select kind, answer, deleted_at is not null as gone from deletion order by kind")
    assert [tuple(row) for row in proof] == [("file", "204", True), ("message", "204", True)]


@pytest.mark.parametrize(
    ("claimed", "body", "kind"),
    [
        ("image/jpeg", b"MZ\x90\x00 a program", "application/octet-stream"),
        ("image/png", b"<script>alert(1)</script>", "text/plain"),
        ("text/html", PICTURE, "image/png"),
        ("audio/mpeg", b"%PDF-1.7", "application/pdf"),
    ],
)
async def test_what_a_file_is_is_told_by_its_content(line: Installation, claimed: str, body: bytes, kind: str) -> None:
    """Point 23: typed by content, never by what it calls itself."""
    await sent_with(line, claimed, body)
    assert [one.media_type for one in (await brought(line)).attachments] == [kind]


async def test_a_file_that_is_too_large_is_never_taken_in_whole(line: Installation) -> None:
    """Point 23, point 10: bounded; a human is told where to look for it."""
    file = await sent_with(line, body=b"x" * 26_000_000)
    with pytest.raises(TransportError, match="too_large"):
        await line.channels["sms"].fetch(f"{MESSAGE}/{file}")


def test_a_message_names_at_most_ten_files() -> None:
    """Point 23, point 10: bounded, whatever a message says of itself."""
    fields = {"MessageSid": MESSAGE, "From": ALICE, "NumMedia": "5000"}
    fields |= {f"MediaUrl{number}": address(f"ME{number:032}") for number in range(200)}
    reading = read(Raw("sms", "", urlencode(fields).encode(), now()))
    assert isinstance(reading, Arrival)
    assert len(reading.enclosures) == MOST_FILES


async def test_nothing_is_shown_before_somebody_opens_it_deliberately(line: Installation, signed_in) -> None:  # type: ignore[no-untyped-def]  # the fixture of every desk test
    """Point 23: quarantined: the page says what it is, and a click downloads it without a type of its own."""
    await sent_with(line)
    view = await brought(line)
    desk = await signed_in(Role.OPERATOR)
    page = (await desk.get(f"/desk/contacts/{view.row.id}")).text
    (file,) = view.attachments
    assert "<img" not in page.partition("<main")[2]
    assert "Une image" in page
    assert file.name in page
    opened = await desk.get(f"/desk/contacts/{view.row.id}/attachments/{file.id}")
    assert opened.content == PICTURE
    assert opened.headers["content-type"] == "application/octet-stream"
    assert opened.headers["content-disposition"] == f'attachment; filename="{file.name}"'
    assert "sandbox" in opened.headers["content-security-policy"]
