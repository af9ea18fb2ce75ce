"""The desk's own answers when something cannot be done: no text that somebody typed is ever lost.

A refused form shows its page again with what was entered. A form sent after the session ended is shown again, ready to
be sent once more when its writer has signed in at another window.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template
from litestar.types import ASGIApp, Receive, Scope, Send

from helpline.desk import (
    account,
    asking,
    cases,
    confirmation,
    contact,
    follow_ups,
    form,
    hours,
    line,
    lists,
    many,
    note,
    own_factors,
    partners,
    person,
    quarantine,
    queue,
    referral,
    retention,
    roster,
    rules,
    staff,
    texts,
)
from helpline.desk.sign_in import NEXT, safe_path
from helpline.errors import Blocked, Conflict, HelplineError, Invalid
from helpline.staff.model import SignedIn
from helpline.vault.transaction import Engine, Transaction
from helpline.web import errors
from helpline.web.forms import entered, read
from helpline.web.guards import SAFE, actor
from helpline.web.words import gettext

Context = Callable[..., Awaitable[dict[str, Any]]]

#: What a handler's `opt["page"]` stands for: the template, and the function that makes its context from the
#: transaction, the person, the ids in the address and what was entered.
PAGES: dict[str, tuple[str, Context]] = {
    "account": ("desk/account.html", account.context),
    "password": ("desk/password.html", account.of_password),
    "new_app": ("desk/new_app.html", own_factors.of_new_app),
    "new_passkey": ("desk/new_passkey.html", own_factors.of_new_passkey),
    "staff": ("desk/staff.html", staff.context),
    "contact": ("desk/contact.html", contact.context),
    "safe_question": ("desk/safe_question.html", asking.context),
    "line": ("desk/line.html", line.context),
    "many": ("desk/many.html", many.context),
    "note": ("desk/note.html", note.again),
    "person": ("desk/person.html", person.context),
    "queue": ("desk/queue.html", queue.again),
    "quarantine": ("desk/quarantine.html", quarantine.context),
    "list": ("desk/list.html", lists.context),
    "form": ("desk/form.html", form.context),
    "form_question": ("desk/form_question.html", form.of_question),
    "retention": ("desk/retention.html", retention.context),
    "texts": ("desk/texts.html", texts.context),
    "template": ("desk/template.html", texts.of_template),
    "answer": ("desk/answer.html", texts.of_answer),
    "new_answer": ("desk/answer.html", texts.of_new_answer),
    "roster": ("desk/roster.html", roster.context),
    "hours": ("desk/hours.html", hours.context),
    "case": ("desk/case.html", cases.context),
    "follow_up": ("desk/follow_up.html", follow_ups.context),
    "new_partner": ("desk/partner.html", partners.new_context),
    "partner": ("desk/partner.html", partners.context),
    "referral": ("desk/referral.html", referral.context),
    "rules": ("desk/rules.html", rules.context),
    "rule": ("desk/rule.html", rules.of_sign),
    "rules_draft": ("desk/rules_draft.html", rules.of_draft),
    "rules_trial": ("desk/rules_trial.html", rules.of_trial),
    "rule_version": ("desk/rule_version.html", rules.of_version),
    "rule_from": ("desk/rule_from.html", rules.of_contact),
}


def not_signed_in(request: Request[Any, Any, Any], error: errors.NotSignedIn) -> Response[Any]:
    """To the sign-in page and back again; a form is kept on the screen instead."""
    if not request.scope["path"].startswith("/desk"):
        return errors.explained(request, error)
    if request.headers.get("hx-request"):
        return told_apart()
    path, with_files = request.scope["path"], request.headers.get("content-type", "").startswith("multipart/")
    if request.method not in SAFE and not path.startswith("/desk/sign-in") and not with_files:
        return Later(request, error, kept_form)
    # Files cannot stay on a page: whoever sent some signs in, and chooses them once more where they were chosen.
    wanted = Cookie(
        key=NEXT, value=safe_path(path.rpartition("/")[0] if with_files else path), path="/desk", httponly=True
    )
    return Redirect("/desk/sign-in", status_code=303, cookies=[wanted])


def told_apart() -> Response[bytes]:
    """A part of a page asked: the page is told and stays, because somebody may be writing in it (`js/session.ts`)."""
    return Response(b"", status_code=401, headers={"HX-Trigger": "locked"})


def not_confirmed(request: Request[Any, Any, Any], error: errors.NotConfirmed) -> Response[Any]:
    """Asks for the proof, and then does what was asked for, with everything that was typed."""
    if not request.scope["path"].startswith("/desk"):
        return errors.explained(request, error)
    return told_apart() if request.headers.get("hx-request") else Later(request, error, confirmation.instead)


async def kept_form(request: Request[Any, Any, Any], error: HelplineError) -> Response[Any]:
    """The same form once more, to be sent again after signing in."""
    given = await read(request)
    context = {"action": request.scope["path"], "pairs": confirmation.pairs(given), "problems": {}}
    return Template("desk/signed_out.html", context=context, status_code=401)


def refused(request: Request[Any, Any, Any], error: HelplineError) -> Response[Any]:
    """The page of the form with what was entered and what is wrong with it."""
    handler = request.scope.get("route_handler")
    if handler is None or handler.opt.get("page") not in PAGES or not isinstance(request.scope["user"], SignedIn):
        return errors.explained(request, error)
    return Later(request, error, page_again)


def unfit(request: Request[Any, Any, Any], error: asyncpg.DataError) -> Response[Any]:
    """A value the database cannot hold is a refused form too."""
    return refused(request, errors.too_large())


async def page_again(request: Request[Any, Any, Any], error: HelplineError) -> Response[Any]:
    """Renders in a new transaction: the refused one is rolled back."""
    template, context = PAGES[request.scope["route_handler"].opt["page"]]
    engine: Engine = request.app.state.engine
    async with engine.transaction(actor(request)) as tx:
        found = await context_of(context, tx, request)
    problems = error.problems if isinstance(error, Invalid) else {"": str(error)}
    # The rooms below `web` speak English only; what is in the desk's language already stays as it is.
    problems = {field: gettext(said) for field, said in problems.items()}
    return Template(template, context=found | {"problems": problems}, status_code=error.status)


async def context_of(context: Context, tx: Transaction, request: Request[Any, Any, Any]) -> dict[str, Any]:
    typed = {name: values[0] if len(values) == 1 else values for name, values in entered(request).items()}
    return await context(tx, request.scope["user"], *request.path_params.values(), entered=typed)


class Later(Response[bytes]):
    """An answer that needs the database: made when it is sent, because Litestar asks its error handlers at once."""

    def __init__(
        self,
        request: Request[Any, Any, Any],
        error: HelplineError,
        make: Callable[[Request[Any, Any, Any], HelplineError], Awaitable[Response[Any]]],
    ) -> None:
        super().__init__(b"")
        self.request, self.error, self.make = request, error, make

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **given: Any) -> ASGIApp:  # type: ignore[override]
        """The application that makes the answer and sends it."""

        async def send_later(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                response = await self.make(self.request, self.error)
            except HelplineError as worse:
                response = errors.explained(request, worse)
            except Exception as worse:
                response = errors.failed(request, worse)
            await response.to_asgi_response(app=None, request=request)(scope, receive, send)

        return send_later


HANDLED: dict[int | type[Exception], errors.Handler] = {
    **errors.HANDLED,
    errors.NotSignedIn: not_signed_in,
    errors.NotConfirmed: not_confirmed,
    Invalid: refused,
    Conflict: refused,
    Blocked: refused,
    asyncpg.DataError: unfit,
}
