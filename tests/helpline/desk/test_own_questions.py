"""The house adds questions of its own to the public form; nobody has to answer one, and no answer is ever supposed."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asyncpg import Record
from httpx import AsyncClient
from litestar import Litestar

from helpline.channel import Choice, Question
from helpline.envelope import Told
from helpline.questions import actions, rules
from helpline.questions.model import LANGUAGES, NewQuestion, QuestionKind, Worded
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels.webform.conftest import Writer
from tests.helpline.desk.arriving import arrived

Desk = Callable[..., Awaitable[Any]]
HOME = "/desk/settings/form"
WORRY = "I am worried about my brother."


@pytest.fixture
def app(whole_app: Litestar) -> Litestar:
    """The form that a visitor fills in is a channel's own."""
    return whole_app


def asking(
    kind: str, label: str, *choices: str, version: int, languages: tuple[str, ...] = LANGUAGES
) -> dict[str, str]:
    """The form of a new question, with the same words in each language but for a letter in front."""
    given = {"kind": kind, "version": str(version)}
    for code in languages:
        given[f"label_{code}"] = f"{code}: {label}"
        given[f"choices_{code}"] = "\r\n".join(f"{code}: {choice}" for choice in choices)
    return given


ASKED = (
    ("short", "Which town?", ()),
    ("long", "What changed?", ()),
    ("one", "Since when?", ("This week", "Longer")),
    ("several", "Who knows?", ("Family", "School", "Nobody")),
    ("date", "Which day?", ()),
    ("yes_no", "Is somebody with you?", ()),
)


async def ask(engine: Engine) -> None:
    """One question of each kind is asked from now on."""
    async with engine.transaction(SYSTEM) as tx:
        for version, (kind, label, choices) in enumerate(ASKED):
            words = {
                code: Worded(f"{code}: {label}", "", "\n".join(f"{code}: {choice}" for choice in choices))
                for code in LANGUAGES
            }
            await actions.add(tx, NewQuestion(QuestionKind(kind), words), version)
        await actions.publish(tx, len(ASKED))


async def test_a_question_of_each_kind_is_a_page_of_its_own_and_its_answer_stands_on_the_contact(
    farid: Any, engine: Engine, client: AsyncClient, app: Litestar
) -> None:
    await ask(engine)
    writer = Writer(client)
    await writer.open()
    answers: list[dict[str, str]] = [
        {"message": WORRY}, {}, {}, {"own_1": "Liège"}, {"own_2": "He gives his things away."}, {"own_3": "c2"},
        {"own_4_c1": "yes", "own_4_c3": "yes"}, {"own_5": "in the spring"}, {"own_6": "no"},
    ]  # fmt: skip
    for typed in answers:
        assert not re.search(r"<(?:input|option)[^>]*\s(?:checked|selected|required)[\s>]", writer.page.source)
        await writer.press("next", **typed)
    for said in ("Liège", "en: Longer", "en: Family", "in the spring"):
        assert said in writer.page.words
    await writer.press("send")
    view = await arrived(engine, app)
    assert view.content.told == (
        Told("own_1", "Liège"), Told("own_2", "He gives his things away."), Told("own_3", chosen=("c2",)),
        Told("own_4", chosen=("c1", "c3")), Told("own_5", "in the spring"), Told("own_6", chosen=("no",)),
    )  # fmt: skip
    page = (await farid.get(f"/desk/contacts/{view.row.id}")).text
    for said in ("en: What changed?", "He gives his things away.", "en: Longer", "en: Family, en: Nobody", "No</dd>"):
        assert said in page


