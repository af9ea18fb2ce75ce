"""What somebody wrote now, apart from what is quoted and signed around it: folded, not lost.

An answer written between quotes keeps the quotes it answers: "no" means nothing without its question. What somebody
forwards is what she wants us to read: it stays in the text.
"""

import re
from itertools import groupby

from msgspec import Struct

from channels.email.introductions import RULE, attribution, forward, header_block, original

#: A line that HTML mail gives where a program begins the earlier mail without a word.
MARK = "\ue0f0"
LONGEST_SIGNATURE = 15
LONGEST_CHOSEN = 15
#: How far above the end a signature may begin, blank lines included.
FARTHEST = 60
MOST_LINES = 3_000

QUOTED = re.compile(r"^\s{0,8}(?:>|[A-Z][A-Za-z]{0,15}>(?:\s|$))|^\|(?:\s|$)")
SIGNED = re.compile(r"^\s*(?:--|—|–|-- )\s*$")
LINED = re.compile(r"^\s*(?:_{5,}|[—–]{3,})\s*$")
#: Signs alone; the letter is the mark that Gmail's extensions put under a mail they follow.
ONLY_SIGNS = re.compile(r"^[\s\W_ᐧ]*$")
SENT_FROM = re.compile(
    r"^[\s<>(\[*_]*(?:sent (?:from|via|with|by)|from my|envoyé (?:depuis|de|à partir d|avec)|télécharge[rz] outlook|"
    r"obtenez outlook|provenance :|verzonden (?:vanaf|met|via|van)|verstuurd (?:vanaf|met|via)|"
    r"(?:download|haal) outlook|gesendet (?:von|mit|über)|von meinem|diese nachricht wurde von mein|"
    r"get (?:\[?outlook|bluemail)|outlook für|hol(?:en sie sich)? outlook|مرسل من|أُرسلت من|أرسلت من|تم الإرسال من|"
    r"الحصول على outlook|.{0,40}(?:cihazımdan|telefonumdan|iphone'umdan|iphone’umdan|ipad'imden) gönderildi|"
    r"outlook.{0,20} edinin|enviado (?:desde|do|de|a partir)|inviato (?:da|dal|con)|skickat från|sendt fra|"
    r"lähetetty |wysłan[eo] z|отправлено (?:с|из)|отправлено с|надіслано з|發自我的|发自我的|從我的 .{0,20}傳送|"
    r"iphoneから送信|someone from mobile|나의 .{0,20}보냄)",
    re.IGNORECASE,
)
DEVICES = re.compile(
    r"iphone|ipad|ipod|phone|mobil|android|samsung|galaxy|huawei|blackberry|outlook|windows|mail|device|airmail|handy|"
    r"gsm|smartphone|téléphone|telefoon|appareil|toestel|gerät|tablet|htc|nokia|xiaomi|pixel|cell|ti-\d|alcatel|proton|"
    r"orange|sfr|free|yahoo|gmail|jolla|cihaz|telefon|هاتف|جهاز|傳送|发自|發自",
    re.IGNORECASE,
)
EXCUSES = re.compile(r"excus|typo|brief|brevity|sorry|pardon|faute|fout|fehler|entschuld|désol|kurz", re.IGNORECASE)


class Block(Struct, frozen=True):
    """Lines that stand together: `own`, `quoted`, or `led` (an introduction and the quote below it)."""

    kind: str
    lines: list[str]


def separated(text: str, forwarded: bool = False) -> tuple[str, str]:
    """(new, quoted): what the writer wrote now, and everything quoted or signed around it.

    `forwarded`: the subject says that she forwards something. A message that is nothing but a quote stays whole.
    """
    lines = text.split("\n")
    lines, rest = lines[:MOST_LINES], lines[MOST_LINES:]
    stop = next((at for at, line in enumerate(lines) if sets_forward(lines, at, forwarded)), len(lines))
    own, folded = unquoted(lines[:stop])
    own, signature = unsigned(own)
    if rest and not folded:
        own = [*own, *signature, *lines[stop:], *rest]
    else:
        own = [*own, *([""] if own and stop < len(lines) else []), *lines[stop:]]
        folded = [*folded, *signature, *rest]
    new = "\n".join(own).replace(MARK, "").strip("\n ")
    quoted = "\n".join(folded).replace(MARK, "").strip("\n ")
    if not new.strip():
        return text.replace(MARK, "").strip("\n "), ""
    return new, quoted


def sets_forward(lines: list[str], at: int, forwarded: bool) -> bool:
    """Whether what somebody forwards begins here."""
    if forward(lines, at):
        return True
    return forwarded and (original(lines, at) or lines[at] == MARK or header_block(lines, at) > 0)


