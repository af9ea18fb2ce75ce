"""What an operator may set is in the README, in the program's own words."""

from pathlib import Path

import pytest

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
