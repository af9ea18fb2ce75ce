"""Whatever is typed into a form of the desk, its writer gets a clear answer: never a fault, and nothing is executed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote_plus, unquote, urlsplit

import httpx
import pytest
from litestar import Litestar
from msgspec import Struct

from helpline.app import build, open_channels
from helpline.db.embedded import EmbeddedPostgres
from helpline.intake.digest import Digestion
from helpline.intake.house import House
from helpline.live.hub import Hub
from helpline.settings import Settings
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Role
from helpline.vault import Vault
from helpline.vault.transaction import Engine
from tests.conftest import cloned, employed, opened
from tests.journeys.pages import Form, Page
from tests.journeys.people import FORM, Visitor

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"

#: What may stand in a field, as the bytes of a url-encoded form.
BAD = {
    "script": quote_plus(SCRIPT).encode(),
    "a NUL byte": b"a%00b",
    "broken UTF-8": b"%ff%fe%c3%28",
    "half a surrogate": b"%ed%a0%80",
    "200,000 letters": b"x" * 200_000,
    "nothing": b"",
    "only spaces": b"+++",
    "a template": quote_plus("{{7*7}} {% raw %} %(name)s %s {0}").encode(),
    "a statement": quote_plus("'; drop table contact; --").encode(),
    "a header": b"a%0D%0ASet-Cookie:+x%3Dy",
    "an address elsewhere": quote_plus("//elsewhere.example.org/").encode(),
    "a number below zero": b"-1",
    "a number too large": b"9223372036854775808",
    "no number": b"NaN",
    "nobody's id": b"00000000-0000-0000-0000-000000000000",
    "the first year": b"0001-01-01T00:00",
    "the last day": b"9999-12-31",
    "a percent sign": b"%",
}

#: And what in addition may stand where the page only offers a choice, or fills in something by itself.
FOR_CHOICES = ("script", "a NUL byte", "nothing", "a number below zero", "a number too large", "nobody's id")

SETTINGS = Settings(
    public_url="http://testserver",
    twilio_account_sid="AC00000000000000000000000000000000",
    twilio_auth_token="a-token-of-nobody",
    twilio_number="+3225550100",
)


class Furnished(Struct):
    """A colleague who may do everything at a desk, in a house where there is one of each thing."""

    client: httpx.AsyncClient
    pages: list[str]

    async def page(self, path: str) -> Page:
        return await Visitor(self.client).open(path)

    async def answers(self, value: bytes, closed: bool) -> AsyncIterator[tuple[Form, httpx.Response]]:
        """What every form of every page is answered with the value in its open fields, or in the others.

        A form that stands on several pages is sent once.
        """
        tried = {("/desk/sign-out", frozenset[str]())}
        for path in self.pages:
            page, place = await self.page(path), 0
            while place < len(page.forms):
                form, place = page.forms[place], place + 1
                body, door = filled_in(form, value, closed), (form.action, frozenset(form.names))
                if body is not None and door not in tried:
                    tried.add(door)
                    answer = await self.client.post(form.action, content=body, headers=FORM)
                    yield form, answer
                    page = await self.page(path) if answer.status_code == 303 else page


def filled_in(form: Form, value: bytes, closed: bool) -> bytes | None:
    """The form as it stands, with the value in its open fields, or in its choices and hidden ones; None without any."""
    chosen = {name for name in form.names if (name in form.answers or name in form.hidden) == closed}
    fields = {name: quote_plus(filled).encode() for name, filled in form.filled.items()}
    together = fields | dict.fromkeys(chosen, value)
    return b"&".join(name.encode() + b"=" + text for name, text in together.items()) if chosen else None


class Plan(Struct):
    """One furnished house, from which each test gets its own copy: `database` is copied, the application is not."""

    app: Litestar
    database: str
    staff: SignedIn
    token: str
    pages: list[str]

    def desk(self) -> httpx.AsyncClient:
        desk = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://testserver")
        desk.headers["Sec-Fetch-Site"] = "same-origin"
        desk.cookies.update({"helpline": self.token, "language": "en"})
        return desk

    @asynccontextmanager
    async def built(self, postgres: EmbeddedPostgres, vault: Vault) -> AsyncIterator[Engine]:
        async with cloned(postgres, self.database) as addresses, opened(addresses, vault) as engine:
            yield engine

    @asynccontextmanager
    async def furnished(self, engine: Engine) -> AsyncIterator[Furnished]:
        self.app.state.engine, self.app.state.digestion = engine, Digestion(engine, {})
        async with self.desk() as client:
            yield Furnished(client, self.pages)


@pytest.fixture(scope="module")
async def plan(postgres: EmbeddedPostgres, template: str, vault: Vault) -> AsyncIterator[Plan]:
    async with cloned(postgres, template) as addresses:
        async with opened(addresses, vault) as engine, open_channels(House(engine, SETTINGS), SETTINGS) as channels:
            app = build(engine, SETTINGS, channels, Hub(addresses.app))
            staff, token = await employed(engine, Role.SUPERVISOR)
            made = Plan(app, unquote(urlsplit(addresses.app).path[1:]), staff, token, [])
            async with made.desk() as client:
                made.pages = await furnish(Visitor(client), str(staff.id))
        yield made


async def furnish(anna: Visitor, anna_id: str) -> list[str]:
    """One of each thing, and the pages that show them."""
    contact = await anna.send(
        await anna.open("/desk/contacts/new"), "/desk/contacts", text="Une mère est venue.", address="+447700900456"
    )
    await anna.send(contact, "/claim")
    await anna.send(contact, "/safe-contact", may_call="yes")
    contact = await anna.send(contact, "/danger", category="violence", ground="Elle le dit", recipient="101")
    decision = {"disposition": "accompaniment", "urgency": "immediate", "landing": "case", "case_title": "N."}
    contact = await anna.send(contact, "/decision", **decision)
    contact = await anna.send(contact, "/follow-ups", kind="call_back", what="Rappeler", due_at="2031-05-05T10:00")
    case = await anna.send(await anna.open(contact.link("/desk/cases/")), "/referrals", service="1712")
    await anna.send(case, "/participants", role="requester", name="N.", phone="+447700900456")
    new_partner = {"name": "Planning", "services": "écoute", "phone": "+3281000000"}
    partner = await anna.send(await anna.open("/desk/partners/new"), "/desk/partners/entries", **new_partner)
    turn = {"staff_id": anna_id, "starts_at": "2031-05-05T10:00", "ends_at": "2031-05-06T10:00"}
    await anna.send(await anna.open("/desk/roster"), "/desk/roster", **turn)
    links = [contact.link("/desk/follow-ups/"), case.link("/desk/referrals/"), partner.path]
    lists = ["contacts/new", "partners/new", "roster", "hours", "search", "queue", "follow-ups", "board", "cases"]
    lists += ["account", "account/app", "account/password", "staff", "confirmation"]
    return [contact.path, case.path, *links, *(f"/desk/{name}" for name in lists)]


@pytest.fixture
async def desk(plan: Plan, postgres: EmbeddedPostgres, vault: Vault) -> AsyncIterator[Furnished]:
    """In a house of the test's own, where anything may be broken."""
    async with plan.built(postgres, vault) as engine, plan.furnished(engine) as desk:
        yield desk


