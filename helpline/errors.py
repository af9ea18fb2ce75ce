"""What can go wrong, as one small tree.

HelplineError
├── Invalid              what was entered cannot be accepted; names each field (422)
├── NotAllowed           this actor may not do this (403)
├── NotFound             no such record, or none this actor may know of (404)
├── Conflict             somebody else was faster; carries what stands now (409)
├── Blocked              a safe-contact rule forbids this contact now (409)
├── Erased               the record's key is destroyed; nothing can read it again (410)
├── VaultError           sealed bytes do not open: changed, moved, or their master is gone (500)
├── TransportError       a provider refused or could not be reached; permanent, temporary or unknown
└── ConfigurationError   the program cannot start like this; says what to do

Vendor errors are translated into these where they arise. The log gets the class and the code, never the content;
the person gets one plain sentence.
"""

from collections.abc import Mapping


def N_(message: str) -> str:
    """Marks a sentence for translation where it is shown: the rooms below `web` know no languages."""
    return message


class HelplineError(Exception):
    """Anything the program knows how to explain in one sentence."""

    status = 500


class Invalid(HelplineError):
    """What was entered cannot be accepted.

    `problems` maps a field's name to one sentence; the key "" is for the whole.
    """

    status = 422

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {text}" if field else text for field, text in problems.items()))
        self.problems = dict(problems)


class NotAllowed(HelplineError):
    """The actor may not do this."""

    status = 403


class NotFound(HelplineError):
    """There is no such record, or none the actor may know of."""

    status = 404


class Conflict(HelplineError):
    """Somebody else was faster. `current` is the version that stands now, where there is one."""

    status = 409

    def __init__(self, sentence: str, current: int | None = None) -> None:
        super().__init__(sentence)
        self.current = current


class Blocked(HelplineError):
    """A safe-contact rule forbids calling or writing at this minute; the sentence says which one."""

    status = 409


class Erased(HelplineError):
    """The record's key is destroyed: nobody can read it again."""

    status = 410


class VaultError(HelplineError):
    """Sealed bytes do not open: they were changed or moved, or their master is gone. Never says what they held."""


class TransportError(HelplineError):
    """A provider refused or could not be reached.

    `code` is short and free of content. `permanent`: trying again is useless. `unknown`: the message may have
    left (connection lost after the last byte), so a machine must never try again; a human looks.
    """

    status = 502

    def __init__(self, code: str, *, permanent: bool = False, unknown: bool = False) -> None:
        super().__init__(code)
        self.code, self.permanent, self.unknown = code, permanent, unknown


class ConfigurationError(HelplineError):
    """The program cannot start like this; the sentence says what to do."""
