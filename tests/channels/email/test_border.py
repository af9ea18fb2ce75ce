"""Point 31: Authentication-Results only from our own border; everything else proves nothing."""

import pytest

from channels.email.border import Fields, proven

OURS = "mx.example.org"
FROM = ("from", "Anna <anna@example.net>")
PASS = f"{OURS}; spf=pass smtp.mailfrom=example.net; dmarc=pass (p=none) header.from=example.net"
FAIL = f"{OURS}; dmarc=fail header.from=example.net"


def results(*values: str) -> Fields:
    return [*(("authentication-results", value) for value in values), ("received", "by mx.example.org"), FROM]


@pytest.mark.parametrize(
    "fields",
    [
        results(PASS),
        results(f"{OURS} 1; DMARC = Pass header.from=Example.net"),
        results("mx.elsewhere.test; dmarc=fail", PASS),
        results(PASS, PASS),
        [FROM, ("authentication-results", PASS)],
    ],
)
def test_a_pass_of_our_own_border_proves_the_sender(fields: Fields) -> None:
    """Point 31: Authentication-Results only from our own border."""
    assert proven(fields, "anna@example.net", OURS)


@pytest.mark.parametrize(
    "fields",
    [
        results(),
        results(FAIL),
        results(PASS, FAIL),
        results(FAIL, PASS),
        results("mx.elsewhere.test; dmarc=pass"),
        results(f"{OURS}.evil.test; dmarc=pass"),
        results(f"(mx.example.org) evil.test; dmarc=pass ({OURS})"),
        results(f"{OURS}; dmarc=passed"),
        results(f"{OURS}; dmarc=pass-ish"),
        results(f"{OURS}; x-dmarc=pass"),
        results(f'{OURS}; spf=fail smtp.mailfrom="; dmarc=pass "@evil.test'),
        results(f"{OURS}; spf=fail (; dmarc=pass; (nested)) smtp.mailfrom=evil.test"),
        results(f"{OURS}; dkim=pass; spf=pass; dmarc=none"),
        results(f"{OURS}; dmarc=pass header.from=evil.test"),
        results(f"{OURS}; dmarc=pass header.from=example.net; dmarc=fail header.from=example.net"),
        results(f"{OURS}; none"),
        results(OURS),
        [("arc-authentication-results", f"i=1; {PASS}"), FROM],
        [("x-authentication-results", PASS), FROM],
        [*results(PASS), ("from", "boris@example.net")],
        [("authentication-results", PASS), ("from", "anna@example.net, evil@example.net")],
        [("authentication-results", PASS), ("from", "anna@example.net <evil@example.net>")],
    ],
)
def test_whatever_else_claims_to_be_one_proves_nothing(fields: Fields) -> None:
    """Point 31: forged results, above or below the true one, are ignored."""
    assert not proven(fields, "anna@example.net", OURS)


def test_without_a_border_of_our_own_nothing_is_proven() -> None:
    assert not proven(results(PASS), "anna@example.net", "")


def test_a_name_in_quotes_that_looks_like_an_address_is_a_name() -> None:
    fields: Fields = [("authentication-results", PASS), ("from", '"boris@example.com" <anna@example.net>')]
    assert proven(fields, "anna@example.net", OURS)
    assert not proven(fields, "boris@example.com", OURS)
