"""What the provider is told to do with a caller who waits or talks, and with the telephones of those who answer.

menu -> Enqueue -> wait -> waited -> wait ...        an operator answers: the house brings the caller into a room
wait: 1 call me back: goodbye; 2, nobody there, or closing time and silence: Leave -> left -> a message
leg (an operator's telephone or browser) -> leg/key -> the room; too late: "taken already"

A waiting caller may hear, press, leave and hang up; the provider allows nothing else there, no recording above all.
"""

from uuid import UUID

from twilio.twiml.voice_response import Dial, VoiceResponse

from channels.phone.flow import ACCEPTING, address, answer, menu, say
from channels.phone.phrases import phrases, whispers
from helpline.channel import Place, Settings

#: The provider's name for our waiting callers. Who comes next is not its business: the house brings them out.
LINE = "line"

#: Seconds of quiet after the words of a turn: about twenty for the whole, so that nobody believes to be forgotten.
TURN = 12
MOMENT = 5

CALLER = "caller"


def waiting_line(settings: Settings, language: str = "") -> str:
    """The caller waits. Without a language it is asked of the house at the first turn."""
    state = {"language": language} if language else {}
    response = VoiceResponse()
    response.enqueue(LINE, action=address(settings, "left", **state), wait_url=address(settings, "wait", **state))
    return str(response)


def turn(settings: Settings, language: str, place: Place) -> str:
    """One turn of the waiting: the place in words, an honest wait, and the two keys."""
    words = phrases(language).waiting
    gather = menu(address(settings, "waited", language=language, line="open"), TURN)
    for sentence in (*words.where(place), words.keys):
        say(gather, language, sentence)
    return answer(gather)


def moment(settings: Settings, language: str, away: int = 0) -> str:
    """Something is about to happen, or could not be known: a few seconds, then asked again, `away` times so far."""
    response = VoiceResponse()
    say(response, language, phrases(language).waiting.moment)
    response.pause(length=MOMENT)
    if away:
        response.redirect(address(settings, "wait", language=language, away=str(away)))
    return str(response)


def closing(settings: Settings, language: str) -> str:
    """The line closed while somebody waited: call me back, or a message."""
    gather = menu(address(settings, "waited", language=language, line="closed"))
    say(gather, language, phrases(language).closed)
    return answer(gather)


def leave(language: str, sentence: str = "") -> str:
    """Out of the line, into what `left` answers."""
    response = VoiceResponse()
    if sentence:
        say(response, language, sentence)
    response.leave()
    return str(response)


def in_room(settings: Settings, room: str) -> str:
    """A caller in a room. When he goes, the house ends the others' legs: he may only be on his way back into it."""
    return joining(settings, room, address(settings, "talked"), label=CALLER)


def at_work(settings: Settings, room: str, offer: UUID) -> str:
    """An operator in a room; the house says who stays in it.

    His telephone's star ends the talk: whoever only hangs up cannot be told from whoever lost his network.
    """
    return joining(settings, room, address(settings, "leg/left", offer=str(offer)), star=True)


def joining(settings: Settings, room: str, then: str, label: str | None = None, *, star: bool = False) -> str:
    """Nobody hears a beep and nothing is recorded. Only the first one's wish for reports counts, so all have it."""
    dial = Dial(action=then, hangup_on_star=star)
    dial.conference(
        room,
        beep="false",
        start_conference_on_enter=True,
        end_conference_on_exit=False,
        participant_label=label,
        status_callback=address(settings, "room"),
        status_callback_event="join",
    )
    return answer(dial)


def whispering(settings: Settings, offer: UUID, language: str, out: bool) -> str:
    """What an operator's telephone hears: one key to press, so that no private mailbox ever takes a caller."""
    state = {"offer": str(offer), "language": language, **({"out": "1"} if out else {})}
    gather = menu(address(settings, "leg/key", **state), ACCEPTING)
    words = whispers(language)
    for sentence in (words.ready,) if out else (words.offered, words.star):
        say(gather, language, sentence)
    return answer(gather)
