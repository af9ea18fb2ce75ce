"""Pages stay light: what a browser fetches before it can show one has a budget, compressed as it travels."""

import gzip
import re

import pytest

from helpline.web.templates import BUILD, manifest

#: Bytes on the way. A change that needs more says why, here.
BUDGET = {
    "desk.css": 16_000,
    "desk.js": 34_000,
    "public.css": 11_000,
    "public.js": 7_000,
    "line.js": 5_000,
    "passkey.js": 1_500,
    "icons.svg": 4_000,
}

pytestmark = pytest.mark.skipif(
    not (BUILD / "manifest.json").exists(), reason="The pages are not built: scripts/assets."
)


@pytest.mark.parametrize("name", BUDGET)
def test_what_every_page_needs_stays_within_its_budget(name: str) -> None:
    assert len(gzip.compress((BUILD / manifest()[name]).read_bytes())) <= BUDGET[name]


@pytest.mark.parametrize("name", ["desk.css", "public.css"])
def test_no_style_sheet_fetches_anything(name: str) -> None:
    text = (BUILD / manifest()[name]).read_text("utf-8")
    assert "@import" not in text
    assert all(target.startswith("data:") for target in re.findall(r"url\([\"']?([^)]*)", text))
