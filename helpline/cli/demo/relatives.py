"""Accompaniments that a relative began."""

from helpline.accompaniment.model import Frame
from helpline.accompaniment.model import Stage as S
from helpline.cases.model import CaseKind, NoteKind, Role
from helpline.cli.demo import papers
from helpline.cli.demo import people as p
from helpline.cli.demo.model import (
    EMAIL,
    PHONE,
    SMS,
    VISIT,
    WEBFORM,
    Alarm,
    Answered,
    Filed,
    Framed,
    Joined,
    Kept,
    Moved,
    Noted,
    Promised,
    Referred,
    Reviewed,
    Staged,
    Story,
    Told,
    Tried,
)  # fmt: skip
from helpline.contacts.model import Disposition, Urgency
from helpline.envelope import Outcome
from helpline.followups.model import AttemptOutcome, FollowUpKind
from helpline.referrals.model import ReferralState
from helpline.triage.record import Danger, DangerCategory

NOUR = Story(
    worker="chloe", deputy="anne", kind=CaseKind.ACCOMPANIMENT, title="Nour",
    summary="Une mère suivie seule, à côté du jeune : comment garder le lien avec son fils de 19 ans.",
    events=(
        Told(ago=88, clock="10:12", channel=PHONE, by=p.NADIA, outcome=Outcome.ANSWERED, text=(
            "Mère inquiète pour son fils : il ne mange plus avec nous, il a quitté son club et passe ses nuits sur "
            "des vidéos qui parlent de vengeance. Elle pleure. Elle voudrait être accompagnée.")),
        Joined(ago=88, role=Role.REQUESTER, name="Nadia", address=p.NADIA.address),
        Joined(ago=88, role=Role.CONCERNED, name="Nour"),
        Noted(ago=85, area="friends", kind=NoteKind.TALK,
              text="Premier entretien. La mère dit : « il était le rieur de la maison ». "
              "La grande sœur et l'ancien entraîneur lui parlent encore."),
        Staged(ago=85, stage=S.CLEARING),
        Told(ago=80, clock="16:40", channel=SMS, by=p.NADIA, text="Merci pour hier. Il a accepté de manger avec nous."),
        Answered(ago=79, text="Bonjour, merci de votre message. À jeudi, comme convenu."),
        Framed(ago=78, frame=Frame.RELATIVE, words="Entretiens avec la mère seule. Rien n'est dit au fils sans elle."),
        Staged(ago=78, stage=S.FRAME_AGREED),
        Referred(ago=70, area="family", partner="Maison de l'Escale",
                 note="Médiation familiale, à la demande de la mère.",
                 ask_back=-50),
        Moved(ago=66, state=ReferralState.ACCEPTED),
        Moved(ago=51, state=ReferralState.ARRIVED),
        Moved(ago=49, state=ReferralState.DONE),
        Noted(ago=60, area="leisure", kind=NoteKind.PASSIONS,
              text="Le dessin : il en faisait tous les soirs jusqu'à l'an dernier."),
        Filed(ago=59, name="Dessin du fils.png", body=papers.drawing()),
        Told(ago=47, clock="19:22", channel=PHONE, by=p.NADIA, outcome=Outcome.VOICEMAIL, seconds=5),
        Promised(ago=46, kind=FollowUpKind.CALL_BACK, what="Rappeler après le message vocal", due=-44),
        Tried(ago=45, outcome=AttemptOutcome.NOT_REACHED, note="Pas de réponse, pas de message laissé."),
        Tried(ago=44, outcome=AttemptOutcome.REACHED, note="Une dispute, puis une vraie conversation. Soulagée."),
        Staged(ago=40, stage=S.RESOURCES, words="Sœur, entraîneur, dessin."),
        Reviewed(ago=34, found="Toujours utile ; entretiens toutes les trois semaines au lieu de deux.", again=9),
        Told(ago=12, clock="11:05", channel=SMS, by=p.NADIA, text="Il veut revoir son entraîneur samedi. Je fais "
            "quoi ?"),
        Noted(ago=11, area="family", kind=NoteKind.TALK,
              text="Préparé ensemble ce samedi : le laisser raconter, ne pas débattre."),
        Staged(ago=6, stage=S.PLAN),
        Promised(ago=6, area="leisure", kind=FollowUpKind.CALL_BACK,
                 what="Prendre des nouvelles après le samedi au club", due=0),
    ),
)  # fmt: skip

