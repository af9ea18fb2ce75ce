"""Contacts that needed one answer, one orientation or one closing: most of what arrives."""

from helpline.cli.demo import people as p
from helpline.cli.demo.model import (
    EMAIL,
    LETTER,
    PHONE,
    SMS,
    VISIT,
    WEBFORM,
    Alarm,
    Answered,
    Kept,
    Lands,
    Story,
    Told,
    Writer,
)  # fmt: skip
from helpline.contacts.model import Disposition as D
from helpline.contacts.model import Urgency
from helpline.envelope import Outcome
from helpline.triage.model import ClosingReason as C
from helpline.triage.model import LandingKind as L
from helpline.triage.record import Danger, DangerCategory

SPAM = Lands(disposition=D.SPAM, landing=L.QUARANTINE)
SILENT = Lands(disposition=D.OUT_OF_SCOPE, landing=L.CLOSING, closing=C.SILENT)
WRONG = Lands(disposition=D.OUT_OF_SCOPE, landing=L.CLOSING, closing=C.WRONG_NUMBER)
THANKS = Lands(disposition=D.OUT_OF_SCOPE, landing=L.CLOSING, closing=C.THANKS)
PRESS = Lands(disposition=D.OUT_OF_SCOPE, landing=L.CLOSING, closing=C.PRESS)
NUISANCE = Lands(disposition=D.OUT_OF_SCOPE, landing=L.CLOSING, closing=C.NUISANCE)
POLICE = Lands(disposition=D.OUT_OF_SCOPE, landing=L.CLOSING, closing=C.POLICE_ASKING,
               reason="Refus neutre, lu par deux personnes.")  # fmt: skip
ANSWER = Lands(disposition=D.INFORMATION_REQUEST, landing=L.ANSWER)
GIVEN = Lands(disposition=D.INFORMATION_REQUEST, landing=L.CLOSING, closing=C.ANSWERED)
ELSEWHERE = Lands(disposition=D.INFORMATION_REQUEST, landing=L.CLOSING, closing=C.ORIENTED_ELSEWHERE)
NO_WAY = Lands(disposition=D.INFORMATION_REQUEST, landing=L.CLOSING, closing=C.NO_WAY_TO_ANSWER)
ADVICE = Lands(disposition=D.PROFESSIONAL_SUPPORT, landing=L.ANSWER, closing=C.SESSION_OR_TOOL_GIVEN,
               reason="Conseil donné au téléphone, fiche remise.")  # fmt: skip


def one(worker: str, told: Told, *more: Answered | Kept) -> Story:
    return Story(worker=worker, events=(told, *more))


def someone(last: int, language: str = "fr", requester: str | None = None) -> Writer:
    return Writer(f"+4477009003{last:02}", "", language, requester, p.BOTH)


def towards(service: str = "", partner: str = "", reason: str = "") -> Lands:
    return Lands(disposition=D.OUT_OF_SCOPE, landing=L.ORIENTATION, service=service, partner=partner, reason=reason)


def silence(ago: float, clock: str, worker: str, writer: Writer, outcome: Outcome = Outcome.ABANDONED) -> Story:
    """A call without a word."""
    return one(worker, Told(ago=ago, clock=clock, channel=PHONE, by=writer, outcome=outcome, lands=SILENT))


def asked(ago: float, clock: str, worker: str, channel: str, writer: Writer, text: str, answer: str) -> Story:
    """A question and its answer."""
    told = Told(ago=ago, clock=clock, channel=channel, by=writer, text=text, lands=ANSWER, answer=answer)
    return one(worker, told)


def spoke(ago: float, clock: str, worker: str, writer: Writer, text: str, lands: Lands) -> Story:
    """A call that was answered."""
    told = Told(ago=ago, clock=clock, channel=PHONE, by=writer, outcome=Outcome.ANSWERED, text=text, lands=lands)
    return one(worker, told)


def wrote(ago: float, clock: str, worker: str, channel: str, writer: Writer, text: str, lands: Lands,
          subject: str = "", robot: bool = False) -> Story:  # fmt: skip
    """Something written that needed no answer."""
    told = Told(ago=ago, clock=clock, channel=channel, by=writer, text=text, subject=subject, robot=robot, lands=lands)
    return one(worker, told)


