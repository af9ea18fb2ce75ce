"""Who was told "it is kept", and what is really there: the two must be the same, once each."""

import re
from collections import Counter
from collections.abc import Set
from uuid import UUID

from msgspec import Struct

from helpline.contacts import actions as contacts
from helpline.contacts import store as contact_store
from helpline.contacts.model import Channel
from helpline.outbox import actions as outbox
from helpline.outbox.model import Purpose, State
from helpline.vault.transaction import SYSTEM, Engine, Transaction
from tests.faults.providers import Taking, Telephony
from tests.faults.traffic import Told

MARK = re.compile(r"\[(m[0-9a-f]{16})\]")
#: Numbers are given before commits, so a contact may appear below one that was seen already.
OVERLAP = 500

#: What a contact is made of; one that lacks a part, or whose bytes are unread, is half-made. A call has no words.
HALF_MADE = """
select count(*) from contact c
left join waiting w on w.contact_id = c.id left join suggestion s on s.contact_id = c.id
left join contact_words x on x.contact_id = c.id left join vault_key k on k.record = c.id
left join inbox i on i.id = c.id
where c.direction = 'in' and (
    w.contact_id is null or s.contact_id is null or (x.contact_id is null and c.channel <> 'phone')
    or k.wrapped is null or c.unreadable or i.state is distinct from 'read' or i.wrapped is not null
)
"""
#: Bytes that were read and lead to no contact.
LOST_STEPS = """
select count(*) from inbox i left join contact c on c.id = i.record
where i.state <> 'new' and (c.id is null or i.wrapped is not null)
"""
#: The audit says of each that it was received.
UNNOTED = """
select count(*) from contact c where c.direction = 'in' and 1 <>
    (select count(*) from audit_entry a where a.subject_id = c.id and a.action = 'contact.received')
"""
NEVER_SENT = frozenset({State.FAILED, State.BLOCKED, State.WITHDRAWN, State.STORED})
SENT = frozenset({State.SENT, State.DELIVERED})


class Counts(Struct, frozen=True):
    """What was found wrong, in sentences; and how many were where."""

    wrong: tuple[str, ...]
    in_ledger: dict[str, int]
    at_provider: dict[str, int]
    letters: dict[str, int]