WOLF = Story(
    worker="dirk", deputy="bram", kind=CaseKind.ACCOMPANIMENT, title="Wolf",
    summary="Een zus die het contact met haar broer niet wil verliezen; hij zit in een groep op internet.",
    events=(
        Told(ago=61, clock="20:48", channel=PHONE, by=p.LOTTE, outcome=Outcome.VOICEMAIL, seconds=6),
        Joined(ago=60, role=Role.REQUESTER, name="Lotte", address=p.LOTTE.address),
        Promised(ago=60, kind=FollowUpKind.CALL_BACK, what="Terugbellen na de voicemail", due=-58),
        Tried(ago=59, outcome=AttemptOutcome.REACHED, note="Een uur gesproken; ze wil anoniem blijven voor haar "
            "broer."),
        Told(ago=55, clock="09:31", channel=EMAIL, by=p.LOTTE_MAIL, subject="Over mijn broer", text=(
            "Goeiedag, zoals afgesproken schrijf ik op wat ik zie. Mijn broer zit elke nacht in een groep waar ze over "
            "\"zuivering\" praten. Hij heeft nieuwe vrienden die ik niet ken. Hij lacht nog met zijn petekind.")),
        Answered(ago=54, text="Dag, dank voor je bericht. We lezen het samen donderdag."),
        Joined(ago=54, role=Role.CONCERNED, name="Wolf"),
        Noted(ago=50, area="family", kind=NoteKind.CONNECTION,
              text="Het petekind is de plek waar hij zacht is. Daar beginnen we."),
        Framed(ago=48, frame=Frame.RELATIVE, words="Met de zus alleen. De broer weet van niets."),
        Staged(ago=48, stage=S.FRAME_AGREED),
        Referred(ago=41, area="family", partner="Huis De Brug", note="Gesprek met beide ouders.", ask_back=-10),
        Moved(ago=30, state=ReferralState.DECLINED, reason="De ouders willen voorlopig niet."),
        Told(ago=20, clock="12:15", channel=PHONE, by=p.LOTTE, outcome=Outcome.ANSWERED,
             text="Hij is vader geworden en is minder in de groep. Ze weet niet of ze blij mag zijn."),
        Noted(ago=19, area="family", kind=NoteKind.WISHES,
              text="Ze wil dat hij het zelf kan vertellen, ooit, zonder ruzie."),
        Staged(ago=19, stage=S.PATH),
        Reviewed(ago=15, found="Nog nodig, om de maand volstaat.", again=75),
        Promised(ago=15, kind=FollowUpKind.CALL_BACK, what="Bellen na de doop", due=4),
    ),
)  # fmt: skip

KAI = Story(
    worker="eva", deputy="dirk", kind=CaseKind.ACCOMPANIMENT, title="K. aus E.",
    summary="Ein Vater, dessen Sohn die Lehre abgebrochen hat und nur noch in einer Gruppe verkehrt.",
    events=(
        Told(ago=44, clock="21:10", channel=EMAIL, by=p.VATER, subject="Mein Sohn", text=(
            "Guten Abend, mein Sohn (17) hat die Lehre abgebrochen und trifft nur noch diese Gruppe. Er spricht von "
            "einem Endkampf. Eine Waffe hat er NICHT, das weiß ich. Ich möchte mit jemandem sprechen.")),
        Answered(ago=43, text="Guten Tag, danke für Ihre Nachricht. Wann dürfen wir Sie anrufen?"),
        Told(ago=42, clock="08:02", channel=EMAIL, by=p.VATER, subject="Re: Mein Sohn",
             text="Vormittags gern, ich arbeite in der Spätschicht.",
             quoted="> Guten Tag, danke für Ihre Nachricht. Wann dürfen wir Sie anrufen?"),
        Joined(ago=42, role=Role.REQUESTER, name="Rainer", address=p.VATER.address),
        Joined(ago=42, role=Role.CONCERNED, name="Kai"),
        Told(ago=36, clock="10:20", channel=PHONE, by=p.VATER_PHONE, outcome=Outcome.ANSWERED,
             text="Erstes Gespräch. Der Meister würde ihn wieder nehmen. Der Vater schämt sich."),
        Noted(ago=35, area="work", kind=NoteKind.INCLUSION,
              text="Der Meister und die Feuerwehr halten eine Tür offen."),
        Staged(ago=35, stage=S.CLEARING),
        Referred(ago=30, area="family", partner="Beratungsstelle Ostwind",
                 note="Gespräche zu Hause, auf Wunsch der Eltern.",
                 ask_back=1),
        Moved(ago=22, state=ReferralState.ACCEPTED),
        Framed(ago=21, frame=Frame.RELATIVE, words="Mit den Eltern; der Sohn weiß, dass es Gespräche gibt."),
        Staged(ago=21, stage=S.FRAME_AGREED),
        Filed(ago=8, name="Absprache Werkstatt.txt", body=(
            b"Freitags 8 bis 12 Uhr, ohne Vertrag. Wer etwas merkt, ruft zuerst den Meister an.")),
        Promised(ago=8, area="education", what="Dem Meister schreiben, was vereinbart ist", due=-2),
        Noted(ago=7, area="education", kind=NoteKind.AGREEMENT,
              text="Kai darf freitags in die Werkstatt kommen, ohne Vertrag."),
    ),
)  # fmt: skip

