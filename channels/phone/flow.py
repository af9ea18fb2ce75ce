"""What the provider is told to do at each step of a call, as TwiML. Nothing here waits, stores or fails.

rang -> language (two misses: the default one) -> welcome -> open:   menu -> the line (`line_flow.py`)
                                                          -> closed: menu
menu: 1 call me back, 2 or silence leave a message -> recorded
nobody to wait for: dial the duty phone -> dialled -> offer -> menu
"""

from datetime import datetime
from urllib.parse import urlencode

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from channels.phone.phrases import DEFAULT, DIGITS, phrases, whispers
from helpline.channel import Settings

#: Seconds of silence after a menu; long enough to find the key, short enough for somebody who presses none.
THINKING = 4
ACCEPTING = 8


def address(settings: Settings, step: str, **state: str) -> str:
    """The public address of a step; what the call has decided so far travels in its query, under the signature."""
    query = "?" + urlencode(state) if state else ""
    return f"{settings.base_url}/twilio/voice/{step}{query}"


def asking_language(settings: Settings, misses: int) -> str:
    """Every language offers itself in its own words."""
    gather = menu(address(settings, "language", misses=str(misses)))
    gather.pause(length=1)
    for language in DIGITS.values():
        say(gather, language, phrases(language).choose)
    return answer(gather)


def welcome(settings: Settings, language: str, is_open: bool, opens_at: datetime | None = None) -> str:
    """Who we are, danger, what is noted and its limits, and whether somebody is there."""
    words = phrases(language)
    gather = menu(address(settings, "menu", language=language, line="open" if is_open else "closed"))
    for sentence in (words.welcome, words.emergency, words.noted):
        say(gather, language, sentence)
    say(gather, language, words.open if is_open else words.closed_until(opens_at))
    return answer(gather)


def ringing(settings: Settings, language: str, number: str) -> str:
    """Ring the duty phone. Whoever answers must press a key, so that no private mailbox ever takes a caller."""
    return answer(dialling(settings, language, number))


def dialling(settings: Settings, language: str, number: str) -> Dial:
    dial = Dial(
        action=address(settings, "dialled", language=language),
        timeout=settings.ring_seconds,
        caller_id=settings.twilio_number or None,
    )
    dial.number(number, url=address(settings, "accept"))
    return dial


def accepting(settings: Settings) -> str:
    """What the duty phone hears: neither number nor name, and one key to press."""
    response = VoiceResponse()
    gather = menu(address(settings, "accepted"), ACCEPTING)
    say(gather, DEFAULT, whispers(DEFAULT).offered)
    response.append(gather)
    response.hangup()
    return str(response)


def accepted(digit: str) -> str:
    """An empty answer joins the two; anything else frees the caller for the voicemail."""
    response = VoiceResponse()
    if digit != "1":
        response.hangup()
    return str(response)


def offering(settings: Settings, language: str, first: str = "") -> str:
    """Nobody answered: call me back, or a message."""
    gather = menu(address(settings, "menu", language=language, line="unanswered"))
    for sentence in filter(None, (first, phrases(language).unanswered)):
        say(gather, language, sentence)
    return answer(gather)


def closed(settings: Settings, language: str) -> str:
    """The line closed between the welcome and its end."""
    gather = menu(address(settings, "menu", language=language, line="closed"))
    say(gather, language, phrases(language).closed)
    return answer(gather)


def voicemail(settings: Settings, language: str, first: str = "") -> str:
    """A message after the tone, after a first sentence where there is one. Nothing else is ever recorded."""
    response = VoiceResponse()
    for sentence in filter(None, (first, phrases(language).message)):
        say(response, language, sentence)
    response.record(
        action=address(settings, "recorded", language=language),
        recording_status_callback=address(settings, "recording"),
        recording_status_callback_event="completed absent failed",
        max_length=settings.voicemail_seconds,
        timeout=10,
        finish_on_key="#",
        play_beep=True,
    )
    return str(response)


def withheld(settings: Settings, language: str) -> str:
    """A call-back was asked for, but there is no number to call."""
    return voicemail(settings, language, phrases(language).withheld)


def goodbye(language: str, sentence: str) -> str:
    """A last sentence; we hang up."""
    response = VoiceResponse()
    say(response, language, sentence)
    response.hangup()
    return str(response)


def falling_back(settings: Settings, number: str, language: str = DEFAULT) -> str:
    """Something is broken behind us: the duty phone of the settings, then the voicemail. Needs no database."""
    if not number:
        return voicemail(settings, language, phrases(language).trouble)
    response = VoiceResponse()
    say(response, language, phrases(language).trouble)
    response.append(dialling(settings, language, number))
    return str(response)


def silence() -> str:
    """Nothing to do."""
    return str(VoiceResponse())


def hanging_up() -> str:
    response = VoiceResponse()
    response.hangup()
    return str(response)


def menu(action: str, seconds: int = THINKING) -> Gather:
    """One digit; silence is an answer too."""
    return Gather(num_digits=1, timeout=seconds, action=action, action_on_empty_result=True)


def say(verb: VoiceResponse | Gather, language: str, sentence: str) -> None:
    words = phrases(language)
    verb.say(sentence, voice=words.voice, language=words.locale)


def answer(verb: Gather | Dial) -> str:
    response = VoiceResponse()
    response.append(verb)
    return str(response)
