"""Signed badges of Open Badges 2.0: the issuer's key, linked both ways, and the issuer's revocation list."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from credentials.baking import bake_png
from credentials.errors import UnreadableError
from credentials.keys import ECDSASigner, Ed25519Signer, new_ec_secret, new_ed25519_seed
from credentials.multibase import b64url
from credentials.proofs import jose
from credentials.verify.policy import verdict
from credentials.verify.report import Verdict
from tests.credentials.test_baking import picture
from tests.credentials.test_legacy_hosted import codes
from tests.world_of_two import (
    HOME,
    ISSUER,
    KEY,
    REVOCATIONS,
    WorldOfTwo,
    assertion,
    badge_class,
    jws,
    profile,
)

ID = "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11"


@pytest.fixture
def world():
    return WorldOfTwo()


def other_key(bits: int = 2048) -> bytes:
    key = rsa.generate_private_key(65537, bits)
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def pem(key) -> str:
    public = key.public_key()
    return public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def test_a_badge_signed_by_its_issuer_is_genuine(world):
    token = world.signed()
    result = world.examine(token, recipient="ada@example.org")
    assert codes(result)["proof"] == ("passed", "signature_good")
    assert codes(result)["issuer"] == ("passed", "issuer_bound")
    assert codes(result)["status"] == ("passed", "not_withdrawn")
    assert verdict(result.findings) is Verdict.GENUINE
    assert (result.raw, result.issuer_id, len(world.world.asked)) == (token.encode(), ISSUER, 4)


def test_a_signed_badge_may_come_in_a_picture(world):
    token = world.signed()
    assert verdict(world.examine(bake_png(picture(), token.encode())).findings) is Verdict.GENUINE


def test_another_payload_under_the_same_signature_is_false(world):
    head, _, tail = world.signed().split(".")
    forged = assertion(
        id=ID, verification={"type": "SignedBadge", "creator": KEY}, issuedOn="2025-01-01T00:00:00Z"
    )
    payload = jws(forged).split(".")[1]
    result = world.examine(f"{head}.{payload}.{tail}")
    assert codes(result)["proof"] == ("failed", "signature_wrong")
    assert codes(result)["status"] == ("undetermined", "not_checked")
    assert verdict(result.findings) is Verdict.DO_NOT_RELY


def test_another_key_proves_nothing(world):
    assert codes(world.examine(world.signed(other_key())))["proof"] == ("failed", "signature_wrong")


KEY_LINKS = {
    "not owned": lambda w: w.key(owner=f"{HOME}/another.json"),
    "owned by nobody": lambda w: w.key(owner=None),
    "not listed": lambda w: w.issuer(publicKey=f"{HOME}/key2.json"),
    "nothing listed": lambda w: w.issuer(),
    "another id": lambda w: w.key(id=f"{HOME}/key2.json"),
}


@pytest.mark.parametrize("link", KEY_LINKS)
def test_a_key_counts_only_when_it_and_the_issuer_name_each_other(world, link):
    token = world.signed()
    KEY_LINKS[link](world)
    result = world.examine(token)
    assert codes(result)["proof"] == ("failed", "key_not_issuers")
    assert codes(result)["issuer"] == ("failed", "key_not_issuers")


def test_a_key_may_stand_in_the_profile_and_need_not_be_named(world):
    token = world.signed(verification={"type": "SignedBadge"})
    key = world.key()
    world.issuer(publicKey=[key])
    assert verdict(world.examine(token).findings) is Verdict.GENUINE
    world.issuer(publicKey=[{**key, "owner": f"{HOME}/another.json"}])
    assert codes(world.examine(token))["proof"] == ("failed", "key_not_issuers")


def test_an_embedded_issuer_with_a_key_of_the_forgers_proves_nothing(world):
    world.signed()
    stranger = other_key()
    key = {
        "id": KEY,
        "owner": ISSUER,
        "publicKeyPem": pem(serialization.load_der_private_key(stranger, None)),
    }
    forged = jws(
        assertion(
            id=ID,
            badge=badge_class(issuer=profile(publicKey=[key])),
            verification={"type": "SignedBadge", "creator": KEY},
        ),
        stranger,
    )
    assert codes(world.examine(forged))["proof"] == ("failed", "signature_wrong")


@pytest.mark.parametrize(
    ("key", "signer"),
    [("Ed25519", Ed25519Signer(new_ed25519_seed())), ("P-256", ECDSASigner("P-256", new_ec_secret("P-256")))],
    ids=["Ed25519", "P-256"],
)
def test_other_algorithms_follow_from_the_key(world, key, signer):
    world.signed()
    jwk = signer.public.jwk
    world.key(publicKeyPem=pem(_PrivateOf(signer.public)))
    document = assertion(id=ID, verification={"type": "SignedBadge", "creator": KEY})
    assert jwk["crv"] == key
    assert verdict(world.examine(jose.sign({}, document, signer)).findings) is Verdict.GENUINE
    mixed = jws(document)  # says RS256
    assert codes(world.examine(mixed))["proof"] == ("failed", "algorithm_mismatch")


class _PrivateOf:
    """Has a public key, in the shape of cryptography's private ones."""

    def __init__(self, public) -> None:
        self._public = public

    def public_key(self):
        if self._public.kind == "Ed25519":
            return ed25519.Ed25519PublicKey.from_public_bytes(self._public.raw)
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self._public.raw)


