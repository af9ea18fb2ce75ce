"""What is an identity, and what is safe at a minute. November 2026: the 23rd is a Monday."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.clock import new_id
from helpline.envelope import AddressKind, SafeContact, Window
from helpline.people.model import Purpose, Reason, Rule, Verdict
from helpline.people.rules import masked, normal, permission

PHONE, EMAIL = AddressKind.PHONE, AddressKind.EMAIL
MONDAY_TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["0470 12 34 56", "+32 470 12 34 56", "0032470123456", "(0470)12.34/56", "tel:+32470123456", "٠٤٧٠١٢٣٤٥٦"]
)
def test_a_number_has_one_form_however_it_is_typed(typed: str) -> None:
    assert normal(PHONE, typed) == "+32470123456"


def test_a_foreign_number_keeps_its_country() -> None:
    assert normal(PHONE, "+447700900123") == "+447700900123"


def test_a_caller_by_internet_is_the_number_he_calls_with() -> None:
    assert normal(PHONE, "sip:+32470123456@sip.example.org") == "+32470123456"


@pytest.mark.parametrize(
    "withheld",
    [
        "", "Anonymous", "anonymous", "Restricted", "Unknown", "Unavailable", "Private", "ING", "moeder", "8989", "112",
        "+266696687", "266696687", "+86282452253", "+656660000", "+7378742833", "+2562533", "+8656696", "0", "+000",
        "sip:anonymous@anonymous.invalid", "client:desk", "1800FLOWERS", "+" * 40, "4" * 40,
    ],
)  # fmt: skip
def test_withheld_and_short_numbers_are_no_identity(withheld: str) -> None:
    assert normal(PHONE, withheld) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (" Sofie@Example.ORG ", "sofie@example.org"),
        ("ｓｏｆｉｅ@example.org", "sofie@example.org"),
        ("sofie@bücher.example", "sofie@xn--bcher-kva.example"),
        ("sofie@xn--bcher-kva.example", "sofie@xn--bcher-kva.example"),
        ("a@b@example.org", "a@b@example.org"),
        ("sofie@example.org.", "sofie@example.org"),
        ("sofie@exa..mple", "sofie@exa..mple"),
    ],
)
def test_a_mail_address_has_one_form(typed: str, expected: str) -> None:
    assert normal(EMAIL, typed) == expected


@pytest.mark.parametrize("typed", ["", "sofie", "@example.org", "sofie@", "a b@example.org", "a@b.org\r\nBcc: c@d.org"])
def test_what_cannot_be_written_to_is_no_address(typed: str) -> None:
    assert normal(EMAIL, typed) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_normal_form_and_the_form_is_its_own(typed: str) -> None:
    for kind in AddressKind:
        if form := normal(kind, typed):
            assert normal(kind, form) == form
            assert len(masked(kind, form)) <= len(form) + 2


def test_a_mask_hides_most_of_an_address() -> None:
    assert masked(PHONE, "+32470123456") == "+32…56"
    assert masked(EMAIL, "sofie@example.org") == "s…@e….org"


def weekly(weekday: int, start: str, end: str) -> Window:
    return Window(weekday, start, end)


def asked(**said: object) -> list[Rule]:
    return [Rule(SafeContact(**said))]  # type: ignore[arg-type]  # the fields of SafeContact


def test_without_a_rule_nothing_is_safe() -> None:
    for purpose in Purpose:
        assert not permission([], purpose, MONDAY_TEN).allowed
        assert permission([], purpose, MONDAY_TEN).reason is Reason.ASK_FIRST


def test_what_was_allowed_is_allowed_and_nothing_else() -> None:
    rules = asked(may_call=True)
    assert permission(rules, Purpose.CALL, MONDAY_TEN).allowed
    assert permission(rules, Purpose.WRITE, MONDAY_TEN).reason is Reason.NOT_ASKED
    assert permission(rules, Purpose.LEAVE_MESSAGE, MONDAY_TEN).reason is Reason.NOT_ASKED


def test_what_nobody_asked_allows_nothing_and_is_no_prohibition() -> None:
    assert permission(asked(may_call=True), Purpose.WRITE, MONDAY_TEN) == Verdict(False, Reason.NOT_ASKED)
    assert permission(asked(may_write=False), Purpose.WRITE, MONDAY_TEN) == Verdict(False, Reason.NOT_THIS_WAY)
    shared = [*asked(may_call=True), *asked(may_write=False)]
    assert permission(shared, Purpose.WRITE, MONDAY_TEN).reason is Reason.NOT_THIS_WAY
    assert permission(asked(), Purpose.WRITE, MONDAY_TEN).asked, "no acknowledgement goes past a rule"


def test_a_message_is_left_only_where_we_may_call() -> None:
    assert not permission(asked(may_leave_message=True), Purpose.LEAVE_MESSAGE, MONDAY_TEN).allowed
    assert permission(asked(may_leave_message=True, may_call=True), Purpose.LEAVE_MESSAGE, MONDAY_TEN).allowed


def test_a_rule_counts_until_the_minute_it_expires() -> None:
    rules = [Rule(SafeContact(may_call=True), MONDAY_TEN)]
    assert permission(rules, Purpose.CALL, MONDAY_TEN - timedelta(seconds=1)).allowed
    assert permission(rules, Purpose.CALL, MONDAY_TEN).reason is Reason.EXPIRED


def test_a_housemates_word_stands_in_for_nobodys_expired_one() -> None:
    alice, bob = new_id(), new_id()
    never = Rule(SafeContact(may_write=False), MONDAY_TEN, alice, None, MONDAY_TEN - timedelta(days=9))
    yes = Rule(SafeContact(may_write=True), None, bob, None, MONDAY_TEN - timedelta(days=1))
    assert permission([yes, never], Purpose.WRITE, MONDAY_TEN).reason is Reason.EXPIRED
    newer = Rule(SafeContact(may_write=True), None, alice, None, MONDAY_TEN - timedelta(hours=1))
    assert permission([yes, never, newer], Purpose.WRITE, MONDAY_TEN).allowed
    older = Rule(SafeContact(may_write=True), None, alice, None, MONDAY_TEN - timedelta(days=20))
    assert permission([yes, never, older], Purpose.WRITE, MONDAY_TEN).reason is Reason.EXPIRED


def test_times_that_were_said_and_not_read_are_something_that_was_said() -> None:
    for said in ({"said_when": ";"}, {"said_never": "after dark"}):
        verdict = permission(asked(may_write=True, **said), Purpose.WRITE, MONDAY_TEN)
        assert (verdict.reason, verdict.allowed, verdict.asked) == (Reason.UNREAD, False, True)


def test_an_answer_for_one_address_counts_where_nobody_asked_for_all_and_never_past_a_no() -> None:
    alice, bob, phone = new_id(), new_id(), new_id()
    here = Rule(SafeContact(may_write=True), None, alice, phone)
    for for_all, allowed in ((None, True), (True, True), (False, False)):
        said = Rule(SafeContact(may_write=for_all), None, alice)
        assert permission([here, said], Purpose.WRITE, MONDAY_TEN).allowed is allowed
    other = Rule(SafeContact(), None, bob)
    assert permission([here, other], Purpose.WRITE, MONDAY_TEN).reason is Reason.NOT_ASKED


def test_windows_bound_the_day() -> None:
    rules = asked(may_call=True, windows=(weekly(0, "09:00", "10:00"),))
    assert permission(rules, Purpose.CALL, MONDAY_TEN - timedelta(minutes=1)).allowed
    assert permission(rules, Purpose.CALL, MONDAY_TEN).reason is Reason.OUTSIDE_WINDOWS
    assert not permission(rules, Purpose.CALL, MONDAY_TEN + timedelta(hours=23, minutes=30)).allowed


def test_never_beats_a_window() -> None:
    rules = asked(may_call=True, windows=(weekly(0, "09:00", "12:00"),), never=(weekly(0, "10:00", "10:30"),))
    assert permission(rules, Purpose.CALL, MONDAY_TEN).reason is Reason.NEVER_NOW
    assert permission(rules, Purpose.CALL, MONDAY_TEN + timedelta(minutes=30)).allowed


@pytest.mark.parametrize(("hours", "allowed"), [(12, True), (15, True), (16, False), (-10, False)])
def test_a_window_goes_on_past_midnight(hours: int, allowed: bool) -> None:
    rules = asked(may_call=True, windows=(weekly(0, "22:00", "02:00"),))
    assert permission(rules, Purpose.CALL, MONDAY_TEN + timedelta(hours=hours)).allowed is allowed


def test_sunday_night_goes_on_into_monday() -> None:
    rules = asked(may_call=True, windows=(weekly(6, "22:00", "02:00"),))
    assert permission(rules, Purpose.CALL, MONDAY_TEN - timedelta(hours=9)).allowed


def test_until_midnight_may_be_written_both_ways() -> None:
    for end in ("24:00", "00:00"):
        rules = asked(may_call=True, windows=(weekly(0, "18:00", end),))
        assert permission(rules, Purpose.CALL, MONDAY_TEN + timedelta(hours=13)).allowed
        assert not permission(rules, Purpose.CALL, MONDAY_TEN + timedelta(hours=14)).allowed


@pytest.mark.parametrize("odd", [Window(0, "9", "10:00"), Window(7, "09:00", "10:00"), Window(0, "10:00", "10:00")])
def test_a_window_nobody_understands_is_read_the_strict_way(odd: Window) -> None:
    assert not permission(asked(may_call=True, windows=(odd,)), Purpose.CALL, MONDAY_TEN).allowed
    assert not permission(asked(may_call=True, never=(odd,)), Purpose.CALL, MONDAY_TEN).allowed


def test_the_strictest_of_a_familys_rules_wins() -> None:
    rules = [*asked(may_call=True, may_say_service_name=True), *asked(may_call=False)]
    assert not permission(rules, Purpose.CALL, MONDAY_TEN).allowed
    rules = [*asked(may_call=True, may_say_service_name=True), *asked(may_call=True)]
    assert permission(rules, Purpose.CALL, MONDAY_TEN).allowed
    assert not permission(rules, Purpose.CALL, MONDAY_TEN).may_say_service_name


@dataclass(frozen=True)
class Anything:
    """Rules as hypothesis makes them."""

    clocks = st.sampled_from(["00:00", "08:00", "09:59", "10:00", "10:01", "18:30", "24:00", "25:00", ""])
    windows = st.lists(st.builds(Window, st.integers(-1, 7), clocks, clocks), max_size=3).map(tuple)
    answers = st.sampled_from([True, False, None])
    said = st.builds(
        SafeContact, may_call=answers, may_write=answers, may_leave_message=answers, may_say_service_name=answers,
        windows=windows, never=windows,
    )  # fmt: skip
    expiry = st.none() | st.datetimes(datetime(2026, 11, 22), datetime(2026, 11, 25)).map(
        lambda at: at.replace(tzinfo=UTC)
    )
    rules = st.lists(st.builds(Rule, said, expiry), max_size=4)
    moments = st.integers(0, 7 * 24 * 60).map(lambda minutes: MONDAY_TEN + timedelta(minutes=minutes))


@given(Anything.rules, Anything.rules, st.sampled_from(Purpose), Anything.moments)
def test_one_more_rule_never_makes_a_forbidden_minute_safe(
    rules: list[Rule], more: list[Rule], purpose: Purpose, at: datetime
) -> None:
    before = permission(rules, purpose, at)
    if before.reason not in (Reason.ASK_FIRST, Reason.SAFE):
        assert not permission([*rules, *more], purpose, at).allowed


@given(Anything.rules, st.sampled_from(Purpose), Anything.moments)
def test_allowed_means_that_everybodys_rule_allows_it(rules: list[Rule], purpose: Purpose, at: datetime) -> None:
    alone = [permission([rule], purpose, at).allowed for rule in rules]
    assert permission(rules, purpose, at).allowed is (bool(rules) and all(alone))
