"""Who works here, and as what: invite, change the role, let go. Beside the accounts' own verbs because each of these is
what one person does to another: nobody does it to himself, and the last administrator stays.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from helpline.audit import actions as audit
from helpline.errors import N_, Conflict, Invalid, NotAllowed, NotFound
from helpline.staff import actions, store
from helpline.staff.model import Account, Role
from helpline.vault.transaction import Transaction

#: So long an invitation opens the door.
INVITED_FOR = timedelta(days=7)
#: Without signs that are easily taken for another when read aloud or from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 5, 4

OWN = N_("Another administrator must do this for your own account.")
LAST = N_("This is the last administrator: make somebody else one first.")
FASTER = N_("Somebody changed this account meanwhile; look at what stands now.")


def new_code() -> str:
    """An invitation: some 99 random bits, as `ab2c-d3ef-...`."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))


async def invite(
    tx: Transaction, name: str, display_name: str, role: Role, language: str, phone: str | None
) -> tuple[UUID, str]:
    """A new account and the code that opens it once, shown to nobody again. Raises `Invalid`."""
    code = new_code()
    id = await actions.add(
        tx,
        sign_in_name=name,
        display_name=display_name,
        role=role,
        password=code,
        language=language,
        phone=phone,
        given=True,
    )
    await store.expire(tx.db, id, tx.now + INVITED_FOR)
    await audit.record(tx, "staff.invited", "staff", id)
    return id, code


async def invite_again(tx: Transaction, id: UUID) -> str:
    """A new code for somebody who lost the password: the old password is void, and a second factor stays asked for."""
    await another(tx, id)
    code = new_code()
    await actions.change_password(tx, id, code, given=True)
    await store.expire(tx.db, id, tx.now + INVITED_FOR)
    await audit.record(tx, "staff.invited", "staff", id)
    return code


async def change(tx: Transaction, id: UUID, role: Role, language: str, version: int) -> None:
    """Another role, another language. Raises `Conflict` when a colleague was faster."""
    before = await another(tx, id)
    if language not in actions.LANGUAGES:
        raise Invalid({"language": f"Choose one of {', '.join(actions.LANGUAGES)}."})
    if role is not Role.ADMINISTRATOR:
        await keep_one(tx, before)
    if not await store.employ(tx.db, id, role, language, version):
        raise Conflict(FASTER)
    await audit.record(tx, "staff.role_changed", "staff", id, detail=f"{before.role} {role}")


async def change_phone(tx: Transaction, id: UUID, phone: str) -> None:
    """Where the roster reaches somebody; "" for nowhere."""
    await another(tx, id)
    await actions.change_phone(tx, id, phone.strip() or None)


async def let_go(tx: Transaction, id: UUID) -> None:
    """Ends an account at once, on every device; what the person wrote and decided keeps the name."""
    await keep_one(tx, await another(tx, id))
    await actions.leave(tx, id)


async def another(tx: Transaction, id: UUID) -> Account:
    """Somebody who works here and is not oneself. Raises `NotAllowed` and `NotFound`."""
    if id == tx.actor.id:
        raise NotAllowed(OWN)
    account = await actions.opened(tx, id)
    if account.left_at is not None:
        raise NotFound("This account has ended.")
    return account


async def keep_one(tx: Transaction, account: Account) -> None:
    """Raises `Invalid` for the last administrator: two who go at once wait for each other here."""
    if account.role is Role.ADMINISTRATOR and len(await store.administrators(tx.db)) < 2:
        raise Invalid({"": LAST})


async def invitations(tx: Transaction) -> dict[UUID, datetime]:
    """Who has not yet used an invitation, and until when it opens."""
    return await store.invitations(tx.db)
