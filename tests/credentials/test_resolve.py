import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.errors import (
    CredentialError,
    FetchError,
    KeyUnavailableError,
    ProofError,
    UnreadableError,
    UnsupportedError,
)
from credentials.fetch import Fetched
from credentials.keys import RSASigner, new_rsa_der
from credentials.multibase import b64url
from credentials.resolve import (
    did_document,
    did_key,
    did_web,
    did_web_document_url,
    jwks,
    method_id,
    resolve_method,
    thumbprint,
)
from tests.credentials.samples import ISSUER, METHOD, OTHER_SIGNER, SIGNER, no_network

RSA = RSASigner(new_rsa_der()).public
DID = "did:web:badges.example.org:issuers:1"
ADDRESS = "https://badges.example.org/issuers/1/did.json"
HTTPS = "https://badges.example.org/issuers/1"


def serving(pages):
    def fetch(url, **_shape):
        if url not in pages:
            raise FetchError("not_found", url=url)
        body = pages[url]
        return Fetched(
            url, body if isinstance(body, bytes) else json.dumps(body).encode(), "application/json"
        )

    return fetch


def resolve(document, method=None, issuer=DID, address=ADDRESS):
    return resolve_method(method or method_id(DID, SIGNER.public), issuer, serving({address: document}))


@pytest.mark.parametrize(
    ("url", "did", "document"),
    [
        ("https://a.org", "did:web:a.org", "https://a.org/.well-known/did.json"),
        ("https://a.org/", "did:web:a.org", "https://a.org/.well-known/did.json"),
        (
            "https://a.org:8443/issuers/x",
            "did:web:a.org%3A8443:issuers:x",
            "https://a.org:8443/issuers/x/did.json",
        ),
    ],
)
def test_an_address_and_its_did_web_belong_together(url, did, document):
    assert did_web(url) == did
    assert did_web_document_url(did) == document


@pytest.mark.parametrize(
    "url", ["http://a.org", "https://u@a.org", "https://a.org/?q", "https://a.org/#f", "a.org"]
)
def test_other_addresses_have_no_did_web(url):
    with pytest.raises(UnreadableError):
        did_web(url)


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web:a.org:..:x",
        "did:web:a.org:%2e%2e",
        "did:web:a/b",
        "did:web:a.org:x%2Fy",
        "did:web:u@a.org",
        "did:web:a.org?x",
    ],
)
def test_a_did_web_cannot_climb_or_smuggle(did):
    with pytest.raises(ProofError, match="did_invalid"):
        did_web_document_url(did)


def test_did_key_needs_no_network():
    method = resolve_method(METHOD, ISSUER, no_network)
    assert (method.key, method.controller, method.assertion) == (SIGNER.public, ISSUER, True)


def test_did_jwk_needs_no_network():
    did = "did:jwk:" + b64url(json.dumps(SIGNER.public.jwk).encode())
    assert resolve_method(f"{did}#0", did, no_network).key == SIGNER.public
    with pytest.raises(ProofError, match="method_not_listed"):
        resolve_method(f"{did}#1", did, no_network)
    with pytest.raises(ProofError, match="did_invalid"):
        resolve_method("did:jwk:e3#0", "did:jwk:e3", no_network)


def test_every_key_we_publish_resolves_old_ones_too():
    document = did_document(DID, [SIGNER.public, OTHER_SIGNER.public, RSA], also_known_as=[HTTPS])
    for key in (SIGNER.public, OTHER_SIGNER.public, RSA):
        assert resolve(document, method_id(DID, key)).key == key
    assert all(isinstance(name, str) for name in document["assertionMethod"])
    assert document["alsoKnownAs"] == [HTTPS]


def test_methods_are_named_by_multibase_and_rsa_by_thumbprint():
    assert method_id(DID, SIGNER.public) == f"{DID}#{SIGNER.public.multibase}"
    assert method_id(DID, RSA) == f"{DID}#{thumbprint(RSA)}"


def test_the_thumbprint_is_that_of_rfc_8037():
    from credentials.keys import PublicKey

    key = PublicKey.from_jwk(
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    )
    assert thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"assertionMethod": []}, "method_not_for_assertion"),
        ({"assertionMethod": None}, "method_not_for_assertion"),
        ({"verificationMethod": []}, "method_not_listed"),
        ({"verificationMethod": "x"}, "method_not_listed"),
    ],
)
def test_a_method_must_be_listed_and_for_assertions(change, code):
    with pytest.raises(ProofError) as caught:
        resolve({**did_document(DID, [SIGNER.public]), **change})
    assert caught.value.code == code


def test_a_method_of_another_controller_is_not_the_issuers():
    document = did_document(DID, [SIGNER.public])
    document["verificationMethod"][0]["controller"] = "did:web:evil.example"
    with pytest.raises(ProofError, match="key_not_issuers"):
        resolve(document)


def test_embedded_and_relative_methods_are_found():
    document = did_document(DID, [SIGNER.public])
    [method] = document.pop("verificationMethod")
    assert resolve({**document, "assertionMethod": [method]}).key == SIGNER.public
    relative = "#" + SIGNER.public.multibase
    both = {"verificationMethod": [{**method, "id": relative}], "assertionMethod": [relative]}
    assert resolve({**document, **both}).key == SIGNER.public


