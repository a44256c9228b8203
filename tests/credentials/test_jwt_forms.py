"""Tokens in both forms, by every kind of key, and where their keys are found."""

import json
from datetime import timedelta

import pytest

from credentials import build, model
from credentials.errors import FetchError, KeyUnavailableError, ProofError, UnreadableError, UnsupportedError
from credentials.fetch import Fetched
from credentials.keys import ECDSASigner, RSASigner, new_rsa_der
from credentials.multibase import b64url
from credentials.proofs import jose, jwt
from credentials.resolve import did_document, did_key, did_web_document_url, jwks, method_id
from tests.credentials.samples import ISSUER, METHOD, NOW, OTHER_SIGNER, SIGNER, award, no_network

RSA = RSASigner(new_rsa_der())
P256 = ECDSASigner("P-256", bytes(range(1, 33)))
P384 = ECDSASigner("P-384", bytes(range(1, 49)))
SIGNERS = [pytest.param(signer, id=signer.public.algorithm) for signer in (SIGNER, P256, P384, RSA)]
HTTPS = "https://badges.example.org/issuers/1"
KEY_SET = "https://badges.example.org/.well-known/jwks.json"


def document(issuer=ISSUER, **changes):
    return build.achievement_credential(
        award(issuer=model.Profile(id=issuer, name="The workshop"), **changes)
    )


def serving(pages):
    def fetch(url, **_shape):
        if url not in pages:
            raise FetchError("not_found", url=url)
        return Fetched(url, json.dumps(pages[url]).encode(), "application/json")

    return fetch


@pytest.mark.parametrize("signer", SIGNERS)
@pytest.mark.parametrize("sign", [jwt.sign, jwt.sign_w3c], ids=["open_badges", "w3c"])
def test_a_token_of_every_kind_of_key_gives_its_credential_back(signer, sign):
    issuer = did_key(signer.public)
    token = sign(document(issuer), signer, kid=method_id(issuer, signer.public))
    assert jwt.parse(token).header["alg"] == signer.public.algorithm
    assert jwt.verify(token, no_network, now=NOW) == document(issuer)
    head, body, tail = token.split(".")
    with pytest.raises(ProofError, match="signature_wrong"):
        jwt.verify(f"{head}.{body}.{b64url(bytes(len(tail) * 3 // 4))}", no_network, now=NOW)


@pytest.mark.parametrize("signer", SIGNERS)
def test_keys_of_every_kind_are_found_in_a_did_document_a_key_set_and_a_did_jwk(signer):
    did = "did:web:badges.example.org:issuers:1"
    method = method_id(did, signer.public)
    pages = {did_web_document_url(did): did_document(did, [signer.public])}
    assert jwt.verify(jwt.sign(document(did), signer, kid=method), serving(pages), now=NOW)
    pages = {KEY_SET: jwks([("key-1", signer.public)])}
    assert jwt.verify(jwt.sign(document(HTTPS), signer, kid="key-1"), serving(pages), now=NOW)
    own = "did:jwk:" + b64url(json.dumps(signer.public.jwk).encode())
    assert jwt.verify(jwt.sign(document(own), signer, kid=f"{own}#0"), no_network, now=NOW)


def test_the_w3c_form_is_the_plain_credential_with_its_type():
    parsed = jwt.parse(jwt.sign_w3c(document(), SIGNER, kid=METHOD))
    assert dict(parsed.header) == {"alg": "EdDSA", "kid": METHOD, "typ": "vc+jwt", "cty": "vc"}
    assert parsed.payload == document()
    assert parsed.is_w3c


@pytest.mark.parametrize(
    ("change", "kid"),
    [({"vc": {}}, METHOD), ({"vp": {}}, METHOD), ({"issuer": None}, METHOD), ({}, "key-1"), ({}, "")],
    ids=["vc", "vp", "no_issuer", "bare_kid", "no_kid"],
)
def test_what_is_no_w3c_token_is_not_signed(change, kid):
    with pytest.raises(UnreadableError, match="not_signable_as_jwt"):
        jwt.sign_w3c({**document(), **change}, SIGNER, kid=kid)


def test_in_the_w3c_form_exp_ends_the_signature_and_not_the_credential():
    payload = {**document(), "exp": int(NOW.timestamp()) + 1}
    token = jose.sign({"kid": METHOD, "typ": "vc+jwt"}, payload, SIGNER)
    assert jwt.verify(token, no_network, now=NOW)["validUntil"] == document()["validUntil"]
    with pytest.raises(ProofError, match="proof_expired"):
        jwt.verify(token, no_network, now=NOW.replace(year=2027))


@pytest.mark.parametrize("typ", ["jwt", "application/JWT", "VC+JWT", "application/vc+jwt", "vc+ld+json+jwt"])
def test_a_media_type_knows_no_case_and_may_be_written_out(typ):
    document = build.achievement_credential(award())
    claims = jwt.parse(jwt.sign(document, SIGNER, kid=METHOD)).payload
    token = jose.sign({"kid": METHOD, "typ": typ}, claims, SIGNER)
    assert jwt.verify(token, no_network, now=NOW)["id"] == document["id"]
    other = jose.sign({"kid": METHOD, "typ": f"{typ}x"}, claims, SIGNER)
    with pytest.raises(ProofError, match="type_forbidden"):
        jwt.verify(other, no_network, now=NOW)


