"""Webhooks fail closed."""

from urllib.parse import urlencode

import pytest
from litestar._parsers import parse_url_encoded_form_data

from channels._twilio.door import SIGNATURE
from helpline.cli.simulate.sms import message
from tests.channels.conftest import ALICE, PUBLIC, Installation

BOTH = {"twilio_auth_token": "token of today, token of tomorrow"}


async def test_a_wrong_signature_is_turned_away_and_counted(line: Installation) -> None:
    """Point 12: Use the official validator correctly."""
    status, _ = await line.wire(token="guessed").post("/twilio/sms", message(line.settings, ALICE, "faux"))
    assert status == 403
    assert await line.refusals() == {("sms", "bad_signature"): 1}
    assert await line.digested() == []


async def test_no_signature_is_turned_away_too(line: Installation) -> None:
    async with line.session.post(line.url + "/twilio/sms", data={"Body": "nu"}) as answer:
        assert answer.status == 403
    assert await line.refusals() == {("sms", "no_signature"): 1}


async def test_blank_fields_and_repeated_keys_are_part_of_the_signature(line: Installation) -> None:
    """Point 12: HMAC-SHA1 over the exact public URL and all parameters, blanks and repeated keys included."""
    pairs = [("MessageSid", "SM1"), ("From", ALICE), ("Body", ""), ("MediaUrl", "b"), ("MediaUrl", "a")]
    assert await signed(line, pairs, [*pairs]) == 200
    assert await signed(line, pairs, [pair for pair in pairs if pair[1]]) == 403
    assert await signed(line, pairs, pairs[:-1]) == 403


async def test_the_address_that_is_signed_is_the_configured_one(line: Installation) -> None:
    """Point 12: URL built from the configured public base, not from Host or proxy headers."""
    fields = message(line.settings, ALICE, "ailleurs")
    assert (await line.wire(public=line.url).post("/twilio/sms", fields))[0] == 403
    assert (await line.wire(public=PUBLIC).post("/twilio/sms?from=flow", fields))[0] == 200


@pytest.mark.parametrize("chosen", [BOTH])
async def test_two_tokens_are_good_during_a_rotation(line: Installation) -> None:
    """Point 12: two tokens accepted during rotation."""
    for token in ("token of today", "token of tomorrow"):
        assert (await line.wire(token=token).post("/twilio/sms", message(line.settings, ALICE, token)))[0] == 200
    assert (await line.wire(token="token of").post("/twilio/sms", message(line.settings, ALICE, "")))[0] == 403


@pytest.mark.parametrize("chosen", [{"twilio_account_sid": ""}, {"twilio_auth_token": ""}, {"twilio_auth_token": ","}])
async def test_without_an_account_the_door_is_shut(line: Installation) -> None:
    assert (await line.wire(token="x").post("/twilio/sms", message(line.settings, ALICE, "")))[0] == 403
    assert await line.refusals() == {("sms", "no_account"): 1}
    assert await line.digested() == []


async def test_an_oversized_body_gets_a_clear_answer(line: Installation) -> None:
    assert (await line.wire().post("/twilio/sms", {"Body": "x" * 70_000}))[0] == 413
    assert (await line.wire().post("/twilio/sms", {f"field{number}": "" for number in range(400)}))[0] == 400
    assert await line.refusals() == {("sms", "too_large"): 1, ("sms", "broken_form"): 1}


@pytest.mark.parametrize("body", [b"Body=\xff\xfe", b"Body=%ff", "Body=é".encode()])
async def test_a_broken_encoding_gets_a_clear_answer(line: Installation, body: bytes) -> None:
    async with line.session.post(line.url + "/twilio/sms", data=body, headers={SIGNATURE: "x"}) as answer:
        assert answer.status == 400


async def test_no_body_reaches_the_frameworks_cache(line: Installation) -> None:
    before = parse_url_encoded_form_data.cache_info()
    await line.text("rien de tout cela ne reste en mémoire")
    assert parse_url_encoded_form_data.cache_info() == before


async def test_what_is_not_durable_is_not_acknowledged_and_kept_when_the_database_is_back(line: Installation) -> None:
    """Point 1: the raw bytes are committed before anything is answered."""
    line.break_database()
    status, _ = await line.wire().post("/twilio/sms", message(line.settings, ALICE, "pendant la panne"))
    assert status == 503
    await line.repair_database()
    (view,) = await line.digested()
    assert view.content.text == "pendant la panne"


async def test_a_wrong_signature_stays_outside_when_it_cannot_even_be_counted(line: Installation) -> None:
    line.break_database()
    assert (await line.wire(token="guessed").post("/twilio/sms", message(line.settings, ALICE, "")))[0] == 403


async def signed(line: Installation, pairs: list[tuple[str, str]], sent: list[tuple[str, str]]) -> int:
    """Sign these pairs as the provider does (every value of a name, sorted), send those; the status."""
    wire = line.wire()
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    signature = wire.validator.compute_signature(PUBLIC + "/twilio/sms", Multi(values))
    headers = {SIGNATURE: signature, "Content-Type": "application/x-www-form-urlencoded"}
    async with line.session.post(line.url + "/twilio/sms", data=urlencode(sent), headers=headers) as answer:
        return answer.status


class Multi(dict[str, list[str]]):
    def getall(self, name: str) -> list[str]:
        return self[name]
