"""Documents signed in every suite, and one way to verify a single proof, for the tests of proofs."""

from credentials import build, model
from credentials.keys import ECDSASigner
from credentials.multibase import encode_base58
from credentials.proofs import data_integrity
from credentials.resolve import did_key, method_id
from tests.credentials.samples import NOW, SIGNER, award, no_network

P256 = ECDSASigner("P-256", bytes(range(1, 33)))
P384 = ECDSASigner("P-384", bytes(range(1, 49)))
SIGNERS = {"Ed25519": SIGNER, "P-256": P256, "P-384": P384}
# Suites that sign the document as a whole, with every kind of key they take.
WHOLE = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("ecdsa-jcs-2019", "P-256"),
    ("ecdsa-jcs-2019", "P-384"),
]
ONLY_READ = [("DataIntegrityProof", "eddsa-2022"), ("Ed25519Signature2020", None)]


def issuer(kind="Ed25519"):
    return did_key(SIGNERS[kind].public)


def method(kind="Ed25519"):
    return method_id(issuer(kind), SIGNERS[kind].public)


def unsigned(kind="Ed25519", **changes):
    return build.achievement_credential(
        award(issuer=model.Profile(id=issuer(kind), name="The workshop"), **changes)
    )


def signed(suite="eddsa-rdfc-2022", kind="Ed25519", document=None, **options):
    return data_integrity.sign(
        document or unsigned(kind),
        options.pop("signer", SIGNERS[kind]),
        verification_method=options.pop("verification_method", method(kind)),
        created=NOW,
        cryptosuite=suite,
        **options,
    )


def signed_as_before(proof_type, suite, document=None):
    """A document in one of the suites that we read only."""
    document = document or unsigned()
    if suite is None:  # this type is not in the base context
        context = "https://w3id.org/security/suites/ed25519-2020/v1"
        document = {**document, "@context": [*document["@context"], context]}
    options = {
        "type": proof_type,
        "cryptosuite": suite,
        "created": "2026-03-01T09:00:00Z",
        "verificationMethod": method(),
        "proofPurpose": "assertionMethod",
    }
    proof = {name: value for name, value in options.items() if value is not None}
    parts = data_integrity.hash_parts(document, proof)
    return {**document, "proof": [{**proof, "proofValue": encode_base58(SIGNER.sign(b"".join(parts)))}]}


def verify(document, kind="Ed25519", now=NOW, controller=None, **changes):
    """Verify the only proof of a document, with members of the proof changed (None takes one away)."""
    [proof] = document["proof"]
    altered = {name: value for name, value in {**proof, **changes}.items() if value is not None}
    return data_integrity.verify(
        document, altered, no_network, controller=controller or issuer(kind), now=now
    )
