from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from accounts.services import joining, signing_in
from credentials.keys import Ed25519Signer, verify_signature
from foundation.db import db, session
from foundation.vault import VaultError, vault
from issuers import queries
from issuers.models import SigningKey
from issuers.services import keys, storing
from tests.issuers.places import group_of, somebody


def test_private_keys_and_addresses_are_not_in_the_database_file(sqlite_app: Flask) -> None:
    group = group_of(somebody())
    joining.join(user_name="Rosa", password="a slow brown fox", language="en")
    signing_in.owner_of_address("rosa@example.org", language="en")
    row = queries.active_key(group, "Ed25519")
    assert row is not None
    seed = vault().open(row.sealed, purpose="signing key", owner=str(row.id))
    assert Ed25519Signer(seed).public.raw == row.public
    database = Path(str(db.engine.url.database))
    db.session.remove()
    stored = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
    assert row.public in stored
    for secret in (seed, seed.hex().encode(), b"rosa@example.org", b"a slow brown fox"):
        assert secret not in stored


def test_a_sealed_key_does_not_open_in_another_row(app: Flask) -> None:
    one, two = group_of(somebody()), group_of(somebody(), "Guild")
    first, second = queries.active_key(one, "Ed25519"), queries.active_key(two, "Ed25519")
    with pytest.raises(VaultError):
        vault().open(first.sealed, purpose="signing key", owner=str(second.id))


def test_the_signer_signs_with_the_key_that_is_published(app: Flask) -> None:
    group = group_of(somebody())
    signer, _ = keys.signer_of(group)
    (public,) = queries.verification_keys(group)
    assert verify_signature(public, "EdDSA", signer.sign(b"words"), b"words")
    assert session().query(SigningKey).count() == 1


def test_a_signed_document_is_kept_byte_for_byte_and_never_replaced(app: Flask) -> None:
    group, urn = group_of(somebody()), f"urn:uuid:{uuid4()}"
    assert storing.keep(urn, "json", group, b'{"a": 1}') == b'{"a": 1}'
    assert storing.keep(urn, "json", group, b'{"a": 2}') == b'{"a": 1}'
    assert storing.keep(urn, "jwt", group, b"e30.e30.x") == b"e30.e30.x"
    assert queries.signed_body(urn, "json") == b'{"a": 1}'
    assert queries.signed_body(f"urn:uuid:{uuid4()}", "json") is None
