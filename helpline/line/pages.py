"""Putting people on the roster and taking them off; and everything an operator does at the telephone."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, post
from litestar.response import Redirect
from msgspec import Struct

from helpline.channel import HandsetKind, Switch, Ticket
from helpline.contacts.model import Language
from helpline.errors import Conflict
from helpline.line import actions, asking, notes, presence, talking
from helpline.line.model import NewDuty, PresenceState
from helpline.staff.model import SignedIn
from helpline.staff.permissions import Permission
from helpline.vault.transaction import Transaction
from helpline.web.dates import from_local
from helpline.web.forms import form


class DutyForm(Struct, forbid_unknown_fields=True):
    """A turn as the form sends it, in local time."""

    staff_id: UUID
    starts_at: str = ""
    ends_at: str = ""


class RosterPages(Controller):
    path = "/desk/roster"
    opt = {"permission": Permission.ROSTER_WRITE, "page": "roster"}  # noqa: RUF012  # Litestar's own way

    @post("/")
    async def add(self, request: Request[Any, Any, Any], tx: Transaction) -> Redirect:
        given = await form(request, DutyForm)
        starts_at, ends_at = from_local(given.starts_at, "starts_at"), from_local(given.ends_at, "ends_at")
        await actions.add_duty(tx, NewDuty(given.staff_id, starts_at, ends_at))
        return Redirect("/desk/roster", status_code=303)

    @post("/{duty:uuid}/removal")
    async def remove(self, tx: Transaction, duty: UUID) -> Redirect:
        await actions.remove_duty(tx, duty)
        return Redirect("/desk/roster", status_code=303)


class PresenceForm(Struct, forbid_unknown_fields=True):
    """What an operator says of himself."""

    state: PresenceState
    handset: HandsetKind = HandsetKind.BROWSER
    languages: list[Language] = []


class HoldForm(Struct, forbid_unknown_fields=True):
    on: bool = False


class ConsultationForm(Struct, forbid_unknown_fields=True):
    to: UUID


class CallNoteForm(Struct, forbid_unknown_fields=True):
    """The note as it stands on the screen, and the version it stands on."""

    text: str = ""
    version: int = 0


class Saved(Struct, frozen=True):
    """What the page is told after saving. `text`: what somebody else typed meanwhile, and only then."""

    version: int
    text: str | None = None


LINE = "/desk/line"


class LinePages(Controller):
    path = LINE
    opt = {"permission": Permission.LINE_ANSWER, "page": "line"}  # noqa: RUF012  # Litestar's own way

    @post("/presence")
    async def say(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn) -> Redirect:
        given = await form(request, PresenceForm)
        await presence.say(tx, staff.id, given.state, given.handset, given.languages or [Language(staff.language)])
        return Redirect(LINE, status_code=303)

    @post("/signs", status_code=200)
    async def sign_of_life(self, tx: Transaction, staff: SignedIn) -> dict[str, bool]:
        return {"there": await presence.beat(tx, staff.id)}

    @post("/tickets", status_code=200)
    async def ticket(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn) -> Ticket:
        switch: Switch = request.app.state.switch
        return await presence.ticket(tx, switch, staff.id)

    @post("/offers/{offer:uuid}/refusal")
    async def refuse(self, tx: Transaction, staff: SignedIn, offer: UUID) -> Redirect:
        await talking.refuse(tx, offer, staff.id)
        return Redirect(LINE, status_code=303)


class CallPages(Controller):
    path = "/desk/line/calls/{call:uuid}"
    opt = {"permission": Permission.LINE_ANSWER, "page": "line"}  # noqa: RUF012  # Litestar's own way

    @post("/offers")
    async def take(self, tx: Transaction, staff: SignedIn, call: UUID) -> Redirect:
        offer = await talking.take(tx, call, staff.id)
        return Redirect(f"{LINE}?offer={offer}" if offer else LINE, status_code=303)

    @post("/hold")
    async def hold(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, call: UUID) -> Redirect:
        given = await form(request, HoldForm)
        await asking.hold(tx, call, staff.id, given.on)
        return Redirect(LINE, status_code=303)

    @post("/consultation")
    async def consult(self, request: Request[Any, Any, Any], tx: Transaction, staff: SignedIn, call: UUID) -> Redirect:
        given = await form(request, ConsultationForm)
        await asking.consult(tx, call, staff.id, given.to)
        return Redirect(LINE, status_code=303)

    @post("/consultation/end")
    async def take_back(self, tx: Transaction, staff: SignedIn, call: UUID) -> Redirect:
        await asking.take_back(tx, call, staff.id)
        return Redirect(LINE, status_code=303)

    @post("/consultation/leaving")
    async def leave(self, tx: Transaction, staff: SignedIn, call: UUID) -> Redirect:
        await asking.leave(tx, call, staff.id)
        return Redirect(LINE, status_code=303)

    @post("/transfer")
    async def hand_over(self, tx: Transaction, staff: SignedIn, call: UUID) -> Redirect:
        await asking.hand_over(tx, call, staff.id)
        return Redirect(LINE, status_code=303)

    @post("/end")
    async def hang_up(self, tx: Transaction, staff: SignedIn, call: UUID) -> Redirect:
        await talking.hang_up(tx, call, staff.id)
        return Redirect(LINE, status_code=303)

    @post("/note")
    async def note(self, request: Request[Any, Any, Any], tx: Transaction, call: UUID) -> Redirect:
        given = await form(request, CallNoteForm)
        await notes.save(tx, await talking.opened(tx, call), given.text, given.version)
        return Redirect(LINE, status_code=303)

    @post("/note/typing", status_code=200)
    async def typing(self, request: Request[Any, Any, Any], tx: Transaction, call: UUID) -> Response[Saved]:
        """The note while it is being typed; 409 brings what somebody else typed, and both texts stay."""
        given = await form(request, CallNoteForm)
        row = await talking.opened(tx, call)
        try:
            return Response(Saved(await notes.save(tx, row, given.text, given.version)))
        except Conflict:
            now = await notes.look(tx, row)
            return Response(Saved(now.version, now.text), status_code=409)
