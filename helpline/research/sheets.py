"""Rows as files that a spreadsheet opens: CSV and OpenDocument, in which no text is ever taken for a formula.

No file of the usual slices, because it knows nothing of figures: only of rows.
"""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from xml.etree.ElementTree import Element, SubElement, tostring
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

Row = Sequence[str | int | float]

ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

#: What a spreadsheet may read as the beginning of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Sequence[Row]) -> bytes:
    """UTF-8 with the mark that spreadsheets look for."""
    written = StringIO()
    csv.writer(written).writerows([[harmless(cell) for cell in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def harmless(cell: str | float) -> str | float:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_ods(rows: Sequence[Row], title: str) -> bytes:
    """An OpenDocument 1.3 sheet: numbers are numbers, everything else is text."""
    content = Element(f"{{{OFFICE}}}document-content", {f"{{{OFFICE}}}version": "1.3"})
    sheet = SubElement(SubElement(content, f"{{{OFFICE}}}body"), f"{{{OFFICE}}}spreadsheet")
    table = SubElement(sheet, f"{{{TABLE}}}table", {f"{{{TABLE}}}name": title})
    for row in rows:
        line = SubElement(table, f"{{{TABLE}}}table-row")
        for cell in row:
            add(line, cell)
    listed = Element(f"{{{MANIFEST}}}manifest", {f"{{{MANIFEST}}}version": "1.3"})
    for path, kind in (("/", ODS), ("content.xml", "text/xml")):
        named = {f"{{{MANIFEST}}}full-path": path, f"{{{MANIFEST}}}media-type": kind}
        SubElement(listed, f"{{{MANIFEST}}}file-entry", named)
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", ODS, ZIP_STORED)  # First and as it is, so that the kind of file can be seen.
        packed.writestr("content.xml", tostring(content, "utf-8", xml_declaration=True))
        packed.writestr("META-INF/manifest.xml", tostring(listed, "utf-8", xml_declaration=True))
    return written.getvalue()


def add(line: Element, cell: str | float) -> None:
    kind = "string" if isinstance(cell, str) else "float"
    said = {f"{{{OFFICE}}}value-type": kind} | ({} if isinstance(cell, str) else {f"{{{OFFICE}}}value": str(cell)})
    SubElement(SubElement(line, f"{{{TABLE}}}table-cell", said), f"{{{TEXT}}}p").text = str(cell)
