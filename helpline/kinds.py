"""What a file is, by its content: what it calls itself proves nothing. Pictures, sound, film, text and documents are
taken; whatever could be a program is not. Beside the envelope, because channels and the desk bring files.
"""

from pathlib import PurePath

WINDOW = 4_096

#: First bytes, and what they make it.
BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"{\\rtf", "application/rtf"),
)

#: The second word of a RIFF file, and the brand of an ISO base media file (ISO/IEC 14496-12).
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"avif": "image/avif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}

#: Documents that are zip archives say in their first entries what they are.
IN_A_ZIP = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)

#: The endings a file of a kind may have; the first is given to one that claims to be something else.
ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "image/avif": (".avif",),
    "application/pdf": (".pdf",),
    "application/rtf": (".rtf",),
    "audio/mpeg": (".mp3",),
    "audio/ogg": (".ogg", ".opus", ".oga"),
    "audio/amr": (".amr",),
    "audio/wav": (".wav",),
    "audio/mp4": (".m4a", ".mp4"),
    "video/webm": (".webm", ".mkv"),
    "video/mp4": (".mp4", ".m4v", ".3gp"),
    "video/quicktime": (".mov",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "text/plain": (".txt", ".csv", ".md", ".log"),
}


def kind_of(body: bytes) -> str | None:
    """The type of a file we take, or None."""
    beginning = body[:WINDOW]
    for first, kind in BEGINNINGS:
        if beginning.startswith(first):
            return kind
    if beginning[:4] == b"RIFF":
        return RIFF.get(beginning[8:12])
    if beginning[4:8] == b"ftyp":
        return BRANDS.get(beginning[8:12], "video/mp4")
    if beginning[:4] == b"PK\x03\x04":
        return next((kind for sign, kind in IN_A_ZIP if sign in beginning), None)
    return "text/plain" if is_text(body) else None


def is_text(body: bytes) -> bool:
    """Whether every byte of it is something a person could read."""
    wide = body[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = body.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(letter < " " and letter not in "\t\n\r\f" for letter in set(text))


def named(name: str, kind: str) -> str:
    """A file's name without its folders, with an ending that tells the truth."""
    plain = PurePath(name.replace("\\", "/")).name
    plain = " ".join("".join(letter for letter in plain if letter.isprintable()).split())[-120:] or "file"
    endings = ENDINGS[kind]
    return plain if plain.lower().endswith(endings) else plain + endings[0]
