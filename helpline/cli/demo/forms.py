"""The public form of the demo: two questions of the house's own, and what became of each question of a message."""

import random
from datetime import timedelta

from helpline.channel import AskedForm, Question, QuestionKind
from helpline.cli.demo.model import Writer
from helpline.envelope import Told
from helpline.questions import actions as questions
from helpline.questions.model import Answered, NewQuestion, Worded
from helpline.vault.transaction import Transaction

#: For so long the house asks its own questions; whoever wrote before was not asked them.
ASKED_FOR = timedelta(days=200)

#: What is only asked of somebody who can be reached.
SAFETY = ("windows", "never", "may_leave_message", "may_say_service_name", "cover_phrase")

FOUND = NewQuestion(
    QuestionKind.ONE,
    {
        "fr": Worded("Comment nous avez-vous trouvés ?", "", "Par un proche\nPar un professionnel\nSur internet"),
        "nl": Worded("Hoe hebt u ons gevonden?", "", "Via iemand die ik ken\nVia een professional\nOp internet"),
        "de": Worded("Wie haben Sie uns gefunden?", "", "Durch Bekannte\nDurch eine Fachperson\nIm Internet"),
        "en": Worded("How did you find us?", "", "Through somebody I know\nThrough a professional\nOn the internet"),
        "ar": Worded("كيف وجدتنا؟", "", "عن طريق شخص أعرفه\nعن طريق مختص\nعلى الإنترنت"),
        "tr": Worded("Bizi nasıl buldunuz?", "", "Tanıdığım biri aracılığıyla\nBir uzman aracılığıyla\nİnternette"),
    },
)
HELPS = NewQuestion(
    QuestionKind.SHORT,
    {
        "fr": Worded("Qu’est-ce qui vous aiderait maintenant ?", "Vous pouvez passer."),
        "nl": Worded("Wat zou u nu helpen?", "U mag het overslaan."),
        "de": Worded("Was würde Ihnen jetzt helfen?", "Sie können es auslassen."),
        "en": Worded("What would help you now?", "You may leave it."),
        "ar": Worded("ما الذي قد يساعدك الآن؟", "يمكنك تركه."),
        "tr": Worded("Şu anda size ne yardımcı olur?", "Boş bırakabilirsiniz."),
    },
)
SAID = {
    "fr": ("Savoir par où commencer.", "En parler une fois avec quelqu’un."),
    "nl": ("Weten hoe ik begin.", "Er één keer met iemand over praten."),
    "de": ("Wissen, wo ich anfange.", "Einmal mit jemandem reden."),
    "en": ("To know where to begin.", "To talk about it once with somebody."),
    "ar": ("أن أعرف من أين أبدأ.", "أن أتحدث مع أحد."),
    "tr": ("Nereden başlayacağımı bilmek.", "Biriyle bir kez konuşmak."),
}


async def publish(tx: Transaction) -> tuple[AskedForm, AskedForm]:
    """The form as it was, and with the house's own questions."""
    before = await questions.asked(tx)
    await questions.add(tx, FOUND, 0)
    await questions.add(tx, HELPS, 1)
    await questions.publish(tx, 2)
    return before, await questions.asked(tx)


def filled(form: AskedForm, by: Writer, chance: random.Random) -> tuple[tuple[tuple[str, str], ...], tuple[Told, ...]]:
    """What became of each question, and what was told to the house's own ones: half are answered, some are declined."""
    told = [answer for one in form.own() if (answer := said(one, by.language, chance))]
    answered = {one.name for one in told}
    states = {one.name: state(one, by, answered, chance) for one in form.questions}
    return tuple((name, str(became)) for name, became in states.items()), tuple(told)


def said(one: Question, language: str, chance: random.Random) -> Told | None:
    if chance.random() < 0.45:
        return None
    if one.kind is QuestionKind.ONE:
        return Told(one.name, chosen=(chance.choice(one.choices).value,))
    return Told(one.name, chance.choice(SAID[language]))


def state(one: Question, by: Writer, answered: set[str], chance: random.Random) -> Answered:
    if one.kind:
        left = Answered.DECLINED if chance.random() < 0.4 else Answered.UNKNOWN
        return Answered.ANSWERED if one.name in answered else left
    if one.name in SAFETY:
        return known(getattr(by.safe, one.name)) if by.safe else Answered.NOT_ASKED
    given = {"message": True, "requester": bool(by.requester), "answer": bool(by.safe)}
    return known(given.get(one.name, False))


def known(value: object) -> Answered:
    return Answered.ANSWERED if value else Answered.UNKNOWN
