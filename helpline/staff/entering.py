"""Signing in beyond the password, and proving later that it is still the same person.

A file of its own beside the accounts' verbs: each of these takes the engine, because what is tried is counted, and what
was used is used up, whatever becomes of the request.
"""

import secrets
from datetime import datetime
from uuid import UUID

from helpline.audit import actions as audit
from helpline.errors import N_, Invalid, NotAllowed, NotFound
from helpline.factors import actions as factors
from helpline.factors.model import Owner, Proof, Site
from helpline.staff import passwords, rules, store
from helpline.staff.actions import digest, opened
from helpline.staff.model import Entering, Owed, Session, SignedIn, Wishes
from helpline.vault.transaction import SYSTEM, Engine, Transaction

SAME = N_("Choose another one than the password that you were given.")
WRONG_PASSWORD = N_("This is not your password, or there were too many attempts. Try again in a minute.")


async def entering(engine: Engine, token: str, now: datetime) -> Entering | None:
    """Who gave the right password in this session and still owes something."""
    return await store.entering(engine.pool, digest(token), now)


async def owner(tx: Transaction, id: UUID) -> Owner:
    """Somebody as his authenticator names him. Raises `NotFound`."""
    account = await opened(tx, id)
    return Owner(id, account.sign_in_name, account.display_name)


async def by_code(engine: Engine, who: Entering, token: str, typed: str, now: datetime) -> str | None:
    """The token of a real session, for an app's code or a recovery code; None for what proves nothing."""
    proof = await factors.by_code(engine, who.id, typed, now) if who.owes is Owed.FACTOR else None
    return await admitted(engine, who.id, token, proof, now) if proof else None


async def by_passkey(
    engine: Engine, who: Entering, token: str, site: Site, credential: str, now: datetime
) -> str | None:
    """The same for a passkey as the second factor."""
    owner = await factors.by_passkey(engine, site, credential, who.id) if who.owes is Owed.FACTOR else None
    return await admitted(engine, who.id, token, Proof.PASSKEY, now) if owner else None


async def by_passkey_alone(engine: Engine, site: Site, credential: str, device: str, now: datetime) -> str | None:
    """A new session's token for whoever's passkey it is; None for what proves nothing."""
    owner = await factors.by_passkey(engine, site, credential, None)
    if owner is None:
        async with engine.transaction(SYSTEM) as tx:
            await audit.record(tx, "staff.sign_in_refused", "staff")
        return None
    async with engine.transaction(factors.own(owner)) as tx:
        return await begun(tx, owner, device, Proof.PASSKEY, now)


async def after_set_up(engine: Engine, who: Entering, token: str, proof: Proof, now: datetime) -> str | None:
    """The token of a real session for whoever has just set up the first factor; None when that was done before."""
    return await admitted(engine, who.id, token, proof, now) if who.owes is Owed.SET_UP else None


async def choose_password(
    engine: Engine, who: Entering, token: str, password: str, known: passwords.Breached, now: datetime
) -> str | None:
    """The token of a real session for whoever chose a password that nobody else knows. Raises `Invalid`."""
    given = await store.given_hash(engine.pool, who.id) if who.owes is Owed.PASSWORD else None
    if given is None:
        return None
    account = await store.account(engine.pool, who.id)
    await passwords.check(password, account.sign_in_name if account else "", known)
    if await passwords.matches(given, password):
        raise Invalid({"password": SAME})
    stored = await passwords.hashed(password)
    async with engine.transaction(factors.own(who.id)) as tx:
        await store.change_password(tx.db, who.id, stored)
        await audit.record(tx, "staff.password_changed", "staff", who.id)
    return await admitted(engine, who.id, token, Proof.PASSWORD, now)


async def admitted(engine: Engine, id: UUID, token: str, proof: Proof, now: datetime) -> str | None:
    """Another token than before (OWASP ASVS 5.0, 7.2.4); the one that owed something opens nothing any more."""
    async with engine.transaction(factors.own(id)) as tx:
        device = await store.admit(tx.db, digest(token), now)
        return None if device is None else await begun(tx, id, device, proof, now)


