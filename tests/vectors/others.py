"""The two other libraries, asked the way their documentation says: openvc-core and openbadgeslib."""

import json
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3 import Achievement, Alignment, Issuer, OpenBadgeCredential
from openvc import (
    Ed25519SigningKey,
    P256SigningKey,
    P384SigningKey,
    VerificationPolicy,
    verify_credential,
)
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EcdsaJcsProofSuite, EddsaJcsProofSuite

from credentials.contexts import BUNDLED, load_context
from credentials.verify import verify as verify_anything
from tests.credentials.samples import NOW, no_network
from tests.credentials.signing import issuer, method

SECRETS = {"Ed25519": bytes(range(32)), "P-256": bytes(range(1, 33)), "P-384": bytes(range(1, 49))}
CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
OPENVC_KEYS = {"Ed25519": Ed25519SigningKey, "P-256": P256SigningKey, "P-384": P384SigningKey}
OPENVC_SUITES = {
    "eddsa-rdfc-2022": DataIntegrityProofSuite,
    "ecdsa-rdfc-2019": EcdsaRdfcProofSuite,
    "eddsa-jcs-2022": EddsaJcsProofSuite,
    "ecdsa-jcs-2019": EcdsaJcsProofSuite,
}
# Nobody serves the list of these examples; its check has its own tests.
NO_STATUS = VerificationPolicy(require_status=False, now=NOW)


def contexts():
    return {url: load_context(url) for url in BUNDLED}


def private_key(kind="Ed25519"):
    """The secret that `tests.credentials.signing` signs with, as the others take it."""
    if kind == "Ed25519":
        return Ed25519PrivateKey.from_private_bytes(SECRETS[kind])
    return ec.derive_private_key(int.from_bytes(SECRETS[kind], "big"), CURVES[kind])


def pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def openvc_key(kind="Ed25519"):
    return OPENVC_KEYS[kind](private_key(kind), method(kind))


def _for_graphs(suite):
    return {} if "jcs" in suite else {"extra_contexts": contexts()}


def openvc_signs(document, suite="eddsa-rdfc-2022", kind="Ed25519", **options):
    return OPENVC_SUITES[suite]().add_proof(
        document,
        signing_key=openvc_key(kind),
        verification_method=method(kind),
        created=NOW,
        **_for_graphs(suite),
        **options,
    )


def with_one_proof(signed):
    """openvc reads `proof` only as an object; an array of one says the same and is outside the signature."""
    [proof] = signed["proof"]
    return {**signed, "proof": proof}


def openvc_reads(signed, **options):
    """Raises OpenvcError for what is refused."""
    return verify_credential(signed, policy=NO_STATUS, extra_contexts=contexts(), **options)


def openvc_reads_presentation(signed, suite, *, challenge, domain):
    return OPENVC_SUITES[suite]().verify(
        with_one_proof(signed),
        expected_proof_purpose="authentication",
        expected_challenge=challenge,
        expected_domain=domain,
        now=NOW,
        **_for_graphs(suite),
    )


def with_proofs(signed, **more):
    """As we write it: an array of proofs, each with what is given besides."""
    return {**signed, "proof": [{**more, **signed["proof"]}]}


def openbadgeslib_badge(issuer_id=None, **members):
    """A badge in the other library's own classes, of an hour ago: it knows no other clock than the wall's."""
    return OpenBadgeCredential(
        issuer=Issuer(id=issuer_id or issuer(), name="The workshop"),
        recipient_id="urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c11",
        achievement=Achievement(
            id="https://badges.example.org/achievements/7",
            name="Wheel truing",
            description="Trues a wheel to half a millimetre. مرحبا 🚲",
            criteria_narrative="Three *wheels*.",
            achievement_type="Badge",
            alignments=[Alignment("Repair", "https://badges.example.org/competencies/repair")],
        ),
        issuance_date=datetime.now(UTC) - timedelta(hours=1),
        **members,
    )


def our_report(content, fetch=no_network):
    """What we say today of a document, a token or a picture."""
    if isinstance(content, dict):
        content = json.dumps(content)
    raw = content.encode() if isinstance(content, str) else content
    return verify_anything(raw, fetch=fetch, now=datetime.now(UTC))


def our_verdict(content, fetch=no_network):
    """The verdict, and the code of the first finding that is not good."""
    report = our_report(content, fetch)
    bad = [one.code for one in report.findings if one.outcome.name in ("FAILED", "UNDETERMINED")]
    return report.verdict.value, bad[0] if bad else None


GENUINE = ("genuine", None)