QUESTIONS = (
    asked(81, "08:50", "anne", SMS, someone(1), "Bonjour, vous êtes ouverts quand ?",
          "Bonjour, lundi, mardi, jeudi et vendredi de 9 à 13 h, mercredi de 13 à 17 h."),
    asked(73, "21:30", "bram", SMS, someone(2, "nl"), "Moet ik mijn naam zeggen als ik bel?",
          "Dag, nee. U mag altijd anoniem blijven."),
    asked(67, "13:44", "eva", EMAIL, Writer("sonja.w@example.org", "Sonja", "de", "other", p.WRITE),
          "Guten Tag, gibt es bei Ihnen auch Gespräche auf Deutsch?", "Guten Tag, ja, gern. Dienstags und "
              "donnerstags."),
    asked(59, "19:19", "anne", WEBFORM, p.FORM_FR, "Est-ce que vous prévenez la police quand on vous parle ?",
          "Bonjour. Non. Nous gardons le secret, sauf danger grave et immédiat pour une vie."),
    asked(42, "17:05", "bram", EMAIL, Writer("j.claes@example.org", "J. Claes", "nl", "other", p.WRITE),
          "Goeiedag, bestaat er een folder voor ouders?", "Dag, we sturen hem vandaag op."),
    asked(35, "10:10", "anne", SMS, someone(3), "Peut-on venir sur place sans rendez-vous ?",
          "Bonjour, oui, pendant les heures d'ouverture."),
    asked(21, "22:40", "eva", WEBFORM, p.FORM_DE, "Mein Kollege teilt seit Wochen komische Witze. Übertreibe ich?",
          "Guten Tag. Danke, dass Sie fragen. Was genau stört Sie daran, seit wann, und vor wem sagt er es?"),
    asked(14, "12:12", "anne", EMAIL, Writer("asbl.quartier@example.org", "ASBL", "fr", "professional", p.WRITE),
          "Bonjour, pouvons-nous mettre votre numéro sur notre affiche ?", "Bonjour, avec plaisir."),
    asked(6, "09:50", "bram", SMS, someone(4, "nl"), "is er ook iemand op zaterdag?",
          "Dag, nee. U kan wel altijd een bericht inspreken of schrijven."),
)  # fmt: skip

ELSEWHERES = (
    spoke(78, "09:33", "anne", someone(10), "Un voisin crie toutes les nuits, elle ne dort plus.", Lands(
        disposition=D.OUT_OF_SCOPE, landing=L.CLOSING, closing=C.OTHER_SERVICE, reason="Médiation de quartier.")),
    spoke(66, "14:20", "bram", someone(11, "nl", "relative"), "Haar man slaat haar. Ze is nu bij haar zus, veilig.",
          towards(service="1712", reason="Warm doorverbonden, ze bleef aan de lijn.")),
    wrote(9, "11:11", "anne", EMAIL, Writer("k.b@example.org", "K.B.", "fr"), "On m'a refusé un logement à cause "
        "de mon "
          "nom. À qui puis-je m'adresser ?", towards(partner="Info Droits Citoyens"), "Logement refusé"),
    spoke(32, "12:40", "anne", p.NEIGHBOUR, "De buurjongen draagt een lange baard. Verder niets.", ELSEWHERE),
    wrote(18, "23:05", "bram", SMS, someone(12), "J'en peux plus, j'ai personne à qui parler",
          towards(service="107", reason="Rappelée aussitôt ; pas de danger, veut parler la nuit.")),
    spoke(27, "10:48", "anne", p.SOMEBODY, "Demande si nous avons un dossier sur son cousin.", POLICE),
    wrote(44, "09:01", "farid", EMAIL, p.JOURNALIST, "Bonjour, nous préparons un reportage et cherchons une famille.",
          PRESS, "Demande d'interview"),
    wrote(8, "16:16", "farid", EMAIL, p.JOURNALIST, "Seriez-vous disponible demain à l'antenne ?", PRESS, "Antenne"),
)  # fmt: skip

