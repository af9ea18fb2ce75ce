"""The first question: what is safe. Apart from the texts that are rewritten at the desk, because it goes out before
anything is known to be safe: it names neither us nor what it is about, and asks for nothing that would tell.
"""

from helpline.wording.model import Template
from helpline.wording.rules import FIRST, LANGUAGES

WRITTEN = {
    "fr": "Votre message est bien arrivé. Pour vous répondre sans risque : pouvons-nous écrire ici ? Appeler ? À "
    "quel numéro, quand, et quand jamais ? Ne répondez que si c’est sans risque pour vous. Urgence : le "
    "{emergency}.",
    "nl": "Uw bericht is goed aangekomen. Om u veilig te antwoorden: mogen wij hier schrijven? Bellen? Op welk "
    "nummer, wanneer, en wanneer nooit? Antwoord alleen als dat voor u veilig is. Bij nood: bel {emergency}.",
    "de": "Ihre Nachricht ist angekommen. Damit wir Ihnen sicher antworten können: Dürfen wir hier schreiben? "
    "Anrufen? Unter welcher Nummer, wann, und wann nie? Antworten Sie nur, wenn es für Sie sicher ist. Im "
    "Notfall: {emergency}.",
    "en": "Your message has arrived. To answer you safely: may we write here? Call? On which number, when, and when "
    "never? Answer only if it is safe for you. In an emergency, call {emergency}.",
    "ar": "وصلت رسالتك. لكي نجيبك بأمان: هل يمكننا أن نكتب هنا؟ أن نتصل؟ على أي رقم، ومتى، ومتى لا نتصل أبدا؟ أجب "
    "فقط إذا كان ذلك آمنا لك. في الحالات الطارئة اتصل بالرقم {emergency}.",
    "tr": "Mesajınız ulaştı. Size güvenle yanıt verebilmemiz için: buraya yazabilir miyiz? Arayabilir miyiz? Hangi "
    "numaradan, ne zaman, ne zaman asla? Yalnızca sizin için güvenliyse yanıt verin. Acil durumda "
    "{emergency}'yi arayın.",
}
"""What is written: neutral, in one text message's space or little more."""

SPOKEN = {
    "fr": "Bonjour, est-ce un bon moment ? Pouvez-vous parler sans que quelqu’un écoute ? Si nous sommes coupés : "
    "puis-je rappeler, à quel numéro, et quand pas ? Puis-je laisser un message ? Puis-je dire qui je suis ?",
    "nl": "Goedendag, past het nu? Kunt u spreken zonder dat iemand meeluistert? Als we onderbroken worden: mag ik "
    "terugbellen, op welk nummer, en wanneer niet? Mag ik een bericht inspreken? Mag ik zeggen wie ik ben?",
    "de": "Guten Tag, passt es gerade? Können Sie sprechen, ohne dass jemand zuhört? Falls wir unterbrochen werden: "
    "Darf ich zurückrufen, unter welcher Nummer, und wann nicht? Darf ich eine Nachricht hinterlassen? Darf "
    "ich sagen, wer ich bin?",
    "en": "Good morning, is this a good moment? Can you speak without anybody listening? If we are cut off: may I "
    "call back, on which number, and when not? May I leave a message? May I say who I am?",
    "ar": "مرحبا، هل الوقت مناسب؟ هل يمكنك الكلام دون أن يسمعك أحد؟ إذا انقطع الاتصال: هل يمكنني أن أعاود الاتصال، "
    "على أي رقم، ومتى لا؟ هل يمكنني ترك رسالة؟ هل يمكنني أن أقول من أنا؟",
    "tr": "Merhaba, uygun bir zaman mı? Kimse dinlemeden konuşabilir misiniz? Bağlantı kesilirse: geri arayabilir "
    "miyim, hangi numaradan, ne zaman aramayayım? Mesaj bırakabilir miyim? Kim olduğumu söyleyebilir miyim?",
}
"""What is said: its first words suit whoever picks up."""


def question(language: str | None, *, wrote: bool = True) -> Template:
    """The question in the writer's language, else in the first of ours. Nobody who called (not `wrote`) is told that a
    message arrived, which is its first sentence.
    """
    known = language if language in LANGUAGES else LANGUAGES[0]
    text = WRITTEN[known] if wrote else WRITTEN[known].partition(". ")[2]
    return Template(known, FIRST[known].subject, text)
