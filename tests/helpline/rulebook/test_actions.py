"""Rules are versions: read, changed by people, published with a reason, and never overwritten by a release."""

from uuid import UUID

import pytest
from msgspec import structs

from helpline.contacts.model import Disposition, Language
from helpline.errors import Conflict, Invalid, NotFound
from helpline.rulebook import actions, published, store
from helpline.rulebook.model import Difference, Step
from helpline.triage.lexicon import EVERYTHING, SWITCHED_OFF, Entry
from helpline.triage.model import Message
from helpline.triage.rules import suggest
from helpline.vault.transaction import Actor, ActorKind, Transaction

EN, FR = Language.EN, Language.FR
SEED = [
    Entry(EN, "groups", "@kin=son|daughter"),
    Entry(EN, "suicide", "my @kin wants to die"),
    Entry(EN, "suicide", "end it all"),
    Entry(EN, "worry", "worried"),
    Entry(FR, "worry", "inquiet*"),
    Entry(EN, "small_words", "my"),
]
MESSAGE = Message("I fear the zorblax is packed.", language=EN)


@pytest.fixture
async def house(tx: Transaction) -> Transaction:
    await actions.take_in(tx, b"1", SEED)
    return tx


@pytest.fixture
async def ada(house: Transaction) -> Transaction:
    return await acting(house, "Ada")


async def acting(tx: Transaction, name: str) -> Transaction:
    """The same transaction in somebody's name."""
    id: UUID = await tx.db.fetchval(
        "insert into staff (id, sign_in_name, display_name, role, password_hash)"
        " values (gen_random_uuid(), $1, $2, 'supervisor', 'x') returning id",
        name.lower(), name,
    )  # fmt: skip
    actor = Actor(ActorKind.STAFF, "supervisor", id)
    await tx.db.execute("select set_config('helpline.actor', $1, true), set_config('helpline.role', $2, true)",
                        str(actor), actor.role)  # fmt: skip
    return structs.replace(tx, actor=actor)


async def standing(tx: Transaction) -> list[Entry]:
    return [actions.entry(one) for one in await store.stands_in(tx, (await actions.newest(tx)).number)]


async def test_the_first_version_holds_exactly_what_comes_with_the_program(house: Transaction) -> None:
    assert await standing(house) == SEED
    await actions.take_in(house, b"1", SEED)
    assert (await actions.newest(house)).number == 1, "a second start changes nothing"


async def test_a_published_phrase_judges_the_next_message(ada: Transaction) -> None:
    assert suggest(MESSAGE, await published.current(ada)).disposition is not Disposition.URGENT_SAFETY
    await actions.change(ada, EN, "suicide", None, "zorblax  is packed")
    assert suggest(MESSAGE, await published.current(ada)).disposition is not Disposition.URGENT_SAFETY, "only prepared"
    assert await actions.publish(ada, 1, "Heard on the line") == 2
    made = suggest(MESSAGE, await published.current(ada))
    assert made.disposition is Disposition.URGENT_SAFETY
    assert made.rules_version.endswith("/2")
    (version, _first) = await store.versions(ada, 10)
    assert (version.by_name, version.why) == ("Ada", "Heard on the line")
    assert await store.differences(ada, 2, 10) == [Difference(EN, "suicide", None, "zorblax is packed", "Ada")]


async def test_a_phrase_changed_says_what_it_was(ada: Transaction) -> None:
    await actions.change(ada, EN, "worry", "worried", "worri*")
    await actions.publish(ada, 1, "Endings")
    assert await store.differences(ada, 2, 10) == [Difference(EN, "worry", "worried", "worri*", "Ada")]
    (kept,) = await store.stands(ada, EN, "worry", None, 10)
    assert (kept.written, kept.was, kept.by_name, kept.since) == ("worri*", "worried", "Ada", 2)


async def test_nothing_is_published_without_a_reason_or_over_a_colleague(ada: Transaction) -> None:
    with pytest.raises(Invalid):
        await actions.publish(ada, 1, "because")
    await actions.change(ada, EN, "worry", None, "uneasy")
    with pytest.raises(Invalid):
        await actions.publish(ada, 1, "  ")
    await actions.publish(ada, 1, "More words")
    await actions.change(ada, EN, "worry", None, "afraid")
    with pytest.raises(Conflict):
        await actions.publish(ada, 1, "Older page")


