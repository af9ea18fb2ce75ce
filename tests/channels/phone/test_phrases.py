"""What a caller hears gives nothing away to whoever listens in."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

import pytest

from channels.phone import flow
from channels.phone.phrases import DIGITS, PHRASES, Phrases
from helpline.settings import Settings

SETTINGS = Settings(public_url="https://line.example.org", duty_phone="+447700900901", twilio_number="+447700900900")
TELLING = re.compile("radical|extremis|terror|violen|geweld|gewalt|تطرف|إرهاب|عنف|şiddet|terör|aşırı", re.IGNORECASE)


def sentences(words: Phrases) -> list[str]:
    return [getattr(words, name) for name in words.__struct_fields__ if name not in ("locale", "voice", "weekdays")]


@pytest.mark.parametrize("language", PHRASES)
def test_no_sentence_names_the_theme(language: str) -> None:
    """Point 13: neutral greeting."""
    assert not [sentence for sentence in sentences(PHRASES[language]) if TELLING.search(sentence)]


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