def test_a_token_of_the_drafts_tells_its_content_in_their_words():
    claims = jwt.parse(jwt.sign(build.achievement_credential(award()), SIGNER, kid=METHOD)).payload
    header = {"kid": METHOD, "typ": "vc+ld+json+jwt", "cty": "vc+ld+json"}
    assert jwt.verify(jose.sign(header, claims, SIGNER), no_network, now=NOW)
    with pytest.raises(ProofError, match="type_forbidden"):
        jwt.verify(jose.sign({**header, "typ": "JWT"}, claims, SIGNER), no_network, now=NOW)


@pytest.mark.parametrize(("nbf", "is_same"), [(0, True), (0.345, True), (-1, False), (1, False)])
def test_claims_may_be_in_whole_seconds_where_the_credential_has_milliseconds(nbf, is_same):
    begun = int((NOW - timedelta(hours=1)).timestamp())
    document = {**build.achievement_credential(award()), "validFrom": "2026-03-01T08:00:00.345Z"}
    claims = jwt.parse(
        jwt.sign({**document, "validFrom": "2026-03-01T08:00:00Z"}, SIGNER, kid=METHOD)
    ).payload
    payload = {**claims, "validFrom": document["validFrom"], "nbf": begun + nbf}
    token = jose.sign({"kid": METHOD, "typ": "JWT"}, payload, SIGNER)
    if is_same:
        assert jwt.verify(token, no_network, now=NOW)["validFrom"] == document["validFrom"]
    else:
        with pytest.raises(ProofError, match="claim_mismatch"):
            jwt.verify(token, no_network, now=NOW)


def test_the_w3c_form_of_an_address_names_its_key():
    with pytest.raises(ProofError, match="kid_missing"):
        jwt.verify(jose.sign({"typ": "vc+jwt"}, document(HTTPS), SIGNER), no_network, now=NOW)
    with pytest.raises(UnsupportedError, match="kid_missing"):
        jwt.verify(jose.sign({"typ": "JWT"}, document(HTTPS), SIGNER), no_network, now=NOW)


def signed(header, signer=SIGNER):
    claims = jwt.parse(jwt.sign(document(HTTPS), signer, kid="x")).payload
    return jose.sign({"typ": "JWT", **header}, claims, signer)


def test_an_embedded_key_counts_only_when_the_issuer_publishes_it():
    published = serving({KEY_SET: jwks([("a", OTHER_SIGNER.public), ("b", SIGNER.public)])})
    assert jwt.verify(signed({"jwk": SIGNER.public.jwk}), published, now=NOW)
    alone = serving({KEY_SET: jwks([("a", OTHER_SIGNER.public)])})
    with pytest.raises(ProofError, match="method_not_listed"):
        jwt.verify(signed({"jwk": SIGNER.public.jwk}), alone, now=NOW)
    with pytest.raises(KeyUnavailableError):
        jwt.verify(signed({"jwk": SIGNER.public.jwk}), no_network, now=NOW)
    with pytest.raises(ProofError, match="key_not_issuers"):
        jwt.verify(signed({"jwk": OTHER_SIGNER.public.jwk, "kid": "b"}), published, now=NOW)


def test_a_key_that_cannot_be_read_hides_no_other_of_the_set():
    broken = {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "a"}
    of_another_kind = {"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA", "kid": "c"}
    listed = [broken, of_another_kind, *jwks([("b", SIGNER.public)])["keys"]]
    published = serving({KEY_SET: {"keys": listed}})
    assert jwt.verify(signed({"jwk": SIGNER.public.jwk}), published, now=NOW)
    assert jwt.verify(signed({"kid": "b"}), published, now=NOW)
    with pytest.raises(ProofError, match="key_invalid"):
        jwt.verify(signed({"kid": "a"}), published, now=NOW)


def test_in_a_shared_key_set_each_key_belongs_to_the_issuer_it_names():
    [own, other] = jwks([("key-1", SIGNER.public), ("key-1", OTHER_SIGNER.public)])["keys"]
    shared = {"keys": [{**other, "iss": "https://badges.example.org/issuers/2"}, {**own, "iss": HTTPS}]}
    assert jwt.verify(signed({"kid": "key-1"}), serving({KEY_SET: shared}), now=NOW)
    with pytest.raises(ProofError, match="signature_wrong"):
        jwt.verify(signed({"kid": "key-1"}, OTHER_SIGNER), serving({KEY_SET: shared}), now=NOW)
    nobodys = {"keys": [shared["keys"][0], own]}
    with pytest.raises(ProofError, match="method_not_listed"):
        jwt.verify(signed({"kid": "key-1"}), serving({KEY_SET: nobodys}), now=NOW)


@pytest.mark.parametrize("body", [[], {}, {"keys": {}}, {"keys": "x"}], ids=str)
def test_a_broken_key_set_leaves_the_key_unavailable(body):
    with pytest.raises(KeyUnavailableError):
        jwt.verify(signed({"kid": "key-1"}), serving({KEY_SET: body}), now=NOW)


def test_a_key_set_with_other_things_in_it_is_searched_all_the_same():
    keys = [None, 5, {"kid": "x"}, *jwks([("key-1", SIGNER.public)])["keys"]]
    assert jwt.verify(signed({"kid": "key-1"}), serving({KEY_SET: {"keys": keys}}), now=NOW)
    with pytest.raises(ProofError):
        jwt.verify(signed({"kid": "key-2"}), serving({KEY_SET: {"keys": keys}}), now=NOW)


def test_a_bare_kid_says_nothing_of_a_did():
    did = "did:web:badges.example.org"
    with pytest.raises(ProofError, match="key_not_issuers"):
        jwt.verify(jwt.sign(document(did), SIGNER, kid="key-1"), no_network, now=NOW)
