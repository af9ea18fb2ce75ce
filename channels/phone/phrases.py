"""What a caller hears, in six languages: plain, and without a word that would tell a listener what the line is about.

Voices are Twilio names of Amazon Polly's standard voices; a wrong name would make the sentence fail, so they are the
oldest and surest of each language.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

DEFAULT = "fr"


class Phrases(Struct, frozen=True, kw_only=True):
    """Every sentence of one language. `locale` and `voice` are the provider's names; `weekdays` begin with Monday."""

    locale: str
    voice: str
    weekdays: tuple[str, ...]
    choose: str
    welcome: str
    emergency: str
    noted: str
    open: str
    closed: str
    opens: str
    unanswered: str
    withheld: str
    message: str
    thanks: str
    promised: str
    trouble: str

    def closed_until(self, opens_at: datetime | None) -> str:
        """The closed sentence, with the local time of the next opening where it is known."""
        if opens_at is None:
            return self.closed
        when = self.opens.format(day=self.weekdays[opens_at.weekday()], time=f"{opens_at:%H:%M}")
        return f"{when} {self.closed}"


#: Digit on the phone to language, in the order in which they are offered.
DIGITS = {"1": "fr", "2": "nl", "3": "de", "4": "en", "5": "ar", "6": "tr"}

PHRASES: Mapping[str, Phrases] = {
    "fr": Phrases(
        locale="fr-FR",
        voice="Polly.Celine",
        weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        choose="Pour le français, tapez 1.",
        welcome="Bonjour. Vous êtes bien à l'accueil. Vous pouvez rester anonyme.",
        emergency="Si quelqu'un est en danger maintenant, raccrochez et appelez le 112.",
        noted=(
            "Nous notons l'heure, votre numéro s'il est visible, et ce que vous voulez bien nous dire. "
            "Cela reste confidentiel, sauf en cas de danger grave et immédiat."
        ),
        open="Nous vous mettons en relation. Pour être rappelé, tapez 1. Pour laisser un message, tapez 2.",
        closed=(
            "Personne n'est là en ce moment. Pour être rappelé au numéro de cet appel, tapez 1. "
            "Pour laisser un message, restez en ligne."
        ),
        opens="Nous serons là {day} à partir de {time}.",
        unanswered=(
            "Personne ne peut répondre en ce moment. Pour être rappelé au numéro de cet appel, tapez 1. "
            "Pour laisser un message, restez en ligne."
        ),
        withheld="Votre numéro n'est pas visible. Laissez un message avec un numéro où vous joindre.",
        message=(
            "Parlez après le signal. Dites à quel numéro et quand nous pouvons vous joindre sans risque. "
            "Terminez par la touche dièse."
        ),
        thanks="Merci. Votre message est enregistré. Au revoir.",
        promised="C'est noté. Nous vous rappellerons. Au revoir.",
        trouble="Bonjour. Un instant, s'il vous plaît. En cas de danger, raccrochez et appelez le 112.",
    ),
    "nl": Phrases(
        locale="nl-NL",
        voice="Polly.Lotte",
        weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        choose="Voor Nederlands, druk 2.",
        welcome="Goedendag. U bent verbonden met het onthaal. U kunt anoniem blijven.",
        emergency="Is er nu iemand in gevaar, haak dan in en bel 112.",
        noted=(
            "We noteren het uur, uw nummer als het zichtbaar is, en wat u ons wilt vertellen. "
            "Dat blijft vertrouwelijk, behalve bij ernstig en onmiddellijk gevaar."
        ),
        open="We verbinden u door. Om teruggebeld te worden, druk 1. Om een bericht in te spreken, druk 2.",
        closed=(
            "Er is nu niemand aanwezig. Om teruggebeld te worden op het nummer van deze oproep, druk 1. "
            "Om een bericht in te spreken, blijf aan de lijn."
        ),
        opens="We zijn er weer op {day} vanaf {time}.",
        unanswered=(
            "Niemand kan nu antwoorden. Om teruggebeld te worden op het nummer van deze oproep, druk 1. "
            "Om een bericht in te spreken, blijf aan de lijn."
        ),
        withheld="Uw nummer is niet zichtbaar. Spreek een bericht in met een nummer waarop we u kunnen bereiken.",
        message=(
            "Spreek na de toon. Zeg op welk nummer en wanneer we u veilig kunnen bereiken. Sluit af met een hekje."
        ),
        thanks="Dank u. Uw bericht is opgenomen. Tot ziens.",
        promised="Genoteerd. We bellen u terug. Tot ziens.",
        trouble="Goedendag. Een ogenblik, alstublieft. Bij gevaar, haak in en bel 112.",
    ),
    "de": Phrases(
        locale="de-DE",
        voice="Polly.Marlene",
        weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        choose="Für Deutsch drücken Sie die 3.",
        welcome="Guten Tag. Sie sind mit der Anlaufstelle verbunden. Sie können anonym bleiben.",
        emergency="Wenn jetzt jemand in Gefahr ist, legen Sie auf und wählen Sie 112.",
        noted=(
            "Wir notieren die Uhrzeit, Ihre Nummer, wenn sie sichtbar ist, und was Sie uns sagen möchten. "
            "Das bleibt vertraulich, außer bei ernster und unmittelbarer Gefahr."
        ),
        open="Wir verbinden Sie. Für einen Rückruf drücken Sie die 1. Für eine Nachricht drücken Sie die 2.",
        closed=(
            "Im Moment ist niemand da. Für einen Rückruf an die Nummer dieses Anrufs drücken Sie die 1. "
            "Für eine Nachricht bleiben Sie in der Leitung."
        ),
        opens="Wir sind am {day} ab {time} Uhr wieder da.",
        unanswered=(
            "Im Moment kann niemand antworten. Für einen Rückruf an die Nummer dieses Anrufs drücken Sie die 1. "
            "Für eine Nachricht bleiben Sie in der Leitung."
        ),
        withheld="Ihre Nummer ist nicht sichtbar. Hinterlassen Sie eine Nachricht mit einer Nummer für den Rückruf.",
        message=(
            "Sprechen Sie nach dem Ton. Sagen Sie, unter welcher Nummer und wann wir Sie gefahrlos erreichen. "
            "Beenden Sie mit der Rautetaste."
        ),
        thanks="Danke. Ihre Nachricht ist gespeichert. Auf Wiederhören.",
        promised="Notiert. Wir rufen Sie zurück. Auf Wiederhören.",
        trouble="Guten Tag. Einen Augenblick bitte. Bei Gefahr legen Sie auf und wählen Sie 112.",
    ),
    "en": Phrases(
        locale="en-GB",
        voice="Polly.Amy",
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        choose="For English, press 4.",
        welcome="Hello. You have reached the front desk. You may stay anonymous.",
        emergency="If somebody is in danger now, hang up and call 112.",
        noted=(
            "We note the time, your number if it is visible, and what you wish to tell us. "
            "It stays confidential, except in serious and immediate danger."
        ),
        open="We are connecting you. To be called back, press 1. To leave a message, press 2.",
        closed=(
            "Nobody is here at the moment. To be called back on the number of this call, press 1. "
            "To leave a message, stay on the line."
        ),
        opens="We will be here on {day} from {time}.",
        unanswered=(
            "Nobody can answer at the moment. To be called back on the number of this call, press 1. "
            "To leave a message, stay on the line."
        ),
        withheld="Your number is not visible. Please leave a message with a number where we can reach you.",
        message=(
            "Speak after the tone. Say on which number and when we can reach you safely. Finish with the hash key."
        ),
        thanks="Thank you. Your message is recorded. Goodbye.",
        promised="Noted. We will call you back. Goodbye.",
        trouble="Hello. One moment, please. In case of danger, hang up and call 112.",
    ),
    "ar": Phrases(
        locale="arb",
        voice="Polly.Zeina",
        weekdays=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        choose="للعربية، اضغط 5.",
        welcome="مرحبا. لقد اتصلت بمكتب الاستقبال. يمكنك أن تبقى مجهول الهوية.",
        emergency="إذا كان أحد في خطر الآن، فأنه المكالمة واتصل بالرقم 112.",
        noted=("نسجل الوقت، ورقمك إذا كان ظاهرا، وما تود أن تقوله لنا. يبقى ذلك سريا، إلا في حالة خطر جسيم ومباشر."),
        open="سنوصلك الآن. لنعاود الاتصال بك، اضغط 1. لترك رسالة، اضغط 2.",
        closed="لا أحد هنا في هذه اللحظة. لنعاود الاتصال بك على رقم هذه المكالمة، اضغط 1. لترك رسالة، ابق على الخط.",
        opens="سنكون هنا يوم {day} ابتداء من الساعة {time}.",
        unanswered=(
            "لا يستطيع أحد الرد في هذه اللحظة. لنعاود الاتصال بك على رقم هذه المكالمة، اضغط 1. "
            "لترك رسالة، ابق على الخط."
        ),
        withheld="رقمك غير ظاهر. اترك رسالة مع رقم يمكننا الاتصال بك عليه.",
        message="تكلم بعد الإشارة. قل على أي رقم ومتى يمكننا الاتصال بك بأمان. عند الانتهاء اضغط مفتاح المربع.",
        thanks="شكرا. تم تسجيل رسالتك. مع السلامة.",
        promised="تم التسجيل. سنعاود الاتصال بك. مع السلامة.",
        trouble="مرحبا. لحظة من فضلك. في حالة الخطر، أنه المكالمة واتصل بالرقم 112.",
    ),
    "tr": Phrases(
        locale="tr-TR",
        voice="Polly.Filiz",
        weekdays=("Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"),
        choose="Türkçe için 6'ya basın.",
        welcome="İyi günler. Danışmaya bağlandınız. Adınızı vermek zorunda değilsiniz.",
        emergency="Şu anda biri tehlikedeyse telefonu kapatıp 112'yi arayın.",
        noted=(
            "Saati, görünüyorsa numaranızı ve bize anlatmak istediklerinizi not ederiz. "
            "Ciddi ve acil bir tehlike dışında bunlar gizli kalır."
        ),
        open="Sizi bağlıyoruz. Geri aranmak için 1'e, mesaj bırakmak için 2'ye basın.",
        closed=(
            "Şu anda burada kimse yok. Bu aramanın numarasından geri aranmak için 1'e basın. "
            "Mesaj bırakmak için hatta kalın."
        ),
        opens="{day} günü saat {time} itibarıyla burada olacağız.",
        unanswered=(
            "Şu anda kimse yanıt veremiyor. Bu aramanın numarasından geri aranmak için 1'e basın. "
            "Mesaj bırakmak için hatta kalın."
        ),
        withheld="Numaranız görünmüyor. Size ulaşabileceğimiz bir numarayla mesaj bırakın.",
        message=(
            "Sinyalden sonra konuşun. Size hangi numaradan ve ne zaman güvenle ulaşabileceğimizi söyleyin. "
            "Bitirince kare tuşuna basın."
        ),
        thanks="Teşekkürler. Mesajınız kaydedildi. Hoşça kalın.",
        promised="Not aldık. Sizi geri arayacağız. Hoşça kalın.",
        trouble="İyi günler. Bir dakika lütfen. Tehlike varsa telefonu kapatıp 112'yi arayın.",
    ),
}


def phrases(language: str) -> Phrases:
    """The sentences of a language, or those of the default one."""
    return PHRASES.get(language, PHRASES[DEFAULT])
