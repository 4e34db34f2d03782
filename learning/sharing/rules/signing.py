"""Who made a pack, proved by an Ed25519 signature (RFC 8032) over its manifest."""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES = 32


class KeyProblem(ValueError):
    """Text that is no public key; the message says what to do."""


def new_private_key() -> bytes:
    """Return the 32 bytes of a new private key."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key_of(private: bytes) -> str:
    """Return the public half of a key as text that can be sent in an e-mail."""
    return _text(Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


def sign(private: bytes, message: bytes) -> str:
    return _text(Ed25519PrivateKey.from_private_bytes(private).sign(message))


def is_signed_by(public: str, message: bytes, signature: str) -> bool:
    """Answer whether the holder of a key signed these very bytes. A malformed signature is no signature."""
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(public)).verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, KeyProblem, binascii.Error, ValueError):
        return False
    return True


def fingerprint(public: str) -> str:
    """Return sixteen letters and digits of a key's hash in groups of four, to be read out over the telephone."""
    digest = hashlib.sha256(_bytes(public)).hexdigest()[:16].upper()
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def clean_public_key(text: str) -> str:
    """Return a pasted key without the spaces and line ends that e-mail adds; raise KeyProblem if it is none."""
    cleaned = "".join(text.split())
    _bytes(cleaned)
    return cleaned


def _bytes(public: str) -> bytes:
    try:
        raw = base64.b64decode(public, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise KeyProblem(
            "This is not a public key. Paste the whole line that the other organisation sent, 44 characters long."
        )
    return raw


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
