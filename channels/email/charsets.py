"""Bytes as text, whatever charset they claim: unknown names, lying names, none at all. Never fails."""

import codecs
import re
import unicodedata
from itertools import pairwise

#: Names that mail carries and Python does not know, and old names whose users long write the larger set.
MEANT = {
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "csgb2312": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "big5": "big5hkscs",
    "ksc56011987": "cp949",
    "ksc5601": "cp949",
    "euckr": "cp949",
    "ks": "cp949",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "xeucjp": "euc_jp",
    "usascii": "cp1252",
    "ascii": "cp1252",
    "ansix341968": "cp1252",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "iso88599": "cp1254",
    "iso88598i": "cp1255",
    "iso88598": "cp1255",
    "tis620": "cp874",
    "xmaccentraleurroman": "mac_latin2",
    "macintosh": "mac_roman",
    "xmacroman": "mac_roman",
    "unicode11utf7": "utf_7",
    "xunicode20utf7": "utf_7",
    "hzgb2312": "hz",
    "utf8mb4": "utf_8",
}
#: Eight-bit charsets of one byte a letter: any bytes are valid in them, so that what they say proves nothing.
GUESSES = ("cp1252", "cp1254", "cp1250", "cp1256", "cp1251", "koi8_r", "cp1253", "cp1255", "iso8859_6", "iso8859_7")
#: Charsets of two bytes a letter, and the first bytes that most letters have in them.
MANY_BYTES = {
    "cp932": range(0x82, 0x98),
    "euc_jp": (0xA4, 0xA5, *range(0xB0, 0xD0)),
    "cp949": range(0xB0, 0xC9),
    "big5hkscs": range(0xA4, 0xC7),
    "gb18030": range(0xB0, 0xD8),
}
#: As much as a charset is guessed by.
SAMPLE = 4_000
LONG_SAMPLE = 100_000
SCRIPTS = (
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0E00, 0x0E7F, "thai"),
    (0x3040, 0x30FF, "kana"),
    (0x4E00, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xFF61, 0xFF9F, "narrow"),
)
#: Signs outside ASCII that people write; any other between letters speaks against a charset.
USUAL = frozenset("’‘“”„–—…€«»°§¿¡·•£®™´\u00a0\u00ad²³½¼、。，！？：；（）「」،؟؛・ー￼")
WORD = re.compile(r"\w+")
JAPANESE = re.compile(rb"\x1b\$[@B]|\x1b\([IJ]")
JAPANESE_RUN = re.compile(rb"\x1b(\$[@B]|\$\(D|\([BIJ])([^\x1b]*)")
#: Turkish letters as they look when a Turkish mail claims to be Western European; and letters that Icelandic has too.
TURKISH_SEEN = frozenset("ðþýÐÞÝ")
ESCAPED = re.compile("[\udc80-\udcff]")
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
EIGHTH_BIT = re.compile(rb"[\x80-\xff].", re.DOTALL)
ICELANDIC_ONLY = frozenset("áéíóúæÁÉÍÓÚÆ")


#: Signs that nobody types, as which Windows' own arrive where a program took them for Latin-1.
NOBODYS = re.compile("[\x80-\x9f]")


def is_text(body: bytes, claimed: str | None = None) -> bool:
    """Whether anybody could have written this; a picture or a program under a wrong name is none."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (known(claimed) or "").startswith(
        ("utf-16", "utf-32")
    ):
        return True
    return len(CONTROLS.findall(body[:SAMPLE])) * 20 <= len(body[:SAMPLE])


def text_of(body: bytes, claimed: str | None = None) -> str:
    """Bytes as text: by their own marks first, then by what they claim, then by what makes words."""
    codec = known(claimed)
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace").removeprefix("\ufeff")
    if JAPANESE.search(body):
        return japanese(body)
    if body.isascii():
        return seven_bits(body, codec)
    return eight_bits(body, codec)


def known(claimed: str | None) -> str | None:
    """Python's name for a claimed charset; None for one that nobody knows."""
    bare = re.sub(r"[^a-z0-9]", "", (claimed or "")[:60].split("*")[0].lower())
    if bare in MEANT:
        return MEANT[bare]
    name = re.sub(r"[^a-z0-9_-]", "", (claimed or "")[:60].lower()).removeprefix("x-")
    for candidate in (name, re.sub(r"^(?:windows|cp|win)-?(\d{3,4})\D*.*$", r"cp\1", name)):
        try:
            found = codecs.lookup(candidate)
        except (LookupError, ValueError):
            continue
        if candidate and found._is_text_encoding and found.name not in ("idna", "punycode", "unicode_escape"):
            return MEANT.get(re.sub(r"[^a-z0-9]", "", found.name), found.name)
    return None


def japanese(body: bytes) -> str:
    """ISO-2022-JP, with the signs that telephones and Windows put into it."""
    try:
        return body.decode("iso2022_jp_ext")
    except ValueError:
        runs = [(b"(B", JAPANESE_RUN.split(body, maxsplit=1)[0])]
        runs += [(run[1], run[2]) for run in JAPANESE_RUN.finditer(body)]
    kanji = (b"$@", b"$B", b"$(D")
    return "".join(
        bytes(byte | 0x80 for byte in run if byte > 0x20).decode("euc_jis_2004", "replace")
        if set_ in kanji
        else run.decode("ascii", "replace")
        for set_, run in runs
    )


