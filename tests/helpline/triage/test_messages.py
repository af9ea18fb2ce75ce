"""The suggestions agree with what an experienced operator chose: on our own messages, and on held-out ones."""

import os
from pathlib import Path

import pytest

from helpline.contacts.model import Channel, Disposition, Language, Requester, Urgency
from helpline.triage.evaluation import Example, Report, evaluate, labelled
from helpline.triage.model import Message
from helpline.triage.rules import suggest

_OWN = Path(__file__).parent / "messages"
_HELD_OUT = Path(os.environ.get("HELPLINE_SHARED_DATA", "../shared/data")) / "contacts" / "example-contacts.jsonl"


def own_examples(language: Language) -> list[Example]:
    lines = (_OWN / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [_own_example(line) for line in lines if line and not line.startswith("#")]


def _own_example(line: str) -> Example:
    label, text = line.split("|", 1)
    disposition, urgency, *requester = label.split()
    message = Message(
        text.strip().replace("\\n", "\n"),
        channel=Channel.EMAIL,
        requester=Requester(requester[0]) if requester else None,
    )
    return Example(message, Disposition(disposition), Urgency(urgency))


def agrees(report: Report, disposition: float) -> None:
    assert report.missed_urgent == 0, report.confusion
    assert report.false_urgent_rate <= 0.10, report.confusion
    assert report.disposition_accuracy >= disposition, report.confusion
    assert report.urgency_within_one >= 0.95, report.confusion


@pytest.mark.parametrize("language", Language)
def test_the_rules_agree_with_people_in_every_language(language: Language) -> None:
    agrees(evaluate(own_examples(language)), disposition=0.9)


def test_there_are_enough_messages_to_say_so() -> None:
    assert sum(len(own_examples(language)) for language in Language) >= 120


DANGERS = [
    pytest.param(example, id=f"{language}-{number}")
    for language in Language
    for number, example in enumerate(own_examples(language))
    if example.disposition is Disposition.URGENT_SAFETY
]


@pytest.mark.parametrize("example", DANGERS)
def test_no_danger_waits(example: Example) -> None:
    suggestion = suggest(example.message)
    assert suggestion.urgency in (Urgency.IMMEDIATE, Urgency.URGENT)
    assert suggestion.reasons


@pytest.mark.parametrize("language", Language)
def test_the_language_of_a_short_message_is_mostly_found(language: Language) -> None:
    found = [suggest(example.message).language for example in own_examples(language)]
    assert found.count(language) / len(found) >= 0.9


def test_the_rules_agree_with_people_on_messages_they_were_not_written_for() -> None:
    if not _HELD_OUT.exists():
        assert "CI" not in os.environ, f"the held-out messages are missing: {_HELD_OUT}"
        pytest.skip(f"the held-out messages are not on this machine: {_HELD_OUT}")
    agrees(evaluate(labelled(_HELD_OUT)), disposition=0.75)
