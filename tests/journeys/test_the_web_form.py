"""Somebody writes without a name, and comes back for the answer; and somebody writes at night that cannot wait."""

import asyncio
import re

import pytest

from helpline.staff.permissions import Role
from tests.channels._twilio.fake import Fake
from tests.journeys.conftest import Employ
from tests.journeys.pages import Page
from tests.journeys.people import Outside, Visitor, eventually

WORRY = "Mon frère passe ses nuits sur des forums, et je ne sais pas avec qui il parle."
ANSWER = "Merci de nous écrire. Parle-t-il encore avec vous ?"
MORE = "Oui, un peu, le dimanche."
DANGER = "Mon frère est parti avec un couteau, il a dit qu'il va tuer quelqu'un ce soir."
DUTY = "+447700900301"


@pytest.mark.usefixtures("open_line")
async def test_an_anonymous_writer_is_answered_and_comes_back(outside: Outside, employ: Employ) -> None:
    sister, alice = await outside.browser(), await employ("alice")

    # She writes, and is shown a reference and six words, once.
    reference, words = receipt_in(await sister.send(await sister.open("/fr/write"), "/fr/write", message=WORRY))
    assert len(words.split()) == 6

    # Alice answers on the site; nothing is known of the writer, and nothing is sent anywhere.
    contact = await alice.finds("passe ses nuits sur des forums")
    assert "Anonymous" in contact.words
    contact = await alice.send(contact, "/claim")
    contact = await alice.send(contact, "/replies", text=ANSWER)
    contact = await alice.send(
        contact, "/decision", disposition="accompaniment", urgency="urgent", landing="case", case_title="Frère, forums"
    )
    case = contact.link("/desk/cases/")

    # The sister comes back with both, reads the answer, and writes again.
    read = await eventually(lambda: answered(sister, reference.lower(), words.upper()))
    assert WORRY in read.words
    read = await sister.send(read, "/fr/return", message=MORE)
    assert read.status == 200

    # It is the same conversation, asks for a decision of its own, and its default is the case.
    further = await alice.finds(MORE)
    assert (further.form("/decision").filled["landing"], further.link("/desk/cases/")) == ("case", case)
    await alice.send(further, "/decision", disposition="accompaniment", urgency="urgent")
    told = (await alice.open(case)).words
    assert WORRY in told
    assert ANSWER in told
    assert MORE in told
    assert MORE in (await come_back(sister, reference, words)).words


@pytest.mark.usefixtures("open_line")
async def test_whoever_guesses_words_is_stopped_and_learns_nothing(outside: Outside) -> None:
    """Point 36: guesses are budgeted per reference, so no one can slow everyone."""
    sister, thief = await outside.browser(), await outside.browser()
    reference, words = receipt_in(await sister.send(await sister.open("/fr/write"), "/fr/write", message=WORRY))
    assert WORRY in (await eventually(lambda: known(sister, reference, words))).words

    wrong = [await come_back(thief, reference, f"un deux trois quatre cinq six{guess}") for guess in range(10)]
    unknown = await come_back(thief, "AAAA-BBBB", "un deux trois quatre cinq six")
    for page in (*wrong, unknown):
        assert page.status == 422
        assert "ne vont pas ensemble" in page.words
        assert WORRY not in page.source
    assert "dans une heure" in (await come_back(thief, reference, words)).words

    # Everybody else comes in as before.
    friend = await outside.browser()
    other = receipt_in(await friend.send(await friend.open("/fr/write"), "/fr/write", message=MORE))
    assert MORE in (await eventually(lambda: known(friend, *other))).words


@pytest.mark.usefixtures("closed_line")
async def test_what_cannot_wait_at_night_pages_whoever_is_on_duty_without_content(
    outside: Outside, employ: Employ, provider: Fake
) -> None:
    carla = await employ("carla", Role.SUPERVISOR, phone="+447700900302")
    await employ("dirk", phone=DUTY)
    roster = await carla.open("/desk/roster")
    dirk = roster.choice("Dirk")
    await carla.send(roster, "/desk/roster", staff_id=dirk, starts_at="2020-01-01T00:00", ends_at="2099-01-01T00:00")

    # A message at night: the duty phone gets a page that says nothing.
    sister = await outside.browser()
    await sister.send(await sister.open("/fr/write"), "/fr/write", message=DANGER)
    await eventually(lambda: paged(provider))
    [page] = provider.messages.values()
    assert page["To"] == DUTY
    assert len(page["Body"]) < 60
    assert not any(word in page["Body"].lower() for word in ("couteau", "frère", "tuer", "helpline", "radical"))

    # It stands first, immediate; it cannot be decided before the danger log says what was done.
    contact = await carla.finds("parti avec un couteau")
    assert "Immediate" in contact.words
    contact = await carla.send(contact, "/claim")
    deciding = {
        "disposition": "urgent_safety",
        "urgency": "immediate",
        "landing": "follow_up",
        "what": "Savoir s'il est rentré",
        "due_at": "2031-05-05T10:00",
    }
    refused = await carla.send(contact, "/decision", **deciding)
    assert refused.status == 422
    assert "danger" in refused.words
    contact = await carla.send(
        contact, "/danger", category="violence", ground="Il a un couteau et le dit", recipient="101, 23:40"
    )
    contact = await carla.send(contact, "/decision", **deciding)
    promise = await carla.open(contact.link("/desk/follow-ups/"))
    assert "Savoir s'il est rentré" in promise.words


async def come_back(writer: Visitor, reference: str, words: str) -> Page:
    """With both halves of a receipt, as somebody types them."""
    door = await writer.open("/fr/return")
    return await writer.send(door, "/fr/return", reference=reference, words=words)


async def known(writer: Visitor, reference: str, words: str) -> Page | None:
    page = await come_back(writer, reference, words)
    return page if page.status == 200 else None


async def answered(writer: Visitor, reference: str, words: str) -> Page | None:
    """The page once our answer lies on it: ten seconds after it was given."""
    await asyncio.sleep(1)
    page = await come_back(writer, reference, words)
    return page if ANSWER in page.words else None


async def paged(provider: Fake) -> bool:
    return bool(provider.messages)


def receipt_in(page: Page) -> tuple[str, str]:
    """The reference and the words that are shown once."""
    reference, words = re.findall(r"<dd[^>]*>([^<]+)</dd>", page.source)
    return reference, words
