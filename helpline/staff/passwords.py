"""Hashing passwords where it disturbs nobody: in a thread, with one name more than exist.

A file of its own because the hash is made slow on purpose and must never run in the event loop.
"""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from helpline.staff.rules import LONGEST_PASSWORD, normal_password

# Argon2id, 19 MiB, two passes, one lane: the OWASP Password Storage Cheat Sheet's first choice.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

#: Stands in for unknown names, so that they take as long as known ones.
NOBODY = HASHER.hash(secrets.token_urlsafe())

#: So many at a time: a flood of sign-ins must not take all memory and threads.
BUSY = asyncio.Semaphore(4)


async def hashed(password: str) -> str:
    """What may be stored of a password."""
    async with BUSY:
        return await asyncio.to_thread(HASHER.hash, normal_password(password))


async def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the one; takes as long when there is none to compare with."""
    async with BUSY:
        right = await asyncio.to_thread(verified, stored or NOBODY, password[: LONGEST_PASSWORD + 1])
    return right and stored is not None


def verified(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, normal_password(password))
    except (VerificationError, InvalidHashError):
        return False
