"""Keep first, understand later: the bytes are committed before anything is answered.

`keep` mints the record's id and key, seals, and commits one row. Digestion (`digest`) reads it afterwards, normally
within milliseconds; if reading fails it is tried again, and then stands in front of a human.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from helpline.clock import new_id, now
from helpline.contacts.model import Channel
from helpline.envelope import Arrival, Raw, Receipt, Verification
from helpline.errors import Invalid
from helpline.intake import store
from helpline.intake.model import Kept
from helpline.vault.transaction import SYSTEM, Engine, Transaction

#: The house's own way in: notes by hand and other systems' contacts, already in our words.
BY_HAND = "hand"

#: Calls and messages of our own are counted beside what the doors turn away, because they are no contacts either.
PROBE_BEGAN, PROBE_ARRIVED = "probe_began", "probe_arrived"

LONGEST = 30_000_000


async def keep(engine: Engine, raw: Raw) -> Receipt:
    """Commit the bytes, sealed. Keeping the same (channel, key) again answers the first one's record.

    When this returns the contact can no longer be lost; when it raises, nothing was kept.
    """
    return (await keep_together(engine, [sealed(engine, raw)]))[0]


def sealed(engine: Engine, raw: Raw) -> Kept:
    """The arrival under a key of its own. Raises `Invalid` for more than can be taken in."""
    if len(raw.body) > LONGEST:
        raise Invalid({"": f"More than {LONGEST // 1_000_000} MB cannot be taken in at once."})
    record = new_id()
    key = engine.vault.mint(record)
    signed = raw.verification is Verification.SIGNED
    body = key.seal(store.SEALED, record, raw.body)
    return Kept(record, raw.channel, digest_of(engine, raw), raw.received_at, signed, body, key.wrapped)


async def keep_together(engine: Engine, rows: Sequence[Kept]) -> list[Receipt]:
    """Commit several arrivals at once; each gets its own receipt, in the order given."""
    # Always in the order of the keys: two processes that keep the same deliveries never wait for each other in a ring.
    here = await store.keep(engine.pool, sorted(rows, key=lambda row: row.key))
    if missing := [row.key for row in rows if row.key not in here]:
        here = await store.kept_before(engine.pool, missing) | here
    return [Receipt(here[row.key], duplicate=here[row.key] != row.id) for row in rows]


def digest_of(engine: Engine, raw: Raw) -> bytes:
    """What a repeated delivery is recognised by."""
    return engine.vault.digest(raw.channel.encode(), raw.key.encode())


async def kept_as(engine: Engine, raw: Raw) -> bytes | None:
    """The bytes that were kept under this key; None when they are erased."""
    async with engine.transaction(SYSTEM) as tx:
        row = await store.kept_as(tx, digest_of(engine, raw))
    return engine.vault.open(row.record, row.wrapped).unseal(store.SEALED, row.id, row.sealed) if row else None


def by_hand(arrival: Arrival, key: str) -> Raw:
    """A note taken by hand (a visit, a letter, a call taken elsewhere) as something to keep."""
    if arrival.channel not in set(Channel):
        raise Invalid({"channel": f"{arrival.channel} is not a channel."})
    return Raw(BY_HAND, key, msgspec.msgpack.encode(arrival), now(), Verification.SIGNED)


def read_by_hand(raw: Raw) -> Arrival:
    """What `by_hand` wrote."""
    return msgspec.msgpack.decode(raw.body, type=Arrival)


async def probe_begins(tx: Transaction, channel: str) -> None:
    """From now on, for some minutes, what comes from our own test number is a probe."""
    await store.refused(tx, channel, PROBE_BEGAN, tx.now.date())


async def probing(tx: Transaction, channel: str, *moments: datetime) -> bool:
    """Whether a channel was being probed at one of these moments."""
    return any([await store.probing(tx, channel, PROBE_BEGAN, at) for at in moments])


async def probes(tx: Transaction, channel: str) -> int:
    """How many calls or messages of our own came in through a channel."""
    return await store.refused_ever(tx, channel, PROBE_ARRIVED)
