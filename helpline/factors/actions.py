"""Factors: have, add, use, take away. Whoever calls has made sure of whose they are.

All of it runs as the house in the person's name (`own`), because no role of the desk reads what proves a person.
"""

import base64
from datetime import datetime
from uuid import UUID

import pyotp
import segno
from markupsafe import Markup

from helpline import clock
from helpline.audit import actions as audit
from helpline.errors import N_, Conflict, Invalid, VaultError
from helpline.factors import passkeys, rules, store
from helpline.factors.model import Factors, NewApp, Owner, Passkey, Proof, Site
from helpline.factors.passkeys import Unproven
from helpline.vault import store as keys
from helpline.vault.transaction import SYSTEM, Actor, ActorKind, Engine, Transaction

SECRET, NAME = "factor_app.sealed_secret", "factor_passkey.sealed_name"
ISSUER = "Contact point"
WRONG_CODE = N_("This code is not the one. Wait for the next one in the app, and type it here.")
STALE = N_("This took too long. Scan the new picture, and type the code that it leads to.")
KNOWN = N_("This passkey is known already.")
NOT_ADDED = N_("This passkey could not be added. Load the page again and try once more.")


def own(staff: UUID) -> Actor:
    """The house, in somebody's name: for what is his alone."""
    return Actor(ActorKind.STAFF, "system", staff)


async def of(tx: Transaction, staff: UUID) -> Factors:
    """What somebody has."""
    app, kept = await store.app(tx.db, staff), await store.passkeys(tx.db, staff)
    key = await keys.key(tx, staff)
    named = (
        Passkey(one.id, key.unseal(NAME, one.id, one.sealed_name).decode(), one.created_at, one.used_at) for one in kept
    )
    return Factors(app.created_at if app else None, tuple(named), await store.codes_left(tx.db, staff))


async def has_any(tx: Transaction, staff: UUID) -> bool:
    """Whether a password alone is too little for this person."""
    return await store.app(tx.db, staff) is not None or bool(await store.passkeys(tx.db, staff))


def offer_app(tx: Transaction, owner: Owner) -> NewApp:
    """A new secret for an authenticator app. Nothing is kept until a code of it came back."""
    secret = pyotp.random_base32()
    uri = pyotp.TOTP(secret).provisioning_uri(name=owner.sign_in_name, issuer_name=ISSUER)
    return shown(tx, owner, secret, uri)


def offer_again(tx: Transaction, owner: Owner, sealed: str) -> NewApp:
    """The same secret once more, after a mistyped code; a new one when it was too long ago."""
    try:
        secret = carried(tx, owner.id, sealed)
    except Invalid:
        return offer_app(tx, owner)
    return shown(tx, owner, secret, pyotp.TOTP(secret).provisioning_uri(name=owner.sign_in_name, issuer_name=ISSUER))


def shown(tx: Transaction, owner: Owner, secret: str, uri: str) -> NewApp:
    picture = segno.make(uri, error="m").svg_inline(scale=5, border=3, dark="#000000", light="#ffffff", svgclass="qr")
    sealed = tx.vault.carry("new app", owner.id.bytes + secret.encode(), tx.now)
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return NewApp(Markup(picture), grouped, base64.urlsafe_b64encode(sealed).decode())  # noqa: S704  # drawn by ourselves


def carried(tx: Transaction, staff: UUID, sealed: str) -> str:
    """The secret that came back with the form. Raises `Invalid` for another's, and for one shown too long ago."""
    try:
        plain, at = tx.vault.carried("new app", base64.urlsafe_b64decode(sealed))
    except (VaultError, ValueError):
        raise Invalid({"code": STALE}) from None
    if plain[:16] != staff.bytes or tx.now - at > rules.SET_UP_FOR:
        raise Invalid({"code": STALE})
    return plain[16:].decode()


async def add_app(tx: Transaction, staff: UUID, sealed: str, typed: str) -> None:
    """Keeps the offered secret once its first code came back. Raises `Invalid`."""
    secret = carried(tx, staff, sealed)
    step = rules.step_of(rules.app_code(typed) or "", secret, tx.now)
    if step is None:
        raise Invalid({"code": WRONG_CODE})
    key = await keys.key(tx, staff)
    await store.keep_app(tx.db, staff, key.seal(SECRET, staff, secret.encode()), step, tx.now)
    await audit.record(tx, "staff.factor_added", "staff", staff, detail=Proof.APP)


async def drop_app(tx: Transaction, staff: UUID) -> None:
    """The app proves nothing any more."""
    if await store.drop_app(tx.db, staff):
        await forget_codes(tx, staff)
        await audit.record(tx, "staff.factor_removed", "staff", staff, detail=Proof.APP)


async def passkey_wanted(tx: Transaction, site: Site, owner: Owner) -> str:
    """What the browser needs to make a passkey, as JSON."""
    known = [one.credential_id for one in await store.passkeys(tx.db, owner.id)]
    return passkeys.creation(site, owner, tx.vault.carry("new passkey", owner.id.bytes, tx.now), known)