@pytest.fixture(scope="module")
async def museum(plan: Plan, postgres: EmbeddedPostgres, vault: Vault) -> AsyncIterator[Engine]:
    async with plan.built(postgres, vault) as engine:
        yield engine


@pytest.fixture
async def visited(plan: Plan, museum: Engine) -> AsyncIterator[Furnished]:
    """In a house that the tests share, because what they send changes nothing."""
    async with plan.furnished(museum) as desk:
        yield desk


@pytest.mark.parametrize(
    ("what", "closed"), [*((what, False) for what in BAD), *((what, True) for what in FOR_CHOICES)]
)
async def test_no_form_breaks_and_nothing_is_executed(desk: Furnished, what: str, closed: bool) -> None:
    async for form, answer in desk.answers(BAD[what], closed):
        assert answer.status_code in (200, 303, 400, 404, 409, 413, 422), (form.action, answer.status_code)
        assert "<script>alert" not in answer.text, form.action
        assert "<img src=x" not in answer.text, form.action
        assert answer.headers.get("location", "/desk").startswith("/desk"), form.action
        assert "x=y" not in answer.headers.get("set-cookie", ""), form.action
    for path in desk.pages:
        shown = (await desk.client.get(path)).text
        assert "<script>alert" not in shown, path
        assert "<img src=x" not in shown, path


async def test_what_was_said_in_script_is_shown_as_it_was_said(desk: Furnished) -> None:
    anna = Visitor(desk.client)
    contact = await anna.send(await anna.open("/desk/contacts/new"), "/desk/contacts", text=SCRIPT, name=SCRIPT)
    assert SCRIPT in contact.words
    assert "<script>" not in contact.source


@pytest.mark.parametrize(
    ("body", "type"),
    [
        (b"&".join(b"field%d=1" % number for number in range(20_000)), FORM["Content-Type"]),
        (b"note=" + b"x" * 2_000_000, FORM["Content-Type"]),
        (b'{"note": "x"}', "application/json"),
        (b"--b\r\nContent-Disposition: form-data; name=note\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b"),
        (b"\xff" * 1000, "image/png"),
        (b"note=%ff&note=a&note=b&nonsense=1", FORM["Content-Type"]),
    ],
    ids=["20,000 fields", "too long", "JSON", "multipart", "a picture", "everything at once"],
)
async def test_what_is_no_form_is_refused_in_words(visited: Furnished, body: bytes, type: str) -> None:
    case = visited.pages[1]
    before = await visited.page(case)
    answer = await visited.client.post(f"{case}/notes", content=body, headers={"Content-Type": type})
    assert answer.status_code in (400, 413, 422)
    assert len(Page(case, answer.status_code, answer.text).words) > 40
    assert (await visited.page(case)).words == before.words


@pytest.mark.parametrize("id", ["x", "%00", "-1", "00000000-0000-0000-0000-000000000000", "%ff", "a" * 3000, "..%2f"])
async def test_an_id_of_nothing_leads_nowhere(visited: Furnished, id: str) -> None:
    for room in ("contacts", "cases", "follow-ups", "people", "partners", "referrals"):
        for answer in (
            await visited.client.get(f"/desk/{room}/{id}"),
            await visited.client.post(f"/desk/{room}/{id}/notes", content=b"note=x", headers=FORM),
        ):
            assert answer.status_code in (400, 404, 405), (room, answer.status_code)
    assert (await visited.client.get(f"/desk/cases?view={id}&before={id}")).status_code < 500
    assert (await visited.client.get(f"/desk/queue?view={id}&after={id}&next={id}")).status_code < 500
    assert (await visited.client.get(f"{visited.pages[1]}?before={id}")).status_code < 500


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "NONSENSE"])
async def test_a_wrong_method_changes_nothing_and_is_said(visited: Furnished, method: str) -> None:
    for path in (*visited.pages, "/", "/fr/write", "/twilio/sms", "/api/v1/contacts", "/metrics"):
        answer = await visited.client.request(method, path)
        assert answer.status_code in (403, 404, 405), (path, answer.status_code)
