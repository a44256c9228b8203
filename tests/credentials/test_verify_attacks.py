"""Every forged or poisoned credential of the list gets the right headline for the right reason."""

import json
import time

import pytest

from credentials.errors import UnreadableError
from credentials.keys import Ed25519Signer, new_ed25519_seed
from credentials.multibase import b64url, unb64url
from credentials.proofs import data_integrity, jose, jwt
from credentials.verify import Outcome, Verdict, verify
from tests.world import World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def workshop(world):
    return world.issuer("did:web:badges.example.org")


def judged(world, credential):
    data = credential.encode() if isinstance(credential, str) else json.dumps(credential).encode()
    return verify(data, fetch=world.fetch, now=world.now)


def found(report, check):
    finding = next(finding for finding in report.findings if finding.check == check)
    return finding.outcome, finding.code


def token(header, payload, sign=lambda _: b"") -> str:
    signing_input = ".".join(b64url(json.dumps(part).encode()) for part in (header, payload))
    return f"{signing_input}.{b64url(sign(signing_input.encode()))}"


def payload_of(world, issuer) -> dict:
    return json.loads(unb64url(world.issue_jwt(issuer).split(".")[1]))


@pytest.mark.parametrize("alg", ["none", "None", "nOnE", "HS256", "HS512"])
def test_a_token_that_anybody_could_make_is_not_relied_on(world, workshop, alg):
    import hmac

    secret = workshop.signer.public.raw
    forged = token(
        {"alg": alg, "kid": workshop.method, "typ": "JWT"},
        payload_of(world, workshop),
        lambda message: hmac.digest(secret, message, "sha256") if alg.startswith("HS") else b"",
    )
    report = judged(world, forged)
    assert report.verdict is Verdict.DO_NOT_RELY
    assert found(report, "proof") == (Outcome.FAILED, "algorithm_forbidden")


def test_an_algorithm_that_we_do_not_know_leaves_the_check_unfinished(world, workshop):
    forged = token({"alg": "ES512", "kid": workshop.method}, payload_of(world, workshop))
    assert judged(world, forged).verdict is Verdict.COULD_NOT_FINISH


@pytest.mark.parametrize("member", ["crit", "zip", "b64", "x5u", "jku", "x5c"])
def test_header_members_that_change_the_rules_are_refused(world, workshop, member):
    header = {"alg": "EdDSA", "kid": workshop.method, member: "https://evil.example/keys"}
    report = judged(world, token(header, payload_of(world, workshop), workshop.signer.sign))
    assert found(report, "proof") == (Outcome.FAILED, "header_member_forbidden")
    assert world.asked == []


def test_a_key_in_the_header_proves_nothing(world, workshop):
    mallory = Ed25519Signer(new_ed25519_seed())
    for header in (
        {"alg": "EdDSA", "kid": workshop.method, "jwk": mallory.public.jwk},
        {"alg": "EdDSA", "kid": workshop.method},
    ):
        report = judged(world, token(header, payload_of(world, workshop), mallory.sign))
        assert report.verdict is Verdict.DO_NOT_RELY


def test_the_key_of_another_issuer_does_not_sign_for_this_one(world, workshop):
    mallory = world.issuer("did:web:evil.example")
    header = {"alg": "EdDSA", "kid": mallory.method, "typ": "JWT"}
    by_token = judged(world, token(header, payload_of(world, workshop), mallory.signer.sign))
    by_proof = judged(world, world.sign(world.credential(workshop), mallory))
    for report in (by_token, by_proof):
        assert report.verdict is Verdict.DO_NOT_RELY
        assert found(report, "issuer") == (Outcome.FAILED, "key_not_issuers")


def test_every_proof_of_a_set_must_be_good_and_one_the_issuers(world, workshop):
    badge = world.issue(workshop)
    mallory = world.issuer("did:key")
    second = world.sign(badge, mallory)
    wrong = {**badge["proof"][0], "proofValue": second["proof"][1]["proofValue"]}
    assert judged(world, second).verdict is Verdict.GENUINE
    alone = {**second, "proof": second["proof"][1:]}
    assert found(judged(world, alone), "proof") == (Outcome.FAILED, "key_not_issuers")
    assert judged(world, {**badge, "proof": [badge["proof"][0], wrong]}).verdict is Verdict.DO_NOT_RELY
    assert judged(world, {**badge, "proof": badge["proof"] * 2}).verdict is Verdict.GENUINE
    assert found(judged(world, {**badge, "proof": badge["proof"] * 5}), "proof")[1] == "too_many_proofs"


def test_an_unknown_suite_is_told_as_unknown(world, workshop):
    badge = world.issue(workshop)
    report = judged(world, {**badge, "proof": [{**badge["proof"][0], "cryptosuite": "falcon-2030"}]})
    assert report.verdict is Verdict.COULD_NOT_FINISH
    assert found(report, "proof") == (Outcome.UNDETERMINED, "cryptosuite")


