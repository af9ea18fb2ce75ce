"""Accompaniments that somebody began for himself or herself."""

from helpline.accompaniment.model import Frame
from helpline.accompaniment.model import Stage as S
from helpline.cases.model import CaseKind, ClosingReason, NoteKind, Role
from helpline.cli.demo import papers
from helpline.cli.demo import people as p
from helpline.cli.demo.model import (
    LETTER,
    PHONE,
    SMS,
    VISIT,
    Answered,
    Closed,
    Filed,
    Framed,
    Joined,
    Kept,
    Moved,
    Noted,
    Promised,
    Referred,
    Reopened,
    Reviewed,
    Staged,
    Story,
    Told,
    Tried,
)  # fmt: skip
from helpline.envelope import Outcome
from helpline.followups.model import AttemptOutcome, FollowUpKind
from helpline.referrals.model import ReferralState

YANIS = Story(
    worker="chloe", deputy="dirk", kind=CaseKind.ACCOMPANIMENT, title="Yanis",
    summary="Sous condition probatoire, vient de lui-même depuis le deuxième mois.",
    events=(
        Told(ago=86, clock="09:40", channel=PHONE, by=p.YANIS, outcome=Outcome.ANSWERED,
             text="Son assistante de justice lui a donné notre numéro. Il veut savoir ce qu'on dit à qui."),
        Joined(ago=86, role=Role.REQUESTER, name="Yanis", address=p.YANIS.address),
        Noted(ago=82, area="work", kind=NoteKind.TALK,
              text="Premier entretien : il parle du travail, pas du passé. D'accord."),
        Staged(ago=82, stage=S.CLEARING),
        Framed(ago=76, frame=Frame.PROBATION, words="Seule la présence est attestée. Le contenu reste ici."),
        Staged(ago=76, stage=S.FRAME_AGREED),
        Told(ago=69, clock="13:20", channel=SMS, by=p.YANIS, text="Je serai en retard de 20 min, le train est "
            "supprimé"),
        Answered(ago=69, text="Pas de souci, nous vous attendons."),
        Noted(ago=68, area="family", kind=NoteKind.IMPACT,
              text="Il nomme pour la première fois ce que sa mère a vécu."),
        Referred(ago=58, area="work", partner="Atelier Second Souffle",
                 note="Un stage en menuiserie, son idée.", ask_back=-20),
        Moved(ago=52, state=ReferralState.ACCEPTED),
        Moved(ago=40, state=ReferralState.ARRIVED),
        Moved(ago=18, state=ReferralState.DONE),
        Staged(ago=50, stage=S.PATH),
        Told(ago=39, clock="12:48", channel=SMS, by=p.YANIS, text="Premier jour fini. J'ai encore tous mes doigts"),
        Staged(ago=38, stage=S.PLAN, words="Trois buts à lui : le stage, un logement, revoir son frère."),
        Reviewed(ago=31, found="Encore nécessaire ; il fixe lui-même le rythme.", again=60),
        Noted(ago=17, area="leisure", kind=NoteKind.GROUP, text="Atelier théâtre proposé ; il réfléchit."),
        Staged(ago=17, stage=S.ACCOMPANYING),
        Filed(ago=4, name="Attestation octobre.pdf", body=papers.letter(
            "Attestation de présence", "", "Présent aux trois entretiens du mois d'octobre.",
            "Rien d'autre n'est transmis, comme convenu.")),
        Promised(ago=3, area="justice", what="Attestation de présence du mois", due=3),
        Told(ago=3, clock="11:30", channel=PHONE, by=p.YANIS, outcome=Outcome.ANSWERED,
             text="Il a signé son contrat. Il voulait le dire à quelqu'un."),
    ),
)  # fmt: skip

MARTIN = Story(
    worker="eva", deputy="chloe", kind=CaseKind.ACCOMPANIMENT, title="M.",
    summary="Release in three weeks; wishes to begin elsewhere than where it happened.",
    events=(
        Told(ago=52, clock="11:00", channel=LETTER, by=p.MARTIN, text=(
            "Dear all, I will be released in winter and I do not want to go back to the old crowd. My brother gave me "
            "your address. Can somebody come and talk to me?")),
        Joined(ago=51, role=Role.REQUESTER, name="Martin", address=p.MARTIN.address),
        Told(ago=45, clock="10:30", channel=VISIT, by=p.MARTIN, text="First visit, one hour. He is afraid of the first "
             "evening more than of anything else."),
        Framed(ago=44, frame=Frame.PRISON, words="Voluntary; the prison knows that we come, not what is said."),
        Staged(ago=44, stage=S.FRAME_AGREED),
        Referred(ago=36, area="housing", partner="Service Passerelle",
                 note="A place for the first three months.", ask_back=0),
        Moved(ago=25, state=ReferralState.ACCEPTED),
        Noted(ago=24, area="identity", kind=NoteKind.WISHES, text="\"I want to be somebody's boring neighbour.\""),
        Staged(ago=24, stage=S.PLAN),
        Referred(ago=23, area="friends", partner="Mentorat Horizon",
                 note="Somebody for the first evenings.", ask_back=6),
        Told(ago=9, clock="12:20", channel=PHONE, by=p.MARTIN, outcome=Outcome.ANSWERED,
             text="Date is confirmed. He asks whether somebody will be at the gate."),
        Staged(ago=8, stage=S.TRANSITION),
        Reviewed(ago=8, found="Needed more than ever in the coming weeks.", again=30),
        Filed(ago=8, name="First weeks.ods", body=papers.FIRST_WEEKS),
        Filed(ago=8, name="Letter of another.txt", body=b"Not for this case.",
              removed="Put into the wrong case; nobody opened it."),
        Promised(ago=8, what="Be at the gate at nine", due=19),
    ),
)  # fmt: skip

