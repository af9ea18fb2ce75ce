"""Mailboxes at real servers: read once, whatever happens to the server, the connection, the database or the mails."""

import asyncio
import base64
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from msgspec import structs

from channels.email.accounts import accounts
from channels.email.channel import listeners
from channels.email.lmtp import LmtpListener
from channels.email.mailbox import MailboxListener
from channels.email.oauth import Tokens
from helpline.channel import ConfigurationError, TransportError
from helpline.contacts.model import ContactView
from helpline.envelope import Raw, Receipt
from helpline.intake.house import House
from helpline.retention.actions import erase_contact
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels.email import mailserver
from tests.channels.email.conftest import Mailbox
from tests.channels.email.mailserver import PASSWORD, USER, Broken, Instead, until
from tests.channels.email.test_doors import deliver

Mail = Callable[..., bytes]
SEEN = {b"\\Seen"}


class Counting(House):
    """A house that notes what it is given, and may be away."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, Settings())
        self.given = self.twice = 0
        self.away = False

    async def keep(self, raw: Raw) -> Receipt:
        if self.away:
            raise OSError("away")
        receipt = await super().keep(raw)
        self.given += 1
        self.twice += receipt.duplicate
        return receipt


async def kept(mailbox: Mailbox, number: int, seconds: float = 20.0) -> None:
    async def enough() -> bool:
        return await mailbox.kept() >= number

    await until(enough, seconds)
    assert await mailbox.kept() == number


async def all_seen(mailbox: Mailbox) -> bool:
    return all(flags == SEEN for flags in await mailbox.server.flags(mailbox.folder))


def subjects(views: list[ContactView]) -> set[str]:
    return {view.content.subject for view in views}


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


async def test_read_mail_moves_to_the_folder_that_was_named(mailbox: Mailbox, mail: Mail) -> None:
    await mailbox.server.create(f"{mailbox.folder}Done")
    await mailbox.put(mail(1), mail(2))
    await mailbox.read(done=f"{mailbox.folder}Done")
    await kept(mailbox, 2)

    async def moved() -> bool:
        return not await mailbox.server.flags(mailbox.folder)

    await until(moved)
    assert await mailbox.server.flags(f"{mailbox.folder}Done") == [SEEN, SEEN]


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


@pytest.mark.parametrize("mechanism", [b"XOAUTH2", b"OAUTHBEARER"])
async def test_a_mailbox_without_a_password_takes_a_token(mailbox: Mailbox, mail: Mail, mechanism: bytes) -> None:
    """Point 24: OAuth2, with a token that is renewed when the server refuses it."""
    asked: list[dict[str, str]] = []

    async def give(request: web.Request) -> web.Response:
        asked.append({name: str(value) for name, value in (await request.post()).items()})
        return web.json_response({"access_token": f"token-{len(asked)}", "expires_in": 3600, "refresh_token": "next"})

    waiting: list[bytes] = []

    def authenticate(tag: bytes, command: bytes) -> bytes | None:
        if command.upper() == b"CAPABILITY" and not waiting:
            return b"* CAPABILITY IMAP4rev1 AUTH=" + mechanism + b"\r\n" + tag + b" OK done\r\n"
        if command.startswith(b"AUTHENTICATE"):
            assert command.split(b" ")[1] == mechanism
            waiting.append(tag)
            return b"+ \r\n"
        if waiting and not command:
            said = base64.b64decode(tag)
            if b"Bearer token-2\x01" not in said:
                return waiting.pop() + b" NO [AUTHENTICATIONFAILED] expired\r\n"
            return Instead(waiting.pop() + f' LOGIN {USER} "{PASSWORD}"\r\n'.encode())
        return None

    runner = web.AppRunner(application(give))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    mailbox.wire.rule = authenticate
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/token"
    tokens = Tokens(Settings(mail_oauth_url=url, mail_oauth_client="us", mail_oauth_refresh_token="first"))
    account = mailbox.server.account(mailbox.folder, port=mailbox.wire.port, password="")
    listener = MailboxListener(House(mailbox.engine, Settings()), account, tokens, rhythm=0.5, pauses=(0.05,))
    await mailbox.put(mail(1))
    await listener.start()
    try:
        await kept(mailbox, 1)
    finally:
        await listener.stop()
        await runner.cleanup()
    assert [form["refresh_token"] for form in asked] == ["first", "next"]
    assert {form["grant_type"] for form in asked} == {"refresh_token"}


def application(give: Any) -> web.Application:
    app = web.Application()
    app.router.add_post("/token", give)
    return app


@pytest.mark.parametrize(
    ("url", "more"),
    [("http://x", {}), ("imaps://host/INBOX", {}), ("imaps://u@host:x/INBOX", {}), ("imaps://u@host/INBOX", {})],
)
def test_a_mailbox_that_cannot_be_is_said_at_the_start(url: str, more: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="HELPLINE_IMAP"):
        accounts(structs.replace(Settings(imap_url=url), **more))


def test_several_mailboxes_stand_in_one_setting() -> None:
    settings = Settings(imap_url="imaps://a%40example.org:x@one.example.org/INBOX imap://b@localhost:1143/Mail")
    settings = structs.replace(settings, imap_password="y")
    found = [(one.user, one.host, one.port, one.tls, one.password, one.folder) for one in accounts(settings)]
    assert found == [
        ("a@example.org", "one.example.org", 993, True, "x", "INBOX"),
        ("b", "localhost", 1143, False, "y", "Mail"),
    ]


async def test_a_token_server_that_is_away_or_refuses_is_a_failure_like_any_other() -> None:
    tokens = Tokens(Settings(mail_oauth_url="http://127.0.0.1:1/token", mail_oauth_client="us"))
    with pytest.raises(TransportError, match="oauth_unreachable"):
        await asyncio.wait_for(tokens.token(), 10)


@pytest.mark.parametrize(("host", "doors"), [("127.0.0.1", 1), ("imap.example.org", 0)])
def test_a_demo_touches_no_mailbox_but_one_of_its_own_machine(engine: Engine, host: str, doors: int) -> None:
    settings = Settings(demo=True, imap_url=f"imap://contact@{host}/INBOX", imap_password="a password")
    assert len(listeners(House(engine, settings), settings, None)) == doors


def test_under_ci_a_dovecot_that_is_installed_and_cannot_run_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(mailserver.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(mailserver, "DOVECOT", "/usr/sbin/dovecot")
    with pytest.raises(AssertionError, match="cannot run"):
        mailserver.can_run("dovecot")
    monkeypatch.setattr(mailserver, "DOVECOT", None)
    assert not mailserver.can_run("dovecot")
    assert mailserver.can_run("pymap")
