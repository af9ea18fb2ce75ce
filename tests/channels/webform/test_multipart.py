"""A form with files is cut into its parts whatever the pieces it comes in, and whatever somebody sends instead."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.channel import Invalid
from helpline.multipart import Head, Multipart, Sink, boundary

LINE = b"----x7"
Part = tuple[str, str | None, bytes]


def whole(*parts: Part) -> bytes:
    """The form as a browser sends it."""
    body = b""
    for name, filename, content in parts:
        file = f'; filename="{filename}"\r\nContent-Type: image/png' if filename is not None else ""
        head = f'Content-Disposition: form-data; name="{name}"{file}'
        body += b"--" + LINE + b"\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"
    return body + b"--" + LINE + b"--\r\n"


def read(body: bytes, size: int) -> list[Part]:
    """What is found in it, fed in pieces of this size."""
    found: list[Part] = []

    def begin(head: Head) -> Sink:
        content = bytearray()

        def take(piece: bytes | None) -> None:
            if piece is None:
                found.append((head.name, head.filename, bytes(content)))
            content.extend(piece or b"")

        return take

    reader = Multipart(LINE, begin)
    for start in range(0, len(body), size):
        reader.feed(body[start : start + size])
    reader.close()
    return found


PARTS = st.lists(
    st.tuples(
        st.text("abcé_", min_size=1, max_size=8),
        st.none() | st.text("abcé. ", max_size=8),
        st.lists(st.sampled_from([b"\r\n", b"--", b"\r", LINE, b"\r\n--", b"\r\n----x", b"\0", b"words"])).map(
            b"".join
        ),
    ),
    max_size=4,
)


@given(PARTS.filter(lambda parts: not any(b"\r\n--" + LINE in b"\r\n" + part[2] for part in parts)), st.integers(1, 80))
def test_every_part_comes_out_as_it_went_in(parts: list[Part], size: int) -> None:
    assert read(whole(*parts), size) == parts


@given(st.binary(max_size=300), st.integers(1, 50))
def test_whatever_comes_is_read_or_refused(body: bytes, size: int) -> None:
    with contextlib.suppress(Invalid):
        read(b"--" + LINE + b"\r\n" + body, size)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        whole(("a", None, b"1"))[:-8],
        b"--" + LINE + b"\r\nContent-Type: text/plain\r\n\r\nx\r\n--" + LINE + b"--",
        b"--" + LINE + b"\r\n" + b"X: y\r\n" * 5_000,
        b"--" + LINE + b" " * 20_000,
        whole(*[("a", None, b"")] * 101),
    ],
    ids=["nothing", "cut off", "no name", "an endless head", "an endless line", "too many parts"],
)
def test_what_is_no_such_form_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid):
        read(body, 1_000)


def test_names_are_read_as_browsers_and_programs_write_them() -> None:
    head = b'--%s\r\ncontent-disposition: form-data; filename="a %%22b%%22.png"; name="files"\r\n\r\n\r\n' % LINE
    extended = b"--%s\r\nContent-Disposition: form-data; name=\"f\"; filename*=utf-8''%%C3%%A9.png\r\n\r\n\r\n" % LINE
    assert read(head + extended + b"--" + LINE + b"--", 7) == [("files", 'a "b".png', b""), ("f", "é.png", b"")]


def test_the_line_between_the_parts_is_named_by_the_form() -> None:
    assert boundary('multipart/form-data; boundary="a b"') == b"a b"
    assert boundary("multipart/form-data; charset=utf-8; boundary=----WebKit7") == b"----WebKit7"
    with pytest.raises(Invalid):
        boundary("multipart/form-data")
