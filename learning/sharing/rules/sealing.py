"""How a private key lies in the database: sealed with a key that follows from the installation's own secret."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"golden-thread: the key that signs content packs"


class SealBroken(Exception):
    """None of the secrets opens it: the installation's secret was changed since it was sealed."""


def seal(secret: str, private_key: bytes) -> str:
    """Return a private key as text that only this secret opens."""
    return _box(secret).encrypt(private_key).decode("ascii")


def open_sealed(secrets: Iterable[str], sealed: str) -> bytes:
    """Return the private key, by the first secret that opens it; raise SealBroken when none does."""
    for secret in secrets:
        try:
            return _box(secret).decrypt(sealed.encode("ascii"))
        except InvalidToken:
            continue
    raise SealBroken


def _box(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
