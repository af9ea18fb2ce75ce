"""A mailbox in trouble: one mail that breaks, a server that refuses, an outage, a disk that is full."""

from typing import Any

import pytest

from tests.channels.email.conftest import Mailbox
from tests.channels.email.mailserver import Broken, Instead, until
from tests.channels.email.reading_along import SEEN, Counting, Mail, kept, subjects


async def test_one_poison_mail_never_stops_the_next(mailbox: Mailbox, mail: Mail) -> None:
    """Point 10: one poison message never stops the next; a human is told where it lies."""
    first = 0

    def breaks(tag: bytes, command: bytes) -> bytes | None:
        if b"BODY.PEEK" in command and not only_others(command, first + 2):
            raise Broken
        return None

    await mailbox.put(*map(mail, range(6)))
    first = await mailbox.server.ask(lambda client: first_of(client, mailbox.folder))
    mailbox.wire.rule = breaks
    await mailbox.read()
    await kept(mailbox, 6)
    views = await mailbox.digested()
    assert subjects(views) == {"", *(f"Question {number}" for number in (0, 1, 3, 4, 5))}
    [word] = [view for view in views if not view.content.subject]
    assert [step.event for step in word.history] == [f"unfetchable:{first + 2}"]
    await until(lambda: marked(mailbox, [SEEN, SEEN, set(), SEEN, SEEN, SEEN]))


def first_of(client: Any, folder: str) -> int:
    client.select_folder(folder, readonly=True)
    return int(client.search()[0])


def only_others(command: bytes, uid: int) -> bool:
    """Whether a FETCH is about other mails than this one; ranges are taken apart."""
    numbers = command.split(b" ")[2]
    spans = [part.partition(b":") for part in numbers.split(b",")]
    return not any(int(low) <= uid <= int(high or low) for low, _colon, high in spans)


async def marked(mailbox: Mailbox, flags: list[set[bytes]]) -> bool:
    return await mailbox.server.flags(mailbox.folder) == flags


async def test_a_mail_the_server_refuses_to_give_is_told_at_once(mailbox: Mailbox, mail: Mail) -> None:
    """Point 10: bounded attempts, and what cannot be had is said."""
    await mailbox.put(*map(mail, range(3)))
    first = await mailbox.server.ask(lambda client: first_of(client, mailbox.folder))

    def refuses(tag: bytes, command: bytes) -> bytes | None:
        about = b"FETCH" in command and b"SEARCH" not in command and not only_others(command, first)
        return tag + b" NO [SERVERBUG] it is damaged\r\n" if about else None

    mailbox.wire.rule = refuses
    await mailbox.read()
    await kept(mailbox, 3)
    assert (await mailbox.refusals())["unfetchable"] == 1
    assert subjects(await mailbox.digested()) == {"", "Question 1", "Question 2"}


@pytest.mark.parametrize("answered", [b"nothing", b"BODY[] NIL", b'BODY[] ""', b"unmeasured"])
async def test_a_mail_the_server_answers_without_a_body_ends_as_a_contact_with_a_word(
    mailbox: Mailbox, mail: Mail, answered: bytes
) -> None:
    """Point 10: one poison message never stops the next; what cannot be had is said, and never skipped."""
    await mailbox.put(*map(mail, range(3)))
    first = await mailbox.server.ask(lambda client: first_of(client, mailbox.folder))

    def empties(tag: bytes, command: bytes) -> bytes | None:
        if b"FETCH" not in command or only_others(command, first + 1):
            return None
        if b"BODY.PEEK" in command and answered != b"unmeasured":
            line = b"* 2 FETCH (UID %d %s)\r\n" % (first + 1, answered) if answered != b"nothing" else b""
            return line + tag + b" OK done\r\n"
        if b"SIZE" in command and answered == b"unmeasured":
            return Instead(b"%s UID FETCH %d,%d (RFC822.SIZE INTERNALDATE)\r\n" % (tag, first, first + 2))
        return None

    mailbox.wire.rule = empties
    await mailbox.read()
    await kept(mailbox, 3)
    views = await mailbox.digested()
    assert subjects(views) == {"", "Question 0", "Question 2"}
    [word] = [view for view in views if not view.content.subject]
    assert [step.event for step in word.history] == [f"unfetchable:{first + 1}"]
    await until(lambda: marked(mailbox, [SEEN, set(), SEEN]))
    assert (await mailbox.refusals())["unfetchable"] == 1


