"""What somebody may set, call or run is in the README; settings in the program's own words."""

import re
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

import pytest
from litestar import Litestar

from helpline.cli.main import parser
from helpline.settings import described

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("variable", "sentence"), [(variable, sentence) for variable, _, sentence in described()])
def test_every_setting_is_in_the_readme(variable: str, sentence: str) -> None:
    rows = [line for line in README.splitlines() if line.startswith(f"| `{variable}` |")]
    assert len(rows) == 1, f"README.md, Settings: add | `{variable}` | default | {sentence} |"
    assert rows[0].endswith(f"| {sentence} |")


def test_no_setting_is_in_the_readme_that_the_program_does_not_know() -> None:
    documented = {line.split("`")[1] for line in README.splitlines() if line.startswith("| `HELPLINE_")}
    assert documented == {variable for variable, _, _ in described()}


def commands(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    """The commands under `parser` by their names."""
    found = [action.choices for action in parser._actions if isinstance(action, _SubParsersAction)]
    return dict(found[0]) if found else {}


@pytest.mark.parametrize("name", commands(parser()))
def test_every_command_is_in_the_readme(name: str) -> None:
    rows = [line for line in README.splitlines() if line.startswith(f"| `helpline {name}`")]
    assert len(rows) == 1, f"README.md, Commands: add | `helpline {name}` | ... |"
    missing = [part for part in commands(commands(parser())[name]) if f"`{part}`" not in rows[0]]
    assert missing == [], f"README.md, Commands: name these in the row of helpline {name}"


def test_every_address_is_in_the_readme(app: Litestar) -> None:
    table = README.partition("## Addresses")[2].partition("\n## ")[0]
    documented = [path.rstrip("/") for path in re.findall(r"`(/[^`]*)`", table)]
    patterns = [re.escape(path).replace(r"\{lang\}", "[a-z]{2}").replace(r"\.\.\.", ".*") for path in documented]
    known = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    assert [route.path for route in app.routes if not known.fullmatch(route.path.rstrip("/"))] == []
