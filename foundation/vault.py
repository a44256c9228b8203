"""Secrets at rest: private keys and addresses, sealed under a master key that the database never holds.

Each secret gets a data key of its own, wrapped by the master key; both layers are AES-256-GCM and
are bound to what the secret is for and whose it is, so a sealed value cannot be moved to another
row. Layout: version (1 byte), wrap nonce (12), wrapped data key (48), nonce (12), ciphertext.
"""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

VERSION = b"\x01"
MASTER_BYTES = 32
_NONCE = 12
_WRAPPED = 48


class VaultError(Exception):
    """A sealed value does not open: another master key, another owner, or damage."""


class Vault:
    """Seals, opens and fingerprints under one master key of 32 bytes."""

    def __init__(self, master: bytes) -> None:
        if len(master) != MASTER_BYTES:
            raise VaultError("a master key has 32 bytes")
        self._wrap = AESGCM(hashlib.sha256(b"barnstar wrap\x00" + master).digest())
        self._mark = hashlib.sha256(b"barnstar digest\x00" + master).digest()

    def seal(self, secret: bytes, *, purpose: str, owner: str) -> bytes:
        """Give the sealed form of `secret`, bound to `purpose` and `owner`."""
        bound = _bound(purpose, owner)
        data_key, wrap_nonce, nonce = secrets.token_bytes(32), os.urandom(_NONCE), os.urandom(_NONCE)
        wrapped = self._wrap.encrypt(wrap_nonce, data_key, bound)
        return VERSION + wrap_nonce + wrapped + nonce + AESGCM(data_key).encrypt(nonce, secret, bound)

    def open(self, sealed: bytes, *, purpose: str, owner: str) -> bytes:
        """Give the secret back. Raises VaultError."""
        if sealed[:1] != VERSION:
            raise VaultError("unknown version")
        bound = _bound(purpose, owner)
        wrap_nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        wrapped, nonce, body = rest[:_WRAPPED], rest[_WRAPPED : _WRAPPED + _NONCE], rest[_WRAPPED + _NONCE :]
        try:
            data_key = self._wrap.decrypt(wrap_nonce, wrapped, bound)
            return AESGCM(data_key).decrypt(nonce, body, bound)
        except (InvalidTag, ValueError) as error:
            raise VaultError("does not open") from error

    def digest(self, value: str, *, purpose: str) -> bytes:
        """Give a keyed fingerprint (32 bytes): equal values match, and only the key lets one guess them."""
        return hmac.digest(self._mark, f"{purpose}\x00{value}".encode(), "sha256")

    def token(self, *, purpose: str, owner: str) -> str:
        """Give the secret token of a row: made from the key, so a job can mail it and nothing stores it."""
        return urlsafe_b64encode(self.digest(owner, purpose=f"token {purpose}")).decode().rstrip("=")


def vault() -> Vault:
    """Give the vault of the running application."""
    found: Vault = current_app.extensions["vault"]
    return found


def _bound(purpose: str, owner: str) -> bytes:
    return f"{purpose}\x00{owner}".encode()


def token_digest(token: str) -> bytes:
    """Give what we store of a token (SHA-256 of 256 random bits needs no salt)."""
    return hashlib.sha256(token.encode()).digest()


def new_token() -> str:
    """Give 32 random bytes as text, to be shown once."""
    return secrets.token_urlsafe(32)


def read_secret_file(path: Path) -> bytes:
    """Give a 32-byte secret kept in a file, made on first use. Refuses a file that others can read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(MASTER_BYTES))
    if path.stat().st_mode & 0o077:
        raise VaultError(f"{path.name} may be read by others: chmod 600")
    return path.read_bytes()