async def add_passkey(tx: Transaction, site: Site, staff: UUID, credential: str, typed: str) -> None:
    """Keeps a new passkey under a name. Raises `Invalid`."""
    try:
        _, challenge = passkeys.read(credential)
        await check_challenge(tx, "new passkey", challenge, staff)
        made = passkeys.made(credential, challenge, site)
    except Unproven:
        raise Invalid({"": NOT_ADDED}) from None
    id, key = clock.new_id(), await keys.key(tx, staff)
    name = rules.passkey_name(typed, len(await store.passkeys(tx.db, staff)))
    if not await store.keep_passkey(tx.db, id, staff, made, key.seal(NAME, id, name.encode()), tx.now):
        raise Conflict(KNOWN)
    await audit.record(tx, "staff.factor_added", "staff", staff, detail=Proof.PASSKEY)


async def drop_passkey(tx: Transaction, staff: UUID, id: UUID) -> None:
    """One passkey proves nothing any more."""
    if await store.drop_passkey(tx.db, id, staff):
        await forget_codes(tx, staff)
        await audit.record(tx, "staff.factor_removed", "staff", staff, detail=Proof.PASSKEY)


def stranger_asked(engine: Engine, site: Site, now: datetime) -> str:
    """What the browser needs to use anybody's passkey, as JSON; without the database, whoever asks."""
    return passkeys.request(site, engine.vault.carry("passkey", b"", now), [])


async def passkey_asked(tx: Transaction, site: Site, staff: UUID) -> str:
    """The same for somebody's passkeys."""
    kept = [one.credential_id for one in await store.passkeys(tx.db, staff)]
    return passkeys.request(site, tx.vault.carry("passkey", staff.bytes, tx.now), kept)


async def by_passkey(engine: Engine, site: Site, credential: str, staff: UUID | None) -> UUID | None:
    """Whose passkey this is, used rightly and for the first time; None for anything else.

    `staff`: who it has to be; None: whoever comes.
    """
    try:
        credential_id, challenge = passkeys.read(credential)
        async with engine.transaction(SYSTEM) as tx:
            kept = await store.passkey(tx.db, credential_id)
            if kept is None or staff not in (None, kept.staff_id):
                return None
            await check_challenge(tx, "passkey", challenge, staff)
            uses = passkeys.used(credential, challenge, site, kept.public_key, kept.sign_count)
            if not await store.use_passkey(tx.db, kept.id, kept.sign_count, uses, tx.now):
                return None
    except Unproven:
        return None
    return kept.staff_id


async def check_challenge(tx: Transaction, purpose: str, challenge: bytes, staff: UUID | None) -> None:
    """Raises `Unproven` unless it is a letter of ours to this very person, fresh, and not yet answered."""
    try:
        to, at = tx.vault.carried(purpose, challenge)
    except VaultError:
        raise Unproven from None
    if tx.now - at > rules.CHALLENGE_FOR or to != (staff.bytes if staff else b""):
        raise Unproven
    if not await store.use_challenge(tx.db, tx.vault.digest(b"passkey", challenge), tx.now):
        raise Unproven


async def by_code(engine: Engine, staff: UUID, typed: str, now: datetime) -> Proof | None:
    """By what a typed code proves this person: an app's code, or a recovery code. None for a wrong, used or late one.

    The guess is counted for good before it is judged, and nothing tells a locked account from a wrong code.
    """
    if not await store.guess(engine.pool, staff, now, rules.FREE_GUESSES):
        return None
    async with engine.transaction(own(staff)) as tx:
        proof = await judged(tx, staff, typed, now)
        if proof:
            await store.guessed(tx.db, staff)
        else:
            await audit.record(tx, "staff.code_refused", "staff", staff)
        if proof is Proof.RECOVERY_CODE:
            await audit.record(tx, "staff.recovery_code_used", "staff", staff)
    return proof


async def judged(tx: Transaction, staff: UUID, typed: str, now: datetime) -> Proof | None:
    code, app = rules.app_code(typed), await store.app(tx.db, staff)
    if code is None:
        stored = hashed(tx, staff, rules.recovery_code(typed))
        return Proof.RECOVERY_CODE if await store.use_code(tx.db, staff, stored, tx.now) else None
    if app is None:
        return None
    key = await keys.key(tx, staff)
    step = rules.step_of(code, key.unseal(SECRET, staff, app.sealed_secret).decode(), now)
    return Proof.APP if step is not None and await store.use_step(tx.db, staff, step) else None


async def new_codes(tx: Transaction, staff: UUID) -> list[str]:
    """Ten new recovery codes: shown once, stored as HMACs; the old ones are void."""
    codes = [rules.new_code() for _ in range(rules.CODES)]
    stored = [hashed(tx, staff, rules.recovery_code(code)) for code in codes]
    await store.replace_codes(tx.db, staff, stored, tx.now)
    await audit.record(tx, "staff.recovery_codes_made", "staff", staff)
    return codes


def hashed(tx: Transaction, staff: UUID, code: str) -> bytes:
    """What is stored of a code: 60 random bits need no slow hash where the HMAC's key is not in the database."""
    return tx.vault.mac("recovery code", staff.bytes + code.encode())


async def forget_codes(tx: Transaction, staff: UUID) -> None:
    """With the last factor go the codes that would stand in for it."""
    if not await has_any(tx, staff):
        await store.replace_codes(tx.db, staff, [], tx.now)


async def forget(tx: Transaction, staff: UUID) -> None:
    """Nothing proves this person any more but the password."""
    await store.drop_all(tx.db, staff)
    await audit.record(tx, "staff.factors_forgotten", "staff", staff)
