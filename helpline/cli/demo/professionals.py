"""Professionals who ask how to act, and information requests that took more than one answer."""

from helpline.accompaniment.model import Stage as S
from helpline.cases.model import CaseKind, ClosingReason, NoteKind, Role
from helpline.cli.demo import people as p
from helpline.cli.demo.model import (
    EMAIL,
    PHONE,
    SMS,
    WEBFORM,
    Answered,
    Became,
    Closed,
    Joined,
    Kept,
    Moved,
    Noted,
    Promised,
    Referred,
    Staged,
    Story,
    Told,
    Tried,
)  # fmt: skip
from helpline.contacts.model import Urgency
from helpline.envelope import Outcome
from helpline.followups.model import AttemptOutcome, FollowUpKind
from helpline.referrals.model import ReferralState

SUPPORT = CaseKind.PROFESSIONAL_SUPPORT

SCHOOL = Story(
    worker="dirk", deputy="bram", kind=SUPPORT, title="Secundaire school, derde jaar",
    summary="Een leerkracht en een directie: hoe praat je in de klas na een aanslag?",
    events=(
        Told(ago=64, clock="16:05", channel=EMAIL, by=p.TEACHER, subject="Vraag van een leerkracht", text=(
            "Beste, ik ben leerkracht. Sinds de aanslag zijn er in mijn klas twee kampen en ik weet niet hoe ik het "
            "gesprek moet openen. Hebben jullie een vorming of materiaal?")),
        Answered(ago=63, text="Dag mevrouw, dank voor uw vraag. Past een gesprek volgende week?"),
        Joined(ago=63, role=Role.PROFESSIONAL, name="Katrien", address=p.TEACHER.address),
        Noted(ago=56, kind=NoteKind.TALK, text="Eerste gesprek: geen debat over ideeën, eerst wat de leerlingen "
            "raakt."),
        Told(ago=50, clock="17:12", channel=EMAIL, by=p.TEACHER, subject="Re: Vraag van een leerkracht",
             text="De les is goed gegaan. Kunnen jullie ook met het team komen?"),
        Promised(ago=49, what="Datum voor de teamsessie voorstellen", due=-42),
        Noted(ago=41, kind=NoteKind.AGREEMENT, text="Teamsessie van twee uur, 14 deelnemers."),
        Closed(ago=29, reason=ClosingReason.SESSION_OR_TOOL_GIVEN),
    ),
)  # fmt: skip

YOUTH_CENTRE = Story(
    worker="chloe", kind=SUPPORT, title="Maison de jeunes, quartier nord",
    events=(
        Told(ago=39, clock="14:50", channel=EMAIL, by=p.YOUTH_WORKER, subject="Avis sur une situation", text=(
            "Bonjour, éducateur en AMO, je voudrais l'avis de quelqu'un : un jeune nous a montré des vidéos de "
            "combats et répète que la démocratie est finie. Comment lui répondre sans le perdre ?")),
        Answered(ago=38, text="Bonjour, merci de votre confiance. Nous vous appelons demain matin."),
        Joined(ago=38, role=Role.PROFESSIONAL, name="Thomas", address=p.YOUTH_WORKER.address),
        Noted(ago=37, kind=NoteKind.TALK, text="Travaillé la question : d'abord le lien, puis la contradiction."),
        Told(ago=19, clock="10:02", channel=EMAIL, by=p.YOUTH_WORKER, subject="Suite",
             text="Il est revenu et il a posé des questions. Pourrions-nous refaire le point avec l'équipe ?"),
        Promised(ago=18, what="Supervision avec l'équipe de la maison de jeunes", due=5),
        Noted(ago=18, text="Trois éducateurs, deux heures, chez eux."),
    ),
)  # fmt: skip

DOCTOR = Story(
    worker="anne", kind=SUPPORT, title="Médecin généraliste",
    events=(
        Told(ago=23, clock="09:25", channel=PHONE, by=p.GP, outcome=Outcome.ANSWERED, text=(
            "Médecin : une patiente de 20 ans parle d'un mari en ligne et ne sort plus. Secret médical ; il demande "
            "comment lui parler et vers qui l'orienter si elle le veut.")),
        Referred(ago=22, partner="Espace Parole Jeunes", note="Numéro donné au médecin, la patiente choisira.",
                 ask_back=-1),
        Promised(ago=20, kind=FollowUpKind.CALL_BACK, what="Rappeler le cabinet", due=-3),
        Tried(ago=5, outcome=AttemptOutcome.NOT_REACHED, note="En consultation, réessayer à midi.", due=-2),
    ),
)  # fmt: skip

COMMUNE = Story(
    worker="farid", deputy="anne", kind=SUPPORT, title="Une commune, service prévention",
    events=(
        Told(ago=53, clock="11:44", channel=EMAIL, by=p.MUNICIPALITY, subject="Demande de formation", text=(
            "Madame, Monsieur, notre équipe de douze gardiens de la paix souhaite une journée de formation au "
            "printemps. Quelles dates proposez-vous ?")),
        Answered(ago=52, text="Bonjour, deux dates possibles en mars ; le programme suit par la poste."),
        Promised(ago=51, what="Envoyer le programme de la journée", due=-40),
        Kept(ago=42, note="Envoyé."),
        Noted(ago=41, kind=NoteKind.AGREEMENT, text="Journée fixée en mars. Aucune situation individuelle ce jour-là."),
        Promised(ago=41, what="Relire le programme avec Point Appui École", due=25),
    ),
)  # fmt: skip

