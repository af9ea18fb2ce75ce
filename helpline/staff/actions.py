"""Accounts: add, sign in and out, change, leave. Tokens: add, revoke."""

import secrets
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from helpline import clock
from helpline.audit import actions as audit
from helpline.errors import Invalid, NotFound
from helpline.factors import actions as factors
from helpline.staff import passwords, rules, store
from helpline.staff.model import Account, Owed, SignedIn, Token
from helpline.staff.permissions import GRANTED, Permission, Role
from helpline.vault import store as keys
from helpline.vault.transaction import SYSTEM, Engine, Transaction

LANGUAGES = ("fr", "nl", "de", "en")
WORKERS = (Role.OPERATOR, Role.CASE_WORKER, Role.SUPERVISOR)
TOKEN_PREFIX = "helpline_"  # noqa: S105  # what a leaked token is recognised by, not a secret
PHONE = "staff.sealed_phone"


async def add(
    tx: Transaction,
    *,
    sign_in_name: str,
    display_name: str,
    role: Role,
    password: str,
    language: str = "fr",
    phone: str | None = None,
    given: bool = False,
) -> UUID:
    """A new account with a key of its own. `phone`: E.164, where the roster reaches this person.

    `given`: somebody else knows the password, so the first sign-in asks for another.

    Raises `Invalid` with the field that cannot be accepted.
    """
    name = rules.sign_in_name(sign_in_name)
    rules.check_account(name, display_name, password, language, LANGUAGES, phone)
    id, stored = clock.new_id(), await passwords.hashed(password)
    key = tx.vault.mint(id)
    await keys.remember(tx, [key])
    sealed = key.seal(PHONE, id, phone.encode()) if phone else None
    if not await store.add(tx.db, id, name, display_name.strip(), role, stored, language, sealed, tx.now, given):
        raise Invalid({"sign_in_name": "This name is taken."})
    await audit.record(tx, "staff.added", "staff", id, detail=role)
    return id


async def sign_in(
    engine: Engine, typed_name: str, password: str, now: datetime, *, device: str = "", required: bool = False
) -> str | None:
    """A new session's token, or None for an unknown name, a wrong password and a locked account alike.

    Who has a second factor owes it, and with `required` who has none must set one up: until then the session opens
    nothing. Takes the engine: the attempt is counted for good before it is judged, and no connection waits for the
    slow hash.
    """
    attempt = await store.attempt(engine.pool, rules.sign_in_name(typed_name), now)
    right = await passwords.matches(attempt.password_hash if attempt else None, password)
    if attempt is None or not right:
        async with engine.transaction(SYSTEM) as tx:
            await audit.record(tx, "staff.sign_in_refused", "staff", attempt.id if attempt else None)
        return None
    token = secrets.token_urlsafe(32)
    async with engine.transaction(factors.own(attempt.id)) as tx:
        owes = Owed.FACTOR if await factors.has_any(tx, attempt.id) else Owed.SET_UP if required else None
        owes = owes or (Owed.PASSWORD if attempt.password_given else None)
        await store.succeeded(tx.db, attempt.id)
        await store.begin_session(tx.db, digest(token), attempt.id, now, device, owes)
        await audit.record(tx, "staff.password_given" if owes else "staff.signed_in", "staff", attempt.id)
    return token


async def signed_in(engine: Engine, token: str, now: datetime) -> SignedIn | None:
    """Whose session this token opens."""
    return await store.session(engine.pool, digest(token), now)


async def sign_out(tx: Transaction, token: str) -> None:
    """Ends one session."""
    await store.end_session(tx.db, digest(token), tx.now)
    await audit.record(tx, "staff.signed_out", "staff", tx.actor.id)


async def change_password(tx: Transaction, id: UUID, password: str, *, given: bool = False) -> None:
    """Sets a new password and signs the person out everywhere. `given`: as for a new account."""
    rules.check_password(password)
    if not await store.change_password(tx.db, id, await passwords.hashed(password), given):
        raise NotFound("This account has ended.")
    await store.end_sessions(tx.db, id, tx.now)
    await audit.record(tx, "staff.password_changed", "staff", id)


async def change_language(tx: Transaction, id: UUID, language: str) -> None:
    """What the desk speaks to this person."""
    if not await store.change_language(tx.db, id, language):
        raise NotFound("This account has ended.")
    await audit.record(tx, "staff.language_changed", "staff", id, detail=language)


