"""What the doctor says about mail."""

import pytest
from msgspec import structs

from channels.email.checks import checks, dkim_problem, dmarc_problem, mailbox_problem, spf_problem
from channels.email.sender import MailSender
from helpline.channel import Doubt
from helpline.settings import Settings
from tests.channels.email.conftest import Mailbox

RECORDS = {
    "example.org": ["v=spf1 mx -all", "another=thing"],
    "twice.example": ["v=spf1 mx -all", "v=spf1 a -all"],
    "open.example": ["v=spf1 +all"],
    "k1._domainkey.example.org": ["v=DKIM1; k=rsa; p=MIGf"],
    "old._domainkey.example.org": ["v=DKIM1; p="],
    "_dmarc.example.org": ["v=DMARC1; p=quarantine"],
    "_dmarc.loose.example": ["v=DMARC1; p=none"],
}
SETTINGS = Settings(smtp_url="smtp://127.0.0.1:1", mail_from="contact@mail.example.org", dkim_selector="k1")


async def lookup(name: str) -> list[str]:
    return RECORDS.get(name, [])


async def away(name: str) -> list[str]:
    raise LookupError(name)


@pytest.mark.parametrize(
    ("domain", "said"),
    [("example.org", None), ("none.example", "no SPF record"), ("twice.example", "2 SPF records"),
     ("open.example", "everybody")],
)  # fmt: skip
async def test_the_servers_that_may_send_for_us_are_named_once(domain: str, said: str | None) -> None:
    found = await spf_problem(lookup, domain)
    assert (said is None) is (found is None)
    assert said is None or said in str(found)


@pytest.mark.parametrize(
    ("selector", "said"), [("k1", None), ("old", "revoked key"), ("k9", "k9._domainkey.example.org does not exist")]
)
async def test_the_key_of_our_signature_can_be_found(selector: str, said: str | None) -> None:
    found = await dkim_problem(lookup, selector, "example.org")
    assert (said is None) is (found is None)
    assert said is None or said in str(found)


async def test_the_policy_may_stand_on_the_domain_above() -> None:
    assert await dmarc_problem(lookup, "mail.example.org") is None
    assert "no DMARC record" in str(await dmarc_problem(lookup, "none.example"))
    assert isinstance(await dmarc_problem(lookup, "loose.example"), Doubt)


async def test_what_nobody_could_be_asked_is_said_and_is_no_fault() -> None:
    found = [await check() for check in checks(SETTINGS, MailSender(SETTINGS), away)]
    assert "cannot be reached" in str(found[0])
    assert [isinstance(one, Doubt) and "could not be asked" in one for one in found[1:]] == [True, True, True]


async def test_a_demo_asks_nobody() -> None:
    assert checks(SETTINGS, None) == []


async def test_a_mailbox_that_cannot_be_read_is_named_with_its_remedy(mailbox: Mailbox) -> None:
    good = mailbox.server.account(mailbox.folder, port=mailbox.wire.port)
    assert await mailbox_problem(good, None) is None
    refused = await mailbox_problem(structs.replace(good, password="wrong"), None)
    assert "refuses our name" in str(refused)
    assert "wrong" not in str(refused)
    assert "no folder" in str(await mailbox_problem(structs.replace(good, folder="Nowhere"), None))
    assert "cannot be reached" in str(await mailbox_problem(structs.replace(good, port=1), None))
