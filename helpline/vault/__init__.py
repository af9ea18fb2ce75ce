"""Keys: what people tell us opens only for a program that holds the masters, while its record's key lives."""

from helpline.vault.key import Key
from helpline.vault.secret import Secrets
from helpline.vault.vault import Vault

__all__ = ["Key", "Secrets", "Vault"]
