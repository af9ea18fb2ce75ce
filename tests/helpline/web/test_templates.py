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


def test_what_is_put_into_a_sentence_is_escaped_and_the_sentence_follows_the_reader() -> None:
    template = environment().from_string(
        "{{ _('%(time)s late', time=given) }} {{ ngettext('one day', '%(num)s days', 2) }}"
    )
    said = []
    for language in ("fr", "en"):
        with words.speaking(language):
            said.append(template.render(given="<b>"))
    assert said == ["&lt;b&gt; de retard 2 jours", "&lt;b&gt; late 2 days"]


def test_an_entry_may_be_named_like_a_method_of_what_holds_it() -> None:
    template = environment().from_string(
        "{% macro shown(row) %}{{ row.items }} {{ row.get('items') }}{% endmacro %}{{ shown(row) }}"
    )
    assert template.render(row={"items": 3}) == "3 3"
