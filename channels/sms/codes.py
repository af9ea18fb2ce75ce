"""The provider's error codes in words of ours. A file of its own, because an attempt and a report both bring them.

Source: Twilio's error dictionary, the codes that senders of single texts meet; any other code stays as it is.
"""

CODES = {
    "21211": "no_such_number",
    "21408": "not_to_there",
    "21610": "opted_out",
    "21612": "not_to_there",
    "21614": "no_texts",
    "30003": "unreachable",
    "30004": "refused",
    "30005": "no_such_number",
    "30006": "no_texts",
    "30007": "refused",
}


def word_for(code: str) -> str:
    """What the house calls it."""
    return CODES.get(code, code)
