"""Status lists, entries and learner records: made by one side, read by the other, with the bit and without."""

import json
from datetime import UTC, datetime

import pytest
from openbadgeslib.ob3 import (
    OB3VerificationError,
    OB3Verifier,
    add_data_integrity_proof,
    build_clr_credential,
    bundled_clr_contexts,
    decode_encoded_list,
    encode_bitstring,
    set_indices,
    status_entry,
    verify_data_integrity_proof,
)
from openvc import VerificationPolicy, verify_credential
from openvc import status as openvc_status
from openvc.did.base import DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.proof.vc_jwt import VcJwtProofSuite
from openvc.resolvers import default_status_list_resolver

from credentials import status
from credentials.proofs import jwt
from tests.credentials.signing import issuer, method, signed, unsigned
from tests.vectors.others import (
    GENUINE,
    contexts,
    openvc_key,
    openvc_signs,
    our_verdict,
    pem,
    private_key,
    with_one_proof,
)
from tests.vectors.test_interop_tokens import public_pem
from tests.world import World

URL = "https://badges.example.org/status/1"
AT = 5
TELL_ONLY = VerificationPolicy(require_not_revoked=False)
SET = pytest.mark.parametrize("is_set", [False, True], ids=["clear", "set"])


class Listed:
    """Our badge with a status, and its list in a world of today."""

    def __init__(self, *, is_set, as_token) -> None:
        self.world = World(now=datetime.now(UTC).replace(microsecond=0))
        self.issuer = self.world.issuer("did:web:badges.example.org:issuers:3")
        self.world.status_list(self.issuer, URL, revoked=[AT] if is_set else [])
        if as_token:
            document = json.loads(self.world.pages[URL])
            del document["proof"]
            self.world.publish(URL, jwt.sign(document, self.issuer.signer, kid=self.issuer.method))
        self.members = {"credentialStatus": status.entry(URL, AT)}

    def download(self, url):
        return self.world.fetch(url).body

    def openbadgeslib_reads(self, *, is_list_verified=True):
        """Raises OB3VerificationError for a set bit too."""
        token = self.world.issue_jwt(self.issuer, **self.members)
        reader = OB3Verifier.for_issuer_did(self.issuer.id, download=self.download)
        reader.verify(token, check_status=True, download=self.download, verify_status_list=is_list_verified)

    def openvc_status(self):
        """The list too is handed over with its proof as an object."""
        keys = DidResolverRegistry([DidWebResolver(lambda url: json.loads(self.download(url)))])
        fetched = json.dumps(with_one_proof(json.loads(self.download(URL))))
        lists = default_status_list_resolver(
            resolver=keys, fetch=lambda _: fetched, extra_contexts=contexts()
        )
        badge = with_one_proof(self.world.issue(self.issuer, **self.members))
        answer = verify_credential(
            badge,
            resolver=keys,
            resolve_status_list=lists,
            extra_contexts=contexts(),
            policy=TELL_ONLY,
        )
        return answer.status


@pytest.mark.parametrize("as_token", [True, False], ids=["token", "embedded proof"])
def test_openbadgeslib_reads_the_bits_of_our_list(as_token):
    Listed(is_set=False, as_token=as_token).openbadgeslib_reads(is_list_verified=as_token)
    with pytest.raises(OB3VerificationError, match="status 'revocation' is set"):
        Listed(is_set=True, as_token=as_token).openbadgeslib_reads(is_list_verified=as_token)


@SET
def test_openvc_reads_our_list_with_its_embedded_proof(is_set):
    assert Listed(is_set=is_set, as_token=False).openvc_status().revoked is is_set


def openvc_list(*, is_set):
    bits = openvc_status.new_bitstring(status.LIST_BITS)
    if is_set:
        openvc_status.set_status_bit(bits, AT, 1)
    begun = datetime.now(UTC).replace(microsecond=0)
    return openvc_status.build_status_list_credential(
        id=URL, issuer=issuer(), bitstring=bits, valid_from=begun
    )


def as_embedded(*, is_set):
    return openvc_signs(openvc_list(is_set=is_set))


def as_token(*, is_set):
    """One that begins in the second of its signing, which openvc writes as `nbf`."""
    while True:
        document = openvc_list(is_set=is_set)
        token = VcJwtProofSuite().sign(document, signing_key=openvc_key())
        begun = datetime.fromtimestamp(jwt.parse(token).payload["nbf"], UTC)
        if begun.isoformat().replace("+00:00", "Z") == document["validFrom"]:
            return token


@SET
@pytest.mark.parametrize("make", [as_embedded, as_token])
def test_we_read_the_list_and_the_entry_of_openvc(make, is_set):
    world = World()
    world.publish(URL, make(is_set=is_set))
    entry = openvc_status.build_status_list_entry(status_list_credential=URL, index=AT)
    badge = openvc_signs({**unsigned(), "credentialStatus": entry})
    assert our_verdict(badge, world.fetch) == (("do_not_rely", "revoked") if is_set else GENUINE)


def test_all_three_write_and_read_the_same_bits():
    places = {0, 7, 8, 94567, status.LIST_BITS - 1}
    whole = sum(1 << status.LIST_BITS - 1 - at for at in places)
    bits = whole.to_bytes(status.LIST_BITS // 8, "big")
    assert set_indices(decode_encoded_list(status.encode_bits(bits))) == places
    assert openvc_status.decode_bitstring(status.encode_bits(bits)) == bits
    assert status.decode_bits(encode_bitstring(places)) == bits
    assert status.decode_bits(openvc_status.encode_bitstring(bits)) == bits


def test_all_three_write_the_same_entry():
    ours = status.entry(URL, AT)
    assert status_entry(URL, "revocation", AT) == ours
    theirs = openvc_status.build_status_list_entry(status_list_credential=URL, index=AT, id=f"{URL}#{AT}")
    assert theirs == ours


def member():
    return signed(document=unsigned(credential_status=None))


def test_openbadgeslib_reads_our_learner_record():
    world = World()
    record = world.record(world.issuer(), [member()])
    ours = signed(document={**record, "issuer": {**record["issuer"], "id": issuer()}})
    verify_data_integrity_proof(ours, public_pem("Ed25519"), extra_contexts=bundled_clr_contexts())
    with pytest.raises(OB3VerificationError):
        verify_data_integrity_proof(
            {**ours, "name": "Other"}, public_pem("Ed25519"), extra_contexts=bundled_clr_contexts()
        )


def openbadgeslib_record():
    person = {
        "type": "IdentityObject",
        "identityHash": "ada@example.org",
        "identityType": "emailAddress",
        "hashed": False,
    }
    return build_clr_credential(
        {"id": issuer(), "type": ["Profile"], "name": "The workshop"},
        [person],
        [member()],
        credential_id="urn:uuid:3a1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b33",
    )


def record_as_the_standard_says():
    """openbadgeslib gives the record no name, and its contexts in another order than the schema of CLR 2.0."""
    made = openbadgeslib_record()
    credentials, badges, records = made["@context"]
    return {**made, "@context": [credentials, records, badges], "name": "Record"}


def test_we_read_the_learner_record_of_openbadgeslib_with_a_name_and_its_contexts_in_order():
    made = add_data_integrity_proof(
        record_as_the_standard_says(), pem(private_key()), method(), extra_contexts=bundled_clr_contexts()
    )
    assert our_verdict(made) == GENUINE
    assert our_verdict({**made, "name": "Other"})[0] == "do_not_rely"
