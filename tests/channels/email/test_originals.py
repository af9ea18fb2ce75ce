"""Provider copies are deleted after our durable copy, with the proof kept: originals in mailboxes at real servers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from imapclient import IMAPClient

from channels.email.accounts import Account
from channels.email.channel import listeners
from channels.email.imap import Connection
from channels.email.originals import Expunging, Originals, folder_of
from helpline.channel import Channel, TransportError
from helpline.clock import now
from helpline.contacts import actions as contacts
from helpline.intake import deletions
from helpline.intake.house import House
from helpline.jobs.model import Premises
from helpline.retention.actions import erase_contact
from helpline.settings import Settings
from helpline.vault.transaction import SYSTEM
from tests.channels.email.conftest import Mailbox
from tests.channels.email.mailserver import until

Mail = Callable[..., bytes]
DAYS = 7


class Kept:
    """A mailbox whose read mail moved to another folder, some days ago as it seems."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox, self.folder = mailbox, f"{mailbox.folder}Kept"
        self.account = mailbox.server.account(mailbox.folder, done=self.folder)
        self.originals = Originals(House(mailbox.engine, Settings()), self.account, None, DAYS, largest=10_000)

    async def read(self, *mails: bytes) -> None:
        """Brought here, moved there, and read."""
        await self.mailbox.server.create(self.folder)
        await self.mailbox.put(*mails)
        await self.mailbox.read(done=self.folder, largest=10_000)
        await until(self.all_here, 20)

    async def all_here(self) -> bool:
        return not await self.lying(self.mailbox.folder) and bool(await self.mailbox.kept())

    async def look(self, days: int = DAYS + 1) -> int:
        return await self.originals.look(now() + timedelta(days=days))

    async def settle(self) -> int:
        return await self.settle_with(self.account)

    async def settle_with(self, *accounts: Account) -> int:
        expunging = Expunging(accounts, None)
        channel = Channel("email", lambda raw: None, discard=expunging.discard, reaches=expunging.reaches)  # type: ignore[arg-type,return-value]  # reads nothing
        return await deletions.settle(Premises(self.mailbox.engine, Settings(), {"email": channel}))

    async def lying(self, folder: str = "") -> list[int]:
        def numbers(client: IMAPClient) -> list[int]:
            client.select_folder(folder or self.folder, readonly=True)
            return list(client.search())

        return await self.mailbox.server.ask(numbers)

    async def mark(self, uid: int) -> None:
        def marked(client: IMAPClient) -> None:
            client.select_folder(self.folder)
            client.add_flags([uid], [b"\\Deleted"])

        await self.mailbox.server.ask(marked)

    async def proofs(self) -> list[tuple[str, bool]]:
        async with self.mailbox.engine.transaction(SYSTEM) as tx:
            found = await tx.db.fetch("select answer, deleted_at from deletion order by reference")
            return [(row["answer"], row["deleted_at"] is not None) for row in found]


@pytest.fixture
def kept(mailbox: Mailbox) -> Kept:
    return Kept(mailbox)


async def test_an_original_is_deleted_some_days_after_ours_is_durable_and_the_proof_is_kept(
    kept: Kept, mail: Mail
) -> None:
    await kept.read(mail(1), mail(2))
    assert await kept.look() == 0, "it is here, and nobody has read it yet"
    views = await kept.mailbox.digested()
    kept.originals.staying.clear()
    assert await kept.look(DAYS - 1) == 0, "it is too early"
    kept.originals.staying.clear()
    assert [await kept.look(), await kept.settle(), await kept.lying()] == [2, 2, []]
    assert await kept.proofs() == [("uid expunged", True)] * 2
    async with kept.mailbox.engine.transaction(SYSTEM) as tx:
        for view in views:
            assert (await contacts.history(tx, view.row.id))[-1].event == "deleted_there:original (uid expunged)"
    assert await kept.settle() == 0


