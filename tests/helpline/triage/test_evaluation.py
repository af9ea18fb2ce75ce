"""What the benchmark of the suggestions says is what the suggestions do."""

from pathlib import Path

import msgspec
import pytest

from helpline.contacts.model import Channel, Disposition, Language, Urgency
from helpline.triage.evaluation import Example, Share, by_language, evaluate, labelled, pairs, unequal
from helpline.triage.model import Message

URGENT, ASKED = Disposition.URGENT_SAFETY, Disposition.INFORMATION_REQUEST


def test_the_interval_is_wilsons() -> None:
    low, high = Share(9, 10).interval
    assert (low, high) == pytest.approx((0.596, 0.982), abs=0.001)
    assert Share(0, 30).interval == pytest.approx((0.0, 0.1135), abs=0.001)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_a_danger_taken_for_a_worry_counts_as_missed_and_an_alarm_without_danger_as_false() -> None:
    report = evaluate(
        [
            Example(Message("Quels sont vos horaires ?"), URGENT, Urgency.IMMEDIATE),
            Example(Message("Il a laissé une lettre d'adieu."), URGENT, Urgency.IMMEDIATE),
            Example(Message("Il a laissé une lettre d'adieu."), ASKED, Urgency.ROUTINE),
            Example(Message("Quels sont vos horaires ?"), ASKED, Urgency.ROUTINE),
        ]
    )
    assert (report.missed_urgent, report.missed.of) == (1, 2)
    assert report.false_urgent_rate == 0.5
    assert report.disposition_accuracy == 0.5
    assert report.confusion[URGENT, ASKED] == 1


def test_a_file_of_labelled_messages_is_read_line_by_line(tmp_path: Path) -> None:
    row = {
        "id": "X-1", "channel": "voicemail", "language": "nl", "subject": None, "body": "Hallo",
        "disposition": "out_of_scope", "urgency": "routine", "flags": [],
    }  # fmt: skip
    file = tmp_path / "labelled.jsonl"
    file.write_bytes(msgspec.json.encode(row) + b"\n\n" + msgspec.json.encode(row | {"channel": "web_form"}))
    first, second = labelled(file)
    assert (first.message.channel, first.message.voicemail) == (Channel.PHONE, True)
    assert second.message.channel is Channel.WEBFORM
    assert list(by_language([first, second])) == [Language.NL]


def test_facts_judged_differently_are_named() -> None:
    (pair,) = pairs("# a comment\n{} demain. | Il va tuer sa mère | Il vient manger\n")
    assert set(unequal(pair)) == {"Il va tuer sa mère", "Il vient manger"}
