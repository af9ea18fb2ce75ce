"""Letters, whatever charset a mail claims."""

import pytest

from channels.email.charsets import is_text, text_of

FRENCH, TURKISH, ARABIC = (
    "Il m’a dit qu’il part. Où être ?",
    "Oğlum çok değişti, şimdi korkuyorum",
    "مرحبا كيف حالك ابني",
)
RUSSIAN, POLISH = "Привет, как дела", "Zażółć gęślą jaźń"
CHINESE, JAPANESE, KOREAN = "你好，我很担心我的儿子", "こんにちは、息子が心配です", "안녕하세요 걱정입니다"


@pytest.mark.parametrize(
    ("text", "codec", "claims"),
    [
        (FRENCH, "utf-8", ("utf-8", "iso-8859-1", "us-ascii", "gb2312", "x-nothing", "", None)),
        (FRENCH, "cp1252", ("iso-8859-1", "us-ascii", "utf-8", "windows-1252", "x-nothing", None)),
        (TURKISH, "cp1254", ("iso-8859-9", "iso-8859-1", "windows-1252", "utf-8", None)),
        (ARABIC, "cp1256", ("windows-1256", "iso-8859-1", "windows-1252", "utf-8", "us-ascii", None)),
        (ARABIC, "utf-8", ("windows-1256", "iso-8859-1", None)),
        (RUSSIAN, "koi8_r", ("koi8-r", "iso-8859-1", "utf-8", None)),
        (RUSSIAN, "cp1251", ("windows-1251", "iso-8859-1", "utf-8", None)),
        (POLISH, "cp1250", ("windows-1250", "iso-8859-1", None)),
        (CHINESE, "gb18030", ("gb2312", "GBK", "x-gbk", "iso-8859-1", "utf-8", None)),
        ("碁銹", "gb18030", ("gb2312",)),
        (JAPANESE, "cp932", ("shift_jis", "x-sjis", "windows-31j", None)),
        (JAPANESE, "iso2022_jp", ("iso-2022-jp", "us-ascii", "utf-8", None)),
        (JAPANESE, "euc_jp", ("euc-jp", "x-euc-jp", None)),
        (KOREAN, "cp949", ("ks_c_5601-1987", "euc-kr", "iso-8859-1", None)),
        ("똠방각하", "cp949", ("ks_c_5601-1987",)),
        (FRENCH, "utf-7", ("utf-7", "unicode-1-1-utf-7")),
        (FRENCH, "utf-16", ("utf-16", "utf-8", None)),
    ],
)
def test_a_charset_that_lies_or_is_unknown_costs_no_letter(
    text: str, codec: str, claims: tuple[str | None, ...]
) -> None:
    """Point 27: unknown or lying charsets (gb2312, ks_c_5601-1987, iso-2022-jp, utf-7)."""
    assert {claim: text_of(text.encode(codec), claim) for claim in claims} == dict.fromkeys(claims, text)


def test_signs_that_came_as_latin_1_and_were_written_as_utf8_are_what_windows_meant() -> None:
    assert text_of("C’est 10 €…".encode("cp1252").decode("latin-1").encode(), "utf-8") == "C’est 10 €…"


def test_one_odd_letter_in_a_name_makes_no_chinese_of_what_claims_to_be_western() -> None:
    assert text_of(b"Last\xdflName, FirstName", "iso-8859-1") == "LastßlName, FirstName"


def test_a_few_wrong_bytes_in_utf8_do_not_spoil_the_rest() -> None:
    assert text_of("été — ".encode() + b"d\xe9j\xe0", "utf-8") == "été — déjà"


def test_a_letter_cut_at_the_end_costs_that_letter_alone() -> None:
    assert text_of("il est parti là".encode()[:-1] + b"", "utf-8").startswith("il est parti l")


def test_a_name_cut_in_the_middle_of_a_letter_is_read_without_any_claim() -> None:
    assert text_of("Картинка с очень длинным именем".encode()[:-1]).startswith("Картинка с очень длинным имене")


def test_signs_of_japanese_telephones_are_read() -> None:
    assert text_of(b"\x1b$B-!\x1b(B 1", "iso-2022-jp") == "① 1"


def test_icelandic_stays_icelandic() -> None:
    assert text_of("það er í lagi".encode("latin-1"), "iso-8859-1") == "það er í lagi"


@pytest.mark.parametrize(
    "claim", ["idna", "punycode", "base64", "rot13", "unicode_escape", "undefined", "a" * 9000, "\0"]
)
def test_a_codec_that_is_no_charset_is_not_used(claim: str) -> None:
    assert text_of(b"Bonjour", claim) == "Bonjour"
    assert text_of("été".encode(), claim) == "été"


def test_a_picture_is_no_text() -> None:
    assert not is_text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1")
    assert is_text("Où est-il ?".encode("utf-16"), "utf-16")