async def test_nobody_has_to_answer_and_left_open_is_not_declined(
    farid: Any, engine: Engine, client: AsyncClient, app: Litestar
) -> None:
    await ask(engine)
    writer = Writer(client, "ar")
    await writer.open()
    typed: list[dict[str, str]] = [
        {"message": "ساعدوني"}, {}, {}, {"own_1": "secret", "own_1_declined": "yes"}, {}, {"own_3": "declined"},
        {"own_4_declined": "yes"}, {}, {"own_6": "unknown"},
    ]  # fmt: skip
    for one in typed:
        await writer.press("next", **one)
        assert (writer.page.status, 'dir="rtl"' in writer.page.source) == (200, True)
    await writer.press("send")
    view = await arrived(engine, app)
    assert view.content.told == ()
    states = dict(view.content.answers)
    assert [states[f"own_{number}"] for number in range(1, 7)] == [
        "declined", "unknown", "declined", "declined", "unknown", "unknown",
    ]  # fmt: skip
    async with engine.transaction(SYSTEM) as tx:
        assert b"secret" not in b"".join(bytes(one["content"]) for one in await rows(tx))


async def rows(tx: Any) -> list[Record]:
    found: list[Record] = await tx.db.fetch("select content from contact")
    return found


async def test_a_danger_in_an_answer_is_read_like_one_in_the_message(
    farid: Any, engine: Engine, client: AsyncClient, app: Litestar
) -> None:
    """What somebody only says when asked is no less said: it is judged, quoted as a reason and found."""
    await ask(engine)
    sent = {"message": "Bonjour.", "own_2": "Il a une arme et veut tuer son professeur demain.", "token": "a" * 24}
    assert (await client.post("/fr/write", data=sent)).status_code == 200
    view = await arrived(engine, app)
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select urgency from suggestion where contact_id = $1", view.row.id) == "immediate"
    page = (await farid.get(f"/desk/contacts/{view.row.id}")).text
    assert "veut tuer" in page.partition('id="suggestion"')[2] or "tuer" in page


async def test_an_answer_is_sealed_and_keeps_the_words_of_its_version(
    farid: Any, engine: Engine, client: AsyncClient, app: Litestar
) -> None:
    await ask(engine)
    sent = {"message": WORRY, "own_1": "Wandre", "own_3": "c1", "token": "a" * 24}
    assert (await client.post("/en/write", data=sent)).status_code == 200
    view = await arrived(engine, app)
    async with engine.transaction(SYSTEM) as tx:
        form = await actions.drafted(tx)
        words = {
            one.name: Worded(one.labels["en"], "", "\n".join(choice.labels["en"] for choice in one.choices))
            for one in form.questions
        } | {"own_3": Worded("Otherwise asked", "", "Recently\nFor long")}
        later = rules.changed(form, "en", [one.name for one in form.questions], list(words), words)
        await actions.write(tx, later, 0)
        await actions.publish(tx, 1)
        assert b"Wandre" not in b"".join(bytes(one["content"]) for one in await rows(tx))
    page = (await farid.get(f"/desk/contacts/{view.row.id}")).text
    assert "en: This week" in page
    assert "Recently" not in page
    assert "en: Since when?" in (await farid.get(f"{HOME}/versions/2/en")).text
    assert "Otherwise asked" in (await farid.get(f"{HOME}/versions/3/en")).text


async def test_what_is_typed_past_the_form_is_no_answer(
    farid: Any, engine: Engine, client: AsyncClient, app: Litestar
) -> None:
    await ask(engine)
    sent = {"message": WORRY, "own_3": "c9", "own_4_c7": "yes", "own_9": "x", "own_6": "maybe", "token": "a" * 24}
    assert (await client.post("/en/write", data={**sent, "page": "own_9", "go": "next"})).status_code == 200
    assert (await client.post("/en/write", data=sent)).status_code == 200
    assert (await arrived(engine, app)).content.told == ()


async def test_a_form_that_lacks_words_in_a_language_is_not_published(farid: Any) -> None:
    given = asking("one", "Since when?", "This week", "Longer", version=0, languages=("fr", "nl"))
    assert (await farid.post(f"{HOME}/questions", data=given)).status_code == 303
    page = (await farid.get(HOME)).text
    assert "Some words are missing" in page
    assert f'action="{HOME}/publication"' not in page
    refused = await farid.post(f"{HOME}/publication", data={"version": "1"})
    assert refused.status_code == 422
    assert "German, English, Arabic, Turkish" in refused.text
    assert "fr: Since when?" in (await farid.get(f"{HOME}/preview/ar")).text


