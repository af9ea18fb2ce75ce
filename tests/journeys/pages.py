"""Pages as a browser without script reads them: words, links, and forms with what is filled in already.

A form is sent with everything the page filled in, as a browser does; a field or an answer that the page does not offer
is a mistake in the page or in the journey, and fails. So a journey proves that people can walk it by hand.
"""

from html.parser import HTMLParser

from msgspec import Struct


class Form(Struct):
    """What a form would send now, which answers its closed questions know, and what it sends unseen."""

    action: str
    filled: dict[str, str]
    names: set[str]
    answers: dict[str, set[str]]
    hidden: set[str]

    def with_answers(self, given: dict[str, str]) -> dict[str, str]:
        """Everything it sends once these fields are filled in."""
        for name, value in given.items():
            assert name in self.names, f"{self.action} has no field {name}, only {sorted(self.names)}"
            known = self.answers.get(name, {value})
            assert value in known, f"{name} of {self.action} cannot be {value!r}, only {sorted(known)}"
        return self.filled | given


class Page(HTMLParser):
    """One answer of the server, read."""

    def __init__(self, path: str, status: int, source: str) -> None:
        super().__init__()
        self.path, self.status, self.source = path, status, source
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.sounds: list[str] = []
        self.choices: dict[str, str] = {}
        self._said: list[str] = []
        self._link, self._area, self._select, self._option, self._silent = "", "", "", "", 0
        self.feed(source)
        self.words = " ".join("".join(self._said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, value = found.get("name", ""), found.get("value", "")
        form = self.forms[-1] if self.forms else Form("", {}, set(), {}, set())
        match tag:
            case "form":
                self.forms.append(Form(found.get("action", ""), {}, set(), {}, set()))
            case "input" if name and found.get("type") in ("radio", "checkbox"):
                form.answers.setdefault(name, set()).add(value)
                self._offer(form, name, value if "checked" in found else None)
            case "input" if name:
                self._offer(form, name, value)
                if found.get("type") == "hidden":
                    form.hidden.add(name)
            case "button" if name:
                form.answers.setdefault(name, set()).add(value)
                self._offer(form, name, None)
            case "textarea":
                self._area = name
                self._offer(form, name, "")
            case "select":
                self._select = name
                self._offer(form, name, None)
            case "option":
                form.answers.setdefault(self._select, set()).add(value)
                self._option = value
                if "selected" in found or self._select not in form.filled:
                    form.filled[self._select] = value
            case "a":
                self._link = found.get("href", "")
            case "audio":
                self.sounds.append(found.get("src", ""))
            case "script" | "style":
                self._silent += 1
        self._said.append("" if tag == "mark" else " ")

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "a":
                self._link = ""
            case "textarea":
                self._area = ""
            case "select":
                self._select = ""
            case "script" | "style":
                self._silent -= 1
        self._said.append("" if tag == "mark" else " ")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].filled[self._area] += data.removeprefix("\n")
        if self._link and data.strip():
            self.links.setdefault(" ".join(data.split()), self._link)
        if self._option and data.strip():
            self.choices[data.strip()], self._option = self._option, ""
        if not self._silent:
            self._said.append(data)

    def _offer(self, form: Form, name: str, value: str | None) -> None:
        form.names.add(name)
        if value is not None:
            form.filled[name] = value

    def form(self, ending: str) -> Form:
        """The form that is sent to an address with this ending."""
        found = [form for form in self.forms if form.action.endswith(ending)]
        assert found, f"{self.path} has no form for {ending}, only {[form.action for form in self.forms]}"
        return found[0]

    def offers(self, ending: str) -> bool:
        return any(form.action.endswith(ending) for form in self.forms)

    def choice(self, label: str) -> str:
        """What a select sends for a label."""
        return self.choices[label]

    def link(self, start: str) -> str:
        """The address of the first link that leads to an address with this beginning."""
        found = [href for href in self.links.values() if href.startswith(start)]
        assert found, f"{self.path} has no link to {start}, only {sorted(set(self.links.values()))}"
        return found[0]