SAMI = Story(
    worker="chloe", deputy="farid", kind=CaseKind.ACCOMPANIMENT, title="Sami",
    summary="Une tante ; un départ annoncé qui n'a pas eu lieu ; à présent un suivi à deux voix.",
    events=(
        Told(ago=33, clock="10:36", channel=PHONE, by=p.SALMA, outcome=Outcome.ANSWERED,
             disposition=Disposition.URGENT_SAFETY, urgency=Urgency.IMMEDIATE, text=(
            "Tante : mon neveu de 16 ans a disparu depuis ce matin, son passeport n'est plus là et il a laissé une "
            "lettre d'adieu."),
            alarm=Alarm(DangerCategory.MISSING_CHILD, Danger(
                place="Domicile de la tante, puis gare", who="Le neveu, 16 ans", means="Passeport, 200 euros",
                ground="Vie d'un mineur en danger", recipient="112, avec la tante en ligne",
                told_caller="Ce que nous disons, à qui et pourquoi."))),
        Noted(ago=33, text="Retrouvé à la gare à 14 h 10, avec la tante. Rien d'autre n'a été transmis."),
        Joined(ago=32, role=Role.REQUESTER, name="Salma", address=p.SALMA.address),
        Joined(ago=32, role=Role.CONCERNED, name="Sami"),
        Told(ago=30, clock="14:30", channel=VISIT, by=p.SALMA_AR,
             text="الخالة وابن أختها معا. هو يريد أن يتكلم، لكن ليس في المدرسة."),
        Framed(ago=28, frame=Frame.VOLUNTARY, words="Deux pistes séparées : la tante d'un côté, Sami de l'autre."),
        Staged(ago=28, stage=S.FRAME_AGREED),
        Referred(ago=27, area="mental_health", partner="Centre Le Fil", note="Un deuil jamais parlé.", ask_back=2),
        Moved(ago=17, state=ReferralState.ACCEPTED),
        Told(ago=16, clock="18:47", channel=SMS, by=p.SALMA, text="Il est allé au premier rendez-vous. Merci."),
        Noted(ago=14, area="belief", kind=NoteKind.MOTIVATION,
              text="« Là-bas au moins on m'attendait. » Ce que le groupe donnait : "
              "être attendu."),
        Staged(ago=14, stage=S.PATH),
        Promised(ago=9, kind=FollowUpKind.CALL_BACK, what="Rappeler la tante avant le rendez-vous", due=-1),
        Tried(ago=5, outcome=AttemptOutcome.NOT_REACHED, note="Sonne occupé.", due=-1),
    ),
)  # fmt: skip

DENIZ = Story(
    worker="dirk", kind=CaseKind.ACCOMPANIMENT, title="Deniz",
    events=(
        Told(ago=10, clock="22:15", channel=WEBFORM, by=p.AYSE, text=(
            "Oğlum için endişeleniyorum. Okula gitmiyor, eski arkadaşlarıyla konuşmuyor. Bıçağı YOK, kimseyi tehdit "
            "etmedi. Biriyle konuşmak istiyorum, Türkçe olabilir mi?")),
        Noted(ago=8, text="Tolk Turks gevraagd voor het eerste gesprek."),
        Joined(ago=8, role=Role.CONCERNED, name="Deniz"),
        Promised(ago=8, what="Tolk bevestigen en datum voorstellen", due=1),
    ),
)  # fmt: skip

HILDES_BROTHER = Story(
    worker="dirk", kind=CaseKind.ACCOMPANIMENT, title="H.",
    events=(
        Told(ago=75, clock="11:10", channel=PHONE, by=p.HILDE, outcome=Outcome.MISSED, call_back=True),
        Tried(ago=74, outcome=AttemptOutcome.REACHED, note="Ze wil er nog over nadenken."),
        Joined(ago=74, role=Role.REQUESTER, name="Hilde", address=p.HILDE.address),
        Promised(ago=70, kind=FollowUpKind.CALL_BACK, what="Nog eens bellen", due=-60),
        Tried(ago=60, outcome=AttemptOutcome.NOT_REACHED, due=-58),
        Kept(ago=57, dropped="Drie keer geprobeerd; ze weet waar we zijn."),
    ),
)  # fmt: skip

RELATIVES = (NOUR, WOLF, KAI, SAMI, DENIZ, HILDES_BROTHER)