def unquoted(lines: list[str]) -> tuple[list[str], list[str]]:
    """The writer's own lines, and those that are quoted."""
    blocks = in_blocks(lines)
    own: list[str] = []
    folded: list[str] = []
    last = max((at for at, block in enumerate(blocks) if block.kind == "own" and says(block.lines)), default=-1)
    between = sum(block.kind != "own" for block in blocks[:last])
    for at, block in enumerate(blocks):
        short = between > 1 or len(block.lines) <= LONGEST_CHOSEN
        if block.kind == "own" or (block.kind == "quoted" and at < last and short):
            own.extend(block.lines)
        elif block.kind == "led" and at < last and between > 1:
            quotes = [line for line in block.lines if QUOTED.match(line)]
            own.extend(["", *quotes])
            folded.extend(line for line in block.lines if not QUOTED.match(line))
        else:
            folded.extend(block.lines)
    return own, folded


def in_blocks(lines: list[str]) -> list[Block]:
    """The lines as blocks, an introduction together with what it introduces."""
    kinds: list[tuple[str, str]] = []
    at, spoken = 0, False
    while at < len(lines):
        count = introduction(lines, at)
        if not count:
            quoted = QUOTED.match(lines[at])
            spoken = spoken or not (quoted or empty(lines[at]))
            kinds.append(("quoted" if quoted else "own", lines[at]))
            at += 1
            continue
        below = below_introduction(lines, at + count, spoken)
        kinds.extend(("led", line) for line in lines[at:below])
        at = below
    return [Block(kind, [line for _kind, line in run]) for kind, run in groupby(kinds, lambda each: each[0])]


def below_introduction(lines: list[str], at: int, spoken: bool) -> int:
    """Where that ends which was introduced above `at`: after its marked lines, or, where none is marked, with the
    mail; unless nothing was written before, for then what follows is the answer.
    """
    below = at
    while below < len(lines) and not lines[below].strip():
        below += 1
    if below == len(lines) or not QUOTED.match(lines[below]):
        return len(lines) if spoken else at
    while below < len(lines) and (QUOTED.match(lines[below]) or goes_on(lines, below)):
        below += 1
    return below


def introduction(lines: list[str], at: int) -> int:
    """How many lines introduce a quote here; rules and blank lines in front of them belong to it."""
    here = at
    if QUOTED.match(lines[at]):
        return 0
    while here < len(lines) and here - at < 4 and (not lines[here].strip() or RULE.match(lines[here])):
        here += 1
    if here == len(lines):
        return 0
    ruled = any(RULE.match(line) for line in lines[at:here])
    if here > at and not ruled:
        return 0
    if lines[here] == MARK or original(lines, here):
        return here - at + 1
    found = header_block(lines, here) or attribution(lines, here)
    return here - at + found if found else 0


def goes_on(lines: list[str], at: int) -> bool:
    """Whether a line without its sign is the end of a quoted one that was broken, or a gap between two."""
    after = lines[at + 1] if at + 1 < len(lines) else ""
    before = lines[at - 1]
    if not lines[at].strip():
        return bool(QUOTED.match(after))
    broken = len(before) > 65 and before[-1:] not in ".?!:…" and lines[at][:1].islower()
    return broken and bool(QUOTED.match(after)) and bool(QUOTED.match(before))


def unsigned(lines: list[str]) -> tuple[list[str], list[str]]:
    """The text, and the signature below it."""
    end = len(lines)
    for at in range(max(0, len(lines) - FARTHEST), len(lines)):
        below = [line for line in lines[at + 1 :] if line.strip()]
        letters = sum(map(len, below))
        dashed = SIGNED.match(lines[at]) and len(below) <= LONGEST_SIGNATURE and letters < 1500
        if dashed or (LINED.match(lines[at]) and len(below) <= 5 and letters < 300 and says(lines[:at])):
            end = at
            break
    while end and (empty(lines[end - 1]) or by_device(lines[end - 1])):
        end -= 1
    return (lines[:end], lines[end:]) if says(lines[:end]) else (lines, [])


def empty(line: str) -> bool:
    return bool(ONLY_SIGNS.match(line)) and not has_feeling(line)


def by_device(line: str) -> bool:
    """Whether a telephone wrote this line under the mail; "sent from my sister's phone, call her" is a person's."""
    said, comma, more = line.partition(",")
    if len(line) > 120 or (comma and not EXCUSES.search(more)):
        return False
    return len(said.split()) < 14 and bool(SENT_FROM.match(line)) and bool(DEVICES.search(line))


def has_feeling(line: str) -> bool:
    """Whether a line without a letter says something all the same: "???", ":(", an emoji."""
    bare = line.strip()
    return any(ord(sign) > 0x2600 for sign in bare) or bool(re.search(r"[?!]|[:;]-?[()]", bare))


def says(lines: list[str]) -> bool:
    return any(any(letter.isalnum() for letter in line) or has_feeling(line) for line in lines)
