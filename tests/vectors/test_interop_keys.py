"""Where keys are found: a did:web document and a did:jwk mean the same key to all."""

import json

from openbadgeslib.ob3 import OB3LdpSigner, did_jwk_from_jwk, did_key_from_pem
from openvc.proof.data_integrity import DataIntegrityProofSuite

from credentials import resolve
from credentials.proofs import data_integrity
from tests.credentials.samples import NOW, SIGNER
from tests.credentials.signing import SIGNERS, issuer, unsigned
from tests.vectors.others import (
    GENUINE,
    contexts,
    openbadgeslib_badge,
    openvc_key,
    openvc_reads,
    our_verdict,
    pem,
    private_key,
    with_one_proof,
)
from tests.vectors.test_interop_tokens import public_pem
from tests.world import World

DID_WEB = "did:web:badges.example.org:issuers:9"


def badge_of(issuer_id):
    document = unsigned(credential_status=None)
    return {**document, "issuer": {**document["issuer"], "id": issuer_id}}


def by_openvc(issuer_id, method):
    return DataIntegrityProofSuite().add_proof(
        badge_of(issuer_id),
        signing_key=openvc_key(),
        verification_method=method,
        created=NOW,
        extra_contexts=contexts(),
    )


def test_we_find_the_key_that_others_sign_with_in_a_did_web_document():
    world = World()
    world.publish(resolve.did_web_document_url(DID_WEB), resolve.did_document(DID_WEB, [SIGNER.public]))
    method = resolve.method_id(DID_WEB, SIGNER.public)
    by_openbadgeslib = OB3LdpSigner(pem(private_key()), method).sign(openbadgeslib_badge(DID_WEB))
    for theirs in (by_openvc(DID_WEB, method), by_openbadgeslib):
        assert our_verdict(theirs, world.fetch) == GENUINE
        other = f"{DID_WEB}#other"
        moved = {**theirs, "proof": {**theirs["proof"], "verificationMethod": other}}
        assert our_verdict(moved, world.fetch) == ("do_not_rely", "method_not_listed")


def test_a_did_jwk_that_openbadgeslib_made_is_read_by_openvc_and_by_us():
    did = did_jwk_from_jwk(dict(SIGNER.public.jwk))
    ours = data_integrity.sign(badge_of(did), SIGNER, verification_method=f"{did}#0", created=NOW)
    assert openvc_reads(with_one_proof(ours)).issuer == did
    assert our_verdict(json.dumps(ours)) == our_verdict(by_openvc(did, f"{did}#0")) == GENUINE


def test_openbadgeslib_names_a_did_key_as_we_do():
    for kind in ("Ed25519", "P-256"):
        assert did_key_from_pem(public_pem(kind)) == issuer(kind) == resolve.did_key(SIGNERS[kind].public)
