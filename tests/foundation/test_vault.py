"""Secrets at rest open only for what and whom they were sealed for."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.vault import Vault, VaultError, read_secret_file

VAULT = Vault(bytes(32))


@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_what_was_sealed_opens_again(secret, purpose, owner):
    assert (
        VAULT.open(VAULT.seal(secret, purpose=purpose, owner=owner), purpose=purpose, owner=owner) == secret
    )


def test_a_sealed_value_moved_to_another_row_does_not_open():
    sealed = VAULT.seal(b"secret", purpose="key", owner="1")
    for purpose, owner in (("key", "2"), ("address", "1")):
        with pytest.raises(VaultError):
            VAULT.open(sealed, purpose=purpose, owner=owner)


def test_another_master_key_does_not_open():
    with pytest.raises(VaultError):
        Vault(os.urandom(32)).open(VAULT.seal(b"x", purpose="a", owner="b"), purpose="a", owner="b")


def test_a_secret_file_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "master.key"
    first = read_secret_file(path)
    assert read_secret_file(path) == first
    path.chmod(0o644)
    with pytest.raises(VaultError):
        read_secret_file(path)
