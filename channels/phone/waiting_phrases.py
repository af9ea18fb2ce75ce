"""What a caller hears while waiting, in the languages of `phrases.py` and as neutral as those.

Numbers stand where no word depends on them, so that one sentence is right for all of them.
"""

from collections.abc import Mapping

from msgspec import Struct

from channels.phone.phrases import DEFAULT
from helpline.channel import Place


class Waiting(Struct, frozen=True, kw_only=True):
    """The sentences of one language. `count` is callers, or minutes above one."""

    next: str
    ahead: str
    minute: str
    minutes: str
    keys: str
    full: str
    moment: str

    def where(self, place: Place) -> list[str]:
        """The place in words, and the wait where an honest one is known."""
        said = [self.ahead.format(count=place.ahead) if place.ahead else self.next]
        if place.minutes is not None:
            said.append(self.minutes.format(count=place.minutes) if place.minutes > 1 else self.minute)
        return said


WAITING: Mapping[str, Waiting] = {
    "fr": Waiting(
        next="C'est bientôt votre tour.",
        ahead="Appels avant le vôtre : {count}.",
        minute="L'attente est d'environ une minute.",
        minutes="L'attente est d'environ {count} minutes.",
        keys=(
            "Pour être rappelé sans perdre votre tour, tapez 1. Pour laisser un message, tapez 2. Ou restez en ligne."
        ),
        full="Beaucoup de personnes appellent en ce moment.",
        moment="Un instant, s'il vous plaît.",
    ),
    "nl": Waiting(
        next="U bent zo meteen aan de beurt.",
        ahead="Aantal oproepen voor u: {count}.",
        minute="U wacht nog ongeveer één minuut.",
        minutes="U wacht nog ongeveer {count} minuten.",
        keys=(
            "Om teruggebeld te worden zonder uw beurt te verliezen, druk 1. Om een bericht in te spreken, druk 2. "
            "Of blijf aan de lijn."
        ),
        full="Er bellen nu veel mensen.",
        moment="Een ogenblik, alstublieft.",
    ),
    "de": Waiting(
        next="Sie sind gleich an der Reihe.",
        ahead="Anrufe vor Ihnen: {count}.",
        minute="Sie warten noch etwa eine Minute.",
        minutes="Sie warten noch etwa {count} Minuten.",
        keys=(
            "Für einen Rückruf, ohne Ihren Platz zu verlieren, drücken Sie die 1. Für eine Nachricht drücken Sie "
            "die 2. Oder bleiben Sie in der Leitung."
        ),
        full="Im Moment rufen viele Menschen an.",
        moment="Einen Augenblick bitte.",
    ),
    "en": Waiting(
        next="You are next.",
        ahead="Calls before yours: {count}.",
        minute="The wait is about one minute.",
        minutes="The wait is about {count} minutes.",
        keys=(
            "To be called back without losing your place, press 1. To leave a message, press 2. Or stay on the line."
        ),
        full="Many people are calling at the moment.",
        moment="One moment, please.",
    ),
    "ar": Waiting(
        next="سيحين دورك قريبا.",
        ahead="عدد المكالمات قبلك: {count}.",
        minute="مدة الانتظار حوالي دقيقة واحدة.",
        minutes="مدة الانتظار بالدقائق: حوالي {count}.",
        keys="لنعاود الاتصال بك دون أن تفقد دورك، اضغط 1. لترك رسالة، اضغط 2. أو ابق على الخط.",
        full="يتصل بنا الآن عدد كبير من الناس.",
        moment="لحظة من فضلك.",
    ),
    "tr": Waiting(
        next="Sıra birazdan sizde.",
        ahead="Sizden önceki arama sayısı: {count}.",
        minute="Bekleme süresi yaklaşık bir dakika.",
        minutes="Bekleme süresi yaklaşık {count} dakika.",
        keys="Sıranızı kaybetmeden geri aranmak için 1'e, mesaj bırakmak için 2'ye basın. Ya da hatta kalın.",
        full="Şu anda çok kişi arıyor.",
        moment="Bir dakika lütfen.",
    ),
}


def waiting_phrases(language: str) -> Waiting:
    """The sentences of a language, or those of the default one."""
    return WAITING.get(language, WAITING[DEFAULT])
