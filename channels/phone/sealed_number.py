"""A number on its way through an address that others write down: sealed for the one call it is meant for."""

import base64
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpline.channel import House

NONCE = 12


def sealed(house: House, offer: UUID, number: str) -> str:
    """A word that only this house reads, and only for this offer."""
    nonce = secrets.token_bytes(NONCE)
    return base64.urlsafe_b64encode(nonce + key(house).encrypt(nonce, number.encode(), offer.bytes)).decode()


def opened(house: House, offer: UUID, word: str) -> str:
    """The number. Raises `ValueError` for anything else."""
    try:
        body = base64.urlsafe_b64decode(word)
        return key(house).decrypt(body[:NONCE], body[NONCE:], offer.bytes).decode()
    except InvalidTag as problem:
        raise ValueError("not a number sealed here") from problem


def key(house: House) -> AESGCM:
    return AESGCM(house.drawn(b"numbers on their way"))
