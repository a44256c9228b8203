"""No older badge, and no answer of its host, makes the examination fail by itself."""

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.errors import CredentialError
from credentials.verify.policy import verdict
from credentials.verify.report import Verdict
from tests.world_of_two import (
    ASSERTION,
    BADGE_CLASS,
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

CHECKS = {"structure", "proof", "issuer", "status", "validity", "recipient", "endorsements"}
WORDS = """
    id type recipient badge verification verify issuedOn issued_on expires evidence narrative image revoked
    uid salt identity hashed issuer criteria alignment tags name origin url publicKey revocationList owner
    creator publicKeyPem revokedAssertions startsWith allowedOrigins endorsement related @language @context
"""
ADDRESSES = [ASSERTION, BADGE_CLASS, ISSUER, KEY, REVOCATIONS, HOME]
ODD_ADDRESSES = ["https://[", "https://a.example:x/", "http://", "//a"]
OTHERS = [
    "2026-02-01T10:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01",
    "hosted",
    "signed",
    "md5$0",
    "email",
]
MEMBERS = st.sampled_from(WORDS.split())
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from([*ADDRESSES, *ODD_ADDRESSES, *OTHERS]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=4),
    max_leaves=8,
)
CHANGES = st.dictionaries(MEMBERS, VALUES, max_size=4)
ASKED = st.sampled_from(["ada@example.org", "+46 1 234", "a:b"])
CONTEXTS = st.sampled_from(["https://w3id.org/openbadges/v2", "https://w3id.org/openbadges/v1", None])


@settings(max_examples=150, deadline=2000)
@given(st.tuples(CHANGES, CHANGES, CHANGES), CONTEXTS, st.booleans(), ASKED)
def test_nothing_that_anybody_writes_breaks_the_examination(changes, context, is_signed, asked):
    own, of_class, of_issuer = changes
    world = WorldOfTwo()
    world.signed()
    document = {**assertion(), "@context": context, **own}
    if context is None:
        del document["@context"]
    for address, served in (
        (ASSERTION, document),
        (BADGE_CLASS, {**badge_class(), **of_class}),
        (ISSUER, {**profile(publicKey=KEY), **of_issuer}),
        (KEY, {"id": KEY, "owner": ISSUER, **of_class}),
        (REVOCATIONS, {"issuer": ISSUER, **of_issuer}),
    ):
        world.world.publish(address, json.dumps(served))
    with suppress(CredentialError):
        result = world.examine(jws(document) if is_signed else document, recipient=asked)
        assert {finding.check for finding in result.findings} == CHECKS
        json.dumps([dict(finding.facts) for finding in (*result.findings, *result.warnings)])
        json.dumps(result.view)
    assert len(world.world.asked) <= 4


@settings(max_examples=100, deadline=2000)
@given(st.sampled_from([ASSERTION, BADGE_CLASS, ISSUER]), st.binary(max_size=200))
def test_whatever_a_host_answers_noise_is_never_genuine(address, noise):
    world = WorldOfTwo()
    given = world.hosted()
    world.world.publish(address, noise)
    assert verdict(world.examine(given).findings) is not Verdict.GENUINE
