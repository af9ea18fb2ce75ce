"""Point 30: a mail is written into a conversation only with our token, from a proven sender who wrote there before.

Every combination is made: where the token stands, whose it is, who writes, what the border says, whether the subject is
a new one, whether a robot writes. None may land in a wrong place, none may be lost.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec import Struct

from channels.email.lmtp import raw
from channels.email.model import Delivered
from channels.email.reading import reader
from helpline.clock import new_id
from helpline.contacts import actions as contacts
from helpline.contacts.conversation import token_for
from helpline.contacts.model import Content, Doubt
from helpline.envelope import Raw
from helpline.intake.actions import keep_together, sealed
from helpline.intake.digest import Digestion
from helpline.retention.actions import erase_contact
from helpline.vault import Vault
from helpline.vault.transaction import SYSTEM, Engine
from tests.channels.email.conftest import BORDER

OURS = "contact@example.org"
ANNA, BORIS, COLLEAGUE = "anna@example.net", "boris@example.com", "farid@example.org"

PLACES = ("to", "cc", "delivered-to", "envelope", "in-reply-to", "references", "subject", "body")
STRONG = frozenset(PLACES) - {"subject", "body"}
TOKENS = ("right", "wrong", "forged", "other", "expired", "erased")
SENDERS = {
    "known": f"Anna <{ANNA}>",
    "other": f"Boris <{BORIS}>",
    "colleague": f"Farid <{COLLEAGUE}>",
    "none": "",
    "spoof": f'"{ANNA}" <evil@evil.test>',
    "two": f"{ANNA}, evil@evil.test",
}
PROOFS = ("pass", "fail", "none", "forged below", "forged above", "another border")
SUBJECTS = ("Re: Mon frère", "Tout autre chose")
ROBOTS = ("", "Auto-Submitted: auto-replied\r\n")


class Case(Struct, frozen=True):
    """One mail of the matrix."""

    place: str
    token: str
    sender: str
    proof: str
    subject: str
    robot: str

    def mail(self, token: str) -> Delivered:
        """Its bytes, and the envelope it came in."""
        tagged, ours_id = f"contact+{token}@example.org", f"<{token}.{'0' * 32}@example.org>"
        heads = {
            "to": f"To: {tagged}\r\n",
            "cc": f"To: x@example.net\r\nCc: y@example.net, {tagged}\r\n",
            "delivered-to": f"Delivered-To: {tagged}\r\n",
            "in-reply-to": f"In-Reply-To: {ours_id}\r\n",
            "references": f"References: <1@example.net> {ours_id}\r\n\t<2@example.net>\r\n",
        }
        subject = f"{self.subject} {token}" if self.place == "subject" else self.subject
        writer = f"From: {SENDERS[self.sender]}\r\n" if SENDERS[self.sender] else ""
        body = f"Merci. {token if self.place == 'body' else ''} {new_id()}"
        text = f"{heads.get(self.place, '')}{writer}Subject: {subject}\r\n{self.robot}\r\n{body}\r\n"
        recipient = tagged if self.place == "envelope" else OURS
        return Delivered("bounce@example.net", (recipient,), f"{self.results()}{text}".encode())

    def results(self) -> str:
        """What the border wrote, and what somebody else wrote in its name."""
        said, bad = f"{BORDER}; spf=pass; dmarc=pass", f"{BORDER}; dmarc=fail"
        lines = {
            "pass": [said],
            "fail": [bad],
            "none": [],
            "forged below": [bad, said],
            "forged above": [said, bad],
            "another border": [f"mx.evil.test; dmarc=pass ({BORDER})", f"{BORDER}.evil.test; dmarc=pass"],
        }
        return "".join(f"Authentication-Results: {line}\r\n" for line in lines[self.proof])

    def belongs(self) -> str | None:
        """The only conversation it may be written into; None for none."""
        whose = {"right": "known", "other": "other"}.get(self.token)
        same_subject = self.subject == SUBJECTS[0] or self.place == "subject"
        sure = self.place in STRONG and self.proof == "pass" and not self.robot and same_subject
        return self.token if sure and whose == self.sender else None


def matrix() -> Iterator[Case]:
    return itertools.starmap(Case, itertools.product(PLACES, TOKENS, SENDERS, PROOFS, SUBJECTS, ROBOTS))


@pytest.fixture
async def digestion(engine: Engine) -> Digestion:
    return Digestion(engine, {"email": reader(BORDER, OURS)})


async def arrived(digestion: Digestion, raws: list[Raw]) -> list[UUID]:
    """All of these, kept and read; the contacts they became."""
    found = await keep_together(digestion.engine, [sealed(digestion.engine, one) for one in raws])
    while await digestion.some():
        pass
    return [receipt.record for receipt in found]


async def begun(digestion: Digestion, writer: str, subject: str = "Mon frère") -> UUID:
    """A conversation that somebody's first mail began."""
    head = f"Authentication-Results: {BORDER}; dmarc=pass\r\nFrom: {writer}\r\nSubject: {subject}\r\n"
    [one] = await arrived(digestion, [raw(Delivered(writer, (OURS,), f"{head}\r\nBonjour {new_id()}".encode()))])
    return one


