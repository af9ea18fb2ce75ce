"""The promise: what people write is kept by nobody but the vault. Litestar's own readers of forms, cookies and queries
keep the last thousand of each in a cache; nothing that was written lies about there.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient
from litestar import _parsers
from twilio.request_validator import RequestValidator

from helpline.cli.simulate.sms import message
from helpline.settings import Settings
from helpline.staff.permissions import Role
from tests.promises.canary import Canary

CANARY = Canary.hatch()
SAID = CANARY.sentence


def kept() -> dict[str, int]:
    """How much each of the framework's caches holds."""
    caches = {name: found for name, found in vars(_parsers).items() if hasattr(found, "cache_info")}
    assert caches, "Litestar keeps its caches elsewhere now: look for them again"
    return {name: cache.cache_info().currsize for name, cache in caches.items()}


def more_than(before: dict[str, int]) -> dict[str, int]:
    """The caches that grew; one that an earlier test filled may have been emptied meanwhile."""
    return {name: size for name, size in kept().items() if size > before[name]}


async def test_nothing_that_is_sent_stays_in_the_frameworks_caches(
    client: AsyncClient, signed_in: Callable[..., Awaitable[Any]], settings: Settings
) -> None:
    desk = await signed_in(Role.SUPERVISOR)
    await client.get("/fr/write")
    before = kept()

    assert (await client.post("/fr/write", data={"message": SAID, "token": "t"})).status_code == 200
    await client.post("/fr/return", data={"reference": CANARY.plain, "words": SAID})
    await client.post("/desk/sign-in", data={"name": CANARY.word, "password": SAID})
    fields = message(settings, CANARY.number, SAID)
    signature = RequestValidator(settings.twilio_auth_token).compute_signature("http://testserver/twilio/sms", fields)
    taken = await client.post("/twilio/sms", data=fields, headers={"X-Twilio-Signature": signature})
    assert taken.status_code == 200
    await client.post("/twilio/sms", data=fields)
    await desk.post("/desk/contacts", data={"text": SAID, "name": CANARY.word, "address": CANARY.number})
    await desk.post("/desk/search", data={"search": CANARY.word})

    assert not more_than(before)


async def test_nothing_of_an_address_stays_in_the_frameworks_caches(
    client: AsyncClient, signed_in: Callable[..., Awaitable[Any]]
) -> None:
    desk = await signed_in(Role.SUPERVISOR)
    before = kept()
    for path in ("/", "/fr/write", "/desk/sign-in", "/twilio/sms", "/api/v1/contacts", "/health/live", "/nowhere"):
        await client.get(f"{path}?q={CANARY.word}&from={CANARY.number}")
    for path in ("/desk/queue", "/desk/cases", "/desk/partners", "/desk/search", "/desk/follow-ups"):
        await desk.get(f"{path}?words={CANARY.word}&q={CANARY.number}")
    assert not more_than(before)
