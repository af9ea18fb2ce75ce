"""What somebody wrote cannot turn a line of ours around, and a page speaks the language of whoever asks for it."""

from helpline.web import words
from helpline.web.templates import environment


def test_what_reverses_a_line_is_shown_by_its_name() -> None:
    template = environment().from_string("<p>{{ words }}</p>")
    assert template.render(words="photo\u202egnp.exe") == "<p>photo[U+202E]gnp.exe</p>"
    assert template.render(words="<\u202d") == "<p>&lt;[U+202D]</p>"
    assert template.render(words="سلام\u200f") == "<p>سلام\u200f</p>"


def test_a_word_that_stands_in_a_template_is_said_in_the_language_of_each_reader() -> None:
    template = environment().from_string("{{ 'spam' | term('disposition') }}")
    said = []
    for language in ("fr", "en"):
        with words.speaking(language):
            said.append(template.render())
    assert said == ["Indésirable", "Spam"]