async def conversations(digestion: Digestion) -> dict[str, UUID]:
    """Anna's, Boris's, one of Anna's that nobody wrote in for long, and one of hers that was erased."""
    found = {
        "right": await begun(digestion, ANNA),
        "other": await begun(digestion, BORIS),
        "expired": await begun(digestion, ANNA),
        "erased": await begun(digestion, ANNA),
    }
    async with digestion.engine.transaction(SYSTEM) as tx:
        long_ago = datetime.now(UTC) - timedelta(days=200)
        await tx.db.execute("update contact set received_at = $2 where id = $1", found["expired"], long_ago)
        await erase_contact(tx, found["erased"])
    return found


def tokens(vault: Vault, there: dict[str, UUID]) -> dict[str, str]:
    """One of each kind: a forged one names Anna's conversation with another's seal."""
    plain = {name: token_for(vault, conversation) for name, conversation in there.items()}
    return plain | {"wrong": "a" * 42, "forged": plain["right"][:-16] + plain["other"][-16:]}


async def test_of_all_combinations_none_is_written_into_a_wrong_conversation(digestion: Digestion) -> None:
    """Point 30: anything less is a suggestion to staff; a wrong token never discards; staff never act by mail."""
    there = await conversations(digestion)
    named = tokens(digestion.engine.vault, there)
    cases = list(matrix())
    became = await arrived(digestion, [raw(case.mail(named[case.token])) for case in cases])
    async with digestion.engine.transaction(SYSTEM) as tx:
        rows = await tx.db.fetch("select id, conversation from contact")
        where = {row["id"]: row["conversation"] for row in rows}
        assert len(set(became)) == len(cases)
        assert set(became) <= set(where), "a mail was lost"
        wrong, joined, suggested = 0, 0, 0
        for case, contact in zip(cases, became, strict=True):
            right = there[case.belongs() or ""] if case.belongs() else contact
            wrong += where[contact] != right
            joined += where[contact] != contact
            suggested += (await said(tx, contact)).claimed_conversation is not None
    print(f"threading matrix: {len(cases)} mails, {joined} joined, {suggested} suggested, {wrong} wrong")
    live = sum(case.token in ("right", "other", "expired") for case in cases)
    assert (wrong, joined, joined + suggested) == (0, len(STRONG) * 2, live)


async def said(tx, contact: UUID) -> Content:  # type: ignore[no-untyped-def]
    """What a contact says, without the files and history that nobody asks for here."""
    row = await contacts.store.row(tx, contact)
    return contacts.unsealed(tx, row)[1]


@pytest.mark.parametrize(
    ("case", "doubt"),
    [
        (Case("body", "right", "known", "pass", SUBJECTS[0], ""), Doubt.ELSEWHERE),
        (Case("to", "right", "known", "pass", SUBJECTS[0], ROBOTS[1]), Doubt.ROBOT),
        (Case("to", "right", "known", "fail", SUBJECTS[0], ""), Doubt.UNPROVEN),
        (Case("to", "right", "other", "pass", SUBJECTS[0], ""), Doubt.STRANGER),
        (Case("to", "right", "known", "pass", SUBJECTS[1], ""), Doubt.SUBJECT),
        (Case("to", "expired", "known", "pass", SUBJECTS[0], ""), Doubt.SILENT),
    ],
)
async def test_a_suggestion_says_why_it_is_one(digestion: Digestion, case: Case, doubt: Doubt) -> None:
    """Point 30: anything less is a suggestion to staff; a new subject is a new contact, suggested to the old one."""
    there = await conversations(digestion)
    [one] = await arrived(digestion, [raw(case.mail(tokens(digestion.engine.vault, there)[case.token]))])
    async with digestion.engine.transaction(SYSTEM) as tx:
        content = await said(tx, one)
    assert (content.claimed_conversation, content.doubt) == (there[case.token], doubt)


async def test_tokens_of_two_conversations_join_neither(digestion: Digestion) -> None:
    there = await conversations(digestion)
    named = tokens(digestion.engine.vault, there)
    mail = Case("references", "right", "known", "pass", SUBJECTS[0], "").mail(named["right"])
    both = Delivered(mail.mail_from, (f"contact+{named['other']}@example.org",), mail.content)
    [one] = await arrived(digestion, [raw(both)])
    async with digestion.engine.transaction(SYSTEM) as tx:
        content, row = await said(tx, one), await contacts.store.row(tx, one)
    assert (content.doubt, row.conversation) == (Doubt.ELSEWHERE, one)


async def test_what_a_person_put_into_a_conversation_is_answered_there(digestion: Digestion) -> None:
    """A token that was given away before a contact was put elsewhere still finds it."""
    there = await conversations(digestion)
    unsure = Case("to", "right", "known", "fail", SUBJECTS[0], "")
    [one] = await arrived(digestion, [raw(unsure.mail(token_for(digestion.engine.vault, there["right"])))])
    async with digestion.engine.transaction(SYSTEM) as tx:
        row = await contacts.store.row(tx, one)
        await contacts.join(tx, one, row.version)
    sure = Case("to", "right", "known", "pass", SUBJECTS[0], "")
    [two] = await arrived(digestion, [raw(sure.mail(token_for(digestion.engine.vault, one)))])
    async with digestion.engine.transaction(SYSTEM) as tx:
        found = [await contacts.store.row(tx, contact) for contact in (one, two)]
        assert (await said(tx, one)).claimed_conversation is None
    assert {row.conversation for row in found} == {there["right"]}