ELIF = Story(
    worker="anne", deputy="chloe", kind=CaseKind.ACCOMPANIMENT, title="Elif",
    summary="Était partie, est revenue ; demande à reparler.",
    events=(
        Told(ago=84, clock="09:15", channel=PHONE, by=p.ELIF, outcome=Outcome.ANSWERED,
             text="Elle voudrait quelqu'un à qui parler de ce qu'elle a vu, sans que sa famille l'apprenne."),
        Framed(ago=80, frame=Frame.VOLUNTARY, words="Elle seule. Pas d'appel à la maison."),
        Staged(ago=80, stage=S.ACCOMPANYING),
        Referred(ago=79, area="mental_health", partner="Centre Le Fil", note="Un suivi du trauma.", ask_back=-55),
        Moved(ago=70, state=ReferralState.ACCEPTED),
        Moved(ago=66, state=ReferralState.ARRIVED),
        Moved(ago=60, state=ReferralState.DONE),
        Closed(ago=48, reason=ClosingReason.CONTINUES_ELSEWHERE, words="Suivie au Centre Le Fil, à sa demande."),
        Reopened(ago=5, words="Elle nous a écrit de nouveau ; même fil, même personne."),
        Told(ago=4, clock="17:33", channel=SMS, by=p.ELIF, text="Bonjour c'est Elif. Est-ce que je peux revenir "
            "parler ?"),
        Answered(ago=3, text="Bonjour Elif, bien sûr. Mardi à 10 h, comme avant ?"),
        Promised(ago=3, what="Préparer la reprise avec Chloé", due=2),
    ),
)  # fmt: skip

ADAM = Story(
    worker="chloe", kind=CaseKind.ACCOMPANIMENT, title="Adam",
    events=(
        Told(ago=89, clock="12:05", channel=PHONE, by=p.ADAM, outcome=Outcome.ANSWERED,
             text="Il appelle pour lui-même : il a quitté un groupe et dort mal."),
        Framed(ago=87, frame=Frame.VOLUNTARY, words="Rien à personne."),
        Staged(ago=87, stage=S.ACCOMPANYING),
        Told(ago=72, clock="15:10", channel=SMS, by=p.ADAM, text="je peux pas venir demain je travaille. jeudi ok?"),
        Promised(ago=65, kind=FollowUpKind.CALL_BACK, what="Prendre des nouvelles", due=-55),
        Tried(ago=55, outcome=AttemptOutcome.REACHED, note="Il dort. Il a repris la musique."),
        Noted(ago=54, area="leisure", kind=NoteKind.PASSIONS, text="La batterie, deux soirs par semaine."),
        Staged(ago=37, stage=S.CLOSING, words="Clôture ensemble, avec lui."),
        Closed(ago=36, reason=ClosingReason.AIMS_REACHED, words="Trois buts sur trois, dits par lui."),
    ),
)  # fmt: skip

NOTHING_BEHIND = Story(
    worker="bram", kind=CaseKind.ACCOMPANIMENT, title="G.",
    events=(
        Told(ago=57, clock="10:55", channel=PHONE, by=p.GRANDMOTHER, outcome=Outcome.ANSWERED, text=(
            "Grand-mère : son petit-fils prie depuis l'été et s'est laissé pousser la barbe. Elle a peur. À part cela "
            "il travaille, il rit, il vient le dimanche. Elle voudrait être rappelée.")),
        Promised(ago=57, kind=FollowUpKind.CALL_BACK, what="Rappeler comme promis", due=-55),
        Tried(ago=55, outcome=AttemptOutcome.REACHED, note="Elle lui a simplement parlé. Ils ont ri."),
        Closed(ago=53, reason=ClosingReason.UNFOUNDED_WORRY, words="Une pratique religieuse, rien d'autre."),
    ),
)  # fmt: skip

FRIEND = Story(
    worker="dirk", kind=CaseKind.ACCOMPANIMENT, title="Vriend van T.",
    events=(
        Told(ago=26, clock="23:40", channel=SMS, by=p.FRIEND, text="mijn vriend zegt dat hij iets gaat doen waar "
            "iedereen "
             "over zal praten. ik weet niet of hij het meent. niet bellen aub"),
        Promised(ago=25, kind=FollowUpKind.CALL_BACK, what="Proberen te bereiken", due=-24),
        Tried(ago=25, outcome=AttemptOutcome.REACHED),
        Kept(ago=24, note="Schreef zelf terug."),
        Told(ago=24, clock="20:11", channel=SMS, by=p.FRIEND, text="hij was kwaad en dronken. hij heeft sorry "
            "gezegd. ik wil "
             "er wel eens over praten, kan dat op zaterdag in het station?"),
        Noted(ago=23, text="Afgesproken met twee collega's, op een openbare plek."),
        Closed(ago=13, reason=ClosingReason.WITHDREW, words="Het gaat beter; de deur blijft open."),
    ),
)  # fmt: skip

PERSONS = (YANIS, MARTIN, ELIF, ADAM, NOTHING_BEHIND, FRIEND)