class Ledger:
    """Reads the house as a person with its keys would, and remembers what it read in earlier rounds."""

    def __init__(self, engine: Engine, told: Told, telephony: Telephony, mail: Taking) -> None:
        self.engine, self.told, self.telephony, self.mail = engine, told, telephony, mail
        self.marks: Counter[str] = Counter()
        self.calls: dict[str, UUID] = {}
        self.posted: dict[UUID, str] = {}
        self._seen: set[UUID] = set()
        self._last = 0
        self.voices: set[str] = set()

    async def post(self, text: str, to: str) -> None:
        """A letter to a colleague, as an action posts it: there once this transaction is."""
        async with self.engine.transaction(SYSTEM) as tx:
            record = await tx.db.fetchval("select id from contact order by number limit 1")
            if record is None:
                return
            letter = await outbox.post(
                tx, channel=Channel.SMS, to=to, text=text, language="fr", purpose=Purpose.PAGE, contact=None,
                sealed_for=record, automatic=True,
            )  # fmt: skip
        self.posted[letter] = text

    async def unread(self) -> int:
        """How many kept rows wait to be read."""
        async with self.engine.transaction(SYSTEM) as tx:
            number: int = await tx.db.fetchval("select count(*) from inbox where state = 'new'")
            return number

    async def check(self, seen: Set[str] = frozenset()) -> Counts:
        """Everything, now. `seen`: marks of the mails that are marked as read in their mailbox."""
        async with self.engine.transaction(SYSTEM) as tx:
            await self._read(tx)
            wrong = [*self.told.broken, *self._messages(seen), *await self._calls(tx), *await self._whole(tx)]
            letters, about_letters = await self._letters(tx)
        return Counts(tuple(wrong + about_letters), self._in_ledger(), self._at_provider(), dict(letters))

    async def _read(self, tx: Transaction) -> None:
        """Every contact that is new here, its words opened."""
        rows = await tx.db.fetch(
            "select id, number, channel from contact where number > $1 and direction = 'in'", self._last - OVERLAP
        )
        for found in rows:
            self._last = max(self._last, found["number"])
            row = await contact_store.row(tx, found["id"]) if found["id"] not in self._seen else None
            if row is None:
                continue
            self._seen.add(found["id"])
            _key, content = contacts.unsealed(tx, row)
            self.marks.update(MARK.findall(content.text))
            if found["channel"] == Channel.PHONE:
                self.calls[content.external_id] = row.id

    def _messages(self, seen: Set[str]) -> list[str]:
        """Accepted means there; and nothing is there twice, accepted or not."""
        accepted = {kind: self.told.accepted[kind] for kind in ("sms", "lmtp", "form")} | {"imap": seen}
        lost = [f"{kind}: lost: {mark}" for kind, marks in accepted.items() for mark in marks if not self.marks[mark]]
        return lost + [f"there {times} times: {mark}" for mark, times in self.marks.items() if times > 1]

    async def _calls(self, tx: Transaction) -> list[str]:
        """A call whose end was acknowledged is there; a message is here once, or still at the provider."""
        lost = [f"call: lost: {sid}" for sid in self.told.accepted["call"] if sid not in self.calls]
        files = await tx.db.fetch("select contact_id, count(*) as files from attachment group by 1")
        here = {row["contact_id"]: row["files"] for row in files}
        for recording, known in self.telephony.voices.items():
            times = here.get(self.calls.get(known["call_sid"]), 0)
            self.voices |= {recording} if times else set()
            if times > 1:
                lost.append(f"voicemail: there {times} times: {recording}")
            if not times and recording not in self.telephony.recordings:
                lost.append(f"voicemail: lost: {recording}")
        return lost

    async def _whole(self, tx: Transaction) -> list[str]:
        half, steps = await tx.db.fetchval(HALF_MADE), await tx.db.fetchval(LOST_STEPS)
        unnoted = await tx.db.fetchval(UNNOTED)
        said = {"contacts are half-made": half, "steps lead nowhere": steps, "contacts are not noted once": unnoted}
        return [f"{count} {what}" for what, count in said.items() if count]

    async def _letters(self, tx: Transaction) -> tuple[Counter[str], list[str]]:
        """What each letter's row says is what its provider was handed: once, or never, or nobody knows."""
        states: Counter[str] = Counter()
        wrong = []
        rows = await tx.db.fetch("select id, channel, state, attempts from outbox")
        for row in rows:
            id, state = row["id"], State(row["state"])
            states[state] += 1
            given = self.telephony.given[self.posted.get(id, "")] + self.mail.given[id.hex]
            if given > 1:
                wrong.append(f"a letter was handed over {given} times")
            if (state in SENT and given != 1) or (state in NEVER_SENT and given):
                wrong.append(f"a letter is {state} and was handed over {given} times")
            if state is State.QUEUED and given:
                wrong.append("a letter that was handed over would leave once more")
        missing = self.posted.keys() - {row["id"] for row in rows}
        return states, wrong + [f"{len(missing)} letters are lost"] * bool(missing)

    def there(self, kind: str) -> set[str]:
        """What was offered and is in the ledger."""
        offered = self.told.offered[kind]
        return {mark for mark in offered if (mark in self.calls if kind == "call" else self.marks[mark])}

    def _in_ledger(self) -> dict[str, int]:
        return {kind: len(self.there(kind)) for kind in self.told.offered} | {"voicemail": len(self.voices)}

    def _at_provider(self) -> dict[str, int]:
        voices = {"voicemail": len(self.telephony.voices) - len(self.voices)}
        return {kind: len(marks - self.there(kind)) for kind, marks in self.told.offered.items()} | voices