async def test_what_could_let_a_danger_be_missed_takes_two_people(ada: Transaction) -> None:
    await actions.change(ada, EN, "suicide", "end it all", None)
    with pytest.raises(Invalid, match="colleague"):
        await actions.publish(ada, 1, "Too broad")
    farid = await acting(ada, "Farid")
    assert await actions.publish(farid, 1, "Too broad, says Ada") == 2
    assert Entry(EN, "suicide", "end it all") not in await standing(farid)


@pytest.mark.parametrize(
    ("language", "name", "weak"), [(EN, "worry", False), (EN, "suicide", True), (None, EVERYTHING, True)]
)
async def test_switching_off_is_prepared_like_any_change(
    ada: Transaction, language: Language | None, name: str, weak: bool
) -> None:
    await actions.switch(ada, language, name, off=True)
    by = await acting(ada, "Farid") if weak else ada
    await actions.publish(by, 1, "A flood of false alarms")
    words = await published.current(by)
    assert words.off == {(one, name) for one in ([language] if language else Language)}
    assert suggest(MESSAGE, words).switched_off is (name == EVERYTHING)
    await actions.switch(by, language, name, off=False)
    await actions.publish(by, 2, "It is over")
    assert (await published.current(by)).off == frozenset()


async def test_one_goes_back_to_an_earlier_version(ada: Transaction) -> None:
    await actions.change(ada, EN, "worry", "worried", "worri*")
    await actions.change(ada, EN, "worry", None, "uneasy")
    await actions.publish(ada, 1, "Endings")
    await actions.go_back(ada, 1)
    await actions.publish(ada, 2, "It was better before")
    assert set(await standing(ada)) == set(SEED)
    with pytest.raises(NotFound):
        await actions.go_back(ada, 9)


async def test_a_change_that_leaves_phrases_unreadable_is_refused(ada: Transaction) -> None:
    await actions.change(ada, EN, "groups", "@kin=son|daughter", None)
    farid = await acting(ada, "Farid")
    with pytest.raises(Invalid, match="could not be read"):
        await actions.publish(farid, 1, "Away")


async def test_a_release_brings_a_version_and_overwrites_nothing(ada: Transaction) -> None:
    await actions.change(ada, EN, "worry", "worried", "worri*")
    await actions.change(ada, EN, "worry", None, "uneasy")
    await actions.publish(ada, 1, "Ours")
    release = [one for one in SEED if one.written not in ("worried", "inquiet*")]
    release += [Entry(FR, "worry", "peur"), Entry(EN, "worry", "worried sick")]
    await actions.take_in(ada, b"2", release)
    now = {one.written for one in await standing(ada)}
    assert {"worri*", "uneasy", "peur", "worried sick"} <= now
    assert now.isdisjoint({"worried", "inquiet*"})
    (asked,) = await store.changes(ada)
    assert asked.step == Step(EN, "worry", "worri*", None), "both changed it: people decide"
    assert (await actions.newest(ada)).number == 3


async def test_what_people_switched_off_stays_off_in_the_next_release(ada: Transaction) -> None:
    await actions.change(ada, EN, "worry", "worried", None)
    await actions.publish(ada, 1, "Says nothing")
    await actions.take_in(ada, b"2", [*SEED, Entry(EN, "worry", "afraid")])
    now = {one.written for one in await standing(ada)}
    assert "afraid" in now
    assert "worried" not in now
    await actions.take_in(ada, b"3", [one for one in SEED if one.written != "worried"])
    await actions.take_in(ada, b"4", SEED)
    assert "worried" in {one.written for one in await standing(ada)}, "a release that brings it anew brings it"


async def test_a_word_of_almost_every_message_is_no_phrase_of_its_own(ada: Transaction) -> None:
    with pytest.raises(Invalid, match="almost every message"):
        await actions.change(ada, EN, "suicide", None, "My")
    await actions.change(ada, EN, "suicide", None, "my end")


async def test_the_same_change_is_prepared_once_and_may_be_withdrawn(ada: Transaction) -> None:
    await actions.change(ada, EN, "worry", None, "uneasy")
    with pytest.raises(Invalid, match="prepared already"):
        await actions.change(ada, EN, "worry", None, "uneasy")
    (one,) = await store.changes(ada)
    await actions.withdraw(ada, one.id)
    with pytest.raises(NotFound):
        await actions.withdraw(ada, one.id)


async def test_a_switched_off_sign_is_an_entry_like_others(ada: Transaction) -> None:
    await actions.switch(ada, EN, "worry", off=True)
    (one,) = await store.changes(ada)
    assert one.step == Step(EN, SWITCHED_OFF, None, "worry")