async def begun(tx: Transaction, id: UUID, device: str, proof: Proof, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    owes = Owed.PASSWORD if await store.given_hash(tx.db, id) else None
    await store.begin_session(tx.db, digest(token), id, now, device, owes)
    await audit.record(tx, "staff.proof_given" if owes else "staff.signed_in", "staff", id, detail=proof)
    return token


async def confirm_by_code(engine: Engine, who: SignedIn, typed: str, now: datetime) -> bool:
    """Whether the code proves again who sits there."""
    return await confirmed(engine, who, await factors.by_code(engine, who.id, typed, now), now)


async def confirm_by_passkey(engine: Engine, who: SignedIn, site: Site, credential: str, now: datetime) -> bool:
    """Whether the passkey does."""
    owner = await factors.by_passkey(engine, site, credential, who.id)
    return await confirmed(engine, who, Proof.PASSKEY if owner else None, now)


async def confirm_by_password(engine: Engine, who: SignedIn, password: str, now: datetime) -> bool:
    """Whether the password does: for who has nothing better, and within the budget of signing in."""
    async with engine.transaction(factors.own(who.id)) as tx:
        if await factors.has_any(tx, who.id):
            raise NotAllowed("A password alone is not enough here.")
    right = await right_password(engine, who.id, password, now)
    return await confirmed(engine, who, Proof.PASSWORD if right else None, now)


async def right_password(engine: Engine, id: UUID, password: str, now: datetime) -> bool:
    """Whether it is this person's password; a wrong one counts as one at the door."""
    account = await store.account(engine.pool, id)
    attempt = await store.attempt(engine.pool, account.sign_in_name, now) if account else None
    right = await passwords.matches(attempt.password_hash if attempt else None, password)
    if right:
        async with engine.transaction(factors.own(id)) as tx:
            await store.succeeded(tx.db, id)
    return right


async def confirmed(engine: Engine, who: SignedIn, proof: Proof | None, now: datetime) -> bool:
    async with engine.transaction(factors.own(who.id)) as tx:
        if proof and who.session:
            await store.confirm(tx.db, who.session, now)
        await audit.record(tx, "staff.confirmed" if proof else "staff.confirmation_refused", "staff", who.id)
    return proof is not None


async def sessions(tx: Transaction, id: UUID) -> list[Session]:
    """Where somebody is signed in, the latest used first."""
    return await store.sessions(tx.db, id, tx.now)


async def end_session(tx: Transaction, id: UUID, session: UUID) -> None:
    """Ends one of somebody's own sessions. Raises `NotFound`."""
    if not await store.end_one(tx.db, id, session, tx.now):
        raise NotFound("This session has ended already.")
    await audit.record(tx, "staff.session_ended", "staff", id)


async def end_others(tx: Transaction, id: UUID, session: UUID) -> None:
    """Ends all of somebody's sessions but one."""
    ended = await store.end_others(tx.db, id, session, tx.now)
    await audit.record(tx, "staff.sessions_ended", "staff", id, shown=ended)


async def prefer(tx: Transaction, id: UUID, wishes: Wishes, languages: tuple[str, ...]) -> None:
    """Keeps a name and what somebody likes on his screen. Raises `Invalid`."""
    rules.check_wishes(wishes, languages)
    if not await store.prefer(tx.db, id, wishes):
        raise NotFound("This account has ended.")
    await audit.record(tx, "staff.preferences_changed", "staff", id)


async def change_own_password(
    engine: Engine, who: SignedIn, current: str, password: str, known: passwords.Breached, now: datetime
) -> None:
    """One's own new password, for which the current one is asked; ends every other session. Raises `Invalid`."""
    if not await right_password(engine, who.id, current, now):
        raise Invalid({"current": WRONG_PASSWORD})
    account = await store.account(engine.pool, who.id)
    await passwords.check(password, account.sign_in_name if account else "", known)
    stored = await passwords.hashed(password)
    async with engine.transaction(factors.own(who.id)) as tx:
        if not await store.change_password(tx.db, who.id, stored):
            raise NotFound("This account has ended.")
        if who.session:
            await store.end_others(tx.db, who.id, who.session, now)
        await audit.record(tx, "staff.password_changed", "staff", who.id)
