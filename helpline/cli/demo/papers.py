"""Small invented files that lie in the cases of the demo: made here, because a demo ships none."""

import struct
import zlib

from helpline.research.sheets import as_ods

SKY, SUN, HILL = (214, 230, 240), (240, 190, 70), (96, 132, 88)
WIDE, HIGH = 96, 64


def letter(*lines: str) -> bytes:
    """A page of text as PDF 1.4, in a typeface that every reader has."""
    said = "".join(f"({line}) Tj T* " for line in lines)
    text = f"BT /F1 11 Tf 16 TL 60 770 Td {said}ET".encode("cp1252")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    body, places = b"%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%b endobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    ending = b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return body + ending % (rows, len(body))


def drawing() -> bytes:
    """A hill and a sun, as somebody who draws again might begin: a PNG."""
    rows = b"".join(b"\0" + bytes(value for x in range(WIDE) for value in colour(x, y)) for y in range(HIGH))
    head = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def colour(x: int, y: int) -> tuple[int, int, int]:
    if y > 36 + (x - 48) ** 2 / 120:
        return HILL
    return SUN if (x - 74) ** 2 + (y - 16) ** 2 < 81 else SKY


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


#: A plan for the first weeks outside, filled in together.
FIRST_WEEKS = as_ods(
    [
        ("Week", "Who is there", "What is settled"),
        (1, "A mentor in the evenings", "Room, key, bread"),
        (2, "Brother on Sunday", "Papers at the town hall"),
        (3, "A mentor twice", "First day of the course"),
    ],
    "First weeks",
)
