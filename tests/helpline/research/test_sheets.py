"""The files open again with what was put in, and no text in them is a formula."""

import csv
from io import BytesIO, StringIO
from xml.etree.ElementTree import fromstring
from zipfile import ZIP_STORED, ZipFile

import pytest

from helpline.research import sheets

ROWS = [["Table", "Value", "Number"], ["Contacts by channel", "Téléphone <&>", 12], ["Reply", "Median", 2.25]]


def test_a_csv_opens_again_with_its_accents() -> None:
    body = sheets.as_csv(ROWS)
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(body.decode("utf-8-sig")))) == [[str(cell) for cell in row] for row in ROWS]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_of_a_csv_is_a_formula(text: str) -> None:
    (row,) = csv.reader(StringIO(sheets.as_csv([[text, -1]]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}", "-1"]


def test_an_ods_opens_again_with_numbers_as_numbers() -> None:
    with ZipFile(BytesIO(sheets.as_ods(ROWS, "2026-Q3"))) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert packed.read("mimetype").decode() == sheets.ODS
        content = fromstring(packed.read("content.xml"))
        assert b"content.xml" in packed.read("META-INF/manifest.xml")
    found = [
        [
            (cell.get(f"{{{sheets.OFFICE}}}value-type"), "".join(cell.itertext()))
            for cell in row.iter(f"{{{sheets.TABLE}}}table-cell")
        ]
        for row in content.iter(f"{{{sheets.TABLE}}}table-row")
    ]
    kinds = [[("string" if isinstance(cell, str) else "float", str(cell)) for cell in row] for row in ROWS]
    assert found == kinds