async def test_what_only_lies_there_or_is_here_in_part_is_never_deleted(kept: Kept, mail: Mail) -> None:
    """Point 34: of an oversized mail the original is left on the server, wherever somebody moves it."""
    await kept.read(mail(1))
    await kept.mailbox.put(large := mail(2, body="x" * 20_000))
    await until(lambda: has(kept.mailbox, 2), 20)
    assert len(await kept.mailbox.digested()) == 2
    await kept.mailbox.server.put(kept.folder, large, mail(3))
    assert [await kept.look(), await kept.settle()] == [1, 1]
    assert len(await kept.lying()) == 2
    assert len(await kept.lying(kept.mailbox.folder)) == 1


async def has(mailbox: Mailbox, number: int) -> bool:
    return await mailbox.kept() == number


async def test_an_original_in_a_mailbox_that_is_gone_waits_until_the_settings_name_it_again(
    kept: Kept, mail: Mail
) -> None:
    await kept.read(mail(1))
    await kept.mailbox.digested()
    assert [await kept.look(), await kept.settle_with(), await kept.settle_with()] == [1, 0, 0]
    assert await kept.proofs() == [("", False)], "nobody was asked"
    assert [await kept.settle(), await kept.lying()] == [1, []]


async def test_no_other_mail_that_somebody_marked_goes_along(kept: Kept, mail: Mail) -> None:
    await kept.read(mail(1))
    await kept.mailbox.digested()
    await kept.mailbox.server.put(kept.folder, mail(9))
    ours, other = await kept.lying()
    await kept.mark(other)
    assert [await kept.look(), await kept.settle()] == [1, 1]
    assert await kept.lying() == [other]
    assert ours != other


async def test_where_mails_cannot_be_expunged_by_number_none_is_while_another_one_is_marked(
    kept: Kept, mail: Mail
) -> None:
    await kept.read(mail(1))
    await kept.mailbox.server.put(kept.folder, mail(9))
    ours, other = await kept.lying()
    await kept.mark(other)
    connection = Connection(folder_of(kept.account), "")
    connection.client._cached_capabilities = (b"IMAP4REV1",)
    with pytest.raises(TransportError, match="others_are_marked"):
        connection.expunge(ours)
    connection.client.remove_flags([other], [b"\\Deleted"])
    assert connection.expunge(ours) == "expunged"
    connection.shut()
    assert await kept.lying() == [other]


async def test_what_somebody_took_away_meanwhile_is_gone_and_what_was_numbered_anew_is_left_alone(
    kept: Kept, mail: Mail
) -> None:
    await kept.read(mail(1))
    await kept.mailbox.digested()
    assert await kept.look() == 1
    expunging = Expunging([kept.account], None)
    async with kept.mailbox.engine.transaction(SYSTEM) as tx:
        name = str(await tx.db.fetchval("select reference from deletion"))
    mailbox, validity, uid = name.split("/")
    with pytest.raises(TransportError, match="renumbered"):
        await expunging.discard(f"{mailbox}/{int(validity) + 1}/{uid}")
    with pytest.raises(TransportError, match="no_mailbox"):
        await expunging.discard(f"other/{validity}/{uid}")
    assert [await expunging.discard(name), await expunging.discard(name)] == ["uid expunged", "gone"]


async def test_the_original_of_what_was_erased_here_goes_too(kept: Kept, mail: Mail) -> None:
    await kept.read(mail(1))
    [view] = await kept.mailbox.digested()
    async with kept.mailbox.engine.transaction(SYSTEM) as tx:
        await erase_contact(tx, view.row.id)
    assert [await kept.look(), await kept.settle(), await kept.lying()] == [1, 1, []]


@pytest.mark.parametrize(("done", "days", "looked_after"), [("Kept", 7, 1), ("Kept", 0, 0), ("", 7, 0)])
def test_only_where_mail_moves_to_a_folder_and_days_are_set_is_anything_deleted(
    done: str, days: int, looked_after: int
) -> None:
    settings = Settings(imap_url="imaps://a@127.0.0.1", imap_password="x", imap_done_folder=done, imap_done_days=days)
    found = listeners(None, settings, None)  # type: ignore[arg-type]  # nothing is kept here
    assert sum(isinstance(one, Originals) for one in found) == looked_after
