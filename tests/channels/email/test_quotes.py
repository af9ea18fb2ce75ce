"""New text apart from quotes and signatures, in the languages people write to us in."""

import pytest

from channels.email.quotes import separated
from channels.email.texts import FORWARD_SUBJECT

ATTRIBUTIONS = [
    "On Tue, 3 Mar 2026 at 10:12, Contact <contact@example.org> wrote:",
    "On 3 Mar 2026, at 10:12, Contact wrote:",
    "On Tue, 3 Mar 2026 at 10:12, Contact\n<contact@example.org> wrote:",
    "Le mar. 3 mars 2026 à 10:12, Contact <contact@example.org> a écrit :",
    "Le 3 mars 2026 à 10:12, Contact\n<contact@example.org>\na écrit :",
    "Le 03/03/2026 à 10:12, Contact a écrit :",
    "Op di 3 mrt 2026 om 10:12 schreef Contact <contact@example.org>:",
    "Op 3 mrt. 2026 om 10:12 heeft Contact <contact@example.org> het volgende geschreven:",
    "Am Di., 3. März 2026 um 10:12 Uhr schrieb Contact <contact@example.org>:",
    "Contact <contact@example.org> schrieb am Di., 3. März 2026,\n10:12:",
    "Am 03.03.2026 um 10:12 schrieb Contact:",
    "Contact <contact@example.org>, 3 Mar 2026 Sal, 10:12 tarihinde şunu yazdı:",
    "3 Mart 2026 Salı 10:12 tarihinde Contact <contact@example.org> yazdı:",
    "في الثلاثاء، 3 مارس 2026 في 10:12 ص تمت كتابة ما يلي بواسطة Contact <contact@example.org>:",
    "بتاريخ 3 مارس 2026 10:12، كتب Contact <contact@example.org>:",
    "Il giorno mar 3 mar 2026 alle ore 10:12 Contact <contact@example.org> ha scritto:",
    "El mar, 3 mar 2026 a las 10:12, Contact (<contact@example.org>) escribió:",
    "Em ter., 3 de mar. de 2026 às 10:12, Contact <contact@example.org> escreveu:",
    "Den tis 3 mars 2026 kl 10:12 skrev Contact <contact@example.org>:",
    "wt., 3 mar 2026 o 10:12 Contact <contact@example.org> napisał(a):",
    "вт, 3 мар. 2026 г. в 10:12, Contact <contact@example.org>:",
    "2026年3月3日(火) 10:12 Contact <contact@example.org>:",
    "---- On Tue, 03 Mar 2026 10:12:00 +0100 Contact <contact@example.org> wrote ----",
]
BLOCKS = [
    "From: Contact <contact@example.org>\nSent: Tuesday, 3 March 2026 10:12\nTo: Marie\nSubject: Re: x",
    "De : Contact <contact@example.org>\nEnvoyé : mardi 3 mars 2026 10:12\nÀ : Marie\nObjet : Re: x",
    "Van: Contact <contact@example.org>\nVerzonden: dinsdag 3 maart 2026 10:12\nAan: Marie\nOnderwerp: Re: x",
    "Von: Contact <contact@example.org>\nGesendet: Dienstag, 3. März 2026 10:12\nAn: Marie\nBetreff: AW: x",
    "Kimden: Contact <contact@example.org>\nGönderildi: 3 Mart 2026 Salı 10:12\nKime: Marie\nKonu: x",
    "من: Contact <contact@example.org>\nتم الإرسال: 3 مارس 2026\nإلى: Marie\nالموضوع: x",
    "*From:* Contact\n*Date:* Tuesday, 3 March 2026\n*To:* Marie\n*Subject:* x",
    "________________________________\nDe: Contact <contact@example.org>\nFecha: 3 mar 2026\nPara: Marie\nAsunto: x",
]
FORWARDS = [
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "---------- Message transféré ----------",
    "Début du message réexpédié :",
    "---------- Doorgestuurd bericht ----------",
    "Begin doorgestuurd bericht:",
    "---------- Weitergeleitete Nachricht ----------",
    "Anfang der weitergeleiteten Nachricht:",
    "---------- İletilen mesaj ----------".replace("İ", "I"),
    "---------- رسالة مُعاد توجيهها ----------",
    "> Begin forwarded message:",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("prefix", ["> ", ""])
def test_an_answer_above_a_quote_is_the_new_text(attribution: str, prefix: str) -> None:
    """Point 29: New text is separated from quotes and signatures (FR, NL, DE, EN, AR, TR); folded, not lost."""
    new, quoted = separated(f"Merci, je rappelle demain.\n\n{attribution}\n\n{prefix}Appelez-nous.\n{prefix}Contact\n")
    assert new == "Merci, je rappelle demain."
    assert quoted == f"{attribution}\n\n{prefix}Appelez-nous.\n{prefix}Contact"


@pytest.mark.parametrize("block", BLOCKS)
def test_an_answer_above_a_header_block_is_the_new_text(block: str) -> None:
    """Point 29: New text is separated from quotes and signatures (FR, NL, DE, EN, AR, TR); folded, not lost."""
    new, quoted = separated(f"Merci.\n\n{block}\n\nAppelez-nous.\n")
    assert (new, quoted) == ("Merci.", f"{block}\n\nAppelez-nous.")


@pytest.mark.parametrize("attribution", [ATTRIBUTIONS[0], ATTRIBUTIONS[3], ATTRIBUTIONS[12]])
def test_an_answer_below_a_quote_is_the_new_text(attribution: str) -> None:
    new, quoted = separated(f"{attribution}\n> Est-il chez vous ?\n> Contact\n\nNon, il est parti.\n")
    assert (new, quoted) == ("Non, il est parti.", f"{attribution}\n> Est-il chez vous ?\n> Contact")


def test_answers_between_quotes_stay_with_the_questions_they_answer() -> None:
    """Point 29: an answer means nothing without its question."""
    mail = "> Est-il chez vous ?\nNon.\n> Est-il armé ?\nOui.\n> Contact"
    assert separated(f"{ATTRIBUTIONS[3]}\n{mail}") == (
        "> Est-il chez vous ?\nNon.\n> Est-il armé ?\nOui.",
        f"{ATTRIBUTIONS[3]}\n> Contact",
    )


def test_a_quote_the_writer_chose_stays_above_its_answer() -> None:
    assert separated("> Est-il armé ?\n\nOui.\n")[0] == "> Est-il armé ?\n\nOui."


@pytest.mark.parametrize("marker", FORWARDS)
def test_what_somebody_forwards_is_what_she_wants_read(marker: str) -> None:
    mail = f"Voici ce qu'il écrit.\n\n{marker}\nDe : Omar\nDate : lundi\nObjet : Adieu\n\nJe pars."
    assert separated(mail) == (mail, "")


@pytest.mark.parametrize("subject", ["Fwd: x", "FW: x", "TR: x", "Doorst: x", "WG: x", "İlt: x", "Re: Fwd: x"])
def test_the_subject_says_that_a_mail_is_forwarded(subject: str) -> None:
    assert FORWARD_SUBJECT.match(subject)
    mail = f"Voici.\n\n{BLOCKS[1]}\n\nJe pars."
    assert separated(mail, forwarded=True) == (mail, "")


@pytest.mark.parametrize("subject", ["Re: x", "Aide", "Fwdx", "Trop tard : x", "I am afraid", "Re: AW: x"])
def test_other_subjects_do_not(subject: str) -> None:
    assert not FORWARD_SUBJECT.match(subject)


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Envoyé de mon iPhone",
        "Envoyé depuis l'application Mail Orange",
        "Télécharger Outlook pour Android",
        "Verzonden vanaf mijn iPhone",
        "Verstuurd vanaf mijn Samsung Galaxy",
        "Von meinem iPhone gesendet",
        "Gesendet mit der GMX Mail App",
        "iPhone'umdan gönderildi",
        "أُرسلت من iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "-- \nMarie Dupont\nTél. 02 555 00 00",
        "--\nMarie",
        "_____________\nMarie Dupont\n02 555 00 00",
    ],
)
def test_a_signature_is_folded(line: str) -> None:
    assert separated(f"Mon fils est parti.\n\nMarie\n\n{line}\n") == ("Mon fils est parti.\n\nMarie", line)


