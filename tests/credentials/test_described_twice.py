"""One thing described in two places: a graph holds both, and does not say which words stood where."""

import copy
import hashlib
import json

import pytest

from credentials import build, model
from credentials.canonical import canonicalise_checked, check_descriptions, jcs, rdfc
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from credentials.errors import UnsupportedError
from credentials.multibase import encode_base58
from credentials.proofs import jwt
from credentials.verify import Outcome, Verdict, verify
from tests.credentials import samples
from tests.credentials.test_build import changed, refused
from tests.credentials.test_verify_status import outcome
from tests.world import World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def issuer(world):
    return world.issuer()


def created_by(issuer, world, **profile):
    document = world.credential(issuer)
    document["credentialSubject"]["achievement"]["creator"] = {**issuer.profile, **profile}
    return document


def of_a_careless_issuer(document, issuer, hashed=rdfc):
    """Sign with whatever contradicts itself in it, as others do (vc-di-eddsa, 3.2 and 3.3)."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022" if hashed is rdfc else "eddsa-jcs-2022",
        "created": "2026-02-28T12:00:00Z",
        "verificationMethod": issuer.method,
        "proofPurpose": "assertionMethod",
    }
    config = {"@context": document["@context"], **options}
    parts = [hashlib.sha256(hashed(one)).digest() for one in (config, document)]
    proof = {**config, "proofValue": encode_base58(issuer.signer.sign(b"".join(parts)))}
    if hashed is rdfc:
        del proof["@context"]
    return {**document, "proof": [proof]}


def judged(world, document):
    return verify(json.dumps(document).encode(), fetch=world.fetch, now=world.now)


def swapped(document):
    """What a holder makes of it, by whose graph nothing has changed."""
    moved = copy.deepcopy(document)
    creator = moved["credentialSubject"]["achievement"]["creator"]
    moved["issuer"]["name"], creator["name"] = creator["name"], moved["issuer"]["name"]
    return moved


def test_who_signs_carelessly_here_signs_what_verifies(world, issuer):
    assert judged(world, of_a_careless_issuer(created_by(issuer, world), issuer)).verdict is Verdict.GENUINE


def test_two_descriptions_that_contradict_each_other_are_never_genuine(world, issuer):
    made = of_a_careless_issuer(created_by(issuer, world, name="Royal University"), issuer)
    for document in (made, swapped(made)):
        report = judged(world, document)
        assert outcome(report, "proof") == (Outcome.UNDETERMINED, "described_differently")
        assert report.verdict is Verdict.COULD_NOT_FINISH


def test_two_entries_of_one_id_do_not_exchange_their_places_in_the_list(world, issuer):
    url = world.status_list(issuer, revoked=[7], purpose=["revocation", "refresh"])
    entries = [
        {
            "id": "https://badges.example.org/badges/5#status",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": index,
            "statusListCredential": url,
        }
        for purpose, index in (("revocation", "9"), ("refresh", "7"))
    ]
    record = world.record(issuer, [world.issue(issuer)], credentialStatus=entries)
    report = judged(world, of_a_careless_issuer(record, issuer))
    assert outcome(report, "proof") == (Outcome.UNDETERMINED, "described_differently")


@pytest.mark.parametrize("profile", [{}, {"url": "https://badges.example.org/about"}])
def test_a_creator_who_is_the_issuer_and_said_to_be_the_same_is_fine(world, issuer, profile):
    document = created_by(issuer, world, **profile)
    assert judged(world, world.sign(document, issuer)).verdict is Verdict.GENUINE


def test_an_address_and_what_has_it_are_the_same_picture(world, issuer):
    document = created_by(issuer, world, image="https://badges.example.org/i.png")
    picture = document["issuer"]["image"] = {"id": "https://badges.example.org/i.png", "type": "Image"}
    check_descriptions(document)
    assert canonicalise_checked(document, at_issue=True)
    picture["id"] = "https://badges.example.org/another.png"
    for refuses in (check_descriptions, lambda one: canonicalise_checked(one, at_issue=True)):
        with pytest.raises(UnsupportedError, match="described_differently"):
            refuses(document)


@pytest.mark.parametrize(
    "context",
    ["https://w3id.org/security/data-integrity/v2", "https://w3id.org/security/suites/ed25519-2020/v1"],
)
def test_what_only_says_that_it_has_a_proof_is_looked_at_too(world, issuer, context):
    made = swapped(of_a_careless_issuer(created_by(issuer, world, name="Royal University"), issuer))
    made["credentialSubject"]["achievement"]["creator"]["proof"] = None
    for document in (made, {**made, "@context": [*made["@context"], context]}):
        assert judged(world, document).verdict is not Verdict.GENUINE


@pytest.mark.parametrize("kind", ["Evidence", "Image"])
def test_one_page_is_evidence_of_several_things_and_one_picture_has_several_captions(world, issuer, kind):
    document = created_by(issuer, world)
    page = "https://badges.example.org/page"
    if kind == "Evidence":
        document["evidence"] = [
            {"id": page, "type": ["Evidence"], "narrative": told} for told in ("First edit", "Second edit")
        ]
    else:
        for at, holder in enumerate((document["issuer"], document["credentialSubject"]["achievement"])):
            holder["image"] = {"id": page, "type": "Image", "caption": f"Caption {at}"}
    assert judged(world, world.sign(document, issuer)).verdict is Verdict.GENUINE


def test_evidence_does_not_exchange_words_with_anything_else(world, issuer):
    document = created_by(issuer, world)
    achievement = document["credentialSubject"]["achievement"]["id"]
    document["evidence"] = [
        {"id": achievement, "type": ["Evidence"], "name": told}
        for told in (document["credentialSubject"]["achievement"]["name"], "Master of wheels")
    ]
    with pytest.raises(UnsupportedError, match="described_differently"):
        world.sign(document, issuer)


def test_the_order_of_identifiers_contradicts_nobody_and_true_is_not_one(world, issuer):
    numbers = [
        {"type": "IdentifierEntry", "identifier": one, "identifierType": "identifier"} for one in ("1", "2")
    ]
    document = created_by(issuer, world, otherIdentifier=numbers[::-1])
    document["issuer"]["otherIdentifier"] = numbers
    assert judged(world, world.sign(document, issuer)).verdict is Verdict.GENUINE
    odd = {"issuer": {"id": "urn:x:1", "value": True}, "creator": {"id": "urn:x:1", "value": 1}}
    with pytest.raises(UnsupportedError, match="described_differently"):
        check_descriptions(odd)


@pytest.mark.parametrize("member", ["endorsement", "otherIdentifier"])
def test_two_places_may_each_have_their_own_endorsements_and_identifiers(world, issuer, member):
    document = created_by(issuer, world)
    for at, holder in enumerate(
        (document["issuer"], document["credentialSubject"]["achievement"]["creator"])
    ):
        endorser = world.issuer()
        number = {"type": "IdentifierEntry", "identifier": f"{at}", "identifierType": "identifier"}
        praise = world.sign(world.endorsement(endorser, issuer.id), endorser)
        holder[member] = [praise if member == "endorsement" else number]
    report = judged(world, world.sign(document, issuer))
    assert report.verdict is Verdict.GENUINE
    codes = [one.code for one in report.findings if one.check == "endorsements"]
    assert codes == (["endorsement_good"] * 2 if member == "endorsement" else ["no_endorsements"])


def test_a_record_whose_badges_say_different_things_of_one_learner_needs_them_signed(world, issuer):
    badges = [
        world.credential(issuer),
        world.credential(issuer, id="urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c99"),
    ]
    badges[1]["credentialSubject"]["achievement"] = {
        **badges[1]["credentialSubject"]["achievement"],
        "id": "https://badges.example.org/achievements/other",
        "name": "Something else",
    }
    with pytest.raises(UnsupportedError, match="described_differently"):
        world.sign(world.record(issuer, badges), issuer)
    report = judged(world, of_a_careless_issuer(world.record(issuer, badges), issuer))
    assert [one.verdict for one in (report, *report.inner)] == [Verdict.COULD_NOT_FINISH] * 3
    signed = world.record(issuer, [world.sign(one, issuer) for one in badges])
    assert judged(world, world.sign(signed, issuer)).verdict is Verdict.GENUINE


def test_an_issuer_is_not_called_otherwise_in_two_places_of_what_is_signed(world, issuer):
    document = created_by(issuer, world, name="Royal University")
    with pytest.raises(UnsupportedError, match="described_differently") as caught:
        world.sign(document, issuer)
    assert caught.value.facts["pointer"].endswith("/name")


@pytest.mark.parametrize("rare", [{}, {"urn:x:rare": "1"}], ids=["fast", "slow"])
def test_both_ways_to_the_canonical_form_refuse_it_at_issue(world, issuer, rare):
    document = {**created_by(issuer, world, name="Royal University"), **rare}
    with pytest.raises(UnsupportedError, match="described_differently"):
        canonicalise_checked(document, at_issue=True)
    assert canonicalise_checked(document)


def test_what_was_changed_is_false_and_not_in_doubt(world, issuer):
    signed = world.sign(created_by(issuer, world), issuer)
    forged = {**signed, "issuer": {**signed["issuer"], "name": "Royal University"}}
    assert outcome(judged(world, forged), "proof") == (Outcome.FAILED, "signature_wrong")


def test_where_the_text_itself_is_signed_each_place_says_what_it_says(world, issuer):
    document = created_by(issuer, world, name="Royal University")
    token = jwt.sign(document, issuer.signer, kid=issuer.method)
    assert verify(token.encode(), fetch=world.fetch, now=world.now).verdict is Verdict.GENUINE
    assert judged(world, of_a_careless_issuer(document, issuer, jcs)).verdict is Verdict.GENUINE


def test_what_proves_itself_inside_may_be_of_another_time(world, issuer):
    document = world.credential(issuer)
    renamed = {**issuer.profile, "name": "Cycle Workshop of then"}
    about = {"id": document["id"], "type": ["EndorsementSubject"]}
    endorsement = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": renamed,
        "validFrom": "2026-02-01T12:00:00Z",
        "credentialSubject": about,
    }
    document["endorsement"] = [world.sign(endorsement, issuer)]
    assert judged(world, world.sign(document, issuer)).verdict is Verdict.GENUINE


def test_the_builder_refuses_it_with_its_place():
    award = changed(creator=model.Profile(id=samples.ISSUER, name="Another"))
    assert refused(award) == ("described_differently", "/issuer/name")
    assert build.achievement_credential(award, as_token=True)


def test_one_badge_in_two_languages_is_related_to_both(world, issuer):
    document = world.credential(issuer)
    other = "https://badges.example.org/achievements/8"
    document["credentialSubject"]["achievement"]["related"] = [
        {"id": other, "type": ["Related"], "inLanguage": language} for language in ("sv", "es")
    ]
    assert judged(world, world.sign(document, issuer)).verdict is Verdict.GENUINE


def test_evidence_of_a_kind_of_its_own_is_evidence(world, issuer):
    document = world.credential(issuer)
    document["evidence"] = [
        {"id": "https://badges.example.org/page", "type": ["Evidence", f"urn:kind:{told}"], "name": told}
        for told in ("first", "second")
    ]
    assert judged(world, world.sign(document, issuer)).verdict is Verdict.GENUINE


@pytest.mark.parametrize("odd", [[[]], [{}], {}, 7, None, [None, "Evidence"]])
def test_types_that_are_none_are_compared_like_any_others(odd):
    named = {"id": "urn:x:1", "type": odd, "name": "One"}
    check_descriptions({"one": named, "same": dict(named)})
    with pytest.raises(UnsupportedError, match="described_differently"):
        check_descriptions({"one": named, "other": {**named, "name": "Two"}})
