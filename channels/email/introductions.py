"""The lines with which mail programs begin what somebody else wrote: attributions, header blocks, forwards.

In the languages people write to us in, and the usual ones of the programs they write with. A person may write such a
line too ("Le 3 mars il m'a écrit :"): one counts only with what programs put in, an address or a date and a name.
"""

import re

MOST_LINES = 5
LONGEST = 400

WROTE = (
    r"(?:wrote|writes|said|a écrit|a ecrit|écrivait|a répondu|schreef|schrijft|geschreven|schrieb|geschrieben|skrev|"
    r"ha scritto|scrisse|escribió|escribio|ha escrit|escreveu|napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|"
    r"написал(?:\(а\)|а)?|"
    r"пишет|пише|написав|yazdı|şunu yazdı|şunları yazdı|yazmış|كتب|كتبت|تمت كتابة ما يلي بواسطة|写道|寫道|のメール|"
    r"書きました|작성|kirjoitti|írta|έγραψε|a scris|je napisao|viết)"
)
BEGINS = (
    r"(?:on|at|le|op|am|il|el|em|den|den|dnia|dne|em|în|på|pe|w dniu|el|le|a|в|во|am|tarihinde|في|بتاريخ|يوم|在|於|"
    r"ma|vào)"
)
MAIL = r"[<\[(\s\"][^\s<>\"\[\]()]{1,100}@[^\s<>\"\[\]()]{1,200}"
CLOCK = r"\d{1,2}\s?[:.hH]\s?\d{2}|[٠-٩]{1,2}[:.][٠-٩]{2}"
DAY = (
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\b(?:19|20)\d\d\b|"
    r"\d{1,2}\.?\s+\w{3,12}\.?"
    r"|\w{3,12}\.?\s+\d{1,2},|[٠-٩]{1,2}[\s/]"
)
#: Whoever tells what another person wrote says "he" or "me"; a mail program gives a name.
TOLD = re.compile(
    r"(?:\b(?:il|elle|ils|nous|vous|lui|hij|zij|ze|er|sie|mir|uns|me|mij|us|he|she|they|bana|ona)\s+(?:\S+\s+)?|"
    r"m['’])"
    r"(?:a écrit|schreef|schrieb|wrote|yazdı|geschreven|geschrieben)\b|"
    r"\b(?:schreef|schrieb|wrote|said) (?:hij|zij|ze|je|er|sie|ihm|mir|he|she|they|to me)\b",
    re.IGNORECASE,
)
WRITTEN = re.compile(rf"{WROTE}\b|{WROTE}", re.IGNORECASE)
CLOSERS = (":", "：", ":*", ":_", "-", "wrote", "écrit", "schrieb", "schreef", "yazdı", "كتب", "written", "geschreven")
STARTS = re.compile(rf"^\W*{BEGINS}\b", re.IGNORECASE)
HAS_MAIL = re.compile(MAIL)
HAS_CLOCK = re.compile(CLOCK)
HAS_DAY = re.compile(DAY)
DATED = re.compile(r"^\W*\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+\d{1,2}:\d{2}\s+(?:GMT|UTC|[+-]\d{2}:?\d{2})\S*\s+\S")

BARE_DATE = re.compile(r"^\W*\d{2,4}[-/.]\d{1,2}[-/.]\d{1,4}\s")

FORWARDS = re.compile(
    r"^[\W_]*(?:begin (?:of )?forwarded (?:message|mail)|forwarded (?:message|mail|by [^\n]{1,80})|"
    r"(?:début du )?message (?:transféré|réexpédié|transmis)|(?:début de )?l'?e-?mail transféré|"
    r"(?:begin )?doorgestuurd(?:e)? (?:bericht|e-?mail)|(?:anfang der )?weitergeleitete[rn]? (?:nachricht|e-?mail)|"
    r"(?:inizio )?messaggio inoltrato|(?:inicio del )?mensaje reenviado|(?:início da )?mensagem (?:re)?encaminhada|"
    r"iletilen (?:mesaj|ileti|e-?posta)|yönlendirilen (?:mesaj|ileti)|yönlendirilmiş ileti|"
    r"(?:بداية )?(?:رسالة|الرسالة) (?:معاد توجيهها|مُعاد توجيهها|المعاد توجيهها|المُعاد توجيهها|محولة|موجهة)|"
    r"(?:начало )?пересылаемо(?:е|го) сообщени[ея]|vidarebefordrat (?:meddelande|brev)|videresendt (?:melding|"
    r"besked)|"
    r"przekazana wiadomość|wiadomość przekazana|转发的邮件|轉寄郵件|転送メッセージ)\s*[:：]?[\W_]*$",
    re.IGNORECASE,
)
ORIGINALS = re.compile(
    r"^[\W_]{0,3}(?:[-_=*]{2,}\s*)(?:original (?:message|appointment|mail)|message d'origine|message original|"
    r"message initial|oorspronkelijk bericht|origineel bericht|ursprüngliche nachricht|original-?nachricht|"
    r"mensaje original|messaggio originale|mensagem original|özgün (?:mesaj|ileti)|orijinal (?:mesaj|ileti)|"
    r"الرسالة الأصلية|رسالة أصلية|исходное сообщение|oryginalna wiadomość|wiadomość oryginalna|"
    r"ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|原始邮件|原始郵件|"
    r"元のメッセージ|reply message|reply above|original mail)\s*(?:[-_=*]{2,}|$)[\W_]*$",
    re.IGNORECASE,
)
FROM = (
    r"from|de|von|van|da|od|från|fra|kimden|gönderen|lähettäjä|feladó|от|від|expéditeur|afzender|absender|mittente|"
    r"remitente|remetente|من|المرسل|发件人|寄件者|差出人|보낸 사람"
)
OTHERS = (
    r"sent|date|to|cc|bcc|subject|reply-to|envoyé|envoyé le|date d'envoi|à|a|objet|répondre à|gesendet|datum|an|"
    r"betreff|"
    r"antwort an|verzonden|verstuurd|aan|onderwerp|inviato|data|oggetto|risposta|para|enviado|enviado el|fecha|"
    r"asunto|"
    r"assunto|skickat|till|ämne|sendt|dato|til|emne|lähetetty|päiväys|vastaanottaja|aihe|elküldve|címzett|tárgy|"
    r"wysłano|do|temat|отправлено|дата|кому|тема|надіслано|gönderme tarihi|gönderildi|tarih|kime|konu|bilgi|"
    r"تاريخ الإرسال|أرسلت|تم الإرسال|التاريخ|إلى|الى|نسخة|الموضوع|发送时间|发送日期|收件人|主题|抄送|"
    r"寄件日期|收件者|主旨|"
    r"送信日時|宛先|件名|importance|wichtigkeit|priority|priorité"
)
LABELLED = re.compile(rf"^[\s>*_|]*(?P<name>{FROM}|{OTHERS})\s?[*_]*\s?[:：][*_]*(?:\s|$|\S)", re.IGNORECASE)
FROM_LINE = re.compile(rf"^[\s>*_|]*(?:{FROM})\s?[*_]*\s?[:：]", re.IGNORECASE)
RULE = re.compile(r"^[\s>*]*[-_=*~#—–]{3,}[\s*]*$")
PREFIX = re.compile(r"^[\s>|]*")


