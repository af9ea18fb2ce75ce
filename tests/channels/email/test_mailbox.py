"""Mailboxes at real servers: read once, whatever happens to the server, the connection, the database or the mails."""

import pytest

from channels.email.lmtp import LmtpListener
from helpline.intake.house import House
from helpline.retention.actions import erase_contact
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM
from tests.channels.email import mailserver
from tests.channels.email.conftest import Mailbox
from tests.channels.email.mailserver import until
from tests.channels.email.reading_along import SEEN, Counting, Mail, kept, subjects
from tests.channels.email.test_doors import deliver


async def all_seen(mailbox: Mailbox) -> bool:
    return all(flags == SEEN for flags in await mailbox.server.flags(mailbox.folder))


async def test_a_mail_is_here_as_soon_as_the_server_says_so(mailbox: Mailbox, mail: Mail) -> None:
    """Point 24: in by IMAP, IDLE with polling behind it."""
    await mailbox.read(rhythm=60.0)
    await until(lambda: idling(mailbox))
    await mailbox.put(mail(1))
    await kept(mailbox, 1, seconds=5)
    assert subjects(await mailbox.digested()) == {"Question 1"}


async def test_what_is_said_with_the_answer_to_idle_is_heard(mailbox: Mailbox, mail: Mail) -> None:
    """Point 24: a mail that comes between looking and listening does not wait for the next look."""
    looked, listening = 0, b""

    def late(tag: bytes, command: bytes) -> bytes | None:
        nonlocal looked, listening
        looked += b"SEARCH" in command
        if command == b"IDLE":
            listening = tag
            return b"+ go\r\n* 1 EXISTS\r\n" if looked == 1 else b"+ go\r\n"
        return listening + b" OK done\r\n" if tag == b"DONE" else None

    async def looked_again() -> bool:
        return looked > 1

    mailbox.wire.rule = late
    await mailbox.read(rhythm=60.0)
    await until(looked_again, 10)


async def idling(mailbox: Mailbox) -> bool:
    return b"IDLE" in mailbox.wire.commands


async def test_a_server_that_cannot_push_is_asked(mailbox: Mailbox, mail: Mail) -> None:
    """Point 24: polling stands behind IDLE."""

    def without_idle(tag: bytes, command: bytes) -> bytes | None:
        if command.upper() == b"CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n"
        return tag + b" BAD what?\r\n" if command == b"IDLE" else None

    mailbox.wire.rule = without_idle
    await mailbox.read(rhythm=0.2)
    await until(lambda: signed_in(mailbox))
    await mailbox.put(mail(1))
    await kept(mailbox, 1)


async def signed_in(mailbox: Mailbox) -> bool:
    return any(command.startswith(b"SELECT") for command in mailbox.wire.commands)


async def test_neither_dates_nor_marks_hide_a_mail(mailbox: Mailbox, mail: Mail) -> None:
    """Point 25: the cursor is mailbox, UIDVALIDITY and UID, never dates or \\Seen."""
    await mailbox.put(mail(1), flags=(b"\\Seen", b"\\Answered", b"\\Flagged"))
    await mailbox.put(mail(2))
    await mailbox.read()
    await kept(mailbox, 2)


async def test_a_mail_is_marked_only_after_it_is_kept(mailbox: Mailbox, mail: Mail) -> None:
    """Point 25: flag only after commit."""
    house = Counting(mailbox.engine)
    house.away = True
    await mailbox.put(mail(1), mail(2))
    await mailbox.read(house)

    async def noticed() -> bool:
        return (await mailbox.place()).get("code") == "OSError"

    await until(noticed)
    assert await mailbox.server.flags(mailbox.folder) == [set(), set()]
    house.away = False
    await kept(mailbox, 2)
    await until(lambda: all_seen(mailbox))

    async def recovered() -> bool:
        place = await mailbox.place()
        return place["failing_since"] is None and place["looked_at"] is not None

    await until(recovered)


async def test_a_mailbox_that_is_numbered_anew_is_read_again_and_nothing_twice(mailbox: Mailbox, mail: Mail) -> None:
    """Point 25: a UIDVALIDITY change rescans by content hash."""
    house = Counting(mailbox.engine)
    await mailbox.put(*map(mail, range(5)))
    first = await mailbox.read(house)
    await kept(mailbox, 5)
    await until(lambda: remembered(mailbox))
    await first.stop()
    await mailbox.server.renumber(mailbox.folder)
    await mailbox.put(mail(5))
    await mailbox.read(house)
    await kept(mailbox, 6)
    assert (house.given, house.twice) == (11, 5)
    assert (await mailbox.refusals())["mailbox_renumbered"] == 1


