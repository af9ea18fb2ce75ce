"""Everyone is answered in a language of theirs."""

from helpline.web import words
from helpline.web.language import wanted


def test_the_address_says_a_visitors_language() -> None:
    assert wanted("/nl/write", {b"accept-language": b"fr"}) == "nl"


def test_staff_choose_by_cookie() -> None:
    assert wanted("/desk/queue", {b"cookie": b"a=b; language=en", b"accept-language": b"fr"}) == "en"


def test_staff_who_chose_nothing_get_what_their_browser_prefers() -> None:
    assert wanted("/desk/queue", {b"accept-language": b"nl;q=0.9, en-GB;q=0.8, fr;q=0.1"}) == "en"


def test_whoever_wishes_nothing_gets_french() -> None:
    assert wanted("/desk/queue", {}) == "fr"
    assert wanted("/", {b"accept-language": b";;q=x,,"}) == "fr"


def test_a_broken_cookie_harms_nobody() -> None:
    assert wanted("/desk/queue", {b"cookie": b"language=<script>; \xff="}) == "fr"


def test_arabic_runs_from_right_to_left() -> None:
    with words.speaking("ar"):
        assert words.direction() == "rtl"
    assert words.direction() == "ltr"