@pytest.mark.parametrize("body", [b"<html>", b'{"id":1,"id":2}', b"[]", b"\xff", {"id": "did:web:other"}])
def test_a_broken_document_leaves_the_key_unavailable(body):
    with pytest.raises(KeyUnavailableError):
        resolve(body)


def test_an_unreachable_document_leaves_the_key_unavailable():
    with pytest.raises(KeyUnavailableError):
        resolve_method(f"{DID}#x", DID, no_network)


def test_an_unknown_did_method_is_unsupported():
    with pytest.raises(UnsupportedError):
        resolve_method("did:example:1#k", "did:example:1", no_network)


@pytest.mark.parametrize(
    ("method", "issuer"),
    [
        (METHOD, DID),
        (f"{DID}#k", ISSUER),
        (METHOD, HTTPS),
        ("https://evil.example/key", HTTPS),
        (f"{HTTPS}#k", DID),
        ("http://badges.example.org/key", "http://badges.example.org"),
        ("https://badges.example.org:444/key", HTTPS),
        ("key-1", HTTPS),
        ("https://[", HTTPS),
    ],
)
def test_a_key_from_elsewhere_is_never_the_issuers(method, issuer):
    with pytest.raises(ProofError, match="key_not_issuers"):
        resolve_method(method, issuer, serving({}))


def test_an_https_issuer_may_publish_in_any_of_four_forms():
    name = f"{HTTPS}#{SIGNER.public.multibase}"
    multikey = {
        "id": name,
        "type": "Multikey",
        "controller": HTTPS,
        "publicKeyMultibase": SIGNER.public.multibase,
    }
    forms = [
        multikey,
        {"id": HTTPS, "verificationMethod": [multikey], "assertionMethod": [name]},
        jwks([(name, SIGNER.public)]),
        SIGNER.public.jwk,
    ]
    for form in forms:
        assert resolve(form, name, HTTPS, HTTPS).key == SIGNER.public


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"keys": []}, "method_not_listed"),
        ({"keys": [{**SIGNER.public.jwk, "kid": "k", "iss": "https://other.example"}]}, "key_not_issuers"),
        ({"keys": [{**SIGNER.public.jwk, "kid": "k", "x": "AA"}]}, "key_invalid"),
        ({"keys": [{**SIGNER.public.jwk, "kid": "k", "d": "AA"}]}, "private_key_published"),
        (
            {"id": f"{HTTPS}#k", "controller": "https://o.example", "publicKeyMultibase": "z"},
            "key_not_issuers",
        ),
        ({"id": "https://other.example"}, "key_not_issuers"),
        ({}, "key_not_issuers"),
    ],
)
def test_a_key_document_that_does_not_fit_is_refused(form, code):
    with pytest.raises(ProofError) as caught:
        resolve(form, f"{HTTPS}#k", HTTPS, HTTPS)
    assert caught.value.code == code


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@given(
    st.sampled_from(["id", "verificationMethod", "assertionMethod", "keys", "kty"]),
    st.sampled_from(["id", "controller", "publicKeyMultibase", "publicKeyJwk", "kid", "type"]),
    anything,
)
def test_odd_key_documents_raise_nothing_but_our_errors(member, inner, value):
    document = did_document(DID, [SIGNER.public])
    document["verificationMethod"][0][inner] = value
    for odd in (document, {**document, member: value}, {"keys": [{**SIGNER.public.jwk, inner: value}]}):
        with suppress(CredentialError):
            resolve(odd)


def test_a_key_set_names_every_key_and_its_algorithm():
    members = jwks([("a", SIGNER.public), ("b", RSA)])["keys"]
    assert [(key["kid"], key["alg"], key["use"]) for key in members] == [
        ("a", "EdDSA", "sig"),
        ("b", "RS256", "sig"),
    ]
    assert did_key(SIGNER.public) == ISSUER


@pytest.mark.parametrize(
    "address", ["https://[", "https://a:99999/", "https://ex℀mple.org/", "https://u@a.example/"]
)
def test_an_address_that_cannot_be_taken_apart_has_no_did(address):
    with pytest.raises(UnreadableError, match="did_web_address"):
        did_web(address)


@pytest.mark.parametrize("kid", [None, "key-1", "https://badges.example.org/keys/1"])
def test_the_one_key_at_an_address_is_known_by_its_address_whatever_it_is_called(kid):
    jwk = {**SIGNER.public.jwk, **({} if kid is None else {"kid": kid})}
    address = "https://badges.example.org/keys/1"
    assert resolve(jwk, address, HTTPS, address).key == SIGNER.public
    with pytest.raises(ProofError, match="key_not_issuers"):
        resolve({**jwk, "iss": "https://other.example"}, address, HTTPS, address)


def test_a_name_behind_an_address_is_the_name_of_the_key_there():
    address = "https://badges.example.org/keys"
    named = {**SIGNER.public.jwk, "kid": "key-1"}
    assert resolve(named, f"{address}#key-1", HTTPS, address).key == SIGNER.public
    with pytest.raises(ProofError, match="method_not_listed"):
        resolve(named, f"{address}#key-2", HTTPS, address)