async def test_a_mail_somebody_took_away_meanwhile_is_no_word(mailbox: Mailbox, mail: Mail) -> None:
    await mailbox.put(*map(mail, range(3)))
    first = await mailbox.server.ask(lambda client: first_of(client, mailbox.folder))

    def gone(tag: bytes, command: bytes) -> bytes | None:
        if b"SEARCH UID %d:*" % 1 in command:
            return b"* SEARCH %d %d %d %d\r\n" % (first, first + 1, first + 2, first + 3) + tag + b" OK done\r\n"
        return None

    mailbox.wire.rule = gone
    await mailbox.read()
    await kept(mailbox, 3)
    await until(lambda: marked(mailbox, [SEEN, SEEN, SEEN]))
    assert "unfetchable" not in await mailbox.refusals()
    assert await mailbox.kept() == 3


async def test_of_an_oversized_mail_the_beginning_is_kept_and_the_original_left(mailbox: Mailbox, mail: Mail) -> None:
    """Point 34: oversized: headers and beginning kept, original left on the server, staff told."""
    await mailbox.put(mail(1, body="mot " * 400_000), mail(2))
    await mailbox.read(largest=1_200_000)
    await kept(mailbox, 2)
    [large] = [view for view in await mailbox.digested() if view.content.subject == "Question 1"]
    assert large.content.text.startswith("mot mot")
    assert [step.event.partition(":")[0] for step in large.history] == ["oversized"]
    await until(lambda: marked(mailbox, [set(), SEEN]))


async def test_a_refused_login_is_counted_and_ends_by_itself(mailbox: Mailbox, mail: Mail) -> None:
    """Point 9: a refused login is on the health page, with the last success."""
    refused = 0

    def refuses(tag: bytes, command: bytes) -> bytes | None:
        nonlocal refused
        if command.upper().startswith((b"LOGIN", b"AUTHENTICATE")) and refused < 3:
            refused += 1
            return tag + b" NO [AUTHENTICATIONFAILED] no\r\n"
        return None

    mailbox.wire.rule = refuses
    await mailbox.put(mail(1))
    await mailbox.read(pauses=(0.05, 0.05, 0.05))
    await kept(mailbox, 1)
    assert (await mailbox.refusals())["refused_login"] == 3


async def test_a_wrong_password_stays_on_the_health_page(mailbox: Mailbox) -> None:
    await mailbox.read(password="wrong", pauses=(0.05, 0.05, 30.0))

    async def shown() -> bool:
        return (await mailbox.place()).get("code") == "refused_login"

    await until(shown)
    assert (await mailbox.place())["looked_at"] is None


async def test_after_an_outage_of_ten_days_everything_is_here_once(mailbox: Mailbox, mail: Mail) -> None:
    """Point 25 and 9: an outage of ten days ends by itself, and nothing is lost or doubled."""
    house = Counting(mailbox.engine)
    await mailbox.put(mail(0))
    await mailbox.read(house)
    await kept(mailbox, 1)
    mailbox.wire.break_off()

    async def noticed() -> bool:
        return (await mailbox.place()).get("failing_since") is not None

    await until(noticed)
    for day in range(10):
        await mailbox.put(*(mail(1 + day * 12 + number) for number in range(12)))
    mailbox.wire.cut = False
    await kept(mailbox, 121)
    assert house.twice == 0

    async def recovered() -> bool:
        return (await mailbox.place())["failing_since"] is None

    await until(recovered)


async def test_a_full_mailbox_stops_nobody_from_being_heard(mailbox: Mailbox, mail: Mail) -> None:
    """Point 9: a mailbox that is full ends on the health page; what is in it is read."""

    def full(tag: bytes, command: bytes) -> bytes | None:
        moving = b" MOVE " in command or b" COPY " in command
        return tag + b" NO [OVERQUOTA] the mailbox is full\r\n" if moving else None

    mailbox.wire.rule = full
    await mailbox.put(mail(1), mail(2))
    await mailbox.read(done="Trash")
    await kept(mailbox, 2)
    await until(lambda: counted(mailbox, "mailbox_full"))
    await mailbox.put(mail(3))
    await kept(mailbox, 3)


async def counted(mailbox: Mailbox, why: str) -> bool:
    return why in await mailbox.refusals()
