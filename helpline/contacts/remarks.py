"""What a reader must know of a text, in words. A file of its own, because channels say it and never speak."""

from helpline.web.words import gettext as _


def in_words(remark: str) -> str:
    """A remark as a sentence in the reader's language; what it is about follows the colon."""
    word, _colon, about = remark.partition(":")
    known = {
        "encrypted": _("Something in it is encrypted and cannot be read here. %(about)s"),
        "elsewhere": _("A file did not come along; it lies elsewhere: %(about)s"),
        "piece": _("This is one piece of a longer message: %(about)s"),
        "unpacked": _("A package could not be opened: %(about)s"),
        "letters": _("Some letters could not be read. The original is among the attachments."),
        "head": _("Its head is damaged. What could not be read in it: %(about)s"),
        "left_out": _("It is longer than what is shown here. The original is among the attachments."),
        "forwarded": _("What the writer forwards stands in the text."),
        "bounced": _("A message of ours did not arrive: %(about)s"),
        "delayed": _("A message of ours is delayed: %(about)s"),
        "was_delivered": _("A message of ours arrived: %(about)s"),
        "was_read": _("A message of ours was opened: %(about)s"),
        "complained": _("Somebody complained about a message of ours: %(about)s"),
    }.get(word, "%(about)s")
    return (known % {"about": about}).strip().rstrip(":")
