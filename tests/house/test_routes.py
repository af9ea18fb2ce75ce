"""Every route names a permission that exists, and stands in docs/http.md with it: nobody opens a door unseen."""

import re
from pathlib import Path

from litestar import Litestar

from helpline.staff.permissions import SENSITIVE, Permission
from helpline.web.guards import handlers, is_options

PAGE = (Path(__file__).parents[2] / "docs" / "http.md").read_text("utf-8")


def rows(app: Litestar) -> set[str]:
    """The rows that the documentation must have."""
    return {
        f"| `{method}` | `{shown(path)}` | `{handler.opt.get('permission')}` |"
        for path, handler in handlers(app)
        if not is_options(handler)
        for method in sorted(getattr(handler, "http_methods", {"ANY"}) - {"HEAD", "OPTIONS"})
    }


def shown(path: str) -> str:
    """A route's path as people read it: one row for six languages."""
    return re.sub(r"^/(ar|de|en|fr|nl|tr)(?=/|$)", "/{lang}", re.sub(r":[a-z]+}", "}", path))


def test_every_route_names_a_permission_that_exists(app: Litestar) -> None:
    for path, handler in handlers(app):
        assert is_options(handler) or handler.opt["permission"] in set(Permission), path


def test_every_route_is_documented_and_nothing_else(app: Litestar) -> None:
    documented = {line for line in PAGE.splitlines() if line.startswith("| `")}
    assert rows(app) - documented == set(), "docs/http.md: add these rows"
    assert documented - rows(app) == set(), "docs/http.md: remove these rows"


def test_what_changes_something_is_never_public_but_for_these(app: Litestar) -> None:
    open_doors = {row.split("`")[3] for row in rows(app) if "`POST`" in row and row.endswith("| `public` |")}
    assert open_doors <= {"/desk/sign-in", "/desk/sign-in/passkey", "/desk/language", "/{lang}/write", "/{lang}/return"}


def test_what_is_sensitive_asks_for_a_fresh_proof(app: Litestar) -> None:
    for path, handler in handlers(app):
        if handler.opt.get("permission") in SENSITIVE:
            assert handler.opt.get("fresh"), f'{path}: opt={{"fresh": True}}'
