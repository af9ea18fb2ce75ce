"""What a list may show of a contact. Pure."""

from helpline.contacts.model import Content, Gist
from helpline.envelope import AddressKind
from helpline.people.rules import masked

BEGINNING = 140


def gist_of(content: Content) -> Gist:
    """The first words and a masked sender."""
    words = " ".join(content.text[: BEGINNING * 4].split())
    return Gist(
        subject=content.subject[:BEGINNING],
        beginning=words if len(words) <= BEGINNING else words[:BEGINNING].rsplit(" ", 1)[0] + " …",
        sender=content.sender_name[:60] or shown_address(content.sender),
    )


def shown_address(address: str | None) -> str:
    """A number or mail address as a list may show it; "" for none."""
    if not address:
        return ""
    return masked(AddressKind.EMAIL if "@" in address else AddressKind.PHONE, address)
