"""Files that come along with a message: bounded, typed by their content, sealed, and never in the way of the words."""

import gc
import re
from html import unescape

import pytest
from litestar import Litestar

from channels.webform.forms import LARGEST_FILE, MOST_FILES, Room, Taking
from channels.webform.model import LeftOut
from helpline.contacts import actions as contacts
from helpline.kinds import ENDINGS, kind_of, named
from helpline.multipart import Head
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels.webform.conftest import Arrived, Writer

WORRY = "I am worried about my brother."
PICTURE = b"\x89PNG\r\n\x1a\n" + b"pixels" * 100
PDF = b"%PDF-1.7\n" + b"words" * 100
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
PROGRAM = b"MZ\x90\x00\x03" + bytes(200)


async def sent(writer: Writer, *files: tuple[str, bytes]) -> str:
    """A message with these files; what its writer is told."""
    await writer.look_over(message=WORRY)
    page = await writer.press("send", [("files", (name, body, "image/png")) for name, body in files])
    assert page.status == 200, page.words
    return page.words


async def test_several_files_are_kept_sealed_and_shown_to_staff_by_name_size_and_type(
    writer: Writer, arrived: Arrived, engine: Engine
) -> None:
    words = await sent(writer, ("chat.png", PICTURE), ("été 2026.pdf", PDF))
    assert "chat.png , été 2026.pdf" in words
    (contact,) = await arrived()
    assert [(file.name, file.media_type, file.size) for file in contact.attachments] == [
        ("chat.png", "image/png", len(PICTURE)),
        ("été 2026.pdf", "application/pdf", len(PDF)),
    ]
    async with engine.transaction(SYSTEM) as tx:
        assert (await contacts.file(tx, contact.row.id, contact.attachments[0].id))[1] == PICTURE
        for sealed in await tx.db.fetch("select body as it from attachment union all select sealed from inbox"):
            assert b"pixelspixels" not in sealed["it"]