async def change_phone(tx: Transaction, id: UUID, phone: str | None) -> None:
    """Where the roster reaches this person: E.164, or None for nowhere."""
    rules.check_phone(phone)
    key = await keys.key(tx, id)
    await store.change_phone(tx.db, id, key.seal(PHONE, id, phone.encode()) if phone else None)
    await audit.record(tx, "staff.phone_changed", "staff", id)


async def phone(tx: Transaction, id: UUID) -> str | None:
    """Where the roster reaches this person, or None."""
    sealed = await store.phone(tx.db, id)
    if sealed is None:
        return None
    return (await keys.key(tx, id)).unseal(PHONE, id, sealed).decode()


async def leave(tx: Transaction, id: UUID) -> None:
    """Ends an account at once; the name stays in what the person did."""
    if not await store.leave(tx.db, id, tx.now):
        raise NotFound("There is no such account, or it has ended.")
    await store.end_sessions(tx.db, id, tx.now)
    await factors.forget(tx, id)
    await audit.record(tx, "staff.left", "staff", id)


async def opened(tx: Transaction, id: UUID) -> Account:
    """One account. Raises `NotFound`."""
    account = await store.account(tx.db, id)
    if account is None:
        raise NotFound("There is no such account.")
    return account


async def may_own(tx: Transaction, id: UUID, field: str) -> None:
    """Raises `Invalid` for `field` unless this colleague works here now and may own a case, a contact or a promise."""
    if not await works(tx, id):
        raise Invalid({field: "Choose a colleague who works on contacts and cases."})


async def works(tx: Transaction, id: UUID) -> bool:
    """Whether somebody works on contacts and cases today."""
    account = await store.account(tx.db, id)
    return account is not None and account.left_at is None and account.role in WORKERS


async def decider(tx: Transaction, typed_name: str) -> UUID:
    """The colleague in whose name a program brings a decision. Raises `Invalid`."""
    account = await store.account_named(tx.db, rules.sign_in_name(typed_name))
    if account is None or account.left_at is not None or Permission.CONTACT_DECIDE not in GRANTED[account.role]:
        raise Invalid({"decided_by": "Name a colleague who may decide, by the name he or she signs in with."})
    return account.id


async def owners(tx: Transaction) -> list[tuple[UUID, str]]:
    """Who may own a case, a contact or a promise, as (id, name) by name."""
    return [(one.id, one.display_name) for one in await store.accounts(tx.db) if one.role in WORKERS]


async def add_token(tx: Transaction, label: str, permissions: list[str]) -> str:
    """An API token: shown once, stored as a hash. Raises `Invalid` for a permission that does not exist."""
    id, token = clock.new_id(), TOKEN_PREFIX + secrets.token_urlsafe(32)
    await store.add_token(tx.db, id, digest(token), label, rules.grantable(permissions), tx.now)
    await audit.record(tx, "token.added", "token", id)
    return token


async def token(engine: Engine, token: str) -> Token | None:
    """What program this token belongs to."""
    return await store.token(engine.pool, digest(token))


async def revoke_token(tx: Transaction, id: UUID) -> None:
    """The token opens nothing any more."""
    if not await store.revoke(tx.db, id, tx.now):
        raise NotFound("There is no such token, or it was revoked before.")
    await audit.record(tx, "token.revoked", "token", id)


async def done_before(tx: Transaction, key: str | None, request: bytes) -> bool:
    """Whether this program already sent this request under this key; without a key, never.

    Raises `Invalid` when the key came with another request.
    """
    if key is None or tx.actor.id is None:
        return False
    if await store.first_call(tx.db, tx.actor.id, digest(key), request, tx.now):
        return False
    if await store.call(tx.db, tx.actor.id, digest(key)) != request:
        raise Invalid({"Idempotency-Key": "This key was used for another request; take a new one."})
    return True


async def sent_before(tx: Transaction, form: bytes) -> bool:
    """Whether this person already sent this form, known by its digest: two at once wait for each other."""
    return tx.actor.id is not None and not await store.first_sent(tx.db, tx.actor.id, form, tx.now)


def digest(token: str) -> bytes:
    """What is stored of a token. It is 256 random bits, so a fast hash is enough."""
    return sha256(token.encode()).digest()
