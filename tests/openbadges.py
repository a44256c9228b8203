"""What another implementation says of our endorsements; the verifier of openbadgeslib knows badges only."""

import json

from openbadgeslib.ob3 import OB3LdpVerifier, verify_endorsement_jwt
from openbadgeslib.ob3.ldp import verify_data_integrity_proof


def accept_endorsement(raw: bytes) -> str:
    """Give the id that a signed endorsement speaks of. Raises OB3VerificationError when it is refused."""
    if not raw.startswith(b"{"):
        return verify_endorsement_jwt(raw.decode())["endorses"]
    document = json.loads(raw)
    verifier = OB3LdpVerifier.for_issuer_did(document["issuer"]["id"])
    key = verifier._resolve_vm(document["proof"][0]["verificationMethod"], None)
    verify_data_integrity_proof(document, key)
    return document["credentialSubject"]["id"]
