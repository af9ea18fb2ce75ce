"""Files from a worker's machine are sealed into a case: typed by content, only ever taken down, and erased with it."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from helpline.cases import actions as cases
from helpline.cases import documents
from helpline.cases.model import CaseKind
from helpline.envelope import Attachment
from helpline.errors import NotFound
from helpline.retention import actions as retention
from helpline.staff.permissions import Role
from helpline.vault.transaction import SYSTEM, Engine, Transaction
from helpline.web import uploads

SignedIn = Callable[..., Awaitable[Any]]
PDF = b"%PDF-1.7 attestation de pr\xc3\xa9sence"


@pytest.fixture
async def case(engine: Engine) -> UUID:
    async with engine.transaction(SYSTEM) as tx:
        return await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="Maman de N.")


@pytest.fixture
async def desk(signed_in: SignedIn) -> Any:
    alice = await signed_in(Role.CASE_WORKER, "Alice")
    alice.cookies.set("language", "en")
    return alice


async def put(desk: Any, case: UUID, *files: tuple[str, bytes]) -> Any:
    chosen = [("document", (name, body, "text/html")) for name, body in files]
    return await desk.post(f"/desk/cases/{case}/documents", files=chosen)


async def test_a_file_is_kept_listed_with_who_and_taken_down_in_a_sandbox(
    desk: Any, engine: Engine, case: UUID
) -> None:
    assert (await put(desk, case, ("attestation.html", PDF), ("notes.txt", b"trois lignes"))).status_code == 303
    page = (await desk.get(f"/desk/cases/{case}")).text.partition('id="documents"')[2]
    assert "attestation.html.pdf" in page
    assert "Alice" in page
    async with engine.transaction(SYSTEM) as tx:
        listed = {one["name"]: one["href"] for one in await documents.listed(tx, case)}
        assert b"attestation" not in b"".join(
            bytes(row["label"]) + bytes(row["body"])
            for row in await tx.db.fetch("select label, body from case_document")
        )
    answer = await desk.get(listed["attestation.html.pdf"])
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    async with engine.transaction(SYSTEM) as tx:
        done = await tx.db.fetch("select action from audit_entry where subject_id = $1", case)
    assert {"case.document_kept", "case.document_opened"} <= {row["action"] for row in done}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((), "Choose a file."),
        ((("program.exe", b"MZ\x90\0\x03"),), "program.exe is of a kind that cannot be kept"),
        ((("page.html", b"<svg onload='x'>\0"),), "page.html is of a kind"),
        ((("empty.pdf", b""),), "empty.pdf is empty."),
        ((("film.pdf", PDF + bytes(uploads.LARGEST)),), "film.pdf is too large: at most 10 MB."),
        (tuple((f"{number}.pdf", PDF) for number in range(6)), "At most 5 files at once."),
    ],
)
async def test_what_cannot_be_kept_is_said_and_nothing_of_it_is(
    desk: Any, engine: Engine, case: UUID, files: tuple[tuple[str, bytes], ...], said: str
) -> None:
    answer = await put(desk, case, *files)
    assert answer.status_code == 422
    assert said in answer.text
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select count(*) from case_document") == 0


async def test_half_an_upload_is_none(desk: Any, case: UUID) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="document"; filename="a.pdf"\r\n\r\n%PDF-'
    kind = {"content-type": "multipart/form-data; boundary=b"}
    answer = await desk.post(f"/desk/cases/{case}/documents", content=head, headers=kind)
    assert answer.status_code == 422
    assert "did not arrive whole" in answer.text


async def test_a_file_is_of_one_case_and_its_bytes_go_when_it_is_removed(desk: Any, engine: Engine, case: UUID) -> None:
    await put(desk, case, ("a.pdf", PDF))
    async with engine.transaction(SYSTEM) as tx:
        other = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="Papa de M.")
        (one,) = await documents.listed(tx, case)
    assert (await desk.get(f"/desk/cases/{other}/documents/{one['id']}")).status_code == 404
    why = {"why": "It is of another family."}
    assert (await desk.post(f"/desk/cases/{other}/documents/{one['id']}/removal", data=why)).status_code == 404
    assert (await desk.post(f"{one['href']}/removal", data=why)).status_code == 303
    assert (await desk.get(one["href"])).status_code == 404
    assert "removed, Alice" in (await desk.get(f"/desk/cases/{case}")).text
    async with engine.transaction(SYSTEM) as tx:
        assert await tx.db.fetchval("select octet_length(body) from case_document") == 0


async def test_a_file_is_removed_with_a_reason_that_stands_in_the_history(
    desk: Any, engine: Engine, case: UUID
) -> None:
    await put(desk, case, ("a.pdf", PDF))
    async with engine.transaction(SYSTEM) as tx:
        (one,) = await documents.listed(tx, case)
    refused = await desk.post(f"{one['href']}/removal", data={"why": " "})
    assert refused.status_code == 422
    assert "Say in a few words why this file is removed." in refused.text
    assert (await desk.get(one["href"])).status_code == 200
    assert (await desk.post(f"{one['href']}/removal", data={"why": "It is of another family."})).status_code == 303
    story = (await desk.get(f"/desk/cases/{case}")).text.partition('id="timeline"')[2]
    assert "File removed" in story
    assert "a.pdf: It is of another family." in story
    async with engine.transaction(SYSTEM) as tx:
        kept = await tx.db.fetchval("select sealed_reason from case_change where what = 'document_removed'")
    assert b"family" not in kept


async def test_a_file_is_removed_by_whoever_put_it_there_or_by_a_supervisor(
    desk: Any, signed_in: SignedIn, engine: Engine, case: UUID
) -> None:
    await put(desk, case, ("a.pdf", PDF))
    async with engine.transaction(SYSTEM) as tx:
        (one,) = await documents.listed(tx, case)
    removal, why = f"{one['href']}/removal", {"why": "It is of another family."}
    colleague, supervisor = await signed_in(Role.CASE_WORKER), await signed_in(Role.SUPERVISOR)
    for who, offered in ((desk, True), (colleague, False), (supervisor, True)):
        assert (removal in (await who.get(f"/desk/cases/{case}")).text) is offered
    assert (await colleague.post(removal, data=why)).status_code == 403
    assert (await supervisor.post(removal, data=why)).status_code == 303


async def test_no_file_is_out_of_reach_behind_newer_ones(desk: Any, engine: Engine, case: UUID) -> None:
    async with engine.transaction(SYSTEM) as tx:
        await documents.keep(tx, case, [Attachment("first.pdf", "application/pdf", PDF)])
        await tx.db.execute("update case_document set at = at - interval '1 day'")
        await documents.keep(tx, case, [Attachment("later.pdf", "application/pdf", PDF)] * documents.FILES)
    newest = (await desk.get(f"/desk/cases/{case}")).text
    assert newest.count(">later.pdf</a>") == documents.FILES
    assert "first.pdf" not in newest
    assert f'href="/desk/cases/{case}?files=2#documents"' in newest
    older = (await desk.get(f"/desk/cases/{case}?files=2")).text
    assert "first.pdf" in older
    assert "later.pdf" not in older
    assert f'href="/desk/cases/{case}?files=1#documents"' in older
    assert "files=3" not in older


async def test_an_erased_case_keeps_no_file(tx: Transaction) -> None:
    case = await cases.open(tx, kind=CaseKind.ACCOMPANIMENT, title="Maman de N.")
    await documents.keep(tx, case, [Attachment("a.pdf", "application/pdf", PDF)])
    (one,) = await documents.listed(tx, case)
    assert await retention.erase_case(tx, case)
    assert await tx.db.fetchval("select count(*) from case_document") == 0
    with pytest.raises(NotFound):
        await documents.remove(tx, case, one["id"], "It is of another family.")


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.ADMINISTRATOR])
async def test_whoever_may_not_read_a_case_neither_puts_nor_takes(signed_in: SignedIn, case: UUID, role: Role) -> None:
    desk = await signed_in(role)
    assert (await put(desk, case, ("a.pdf", PDF))).status_code == 403
    assert (await desk.get(f"/desk/cases/{case}/documents/{case}")).status_code == 403
