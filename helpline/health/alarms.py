"""A person is told when something breaks, on a way that still works, and once more when it is well again. What nobody
was told, or no letter carried out of the house, is tried again.

Apart from looking, because this writes, and calls people.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from helpline.audit import actions as audit
from helpline.clock import new_id
from helpline.contacts.model import Channel
from helpline.errors import HelplineError
from helpline.health import actions, rules, store
from helpline.health.model import Alarm, Break
from helpline.line import shifts
from helpline.line.model import Reachable
from helpline.outbox import actions as outbox
from helpline.outbox.model import Purpose
from helpline.staff import actions as staff
from helpline.vault import store as keys
from helpline.vault.transaction import Transaction

#: Two processes that notice the same break in the same minute take turns.
TURNS = 0x68656C70

#: So long a letter about an alarm may take; then the alarm goes another way.
PATIENCE = timedelta(minutes=15)


async def watch(tx: Transaction, ways: Collection[str], mailed: Sequence[str]) -> int:
    """Compare what is broken with what people were told; how many alarms began or ended.

    `ways`: the channels that can send; `mailed`: who gets a mail where text messages are broken.
    """
    await store.take_turns(tx, TURNS)
    today = tx.now.replace(hour=0, minute=0, second=0, microsecond=0)
    now = await actions.broken(tx, await store.backlog(tx, today))
    known = {Break(alarm.kind, alarm.channel): alarm for alarm in await store.alarms(tx)}
    by_sms = Channel.SMS in ways and not rules.silences_sms(now)
    for one in now:
        if one not in known:
            await begin(tx, one, by_sms, mailed if Channel.EMAIL in ways else ())
    vain = set(await store.told_in_vain(tx, tx.now - PATIENCE))
    for one, alarm in known.items():
        if one in now and alarm.id in vain:
            await again(tx, alarm, by_sms, mailed if Channel.EMAIL in ways else ())
    ended = [alarm for one, alarm in known.items() if one not in now]
    for alarm in ended:
        await store.end_alarm(tx, alarm.id)
        what = Break(alarm.kind, alarm.channel)
        if what.fault not in rules.BY_HAND_ONLY:
            await tell(tx, alarm.id, what, by_sms, mailed if Channel.EMAIL in ways else (), well=True)
        await audit.record(tx, "alarm.ended", "alarm", alarm.id, detail=f"{alarm.kind} {alarm.channel}")
    return len(set(now) - set(known)) + len(ended)


async def begin(tx: Transaction, what: Break, by_sms: bool, mailed: Sequence[str]) -> None:
    """Tell it; a row says how, or that nobody could be told."""
    key = tx.vault.mint(new_id())
    await keys.remember(tx, [key])
    await store.begin_alarm(tx, key.record, what)
    await store.told(tx, key.record, await tell(tx, key.record, what, by_sms, mailed, well=False))
    await audit.record(tx, "alarm.began", "alarm", key.record, detail=f"{what.fault} {what.channel}")


async def again(tx: Transaction, alarm: Alarm, by_sms: bool, mailed: Sequence[str]) -> None:
    """Another way than the last time; where there is none, next time the same."""
    by_sms, mailed = by_sms and alarm.told_by != Channel.SMS, mailed if alarm.told_by != Channel.EMAIL else ()
    how = await tell(tx, alarm.id, Break(alarm.kind, alarm.channel), by_sms, mailed, well=False)
    if how != alarm.told_by:
        await store.told(tx, alarm.id, how)
        await audit.record(tx, "alarm.told_again", "alarm", alarm.id, detail=how)


async def tell(tx: Transaction, alarm: UUID, what: Break, by_sms: bool, mailed: Sequence[str], *, well: bool) -> str:
    """Whoever is on duty and every supervisor, by text message, or the given addresses by mail; how."""
    people = await concerned(tx)
    by_sms = by_sms and what.fault not in rules.BY_HAND_ONLY
    if by_sms and any([await text(tx, alarm, who, rules.words(what, who.language, well)) for who in people]):
        return Channel.SMS
    language = people[0].language if people else "fr"
    subject, words = rules.subject(language), rules.words(what, language, well)
    if any([await send(tx, alarm, Channel.EMAIL, to, words, language, subject) for to in mailed]):
        return Channel.EMAIL
    return "nobody"


async def concerned(tx: Transaction) -> list[Reachable]:
    """Whoever is on duty first, then every supervisor who can be reached."""
    duty = await shifts.on_duty(tx, tx.now)
    first = [Reachable(duty.staff_id, duty.name, duty.language)] if duty else []
    return first + [one for one in await shifts.supervisors(tx) if not duty or one.id != duty.staff_id]


async def text(tx: Transaction, alarm: UUID, who: Reachable, words: str) -> bool:
    phone = await staff.phone(tx, who.id)
    return phone is not None and await send(tx, alarm, Channel.SMS, phone, words, who.language)


async def send(
    tx: Transaction, alarm: UUID, channel: Channel, to: str, words: str, language: str, subject: str = ""
) -> bool:
    """Into the outbox; False for an address that is none."""
    try:
        async with tx.db.transaction():
            await outbox.post(
                tx,
                channel=channel,
                to=to,
                text=words,
                subject=subject,
                language=language,
                purpose=Purpose.PAGE,
                contact=None,
                sealed_for=alarm,
                automatic=True,
            )
    except HelplineError:
        return False
    return True