@pytest.mark.parametrize(
    "mail",
    [
        "Le 3 mars il m'a écrit :\nje pars ce soir",
        "Il nous a écrit :\n« adieu »",
        "Op 3 maart om 10:12 schreef hij:\nik ga vertrekken",
        "On 3 March he wrote:\nI am leaving tonight",
        "Am 3. März um 10:12 hat er mir geschrieben:\nich gehe",
        "Envoyé depuis le téléphone de ma sœur, ne répondez pas ici",
        "Il a changé :\n- de vêtements\n- d'amis\n- de langage",
        "De plus : il ne mange plus.\nA table : rien.",
        "Son site : https://example.org\nSon nom : Omar",
        "???",
        "😢",
        "From what I know:\nTo me it is clear:\nhe left",
        "Rien -- vraiment rien -- ne va plus.\n--\n" + "Il part. " * 300,
    ],
)
def test_what_people_write_themselves_is_never_folded(mail: str) -> None:
    """Point 29: folded is what a program wrote; what somebody tells of another person's words is hers."""
    assert separated(mail)[0] == mail.strip()


@pytest.mark.parametrize("mail", ["> Il a une arme.", ATTRIBUTIONS[0] + "\n> Il a une arme.", "-- \nMarie", "", "\n\n"])
def test_a_message_that_is_nothing_but_a_quote_stays_whole(mail: str) -> None:
    assert separated(mail) == (mail.strip("\n "), "")


def test_no_letter_is_lost() -> None:
    """Point 29: folded, not lost."""
    mail = f"un\n\n{ATTRIBUTIONS[0]}\n> deux\n\ntrois\n\n{BLOCKS[0]}\n\nquatre\n-- \ncinq"
    new, quoted = separated(mail)
    assert sorted("".join(f"{new}{quoted}".split())) == sorted("".join(mail.split()))


def test_very_many_lines_are_read_in_a_moment() -> None:
    new, _quoted = separated("\n".join(f"On {n} March 2026 at 10:12:" for n in range(30_000)))
    assert new.count("March") == 30_000
