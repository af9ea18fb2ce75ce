"""What somebody wrote cannot turn a line of ours around."""

from helpline.web.templates import environment


def test_what_reverses_a_line_is_shown_by_its_name() -> None:
    template = environment().from_string("<p>{{ words }}</p>")
    assert template.render(words="photo\u202egnp.exe") == "<p>photo[U+202E]gnp.exe</p>"
    assert template.render(words="<\u202d") == "<p>&lt;[U+202D]</p>"
    assert template.render(words="سلام\u200f") == "<p>سلام\u200f</p>"
