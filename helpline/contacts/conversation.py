"""The token that finds a conversation again: it names one only together with a MAC of ours."""

import base64
import hmac
from uuid import UUID

from helpline.vault.vault import Vault

MAC = 10


def token_for(vault: Vault, conversation: UUID) -> str:
    """The conversation's id and a MAC of it, in letters that survive any mail system (42 of them, lower case)."""
    mac = vault.mac("conversation", conversation.bytes)[:MAC]
    return base64.b32encode(conversation.bytes + mac).decode().rstrip("=").lower()


def conversation_in(vault: Vault, token: str) -> UUID | None:
    """The conversation a token of ours names, or None; a wrong token is no error, it only names nothing."""
    try:
        padded = token.strip().upper() + "=" * (-len(token.strip()) % 8)
        plain = base64.b32decode(padded)
    except ValueError:
        return None
    if len(plain) != 16 + MAC:
        return None
    right = vault.mac("conversation", plain[:16])[:MAC]
    return UUID(bytes=plain[:16]) if hmac.compare_digest(plain[16:], right) else None
