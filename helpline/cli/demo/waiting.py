"""What waits in the queue now: it came within the last two days, and nobody has decided yet."""

from helpline.cli.demo import people as p
from helpline.cli.demo.model import EMAIL, PHONE, SMS, VISIT, WEBFORM, Story, Told, Writer
from helpline.envelope import Outcome, SafeContact


def number(last: int, language: str = "fr") -> Writer:
    return Writer(f"+4477009005{last:02}", "", language)


def now(hours: float, channel: str, by: Writer, text: str = "", **more: object) -> Story:
    """Something that came so many hours ago."""
    told = Told(ago=hours / 24, channel=channel, by=by, text=text, waits=True, **more)  # type: ignore[arg-type]  # as named
    return Story(events=(told,))


BY_PHONE = SafeContact(may_call=True, may_leave_message=True, cover_phrase="Over de wagen", said_when="donderdag 14-17")

WAITING = (
    now(0.12, SMS, number(1), "Mon frère a pris le couteau de cuisine et dit qu'il va à l'école ce matin les faire "
        "payer. "
        "Aidez moi vite"),
    now(0.2, SMS, number(13, "nl"), "mijn kleinzoon heeft geen wapen hoor maar hij zegt wel dat hij morgen de school "
        "gaat opblazen. wat moet ik doen", claimed="eva"),
    now(2.5, PHONE, number(2, "nl"), outcome=Outcome.VOICEMAIL, seconds=7),
    now(3.2, WEBFORM, Writer("+447700900503", "", "nl", "relative", BY_PHONE), "Mijn dochter van 17 heeft haar "
        "paspoort "
        "gevraagd en een ticket naar Istanboel gezocht. Ze zegt dat ze een vriendin gaat bezoeken."),
    now(5.0, EMAIL, Writer("p.verlinden@example.org", "P. Verlinden", "nl"), "Goeiedag, ik ben trainer van een "
        "voetbalploeg. Twee spelers sturen haatfilmpjes rond in de groep. Wat doe ik best?", subject="Vraag van een "
            "trainer"),
    now(6.4, PHONE, number(4), outcome=Outcome.MISSED, call_back=True),
    now(7.8, SMS, number(5), "bjr je suis la maman qui a appelé mardi est ce que qqn peut me rappeler svp"),
    now(9.5, WEBFORM, p.FORM_AR, "أخي تغير كثيرا منذ أشهر ولا يتكلم معنا. لا أعرف ماذا أفعل. هل يمكن أن أتحدث مع أحد؟"),
    now(11.1, PHONE, p.WITHHELD, outcome=Outcome.ABANDONED),
    now(12.6, EMAIL, Writer("h.schmitz@example.org", "H. Schmitz", "de"), "Guten Abend, meine Tochter hat einen neuen "
        "Freund, der sehr schlecht über Juden und Ausländer spricht. Sie redet inzwischen genauso. Was kann ich tun?",
        subject="Meine Tochter"),
    now(14.0, PHONE, number(7), outcome=Outcome.VOICEMAIL, seconds=4),
    now(16.5, SMS, p.YANIS, "Je peux passer demain ? C'est pour l'attestation"),
    now(18.0, EMAIL, Writer("mailing@bulk.example.org", "Deals", "en"), "Limited offer: cheap watches, click here to "
        "unsubscribe, 90% discount on all pills.", subject="Last chance"),
    now(20.3, WEBFORM, p.FORM_TR, "Kuzenim internette çok öfkeli şeyler yazıyor. Adımı vermek istemiyorum. Ne "
        "yapabilirim?"),
    now(22.7, VISIT, Writer("", "Une enseignante", "fr", "professional"), "Une enseignante est passée : un élève "
        "dessine "
        "des symboles partout. Elle laisse son école, pas le nom. Elle rappellera.", claimed="anne"),
    now(25.0, PHONE, number(9, "nl"), outcome=Outcome.MISSED),
    now(27.5, SMS, number(10), "Est-ce que c'est grave si mon fils ne serre plus la main aux femmes ? Il est gentil "
        "sinon"),
    now(30.0, EMAIL, unreadable=True, by=Writer()),
    now(33.3, EMAIL, Writer("s.daems@example.org", "S. Daems", "nl"), "Dag, we zoeken een spreker voor onze "
        "ouderavond in "
        "februari over weerbaarheid online.", subject="Ouderavond"),
    now(38.0, WEBFORM, p.FORM_EN, "I was in a group online for two years. I stopped. I still get messages from them "
        "and I "
        "am scared to block them. I am 19."),
    now(41.5, PHONE, number(12), outcome=Outcome.VOICEMAIL, seconds=3),
    now(46.0, PHONE, p.WITHHELD_NL, outcome=Outcome.ABANDONED),
)  # fmt: skip
