"""Keys: public ones and their text forms, signers, and checking one signature.

The algorithm follows from the kind of key, never from what a token asks for (trust rule R3).
"""

from credentials.keys.checking import verify_signature
from credentials.keys.public import (
    ALGORITHMS,
    RSA_BITS_MAX,
    RSA_BITS_MIN,
    RSA_EXPONENT_LIMIT,
    RSA_EXPONENT_MIN,
    Kind,
    PublicKey,
)
from credentials.keys.signers import (
    ECDSASigner,
    Ed25519Signer,
    RSASigner,
    Signer,
    new_ec_secret,
    new_ed25519_seed,
    new_rsa_der,
)

__all__ = [
    "ALGORITHMS",
    "RSA_BITS_MAX",
    "RSA_BITS_MIN",
    "RSA_EXPONENT_LIMIT",
    "RSA_EXPONENT_MIN",
    "ECDSASigner",
    "Ed25519Signer",
    "Kind",
    "PublicKey",
    "RSASigner",
    "Signer",
    "new_ec_secret",
    "new_ed25519_seed",
    "new_rsa_der",
    "verify_signature",
]