def attribution(lines: list[str], at: int) -> int:
    """How many lines the attribution has that begins there; 0 where there is none."""
    first = PREFIX.sub("", lines[at])
    if not first.strip() or len(first) > LONGEST:
        return 0
    if DATED.match(first) and len(first) < 200:
        return 2 if at + 1 < len(lines) and HAS_MAIL.search(lines[at + 1]) and len(lines[at + 1]) < 100 else 1
    if BARE_DATE.match(first) and HAS_MAIL.search(first) and before_quote(lines, at + 1):
        return 1
    likely = STARTS.match(first) or HAS_MAIL.search(f" {first}") or HAS_DAY.search(first)
    count, said = to_its_end(lines[at : at + (MOST_LINES * 2 if likely else 1)])
    if not count or not is_attribution(said, before_quote(lines, at + count)):
        return 0
    return 0 if any(begins_at(lines, later) for later in range(at + 1, at + count)) else count


def to_its_end(lines: list[str]) -> tuple[int, str]:
    """How many lines stand together until one ends as an attribution does, and what they say; 0 where none does."""
    said = ""
    for count, line in enumerate(lines, 1):
        bare = PREFIX.sub("", line).strip()
        said = f"{said} {bare}".strip()
        broken_off = not bare and not said.endswith(("<", ",", "@")) and count > MOST_LINES
        if len(said) > LONGEST or broken_off:
            break
        if bare.endswith(CLOSERS):
            return count, said
    return 0, ""


def begins_at(lines: list[str], at: int) -> bool:
    """Whether an attribution begins with this very line: what stands above it is the writer's own."""
    line = PREFIX.sub("", lines[at])
    return bool(STARTS.match(line) and HAS_DAY.search(line) and attribution(lines, at))


def before_quote(lines: list[str], at: int) -> bool:
    """Whether the next line that says something stands as a quote."""
    line = next((line for line in lines[at : at + 4] if line.strip()), "")
    return line.lstrip()[:1] in (">", "|")


def is_attribution(said: str, quote: bool) -> bool:
    """Whether these words, standing together, are what a program wrote and no person."""
    if not quote and "@" not in said and not any(letter.isdigit() for letter in said):
        return False
    clock, day, mail = HAS_CLOCK.search(said), HAS_DAY.search(said), HAS_MAIL.search(f" {said}")
    wrote = WRITTEN.search(said)
    if wrote is None:
        return bool(mail and day and clock and said.rstrip().endswith((":", "：")) and said.count(".") < 12)
    if (TOLD.search(said) or not said.rstrip().endswith((":", "：", "-"))) and not (mail and clock):
        return False
    if said.count("? ") + said.count("! ") > 0:
        return False
    begins = STARTS.match(said)
    return bool((mail and len(said) < 300) or (begins and (day or quote)) or (clock and day) or (day and quote))


def header_block(lines: list[str], at: int) -> int:
    """How many lines the header block has that begins there, as Outlook sets one; 0 where there is none."""
    if not LABELLED.match(lines[at]):
        return 0
    names, last = set(), 0
    for count, line in enumerate(lines[at : at + 14], 1):
        if found := LABELLED.match(line):
            names.add(found["name"].lower())
            last = count
        elif count > last + 1:
            break
    sender = bool(FROM_LINE.match(lines[at]))
    mail = HAS_MAIL.search(" ".join(lines[at : at + 2]).replace(":", " "))
    enough = len(names) >= (2 if sender and mail else 3) and (sender or len(names) > 3)
    return last if enough else 0


def forward(lines: list[str], at: int) -> bool:
    """Whether a program says here that what follows is forwarded."""
    return len(lines[at]) < 200 and bool(FORWARDS.match(lines[at]))


def original(lines: list[str], at: int) -> bool:
    """Whether a program says here that the original message follows."""
    return len(lines[at]) < 200 and bool(ORIGINALS.match(lines[at]))