async def test_a_file_is_downloaded_and_never_opened_by_what_it_calls_itself(
    writer: Writer, arrived: Arrived, signed_in: object
) -> None:
    assert callable(signed_in)
    await sent(writer, ("photo.svg", b"<svg onload=alert(1)>"))
    (contact,) = await arrived()
    (file,) = contact.attachments
    assert (file.name, file.media_type) == ("photo.svg.txt", "text/plain")
    desk = await signed_in(Role.OPERATOR)
    answer = await desk.get(f"/desk/contacts/{contact.row.id}/attachments/{file.id}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_a_file_that_cannot_be_taken_does_not_hold_up_the_message(writer: Writer, arrived: Arrived) -> None:
    words = await sent(
        writer, ("game.exe", PROGRAM), ("chat.png", PICTURE), ("film.png", PICTURE * (LARGEST_FILE // 600))
    )
    assert "These files did not come along: game.exe : a kind of file we cannot take" in words
    assert "film.png : too large" in words
    (contact,) = await arrived()
    assert contact.content.text == WORRY
    assert [file.name for file in contact.attachments] == ["chat.png"]
    assert [step.event for step in contact.history] == ["files_left_out"]


async def test_there_are_never_more_than_so_many(writer: Writer, arrived: Arrived) -> None:
    words = await sent(writer, *((f"{number}.png", PICTURE) for number in range(MOST_FILES + 1)))
    assert f"{MOST_FILES}.png : too many files at once" in words
    (contact,) = await arrived()
    assert len(contact.attachments) == MOST_FILES


async def test_whoever_chooses_no_file_sends_none(writer: Writer, arrived: Arrived) -> None:
    """A browser sends an empty file without a name then."""
    assert "did not come along" not in await sent(writer, ("", b""))
    (contact,) = await arrived()
    assert list(contact.attachments) == []


async def test_a_chosen_file_without_content_is_named_and_not_silently_dropped(writer: Writer) -> None:
    """A telephone that has not fetched a picture yet sends it so."""
    assert "These files did not come along: photo.jpg : an empty file" in await sent(writer, ("photo.jpg", b""))


async def test_two_clicks_with_files_are_one_contact(writer: Writer, arrived: Arrived) -> None:
    """Point 40: Double submit (back button, two clicks) gives one contact."""
    summary, files = await writer.look_over(message=WORRY), [("files", ("chat.png", PICTURE))]
    first = await writer.press("send", files)
    writer.page = summary
    assert (await writer.press("send", files)).words == first.words
    assert len(await arrived()) == 1


async def test_a_file_can_follow_on_the_return_page_without_words(writer: Writer, arrived: Arrived) -> None:
    await sent(writer)
    reference, words = [unescape(said) for said in re.findall(r"<dd[^>]*>([^<]+)</dd>", writer.page.source)]
    await arrived()
    await writer.open("return")
    await writer.press(reference=reference, words=words)
    await writer.press(files=[("files", ("chat.png", PICTURE)), ("files", ("game.exe", PROGRAM))])
    assert "game.exe" in writer.page.words
    first, second = await arrived()
    assert first.row.conversation == second.row.conversation
    assert [file.name for file in second.attachments] == ["chat.png"]
    await writer.open("return")
    assert "chat.png" in (await writer.press(reference=reference, words=words)).words


def test_when_memory_is_short_messages_come_in_without_their_files() -> None:
    room = Room(len(PICTURE) + 10)
    taking = Taking(room)
    for name in ("first.png", "second.png"):
        take = taking.begin(Head("files", name))
        take(PICTURE)
        take(None)
    text = taking.begin(Head("message", None))
    text(WORRY.encode())
    given = taking.given()
    assert given.fields == {"message": WORRY}
    assert [file.name for file in given.files] == ["first.png"]
    assert given.left_out == (LeftOut("second.png", "no_room"),)
    assert (room.left, taking.taken) == (10, len(PICTURE))


async def test_the_room_of_files_is_free_again_afterwards(writer: Writer, app: Litestar) -> None:
    rooms = [one for one in gc.get_objects() if isinstance(one, Room)]
    before = [room.left for room in rooms]
    await sent(writer, ("chat.png", PICTURE), ("game.exe", PROGRAM))
    await writer.client.post("/en/write", content=b"--x", headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert [room.left for room in rooms] == before


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (PICTURE, "image/png"),
        (b"GIF89a....", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\0\0\0\0AVI LIST", None),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (PDF, "application/pdf"),
        (b"OggS\0", "audio/ogg"),
        (b"ID3\x04", "audio/mpeg"),
        (b"PK\x03\x04" + bytes(26) + b"mimetype" + OPEN_TEXT.encode(), OPEN_TEXT),
        (b"PK\x03\x04" + bytes(26) + b"virus.exe", None),
        (PROGRAM, None),
        (b"\x7fELF\x02\x01", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        ("Un été".encode(), "text/plain"),
        ("Un été".encode("utf-16"), "text/plain"),
        (b"#!/bin/sh\nrm -rf /", "text/plain"),
        (b"a\0b", None),
        (b"   ", None),
        (b"\xff\xfe\xff", None),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(body: bytes, kind: str | None) -> None:
    assert kind_of(body) == kind
    assert kind is None or kind in ENDINGS


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("chat.png", "image/png", "chat.png"),
        ("CHAT.JPEG", "image/jpeg", "CHAT.JPEG"),
        ("C:\\fotos\\ich.exe", "image/jpeg", "ich.exe.jpg"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("run.bat", "text/plain", "run.bat.txt"),
        ("\u202egnp.exe", "image/png", "gnp.exe.png"),
        ("", "image/png", "file.png"),
        ("x" * 300, "image/png", "x" * 120 + ".png"),
    ],
)
def test_a_files_name_tells_the_truth_about_its_kind(name: str, kind: str, kept: str) -> None:
    assert named(name, kind) == kept