NOISE = (
    *(silence(ago, clock, worker, writer) for ago, clock, worker, writer in (
        (83, "10:01", "anne", p.WITHHELD), (74, "15:31", "bram", p.WITHHELD_NL), (62, "11:58", "anne", p.WITHHELD),
        (51, "09:47", "anne", someone(20)), (37, "14:02", "bram", someone(21, "nl")), (28, "03:12", "anne", p.WITHHELD),
        (11, "12:59", "bram", p.WITHHELD_NL), (4, "18:18", "anne", p.WITHHELD))),
    silence(54, "22:22", "bram", someone(22, "nl"), Outcome.MISSED),
    spoke(71, "09:20", "anne", p.WRONG, "Cherchait la mutuelle.", WRONG),
    spoke(31, "11:26", "bram", someone(23, "nl"), "Verkeerd verbonden.", WRONG),
    wrote(25, "02:40", "anne", SMS, someone(24), "vs etes tous des vendus", NUISANCE),
    wrote(77, "04:00", "bram", EMAIL, p.SELLER, "Boost your website traffic now! Click here for 80% off.", SPAM, "SEO"),
    wrote(56, "05:10", "anne", EMAIL, p.SELLER, "Dear friend, I have a fund of 4,500,000 USD to "
        "transfer.", SPAM, "Funds"),
    wrote(22, "04:45", "bram", EMAIL, p.SELLER, "Cheap pills and watches, limited offer, unsubscribe "
        "here.", SPAM, "Offer"),
    wrote(9, "03:33", "anne", EMAIL, p.SELLER, "Congratulations! You won a phone. Verify your account.", SPAM, "Prize"),
    wrote(34, "08:08", "bram", SMS, someone(25, "nl"), "U heeft een pakket. Betaal 1,99 via deze link.", SPAM),
    wrote(41, "13:00", "anne", EMAIL, Writer("absent@example.org", "", "fr"), "Je suis absent jusqu'au 3.",
          Lands(disposition=D.OUT_OF_SCOPE, landing=L.CLOSING, closing=C.OTHER_SERVICE), "Absence", robot=True),
    wrote(24, "10:30", "anne", LETTER, Writer("", "Une maman", "fr", "relative"),
          "Un mot de remerciement, sans adresse. « Il est à table avec nous. »", THANKS),
    wrote(12, "15:45", "bram", SMS, someone(26, "nl"), "Bedankt voor jullie geduld.", THANKS),
)  # fmt: skip

OTHERS = (
    wrote(68, "22:22", "anne", WEBFORM, Writer(language="fr"), "C'était mieux avant, vous ne comprenez rien.", NO_WAY),
    wrote(38, "14:14", "anne", VISIT, Writer("", "Un père", "fr", "relative"),
          "Un père passe demander comment cela se passe. Il reviendra s'il en a besoin.", GIVEN),
    wrote(20, "18:08", "chloe", EMAIL, p.HR, "Hello, may we ask an employee about stickers on his "
        "locker?", ADVICE, "Advice"),
    one("farid", Told(
        ago=19, clock="23:11", channel=SMS, by=someone(30), urgency=Urgency.IMMEDIATE,
        text="Je veux en finir cette nuit. J'ai tout préparé. Dites à ma mère que je l'aime. Adieu",
        alarm=Alarm(DangerCategory.SUICIDE, Danger(
            place="Inconnue, puis donnée par la personne", who="La personne elle-même", means="Médicaments",
            ground="Vie en danger", recipient="112", told_caller="Que nous appelons le 112, et pourquoi.")),
        lands=Lands(disposition=D.URGENT_SAFETY, landing=L.FOLLOW_UP, closing=C.HANDED_OVER,
                    promise="Prendre des nouvelles auprès de la personne", due=-17)),
        Kept(ago=16, note="Au téléphone avec sa mère ; hospitalisé, en vie.")),
)  # fmt: skip

SINGLES = (*QUESTIONS, *ELSEWHERES, *NOISE, *OTHERS)
