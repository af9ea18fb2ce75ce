"""What a test knows of a mailbox while it is read."""

from collections.abc import Callable

from helpline.contacts.model import ContactView
from helpline.envelope import Raw, Receipt
from helpline.intake.house import House
from helpline.settings import Settings
from helpline.vault.transaction import Engine
from tests.channels.email.conftest import Mailbox
from tests.channels.email.mailserver import until

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


def subjects(views: list[ContactView]) -> set[str]:
    return {view.content.subject for view in views}