HEADMISTRESS = Story(
    worker="anne", deputy="chloe", kind=SUPPORT, title="Une école, une rumeur",
    events=(
        Told(ago=15, clock="12:31", channel=PHONE, by=p.HEAD, outcome=Outcome.ANSWERED, urgency=Urgency.URGENT, text=(
            "Directrice : une rumeur de bagarre au couteau circule pour vendredi. Elle a prévenu la police de "
                "quartier. "
            "Elle veut savoir quoi dire aux parents.")),
        Noted(ago=15, kind=NoteKind.TALK, text="Message aux parents relu ensemble ; un lieu de parole jeudi midi."),
        Told(ago=11, clock="15:02", channel=SMS, by=p.HEAD, text="Vendredi s'est bien passé. Merci, vraiment."),
        Referred(ago=10, partner="Point Appui École", note="Accompagner l'équipe éducative.", ask_back=4),
        Moved(ago=8, state=ReferralState.ACCEPTED),
    ),
)  # fmt: skip

SOCIAL_SERVICE = Story(
    worker="eva", kind=SUPPORT, title="Sozialdienst im Süden",
    events=(
        Told(ago=13, clock="09:58", channel=EMAIL, by=p.SOCIAL_WORKER, subject="Fachliche Frage", text=(
            "Guten Tag, in einer betreuten WG hängt einer der Jugendlichen Fahnen auf und provoziert die anderen. Wir "
            "möchten fachlichen Rat, wie das Team damit umgehen kann.")),
        Answered(ago=12, text="Guten Tag, gerne. Wir schlagen ein Gespräch mit dem Team vor."),
        Promised(ago=12, what="Team in der WG besuchen", due=0),
    ),
)  # fmt: skip

COACH = Story(
    worker="bram", kind=SUPPORT, title="Boksclub",
    events=(
        Told(ago=7, clock="19:05", channel=PHONE, by=p.GUARD, outcome=Outcome.MISSED, call_back=True),
        Tried(ago=5, outcome=AttemptOutcome.REACHED, note="Coach vraagt hoe hij over een T-shirt begint."),
        Noted(ago=5, text="Voorstel: één op één, na de training, nieuwsgierig blijven."),
    ),
)  # fmt: skip

INFORMATION = CaseKind.INFORMATION_REQUEST

THESIS = Story(
    worker="anne", kind=INFORMATION, title="Travail de fin d'études",
    events=(
        Told(ago=46, clock="18:20", channel=EMAIL, by=p.STUDENT, subject="TFE", text=(
            "Bonjour, étudiante assistante sociale, je cherche de la documentation publique sur le désengagement.")),
        Answered(ago=45, text="Bonjour, voici trois lectures publiques. Bon travail."),
        Told(ago=43, clock="09:09", channel=EMAIL, by=p.STUDENT, subject="Re: TFE",
             text="Merci beaucoup ! Une dernière question : comment citez-vous vos chiffres ?"),
        Answered(ago=43, text="Bonjour, le rapport annuel est public ; citez l'année et la page."),
        Closed(ago=40, reason=ClosingReason.ANSWERED),
    ),
)  # fmt: skip

IS_IT_A_SIGN = Story(
    worker="bram", kind=INFORMATION, title="Is dit een teken?",
    events=(
        Told(ago=17, clock="20:30", channel=WEBFORM, by=p.FORM_NL, text=(
            "Mijn zoon draagt sinds kort alleen nog zwart en luistert naar muziek die ik niet begrijp. Is dat een "
                "teken?")),
        Answered(ago=16, text="Dag, dank voor uw vraag. Kleren of muziek zeggen op zich niets. Wat ziet u nog?"),
        Promised(ago=16, what="Kijken of er een antwoord kwam", due=-2),
        Noted(ago=9, text="Geen antwoord gekomen; de vraag blijft open tot de belofte."),
    ),
)  # fmt: skip

BECAME = Story(
    worker="eva", kind=INFORMATION, title="Une question, puis une autre",
    events=(
        Told(ago=29, clock="21:55", channel=WEBFORM, by=p.FORM_EN,
             text="Is what I tell you really kept between us? And do I have to give a name?"),
        Answered(ago=28, text="Hello. No name is needed. We keep silent, except when a life is in serious danger."),
        Told(ago=25, clock="22:14", channel=WEBFORM, by=p.FORM_EN,
             text="Thank you. Then I would like to talk to somebody, regularly. I left a group two months ago."),
        Became(ago=24, kind=CaseKind.ACCOMPANIMENT, words="The writer asks for regular talks."),
        Staged(ago=22, stage=S.CLEARING),
        Promised(ago=22, what="Propose two moments through the return page", due=-19),
        Kept(ago=20),
        Noted(ago=20, text="Chose Thursdays, by the return page; no telephone."),
    ),
)  # fmt: skip

PROFESSIONALS = (
    SCHOOL, YOUTH_CENTRE, DOCTOR, COMMUNE, HEADMISTRESS, SOCIAL_SERVICE, COACH, THESIS, IS_IT_A_SIGN, BECAME,
)  # fmt: skip
