"""Hashing passwords where it disturbs nobody: in a thread, with one name more than exist.

A file of its own because the hash is made slow on purpose and must never run in the event loop.
"""

import asyncio
import secrets
from hashlib import sha1
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from helpline.errors import Invalid
from helpline.staff.rules import COMMON, LONGEST_PASSWORD, check_password, normal_password

# Argon2id, 19 MiB, two passes, one lane: the OWASP Password Storage Cheat Sheet's first choice.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

#: Stands in for unknown names, so that they take as long as known ones.
NOBODY = HASHER.hash(secrets.token_urlsafe())

#: So many at a time: a flood of sign-ins must not take all memory and threads.
BUSY = asyncio.Semaphore(4)


#: A file of SHA-1 sums in capitals, one a line and sorted, each perhaps with `:count`: what Have I Been Pwned gives.
Breached = Path | None


#: So near, a file is read through.
BLOCK = 4096


async def check(password: str, name: str, known: Breached) -> None:
    """Raises `Invalid` for a password that is too short, commonplace, or in the file of breached ones."""
    check_password(password, name)
    if known is not None and await asyncio.to_thread(is_breached, known, password):
        raise Invalid({"password": COMMON})


def is_breached(known: Path, password: str) -> bool:
    """Whether the sum stands in the sorted file: some thirty reads of a line, and nobody else is asked."""
    wanted = sha1(normal_password(password).encode(), usedforsecurity=False).hexdigest().upper().encode()
    with known.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while high - low > BLOCK:
            middle = (low + high) // 2
            file.seek(middle)
            file.readline()  # The rest of a line that began before.
            start, line = file.tell(), file.readline()
            low, high = (start, high) if line and line[:40].upper() <= wanted else (low, middle + 1)
        file.seek(low)
        return any(line[:40].upper() == wanted for line in file.read(2 * BLOCK).splitlines())


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