def test_an_unknown_context_is_never_fetched_and_told_as_unknown(world, workshop):
    badge = world.issue(workshop)
    report = judged(world, {**badge, "@context": [*badge["@context"], "https://evil.example/context.json"]})
    assert report.verdict is Verdict.COULD_NOT_FINISH
    assert found(report, "structure") == (Outcome.UNDETERMINED, "unknown_context")
    assert not [url for url in world.asked if "evil" in url]


def test_an_inline_context_does_not_redefine_words(world, workshop):
    badge = world.issue(workshop)
    inline = {"name": "https://evil.example/name"}
    assert judged(world, {**badge, "@context": [*badge["@context"], inline]}).verdict is not Verdict.GENUINE


def test_a_term_added_after_signing_is_a_fault_of_structure(world, workshop):
    badge = world.issue(workshop)
    for changed in (
        {**badge, "trustMe": "yes"},
        {**badge, "credentialSubject": {**badge["credentialSubject"], "grade": "A"}},
    ):
        report = judged(world, changed)
        assert report.verdict is Verdict.DO_NOT_RELY
        assert found(report, "structure") == (Outcome.FAILED, "term_undefined")


@pytest.mark.parametrize(
    "member",
    [
        {"@graph": [{"id": "https://evil.example/1"}]},
        {"@included": [{"id": "https://evil.example/1"}]},
        {"@reverse": {"issuer": "https://evil.example/1"}},
        {"@id": "https://evil.example/1"},
        {"@type": "OpenBadgeCredential"},
        {"@nest": {}},
        {"_:hidden": "x"},
        {"description": {"en": "a map", "sv": "en karta"}},
        {"description": {"@value": "text", "@language": "en"}},
        {"description": None},
        {"id": "relative/id"},
        {"id": "_:blank"},
        {"evidence": [{"id": "../up", "type": ["Evidence"]}]},
    ],
)
def test_what_lets_json_and_graph_tell_two_stories_is_refused(world, workshop, member):
    report = judged(world, {**world.issue(workshop), **member})
    assert report.verdict is Verdict.DO_NOT_RELY
    assert found(report, "structure")[0] is Outcome.FAILED


def test_a_nested_context_is_refused(world, workshop):
    badge = world.issue(workshop)
    subject = {**badge["credentialSubject"], "@context": {"name": "https://evil.example/name"}}
    assert found(judged(world, {**badge, "credentialSubject": subject}), "structure")[1] == "nested_context"


def test_doubled_members_are_unreadable(world, workshop):
    text = json.dumps(world.issue(workshop))
    with pytest.raises(UnreadableError) as caught:
        judged(world, text[:-1] + ', "name": "other"}')
    assert caught.value.code == "duplicate_member"


def test_a_proof_for_another_purpose_does_not_count(world, workshop):
    badge = world.issue(workshop)
    report = judged(world, {**badge, "proof": [{**badge["proof"][0], "proofPurpose": "authentication"}]})
    assert found(report, "proof") == (Outcome.FAILED, "proof_purpose")


def test_contexts_in_the_wrong_order_are_a_fault(world, workshop):
    badge = world.issue(workshop)
    for contexts in (
        list(reversed(badge["@context"])),
        badge["@context"][:1],
        "https://www.w3.org/ns/credentials/v2",
    ):
        assert judged(world, {**badge, "@context": contexts}).verdict is Verdict.DO_NOT_RELY


@pytest.mark.parametrize(("letters", "code"), [(160_000, "well_formed"), (170_000, "too_long")])
def test_a_token_longer_than_we_would_sign_is_never_good(world, workshop, letters, code):
    claims = dict(jwt.parse(world.issue_jwt(workshop)).payload)
    token = jose.sign({"kid": workshop.method}, {**claims, "description": "x" * letters}, workshop.signer)
    report = judged(world, token)
    assert next(one.code for one in report.findings if one.check == "structure") == code
    assert report.verdict is (Verdict.COULD_NOT_FINISH if code == "too_long" else Verdict.GENUINE)


def poison_ring(size: int) -> dict:
    """Many look-alike nodes without names: the worst case of canonicalisation."""
    related = [
        {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://a.example/"} for _ in range(size)
    ]
    return {"alignment": related}


@pytest.mark.parametrize("size", [40, 70, 300, 3000])
def test_poison_graphs_are_answered_fast(world, workshop, size):
    badge = world.credential(workshop)
    badge["credentialSubject"]["achievement"] |= poison_ring(size)
    proof = data_integrity.sign(
        world.credential(workshop), workshop.signer, verification_method=workshop.method, created=world.now
    )["proof"]
    start = time.process_time()
    assert judged(world, {**badge, "proof": proof}).verdict is not Verdict.GENUINE
    assert time.process_time() - start < 1


def test_a_forged_badge_that_points_at_thousands_of_lists_asks_none_of_them(world, workshop):
    badge = world.credential(workshop)
    badge["credentialStatus"] = [
        {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1",
         "statusListCredential": f"https://victim{number}.example/"} for number in range(1000)
    ]  # fmt: skip
    assert judged(world, badge).verdict is Verdict.DO_NOT_RELY
    assert world.asked == []
