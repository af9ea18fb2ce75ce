"""`GET /cases/{id}` for programs."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get
from msgspec import Struct

from helpline.cases import panels
from helpline.cases.model import CaseKind, Role
from helpline.followups import panels as followups
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.api import problems


class CaseParticipant(Struct):
    person_id: UUID
    role: Role
    name: str


class CaseFollowUp(Struct):
    id: UUID
    what: str
    due_at: datetime
    owner: str | None
    ended: str | None


class Case(Struct, kw_only=True):
    """Work that lasts. `title` is an alias or a subject, never a full name."""

    id: UUID
    number: int
    kind: CaseKind
    state: str
    title: str
    summary: str
    worker_id: UUID | None
    worker: str | None
    deputy_id: UUID | None
    deputy: str | None
    opened_at: datetime
    participants: list[CaseParticipant]
    follow_ups: list[CaseFollowUp]
    version: int


class CasesApi(Controller):
    path = "/cases"
    opt = {"permission": Permission.CASE_READ}  # noqa: RUF012  # Litestar's own way
    tags = ("cases",)

    @get("/{case:uuid}", summary="One case", responses=problems(404, 410))
    async def case(self, tx: Transaction, case: UUID) -> Case:
        facts = await panels.facts(tx, case)
        return Case(
            id=case,
            number=facts["number"],
            kind=facts["kind"],
            state="open" if facts["open"] else "closed",
            title=facts["alias"],
            summary=facts["about"],
            worker_id=facts["worker_id"],
            worker=facts["worker"],
            deputy_id=facts["deputy_id"],
            deputy=facts["deputy"],
            opened_at=facts["opened_at"],
            participants=[
                CaseParticipant(one["person_id"], one["role"], one["name"])
                for one in await panels.participants(tx, case)
            ],
            follow_ups=[
                CaseFollowUp(one.id, one.what, one.due_at, one.owner, one.ended_how)
                for one in await followups.of_case(tx, case)
            ],
            version=facts["version"],
        )
