"""What every file of the house has in common: it says why it exists, is short, and promises nothing it does not do."""

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def test_every_module_says_why_it_exists() -> None:
    assert [path for path, tree in modules() if tree.body and not ast.get_docstring(tree)] == []


def test_what_somebody_else_has_to_write_is_abstract_and_no_error_at_night() -> None:
    named = [(path, node.id) for path, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Name)]
    assert [path for path, name in named if name == "NotImplementedError"] == []


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("helpline", "channels"):
        for path in sorted((HOUSE / folder).rglob("*.py")):
            yield str(path.relative_to(HOUSE)), ast.parse(path.read_text())