async def remembered(mailbox: Mailbox) -> bool:
    return bool((await mailbox.place()).get("uid"))


async def test_two_processes_on_one_mailbox_are_one_reader(mailbox: Mailbox, mail: Mail) -> None:
    """Point 25: an advisory lock per mailbox."""
    one, two = Counting(mailbox.engine), Counting(mailbox.engine)
    await mailbox.put(*map(mail, range(60)))
    await mailbox.read(one)
    await mailbox.read(two)
    await mailbox.put(*map(mail, range(60, 120)))
    await kept(mailbox, 120)
    assert (one.given + two.given, one.twice + two.twice) == (120, 0)


async def test_the_one_that_is_left_reads_on(mailbox: Mailbox, mail: Mail) -> None:
    first = await mailbox.read()
    await mailbox.read()
    await mailbox.put(mail(1))
    await kept(mailbox, 1)
    await first.stop()
    await mailbox.put(mail(2))
    await kept(mailbox, 2)


async def test_read_mail_moves_to_the_folder_that_was_named(mailbox: Mailbox, mail: Mail) -> None:
    await mailbox.server.create(f"{mailbox.folder}Done")
    await mailbox.put(mail(1), mail(2))
    await mailbox.read(done=f"{mailbox.folder}Done")
    await kept(mailbox, 2)

    async def moved() -> bool:
        return not await mailbox.server.flags(mailbox.folder)

    await until(moved)
    assert await mailbox.server.flags(f"{mailbox.folder}Done") == [SEEN, SEEN]


async def test_an_erased_mail_does_not_come_back(mailbox: Mailbox, mail: Mail) -> None:
    """Point 34: erased mail leaves a salted tombstone, so that a rescan does not bring it back."""
    await mailbox.put(mail(1), mail(2))
    first = await mailbox.read()
    await kept(mailbox, 2)
    await first.stop()
    [gone, _stays] = await mailbox.digested()
    async with mailbox.engine.transaction(SYSTEM) as tx:
        await erase_contact(tx, gone.row.id)
    await mailbox.server.renumber(mailbox.folder)
    house = Counting(mailbox.engine)
    await mailbox.read(house)

    async def read_again() -> bool:
        return house.given == 2

    await until(read_again)
    async with mailbox.engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from contact") == 2
        assert await tx.db.fetchval("select count(*) from inbox where sealed = ''") == 1
        assert not await tx.db.fetchval("select count(*) from inbox where state = 'new'")


async def test_the_same_bytes_through_two_doors_are_one_contact(mailbox: Mailbox, mail: Mail) -> None:
    """Point 26: a mail is its bytes, by whichever door and however often it comes."""
    listener = LmtpListener(House(mailbox.engine, Settings()), "127.0.0.1:0")
    await listener.start()
    try:
        assert (await deliver(listener.port, mail(1))).startswith("250")
    finally:
        await listener.stop()
    house = Counting(mailbox.engine)
    await mailbox.put(mail(1), mail(1))
    await mailbox.read(house)
    await until(lambda: all_seen(mailbox))
    assert await mailbox.kept() == 1


async def test_the_same_message_id_with_other_bytes_is_a_contact_of_its_own(mailbox: Mailbox, mail: Mail) -> None:
    """Point 26: Message-ID is not identity: the same id with other bytes is a new, flagged contact."""
    await mailbox.put(mail(1), mail(1, body="Tout autre chose."))
    await mailbox.read()
    await kept(mailbox, 2)
    one, two = await mailbox.digested()
    assert ([step.event for step in one.history], [step.event for step in two.history]) == ([], ["same_id"])
    assert one.row.conversation != two.row.conversation


def test_under_ci_a_dovecot_that_is_installed_and_cannot_run_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(mailserver.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(mailserver, "DOVECOT", "/usr/sbin/dovecot")
    with pytest.raises(AssertionError, match="cannot run"):
        mailserver.can_run("dovecot")
    monkeypatch.setattr(mailserver, "DOVECOT", None)
    assert not mailserver.can_run("dovecot")
    assert mailserver.can_run("pymap")
