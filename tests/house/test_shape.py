"""What every file of the house has in common: it says why it exists, is short, and promises nothing it does not do."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[2]

LONGEST, LONGEST_TEMPLATE = 300, 70
"""In lines: a file that has more holds two ideas."""


def test_every_module_says_why_it_exists() -> None:
    assert [path for path, tree in modules() if tree.body and not ast.get_docstring(tree)] == []


def test_what_somebody_else_has_to_write_is_abstract_and_no_error_at_night() -> None:
    named = [(path, node.id) for path, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Name)]
    assert [path for path, name in named if name == "NotImplementedError"] == []


def test_no_file_of_the_house_holds_more_than_one_idea() -> None:
    """Cut along ideas where this fails, not in the middle."""
    python = [path for folder in ("helpline", "channels") for path in (HOUSE / folder).rglob("*.py")]
    templates = (HOUSE / "templates").rglob("*.html")
    long = over(LONGEST, python) | over(LONGEST_TEMPLATE, templates)
    assert long == set()


def over(most: int, paths: Iterable[Path]) -> set[str]:
    return {str(path.relative_to(HOUSE)) for path in paths if len(path.read_text().splitlines()) > most}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("helpline", "channels"):
        for path in sorted((HOUSE / folder).rglob("*.py")):
            yield str(path.relative_to(HOUSE)), ast.parse(path.read_text())