def test_a_question_is_one_line_and_keeps_its_french_spaces() -> None:
    assert rules.on_one_line(" Depuis quand\u202f?\r\nDites-le. ") == "Depuis quand\u202f? Dites-le."


async def test_a_new_question_says_what_it_lacks_and_loses_no_word(farid: Any) -> None:
    given = asking("one", "Since when?", "This week", version=0) | {"hint_de": "h" * 301}
    answer = await farid.post(f"{HOME}/questions", data=given)
    assert answer.status_code == 422
    assert "Give two choices at least" in answer.text
    assert "A hint of at most 300 characters" in answer.text
    assert "ar: Since when?" in answer.text
    assert (await farid.post(f"{HOME}/questions", data=given | {"kind": "score"})).status_code == 422
    assert (await farid.post(f"{HOME}/questions", data=asking("long", "", version=0, languages=()))).status_code == 422


async def test_only_a_question_that_nobody_was_asked_can_be_removed(farid: Any) -> None:
    assert (await farid.post(f"{HOME}/questions", data=asking("date", "Which day?", version=0))).status_code == 303
    assert f"{HOME}/questions/own_1/removal" in (await farid.get(HOME)).text
    assert (await farid.post(f"{HOME}/questions/own_1/removal", data={"version": "1"})).status_code == 303
    assert (await farid.post(f"{HOME}/questions", data=asking("date", "Which day?", version=2))).status_code == 303
    assert (await farid.post(f"{HOME}/publication", data={"version": "3"})).status_code == 303
    assert (await farid.post(f"{HOME}/questions/own_1/removal", data={"version": "0"})).status_code == 422


async def test_a_frightened_person_is_not_asked_much(farid: Any) -> None:
    for version in range(rules.MOST_OWN):
        given = asking("yes_no", f"Question {version}?", version=version)
        assert (await farid.post(f"{HOME}/questions", data=given)).status_code == 303
    late = await farid.post(f"{HOME}/questions", data=asking("yes_no", "One more?", version=rules.MOST_OWN))
    assert late.status_code == 422
    assert "en: One more?" in late.text


def listing(**words: tuple[str, ...]) -> Question:
    """A question of two choices, in the words of some languages."""
    lines = zip(*words.values(), strict=True)
    choices = (Choice(f"c{at}", dict(zip(words, line, strict=True))) for at, line in enumerate(lines, 1))
    return Question("own_1", kind=QuestionKind.ONE, labels={"en": "Since when?"}, choices=tuple(choices))


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("Longer\nThis week", "“Longer” is the word of choice 2"),
        ("This week\nthis WEEK", "“this WEEK” is the word of choice 1"),
        ("This week\nLonger\nLonger", "“Longer” is the word of choice 2"),
        ("This week\nFor longer\nNever", ""),
        ("This week\nLonger", ""),
    ],
)
def test_a_choice_never_takes_the_line_of_another(typed: str, wrong: str) -> None:
    """Choices go by their place: swapped in one language, an answer would mean two things."""
    one = listing(en=("This week", "Longer"), fr=("Cette semaine", "Depuis longtemps"))
    problems = rules.problems_of(one, Worded("Since when?", "", typed), "en")
    assert problems.get("choices", "").startswith(wrong)
    assert bool(problems) is bool(wrong)


async def test_each_choice_is_seen_in_every_language_before_it_is_published(farid: Any) -> None:
    assert (
        await farid.post(f"{HOME}/questions", data=asking("one", "Since when?", "This week", "Longer", version=0))
    ).status_code == 303
    lines = (await farid.get(HOME)).text.partition("Choices in every language")[2].partition("</ol>")[0].split("<li>")
    assert [
        all(f"{code}: {word}" in line for code in LANGUAGES)
        for line, word in zip(lines[1:], ("This week", "Longer"), strict=True)
    ] == [True, True]
