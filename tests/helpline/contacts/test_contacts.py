"""What was said is sealed, found again, and every reading is known."""

import wave
from io import BytesIO
from uuid import UUID

import pytest

from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts import finding
from helpline.contacts.model import Channel, Content, Direction, NewContact
from helpline.contacts.panels import passages
from helpline.contacts.rules import seconds_of, shown_sender
from helpline.envelope import AddressKind, Attachment
from helpline.errors import Conflict, Erased, Invalid, NotFound
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction


async def contact(tx: Transaction, text: str, sender: str | None = None, *files: Attachment) -> UUID:
    key = tx.vault.mint(new_id())
    content = Content(text=text, sender=sender)
    new = NewContact(
        key=key,
        channel=Channel.SMS,
        direction=Direction.IN,
        occurred_at=tx.now,
        received_at=tx.now,
        content=content,
        conversation=key.record,
        words=contacts.words_of(tx, content, None),
        sender_kind=AddressKind.PHONE if sender else None,
        sender_blind=tx.vault.blind(AddressKind.PHONE, sender) if sender else None,
        attachments=files,
    )
    await contacts.add(tx, [new])
    return new.id


async def test_a_contact_reads_back_as_it_was_said_and_the_reading_is_known(tx: Transaction) -> None:
    one = await contact(tx, "Mijn broer verandert.")
    assert (await contacts.opened(tx, one)).content.text == "Mijn broer verandert."
    reading = "select count(*) from audit_entry where action = 'contact.opened' and subject_id = $1"
    assert await tx.db.fetchval(reading, one) == 1


async def test_an_erased_contact_is_read_by_nobody(tx: Transaction) -> None:
    one = await contact(tx, "Bonjour")
    await keys.destroy(tx, [one])
    with pytest.raises(Erased):
        await contacts.opened(tx, one)


@pytest.mark.parametrize("typed", ["broer", "BROERS verandert", "+32 470 00 00 01", "0470/00.00.01"])
async def test_a_contact_is_found_by_its_words_and_its_number(tx: Transaction, typed: str) -> None:
    one = await contact(tx, "Mijn broer verandert.", "+32470000001")
    await contact(tx, "Something else entirely.", "+32470000002")
    assert [line.row.id for line in await finding.search(tx, typed)] == [one]


async def test_an_address_that_only_stands_in_a_text_is_found_by_its_words(tx: Transaction) -> None:
    one = await contact(tx, "Écrivez plutôt à lucie.marchal@example.org, merci.")
    assert [line.row.id for line in await finding.search(tx, "lucie.marchal@example.org")] == [one]


async def test_nothing_to_search_for_is_said_in_words(tx: Transaction) -> None:
    with pytest.raises(Invalid, match="Type a word"):
        await finding.search(tx, "  ")


async def test_the_list_never_holds_the_whole_number(tx: Transaction) -> None:
    one = await contact(tx, "Bonjour", "+32470000001")
    assert "470000001" not in (await contacts.by_ids(tx, [one]))[one].gist.sender


async def test_contacts_from_one_number_are_suggested_to_each_other_and_withheld_ones_never(tx: Transaction) -> None:
    first, second = await contact(tx, "a", "+32470000001"), await contact(tx, "b", "+32470000001")
    nobody = await contact(tx, "c")
    assert [near.by.id for near in await contacts.earlier(tx, await contacts.opened(tx, second))] == [first]
    assert await contacts.earlier(tx, await contacts.opened(tx, nobody)) == []


async def test_a_file_is_opened_through_its_own_contact_only(tx: Transaction) -> None:
    one = await contact(tx, "See the photo", None, Attachment("photo.jpg", "image/jpeg", b"\xff\xd8"))
    other = await contact(tx, "Nothing attached")
    [file] = (await contacts.opened(tx, one)).attachments
    assert (await contacts.file(tx, one, file.id))[1] == b"\xff\xd8"
    with pytest.raises(NotFound):
        await contacts.file(tx, other, file.id)


async def test_who_writes_over_a_newer_version_is_told(tx: Transaction) -> None:
    one = await contact(tx, "first")
    await contacts.rewrite(tx, one, Content(text="second"), version=1)
    with pytest.raises(Conflict):
        await contacts.rewrite(tx, one, Content(text="third"), version=1)
    assert (await contacts.opened(tx, one)).content.text == "second"


def test_overlapping_reasons_mark_each_word_once() -> None:
    assert passages("abcdef", [(1, 3), (2, 4), (9, 12)]) == [("a", False), ("bc", True), ("d", True), ("ef", False)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("0470123999 Fatima", "… Fatima"),
        ("Fatima (+32 470 12 39 99)", "Fatima (…)"),
        ("fatima@example.org", "…"),
        ("Fatima, 16", "Fatima, 16"),
        ("", "+44…23"),
    ],
)
def test_a_number_inside_a_senders_name_is_masked_like_any_other(name: str, shown: str) -> None:
    assert shown_sender(Content(text="", sender="+447700900123", sender_name=name)) == shown


def test_a_sound_with_a_broken_head_says_nothing_and_stops_nobody() -> None:
    made = BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000))
    whole = made.getvalue()
    assert seconds_of(Attachment("a.wav", "audio/wav", whole)) == 1
    assert seconds_of(Attachment("a.mp3", "audio/mpeg", whole)) is None
    broken = [whole[:cut] for cut in range(44)]
    broken += [whole[:at] + bytes([odd]) + whole[at + 1 :] for at in range(44) for odd in (0, 1, 0x7F, 0x80, 0xFF)]
    for body in broken:
        assert seconds_of(Attachment("a.wav", "audio/wav", body)) in (None, *range(16_001))