def seven_bits(body: bytes, codec: str | None) -> str:
    """Bytes without an eighth bit: ASCII, or a charset that hides its letters in it."""
    hidden = codec in ("utf_7", "utf-7", "hz", "iso2022_kr", "iso2022_cn")
    wide = codec is not None and codec.startswith(("utf-16", "utf-32")) and b"\0" in body
    if codec and (hidden or wide):
        try:
            return body.decode(codec)
        except ValueError:
            return body.decode("ascii")
    return body.decode("ascii")


def eight_bits(body: bytes, codec: str | None) -> str:
    """UTF-8 wherever it can be UTF-8, since nothing else looks like it; then the claim, unless it makes no words."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and not (codec in MANY_BYTES and sum(letter > "\x7f" for letter in text) < 3 and strict(body, codec)):
        return NOBODYS.sub(lambda sign: western(bytes([ord(sign[0])])), text)
    if mended := nearly_utf8(body, 1 if codec in ("utf-8", "utf_8") else 4):
        return mended
    if codec and codec not in ("utf-8", "utf_8", "utf-7", "utf_7", "cp1252"):
        said = strict(body, codec)
        if said and sense(said) >= 0:
            return said
    return guessed(body, codec)


def strict(body: bytes, codec: str | None) -> str:
    """What a charset makes of the bytes; nothing where it cannot be the charset."""
    if not codec:
        return ""
    try:
        return body.decode(codec)
    except (LookupError, ValueError):
        pass
    try:
        lenient = body.decode(codec, "replace")
    except (LookupError, ValueError):
        return ""
    return lenient if lenient.count("\ufffd") * 20 < len(lenient) else ""


def nearly_utf8(body: bytes, share: int) -> str:
    """UTF-8 with a few bytes of another charset among it, or cut in the middle of a letter; nothing where fewer than
    `share` letters are right for one that is wrong.
    """
    sample = body[:LONG_SAMPLE].decode("utf-8", "surrogateescape")
    wrong = len(ESCAPED.findall(sample))
    right = sum(letter > "\x7f" for letter in sample) - wrong
    if wrong * share > right:
        return ""
    text = body.decode("utf-8", "surrogateescape")
    return ESCAPED.sub(lambda found: western(bytes([ord(found[0]) - 0xDC00])), text)


def guessed(body: bytes, codec: str | None) -> str:
    """The charset in which the eight-bit words make most sense; Western European if none does."""
    begins = EIGHTH_BIT.search(body)
    sample = body[max(0, begins.start() - 20) :][:SAMPLE] if begins else body[:SAMPLE]
    first = turkish_or(western(sample))
    if sense(first) >= 0 and codec != "cp1254":
        return turkish_or(western(body))
    best, most = "cp1252", float(sense(first))
    for name in (*GUESSES, *MANY_BYTES):
        made = likely(sample, name) if name in MANY_BYTES else sense(sample.decode(name, "replace"))
        if made > most:
            best, most = name, made
    return turkish_or(western(body)) if best == "cp1252" else body.decode(best, "replace")


def western(body: bytes) -> str:
    """Windows' Western European, with the five bytes it does not know as Latin-1 has them."""
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        table = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(128, 160)}
        return body.decode("latin-1").translate(table)


def turkish_or(text: str) -> str:
    """Western text, unless its letters are those of Turkish under a wrong name."""
    letters = set(text)
    if letters & TURKISH_SEEN and not letters & ICELANDIC_ONLY:
        return text.translate(dict(zip(map(ord, "ðþýÐÞÝ"), "ğşıĞŞİ", strict=True)))
    return text


def likely(sample: bytes, codec: str) -> float:
    """How much sense a charset of two bytes a letter makes, the more the more of its letters are common ones."""
    said = strict(sample, codec)
    if not said or (codec in ("cp932", "euc_jp") and not any("\u3040" <= letter <= "\u30ff" for letter in said)):
        return -1.0
    pairs = EIGHTH_BIT.findall(sample)
    common = sum(pair[0] in MANY_BYTES[codec] for pair in pairs) / max(1, len(pairs))
    made = sense(said)
    return 2 * made * (0.3 + common) if made > 0 else made


def sense(text: str) -> int:
    """How much the words outside ASCII look like words: letters of one script, capitals only in front."""
    made = 0
    for word in WORD.findall(text[:SAMPLE]):
        strange = [letter for letter in word if letter > "\x7f"]
        if strange:
            made += len(strange) if is_word(word, strange) else -len(strange)
    made -= sum(is_odd(letter) for letter in text[:SAMPLE] if letter > "\x7f")
    return made - 2 * text[:SAMPLE].count("\ufffd")


def is_odd(letter: str) -> bool:
    """Whether a sign is one that nobody types."""
    kind = unicodedata.category(letter)
    return kind in ("Cc", "Co", "Cn") or (kind[0] in "SPZ" and letter not in USUAL and ord(letter) < 0x2600)


def is_word(word: str, strange: list[str]) -> bool:
    """Whether letters stand together that some language puts together."""
    scripts = {script(letter) for letter in word if letter.isalpha()}
    if scripts & {"han", "kana", "hangul"}:
        alone = len(strange) < 2 and "latin" in scripts
        return not alone and not ("hangul" in scripts and scripts & {"han", "kana"}) and "narrow" not in scripts
    if len(scripts) != 1 or "narrow" in scripts:
        return False
    if any(before.islower() and after.isupper() for before, after in pairwise(word)):
        return False
    return scripts != {"latin"} or len(strange) * 10 <= len(word) * 7 or len(word) <= 2


def script(letter: str) -> str:
    code = ord(letter)
    return next((name for first, last, name in SCRIPTS if first <= code <= last), "latin")
