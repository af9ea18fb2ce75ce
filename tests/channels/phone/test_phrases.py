"""What is heard on the telephone gives nothing away to whoever listens in, and is there in every language."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

import pytest

from channels.phone import flow
from channels.phone.phrases import DIGITS, PHRASES, WHISPERS, Phrases, Waiting
from helpline.channel import LineState, Place
from helpline.settings import Settings

UNSPOKEN = {"locale", "voice", "weekdays", "waiting", "whispers"}
SETTINGS = Settings(public_url="https://line.example.org", duty_phone="+447700900901", twilio_number="+447700900900")
TELLING = re.compile("radical|extremis|terror|violen|geweld|gewalt|تطرف|إرهاب|عنف|şiddet|terör|aşırı", re.IGNORECASE)


def sentences(words: Phrases | Waiting) -> list[str]:
    return [getattr(words, name) for name in words.__struct_fields__ if name not in UNSPOKEN]


@pytest.mark.parametrize("language", PHRASES)
def test_no_sentence_names_the_theme(language: str) -> None:
    """Point 13: neutral greeting."""
    words = PHRASES[language]
    assert not [said for said in sentences(words) + sentences(words.waiting) if TELLING.search(said)]


@pytest.mark.parametrize("language", PHRASES)
def test_every_language_has_every_sentence_and_the_emergency_number(language: str) -> None:
    words = PHRASES[language]
    assert all(sentences(words))
    assert len(set(words.weekdays)) == 7
    assert "112" in words.emergency
    assert "112" in words.trouble
    digit = next(digit for digit, code in DIGITS.items() if code == language)
    assert digit in words.choose


@pytest.mark.parametrize("language", PHRASES)
def test_a_closed_line_says_when_it_opens_in_local_words(language: str) -> None:
    said = PHRASES[language].closed_until(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert PHRASES[language].weekdays[0] in said
    assert "09:00" in said


@pytest.mark.parametrize("language", PHRASES)
def test_waiting_is_spoken_in_every_language_of_the_greeting(language: str) -> None:
    """Point 13: neutral greeting, language by digit; and the same language while waiting."""
    said = sentences(PHRASES[language].waiting)
    assert all(said)
    assert len(set(said)) == len(said)
    assert {"1", "2"} <= set(PHRASES[language].waiting.keys)


@pytest.mark.parametrize("language", PHRASES)
@pytest.mark.parametrize(("ahead", "minutes"), [(0, None), (0, 1), (1, 2), (37, 45)])
def test_a_place_and_a_wait_are_said_with_their_numbers(language: str, ahead: int, minutes: int | None) -> None:
    said = PHRASES[language].waiting.where(Place(LineState.WAITING, ahead, minutes))
    assert len(said) == 1 + (minutes is not None)
    assert not any("{" in sentence for sentence in said)
    assert (str(ahead) in said[0]) == (ahead > 0)
    assert minutes is None or minutes == 1 or str(minutes) in said[1]


@pytest.mark.parametrize("language", WHISPERS)
def test_what_an_operator_s_telephone_hears_names_nobody_and_no_theme(language: str) -> None:
    """Point 15: Ring and notification without number or name."""
    words = WHISPERS[language]
    for sentence in (words.offered, words.ready, words.taken, words.trouble):
        assert sentence
        assert not TELLING.search(sentence)
        assert "+" not in sentence
    assert "1" in words.offered
    assert "1" in words.ready


def test_the_duty_phone_hears_neither_number_nor_name() -> None:
    """Point 15: Ring and notification without number or name."""
    said = "".join(verb.text or "" for verb in Xml.fromstring(flow.accepting(SETTINGS)).iter("Say"))
    assert said
    assert "+" not in said
    assert not TELLING.search(said)


def test_nothing_but_a_voicemail_is_ever_recorded_and_nothing_is_transcribed() -> None:
    """Point 17: No call recording. No cloud transcription."""
    texts = [
        flow.asking_language(SETTINGS, 0),
        flow.welcome(SETTINGS, "fr", is_open=True),
        flow.ringing(SETTINGS, "fr", "+447700900901"),
        flow.accepting(SETTINGS),
        flow.offering(SETTINGS, "fr"),
    ]
    assert not [text for text in texts if re.search("<Record|record=", text)]
    assert not [text for text in [*texts, flow.voicemail(SETTINGS, "fr")] if "transcribe" in text.lower()]


def test_every_address_of_a_call_is_under_the_configured_base() -> None:
    for text in (flow.voicemail(SETTINGS, "nl"), flow.ringing(SETTINGS, "nl", "+447700900901")):
        urls = re.findall(r'(?:action|url|recordingStatusCallback)="([^"]+)"', text)
        assert urls
        assert all(url.startswith("https://line.example.org/twilio/voice/") for url in urls)
