"""What a recording says, written down by whoever listened to it. Apart, because it joins a colleague's words and the
way in: they are read for danger and found again like everything that people tell us.
"""

from uuid import UUID

from helpline.contacts import actions as contacts
from helpline.contacts import drafts
from helpline.contacts import store as contact_store
from helpline.contacts.model import ContactRow, Disposition, Urgency
from helpline.contacts.unsent import DraftKind
from helpline.envelope import Arrival, Outcome
from helpline.errors import Conflict, Invalid, NotFound
from helpline.hours import actions as hours
from helpline.hours.model import Hours
from helpline.intake import consequences
from helpline.intake.steps import back_into_queue, grown
from helpline.live.actions import tell
from helpline.triage import actions as triage
from helpline.triage.model import LandingKind, Suggestion
from helpline.triage.record import Before
from helpline.vault.transaction import Transaction
from helpline.web.words import gettext as _

FOLLOWED = frozenset({LandingKind.ANSWER, LandingKind.CASE, LandingKind.FOLLOW_UP, LandingKind.ORIENTATION})
"""Landings in which somebody goes on."""


async def write_down(tx: Transaction, contact: UUID, heard: str, version: int) -> None:
    """The words stand below those written down before, and may only raise the urgency.

    Raises `Invalid` without words or without a recording, `Conflict` when somebody changed the contact since `version`.
    """
    row = await contact_store.row(tx, contact)
    if row is None:
        raise NotFound(_("There is no such contact."))
    if row.outcome is not Outcome.VOICEMAIL:
        raise Invalid({"heard": _("Nothing was recorded here.")})
    if not heard.strip():
        raise Invalid({"heard": _("Write down what the recording says.")})
    if row.version != version:
        raise Conflict(_("Somebody changed this contact meanwhile; look again."), row.version)
    _key, content = contacts.unsealed(tx, row)
    said = Arrival(
        "phone", content.external_id, row.occurred_at, text=heard.strip(), language=row.language, outcome=row.outcome
    )
    opening = await hours.load(tx)
    before = await triage.standing(tx, contact)
    made = await grown(tx, contact, content, said, opening)
    await contacts.noted(tx, contact, "written_down")
    await drafts.drop(tx, contact, DraftKind.RECORDING)
    await heed(tx, row, before, made, opening)
    await tell(tx, f"contact:{contact}")
    await tell(tx, "queue")


async def heed(tx: Transaction, row: ContactRow, before: Before, made: Suggestion, opening: Hours) -> None:
    """What was decided to be answered or followed stays decided, unless the words are more urgent than was thought,
    or speak of a danger that nobody decided about. Else it waits again, and is heard like one that arrives: what was
    closed was closed by what one knew.
    """
    danger = made.disposition is Disposition.URGENT_SAFETY
    if before.waiting is None:
        if stays(before, made, danger=danger):
            return
        await back_into_queue(tx, row.id, row.channel, made.urgency, opening)
        await contacts.noted(tx, row.id, "danger_heard" if danger else "words_heard")
    if made.urgency is Urgency.IMMEDIATE:
        await consequences.of_danger(tx, row.id, opening)


def stays(before: Before, made: Suggestion, *, danger: bool) -> bool:
    """Whether the decision covers what is known now."""
    decided, suggested = before.decided, before.suggested
    if decided is None or decided.landing_kind not in FOLLOWED:
        return False
    if danger and decided.disposition is not Disposition.URGENT_SAFETY:
        return False
    return made.urgency.rank >= min(one.urgency.rank for one in (decided, suggested) if one)
