"""What a document says in two places, or leaves out, never looks better than the worse of both."""

import json

import pytest

from credentials import status
from credentials.proofs import data_integrity, jose, presentation
from credentials.verify import Outcome, Verdict, verify
from tests.credentials.odd_values import signed_anew
from tests.credentials.signing import signed, unsigned
from tests.credentials.test_verify_status import finding, outcome
from tests.world import World

FIRST_MODEL = "https://www.w3.org/2018/credentials/v1"
STATUS = "https://badges.example.org/status/1"
BEFORE, AFTER = "2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"


@pytest.fixture
def world():
    return World()


@pytest.fixture
def workshop(world):
    return world.issuer("did:web:badges.example.org")


def judged(world, given, **shape):
    data = given.encode() if isinstance(given, str) else json.dumps(given).encode()
    return verify(data, **{"fetch": world.fetch, "now": world.now, **shape})


def of_first_model(world, issuer, **members):
    document = world.credential(issuer, issuanceDate=BEFORE, validFrom=None, **members)
    return {**document, "@context": [FIRST_MODEL, *document["@context"][1:]]}


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"validUntil": AFTER, "expirationDate": AFTER}, "in_time"),
        ({"validUntil": AFTER, "expirationDate": BEFORE}, "expired"),
        ({"validUntil": BEFORE, "expirationDate": AFTER}, "expired"),
        ({"validFrom": BEFORE, "issuanceDate": AFTER}, "not_yet_valid"),
        ({"validUntil": AFTER, "expirationDate": "tomorrow"}, "not_checked"),
    ],
)
def test_of_two_pairs_of_dates_the_narrower_counts(world, workshop, dates, code):
    document = {**of_first_model(world, workshop), "issuanceDate": BEFORE, **dates}
    report = judged(world, signed_anew(document | {"nbf": 1577836800}, workshop.signer, workshop.method))
    assert outcome(report, "validity")[1] == code


@pytest.mark.parametrize(("ends", "verdict"), [(1, Verdict.DO_NOT_RELY), (2**31, Verdict.GENUINE)])
@pytest.mark.parametrize("other", [{}, {"validUntil": AFTER}, {"expirationDate": AFTER}])
def test_the_end_of_a_token_cannot_be_outlived(world, workshop, ends, verdict, other):
    document = {**of_first_model(world, workshop, **other), "exp": ends, "nbf": 1577836800}
    if ends == 1:
        document |= {"issuanceDate": "1969-01-01T00:00:00Z", "nbf": -31536000}
    report = judged(world, signed_anew(document, workshop.signer, workshop.method))
    assert report.verdict is verdict


@pytest.mark.parametrize(
    ("dates", "is_good"), [({"validUntil": AFTER}, True), ({"expirationDate": BEFORE}, False)]
)
def test_a_list_in_the_words_of_both_editions_ends_with_the_earlier(world, workshop, dates, is_good):
    world.status_list(workshop, STATUS)
    served = json.loads(world.pages[STATUS])
    bare = {name: value for name, value in served.items() if name != "proof"} | {"validUntil": AFTER} | dates
    world.publish(STATUS, signed_anew(bare, workshop.signer, workshop.method))
    report = judged(world, world.issue(workshop, credentialStatus=status.entry(STATUS, 3)))
    assert (outcome(report, "status")[1] == "not_withdrawn") is is_good


@pytest.mark.parametrize("member", ["validUntil", "expirationDate", "credentialStatus", "issuer", None])
def test_beside_a_vc_claim_nothing_of_a_credential_may_stand(world, workshop, member):
    inner = world.credential(workshop)
    claims = {
        "iss": workshop.id,
        "jti": inner["id"],
        "nbf": 1772280000,
        "sub": inner["credentialSubject"]["id"],
    }
    payload = {"vc": inner, **claims, **({} if member is None else {member: BEFORE})}
    header = {"kid": workshop.method, "typ": "JWT"}
    report = judged(world, jose.sign(header, payload, workshop.signer))
    assert (outcome(report, "proof")[1] == "claim_forbidden") is (member is not None)


@pytest.mark.parametrize("pointers", [None, ["/issuer"], ["/name", "/credentialSubject"]])
def test_no_holder_and_no_issuer_can_leave_out_the_end(pointers):
    document = {**unsigned("P-256", credential_status=None), "validUntil": "2026-01-01T00:00:00Z"}
    document |= {"validFrom": "2025-01-01T00:00:00Z", "credentialStatus": status.entry(STATUS, 3)}
    base = signed("ecdsa-sd-2023", "P-256", document=document, mandatory_pointers=pointers)
    shown = data_integrity.derive(base, [])
    assert (shown["validUntil"], shown["credentialStatus"]) == (
        document["validUntil"],
        document["credentialStatus"],
    )


@pytest.mark.parametrize("as_token", [True, False])
def test_a_badge_is_no_endorsement_of_what_it_was_put_into(world, workshop, as_token):
    """Somebody was awarded a badge once, and shows it as praise for the badges that they give."""
    university = world.issuer("did:key", "University")
    subject = {**world.credential(university)["credentialSubject"], "id": workshop.id}
    own = "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a77"
    award = world.credential(university, credentialSubject=subject, id=own)
    member = {"endorsementJwt": [signed_anew(award, university.signer, university.method)]}
    if not as_token:
        member = {"endorsement": [world.sign(award, university)]}
    badge = world.credential(workshop) | {"issuer": {**workshop.profile, **member}}
    report = judged(world, signed_anew(badge, workshop.signer, workshop.method))
    assert outcome(report, "endorsements") == (Outcome.FAILED, "endorsement_other_type")


@pytest.mark.parametrize(
    ("kind", "is_told"),
    [
        ("BitstringStatusListEntry", True),
        (["BitstringStatusListEntry"], True),
        ("SomethingElse", False),
        (["1EdTechRevocationList", "BitstringStatusListEntry"], False),
    ],
)
def test_only_an_entry_of_a_known_kind_can_say_that_it_withdraws_nothing(world, workshop, kind, is_told):
    entry = {**status.entry(STATUS, 3, purpose="message"), "type": kind}
    report = judged(
        world,
        signed_anew(
            {**world.credential(workshop), "credentialStatus": entry}, workshop.signer, workshop.method
        ),
    )
    assert (finding(report, "status").outcome is Outcome.NOT_APPLICABLE) is is_told
    assert (report.verdict is Verdict.GENUINE) is is_told


def with_recipient(world, workshop, address):
    subject = world.credential(workshop)["credentialSubject"]
    entry = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": address,
        "identityType": "emailAddress",
    }
    return world.issue(workshop, credentialSubject={**subject, "identifier": [entry]})


def test_whose_badges_a_presentation_shows_is_told_when_asked(world, workshop):
    ada, eve = (with_recipient(world, workshop, f"{name}@example.org") for name in ("ada", "eve"))
    for carried, code, verdict in (
        ([ada], "recipient_matches", Verdict.GENUINE),
        ([ada, eve], "recipient_differs", Verdict.DO_NOT_RELY),
        ([world.issue(workshop)], "recipient_not_said", Verdict.COULD_NOT_FINISH),
    ):
        shown = presentation.build(carried, holder=workshop.id)
        report = judged(world, shown, recipient="ada@example.org")
        assert (outcome(report, "recipient")[1], report.verdict) == (code, verdict)
        assert judged(world, shown).verdict is Verdict.GENUINE
