"""Secrets at rest: sealed with a key that is not in the database (TEKSTARI_SECRET_KEY, kept in the home).

A copy of the database alone opens no operator's account.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

#: Which of a channel's settings are secrets.
SECRET = frozenset({"password", "token", "api_key", "secret"})
SEALED = "sealed:"


class WrongKey(Exception):
    """Sealed with another key than this installation's."""


def seal(said: dict[str, object]) -> dict[str, object]:
    """The settings with their secrets sealed; what is sealed already stays."""
    return {name: _sealed(value) if name in SECRET else value for name, value in said.items()}


def unseal(kept: dict[str, object]) -> dict[str, object]:
    """The settings as they were given. Raises WrongKey."""
    return {name: _unsealed(value) for name, value in kept.items()}


def _sealed(value: object) -> object:
    if not isinstance(value, str) or value.startswith(SEALED):
        return value
    return SEALED + _box().encrypt(value.encode()).decode()


def _unsealed(value: object) -> object:
    if not isinstance(value, str) or not value.startswith(SEALED):
        return value
    try:
        return _box().decrypt(value.removeprefix(SEALED).encode()).decode()
    except InvalidToken:
        raise WrongKey from None


def _box() -> Fernet:
    key = hashlib.sha256(b"tekstari sealing " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