BAD_KEYS = {
    "short": ("failed", "key_weak", lambda: pem(serialization.load_der_private_key(other_key(1024), None))),
    "other curve": ("undetermined", "key_type", lambda: pem(ec.generate_private_key(ec.SECP256K1()))),
    "no PEM": (
        "failed",
        "key_invalid",
        lambda: "-----BEGIN PUBLIC KEY-----\nhello\n-----END PUBLIC KEY-----",
    ),
    "no text": ("failed", "key_invalid", lambda: 7),
    "long": ("failed", "key_invalid", lambda: "-" * 20_000),
}


@pytest.mark.parametrize("kind", BAD_KEYS)
def test_a_bad_key_has_a_reason(world, kind):
    token = world.signed()
    outcome, code, make = BAD_KEYS[kind]
    world.key(publicKeyPem=make())
    assert codes(world.examine(token))["proof"] == (outcome, code)


@pytest.mark.parametrize(
    ("header", "outcome", "code"),
    [
        ({"alg": "none"}, "failed", "algorithm_forbidden"),
        ({"alg": "HS256"}, "failed", "algorithm_forbidden"),
        ({"crit": ["b64"]}, "failed", "header_member_forbidden"),
        ({"alg": "RS512"}, "undetermined", "algorithm"),
    ],
)
def test_a_forbidden_header_is_refused_before_anybody_is_asked(world, header, outcome, code):
    world.signed()
    document = assertion(id=ID, verification={"type": "SignedBadge", "creator": KEY})
    assert codes(world.examine(jws(document, **header)))["proof"] == (outcome, code)
    assert world.world.asked == []


def test_a_signed_badge_without_its_signature_is_false(world):
    document = assertion(id=ID, verification={"type": "SignedBadge", "creator": KEY})
    assert codes(world.examine(document))["proof"] == ("failed", "no_proof")


def test_a_signed_badge_of_somebody_elses_badge_class_is_false(world):
    token = world.signed(badge="https://elsewhere.example/class")
    world.world.publish("https://elsewhere.example/issuer", profile(id="https://elsewhere.example/issuer"))
    world.world.publish(
        "https://elsewhere.example/class",
        badge_class(id="https://elsewhere.example/class", issuer="https://elsewhere.example/issuer"),
    )
    assert codes(world.examine(token))["proof"] == ("failed", "key_not_issuers")


@pytest.mark.parametrize("address", [KEY, ISSUER])
def test_without_key_or_issuer_nothing_is_said(world, address):
    token = world.signed()
    del world.world.pages[address]
    result = world.examine(token)
    assert codes(result)["proof"][0] == "undetermined"
    assert verdict(result.findings) is Verdict.COULD_NOT_FINISH


REVOKED = [
    (["urn:uuid:another", ID], ""),
    ([{"id": ID, "revocationReason": "Error."}], "Error."),
    ([{"uid": "u1", "revocationReason": "Error."}], "Error."),
    ([{"id": ID, "revocationReason": ["no text"]}], ""),
]


@pytest.mark.parametrize(("entries", "reason"), REVOKED, ids=["text", "object", "uid", "odd reason"])
def test_a_badge_on_the_revocation_list_is_withdrawn(world, entries, reason):
    token = world.signed(uid="u1")
    world.revocations(*entries)
    result = world.examine(token)
    assert codes(result)["status"] == ("failed", "revoked")
    assert result.findings[3].facts == {"reason": reason}


@pytest.mark.parametrize("entries", [[], ["urn:uuid:another"], [{"id": "urn:uuid:another"}]])
def test_a_badge_that_is_not_on_the_list_is_not_withdrawn(world, entries):
    token = world.signed()
    world.revocations(*entries)
    assert codes(world.examine(token))["status"] == ("passed", "not_withdrawn")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"issuer": f"{HOME}/another.json"}, "status_list_other_issuer"),
        ({"revokedAssertions": {"a": 1}}, "status_list_unreadable"),
        ({"revokedAssertions": [7, None, {}]}, "status_list_unreadable"),
        ({"revokedAssertions": None}, "status_list_unreadable"),
        ({"id": f"{HOME}/another-list.json"}, "status_list_other_address"),
    ],
)
def test_a_list_that_cannot_be_trusted_is_never_good_news(world, members, code):
    token = world.signed()
    world.revocations(**members)
    result = world.examine(token)
    assert codes(result)["status"] == ("undetermined", code)
    assert verdict(result.findings) is Verdict.COULD_NOT_FINISH


def test_a_list_that_was_given_out_at_http_and_moved_to_https_counts(world):
    token = world.signed()
    world.revocations(id=REVOCATIONS.replace("https:", "http:"))
    assert codes(world.examine(token))["status"] == ("passed", "not_withdrawn")


def test_a_list_that_cannot_be_had_is_never_good_news(world):
    token = world.signed()
    del world.world.pages[REVOCATIONS]
    assert codes(world.examine(token))["status"] == ("undetermined", "status_list_unreachable")
    world.world.publish(REVOCATIONS, "<html>")
    assert codes(world.examine(token))["status"] == ("undetermined", "status_list_unreadable")


def test_an_issuer_may_keep_no_list(world):
    token = world.signed()
    world.issuer(publicKey=KEY)
    result = world.examine(token)
    assert codes(result)["status"] == ("not_applicable", "no_status")
    assert verdict(result.findings) is Verdict.GENUINE


def test_a_payload_that_is_no_text_is_unreadable(world):
    with pytest.raises(UnreadableError):
        world.examine(f"{b64url(b'{}')}.{b64url(b'[1]')}.AA")
