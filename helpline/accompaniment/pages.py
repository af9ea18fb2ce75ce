"""Agreeing on a frame, going on to a stage, reviewing."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.accompaniment import actions
from helpline.accompaniment.model import Frame, Stage
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.forms import form


class FrameForm(Struct, forbid_unknown_fields=True):
    version: int
    frame: Frame
    frame_words: str = ""


class StageForm(Struct, forbid_unknown_fields=True):
    version: int
    stage: Stage
    stage_words: str = ""


class ReviewForm(Struct, forbid_unknown_fields=True):
    version: int
    found: str
    next_review: date | None = None


class AccompanimentPages(Controller):
    path = "/desk/cases/{case:uuid}"
    opt = {"permission": Permission.CASE_WRITE, "page": "case"}  # noqa: RUF012  # Litestar's own way

    @post("/frame")
    async def agree(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, FrameForm)
        await actions.agree(tx, case, given.frame, given.frame_words, given.version)
        return Redirect(f"/desk/cases/{case}", status_code=303)

    @post("/stage")
    async def advance(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, StageForm)
        await actions.advance(tx, case, given.stage, given.stage_words, given.version)
        return Redirect(f"/desk/cases/{case}", status_code=303)

    @post("/reviews")
    async def review(self, request: Request[Any, Any, Any], tx: Transaction, case: UUID) -> Redirect:
        given = await form(request, ReviewForm)
        await actions.review(tx, case, given.found, given.next_review, given.version)
        return Redirect(f"/desk/cases/{case}", status_code=303)
