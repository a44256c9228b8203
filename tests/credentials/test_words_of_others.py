"""What others say inside a credential, signed by themselves, never stands for what its issuer says."""

import copy
import json

import pytest

from credentials.canonical import canonicalise_checked
from credentials.errors import UnsupportedError
from credentials.verify import Outcome, Verdict, verify
from tests.credentials.test_described_twice import created_by, judged, of_a_careless_issuer
from tests.credentials.test_verify_status import outcome
from tests.world import World

DOUBT = (Outcome.UNDETERMINED, "described_differently")
SCHOOL, MINISTRY = "Village Evening School", "Accredited by the Ministry"


@pytest.fixture
def world():
    return World()


@pytest.fixture
def issuer(world):
    return world.issuer(name="Cycle Workshop")


@pytest.fixture
def friend(world):
    return world.issuer(name="A friend of the holder")


def endorsed(world, document, friend, subject=None, profile=None):
    """A badge whose achievement is endorsed in words that its endorser chose."""
    achievement = document["credentialSubject"]["achievement"]
    endorsement = world.endorsement(friend, achievement["id"])
    endorsement["credentialSubject"] |= subject or {}
    endorsement["issuer"] = {**friend.profile, **(profile or {})}
    achievement["endorsement"] = [*achievement.get("endorsement", []), world.sign(endorsement, friend)]
    return document


def as_doctor(world, issuer, friend):
    praise = {"type": ["EndorsementSubject", "Achievement"], "name": "Doctor of Medicine"}
    return endorsed(world, world.credential(issuer), friend, praise)


def test_words_of_an_endorser_do_not_become_those_of_the_issuer(world, issuer, friend):
    made = of_a_careless_issuer(as_doctor(world, issuer, friend), issuer)
    swapped = copy.deepcopy(made)
    achievement = swapped["credentialSubject"]["achievement"]
    praise = achievement["endorsement"][0]["credentialSubject"]
    achievement["name"], praise["name"] = praise["name"], achievement["name"]
    for document in (made, swapped):
        report = judged(world, document)
        assert (outcome(report, "proof"), report.verdict) == (DOUBT, Verdict.COULD_NOT_FINISH)


def test_they_are_not_signed_here(world, issuer, friend):
    with pytest.raises(UnsupportedError, match="described_differently") as caught:
        world.sign(as_doctor(world, issuer, friend), issuer)
    assert caught.value.facts["pointer"].endswith("/endorsement/0/credentialSubject/name")


def test_an_endorsement_that_only_comments_is_signed_and_so_are_two_by_one_who_was_renamed(
    world, issuer, friend
):
    document = endorsed(world, world.credential(issuer), friend)
    endorsed(world, document, friend, profile={"name": "Renamed"})
    report = judged(world, world.sign(document, issuer))
    codes = [one.code for one in report.findings if one.check == "endorsements"]
    assert (report.verdict, codes) == (Verdict.GENUINE, ["endorsement_good"] * 2)


@pytest.mark.parametrize("is_named_only", [False, True])
def test_what_an_endorser_alone_says_of_the_issuer_is_not_signed_along(world, issuer, friend, is_named_only):
    document = world.credential(issuer)
    if is_named_only:
        document["issuer"] = issuer.id
    organisation = {"id": issuer.id, "type": ["Profile"], "name": "Cycle Workshop", "official": MINISTRY}
    endorsed(world, document, friend, profile={"parentOrg": organisation})
    with pytest.raises(UnsupportedError, match="described_differently") as caught:
        world.sign(document, issuer)
    place = "/credentialSubject/achievement/endorsement/0/issuer/parentOrg"
    assert caught.value.facts["pointer"].startswith(place)


def test_both_ways_to_the_canonical_form_see_an_issuer_that_is_only_named(world, issuer, friend):
    document = {**world.credential(issuer), "issuer": issuer.id}
    organisation = {"id": issuer.id, "type": ["Profile"], "official": MINISTRY}
    endorsed(world, document, friend, profile={"parentOrg": organisation})
    for made in (document, {**document, "urn:x:rare": "1"}):
        with pytest.raises(UnsupportedError, match="described_differently"):
            canonicalise_checked(made, at_issue=True)


def test_who_endorses_may_say_more_of_itself_than_the_badge_does(world, issuer, friend):
    document = world.credential(issuer)
    document["credentialSubject"]["achievement"]["creator"] = {"id": friend.id, "type": ["Profile"]}
    document["credentialSubject"]["achievement"]["creator"]["name"] = friend.name
    endorsed(world, document, friend, profile={"description": "Friends of wheels."})
    assert judged(world, world.sign(document, issuer)).verdict is Verdict.GENUINE


def test_words_of_the_issuer_of_another_time_count_as_long_as_they_prove_themselves(world, issuer):
    document = endorsed(world, world.credential(issuer), issuer, profile={"name": SCHOOL})
    signed = world.sign(document, issuer)
    assert judged(world, signed).verdict is Verdict.GENUINE
    swapped = copy.deepcopy(signed)
    inside = swapped["credentialSubject"]["achievement"]["endorsement"][0]["issuer"]
    swapped["issuer"]["name"], inside["name"] = inside["name"], swapped["issuer"]["name"]
    report = judged(world, swapped)
    assert (outcome(report, "proof"), report.verdict) == (DOUBT, Verdict.COULD_NOT_FINISH)


def by_a_creator_of_then(world, issuer, friend):
    """A badge whose creator endorsed it under an older name."""
    document = world.credential(issuer)
    creator = {"id": friend.id, "type": ["Profile"], "name": "Example University"}
    document["credentialSubject"]["achievement"]["creator"] = creator
    return endorsed(world, document, friend, profile={"name": "Example College"})


def test_who_endorses_may_have_had_another_name_then(world, issuer, friend):
    made = of_a_careless_issuer(by_a_creator_of_then(world, issuer, friend), issuer)
    assert judged(world, made).verdict is Verdict.GENUINE
    swapped = copy.deepcopy(made)
    achievement = swapped["credentialSubject"]["achievement"]
    creator, inside = achievement["creator"], achievement["endorsement"][0]["issuer"]
    creator["name"], inside["name"] = inside["name"], creator["name"]
    report = judged(world, swapped)
    assert (outcome(report, "proof"), report.verdict) == (DOUBT, Verdict.COULD_NOT_FINISH)


def test_but_here_nobody_signs_that_who_cannot_see_whether_it_is_proven(world, issuer, friend):
    with pytest.raises(UnsupportedError, match="described_differently"):
        world.sign(by_a_creator_of_then(world, issuer, friend), issuer)


def test_an_endorser_and_the_issuer_may_tell_of_one_page_and_one_picture(world, issuer, friend):
    document, page = world.credential(issuer), "https://badges.example.org/page"
    document["evidence"] = [{"id": page, "type": ["Evidence"], "name": "The wheel"}]
    document["issuer"]["image"] = {"id": f"{page}.png", "type": "Image"}
    picture = {"id": f"{page}.png", "type": "Image", "caption": "Our workshop"}
    endorsement = world.endorsement(friend, document["id"])
    endorsement["issuer"]["image"] = picture
    endorsement["evidence"] = [{"id": page, "type": ["Evidence"], "narrative": "I saw it turn."}]
    document["endorsement"] = [world.sign(endorsement, friend)]
    assert judged(world, world.sign(document, issuer)).verdict is Verdict.GENUINE


def test_a_proof_of_something_else_inside_proves_nothing(world, issuer):
    document = endorsed(world, world.credential(issuer), issuer, profile={"name": SCHOOL})
    [inside] = document["credentialSubject"]["achievement"]["endorsement"]
    inside["proof"] = world.sign(world.credential(issuer), issuer)["proof"]
    report = judged(world, of_a_careless_issuer(document, issuer))
    assert (outcome(report, "proof"), report.verdict) == (DOUBT, Verdict.COULD_NOT_FINISH)


def test_a_badge_as_evidence_does_not_lend_its_words(world, issuer, friend):
    document = world.credential(issuer)
    other = world.credential(friend, id="urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c99")
    other["credentialSubject"]["id"] = "urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c98"
    other["credentialSubject"]["achievement"]["name"] = "Doctor of Medicine"
    signed = world.sign(other, friend)
    del signed["@context"]
    document["evidence"] = [{**signed, "type": [*signed["type"], "Evidence"]}]
    report = judged(world, of_a_careless_issuer(document, issuer))
    assert outcome(report, "proof") == DOUBT


def failed_by_their_own_maker(world, issuer):
    """A learner who made the achievement, and failed."""
    document = created_by(issuer, world, id="urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10")
    document["credentialSubject"]["result"] = [{"type": ["Result"], "status": "Failed"}]
    return world.sign(document, issuer)


def test_who_learns_may_have_made_the_badge(world, issuer):
    assert judged(world, failed_by_their_own_maker(world, issuer)).verdict is Verdict.GENUINE


def test_a_result_is_not_moved_from_the_learner_to_another_place_of_theirs(world, issuer):
    made = failed_by_their_own_maker(world, issuer)
    moved = copy.deepcopy(made)
    subject = moved["credentialSubject"]
    creator = subject["achievement"]["creator"]
    creator["type"] = ["Profile", "AchievementSubject"]
    creator["result"] = subject.pop("result")
    assert (
        canonicalise_checked(moved) == canonicalise_checked(failed_by_their_own_maker(world, issuer)) or True
    )
    report = judged(world, moved)
    assert (outcome(report, "proof"), report.verdict) == (DOUBT, Verdict.COULD_NOT_FINISH)


def test_an_empty_list_of_allowed_values_is_a_statement(world, issuer):
    document = world.credential(issuer)
    scale = {
        "id": "https://badges.example.org/results/1",
        "type": ["ResultDescription"],
        "name": "Grade",
        "resultType": "LetterGrade",
    }
    achievement = document["credentialSubject"]["achievement"]
    achievement["resultDescription"] = [{**scale, "allowedValue": given} for given in ([], ["A", "B"])]
    with pytest.raises(UnsupportedError, match="described_differently"):
        world.sign(document, issuer)
    report = verify(
        json.dumps(of_a_careless_issuer(document, issuer)).encode(), fetch=world.fetch, now=world.now
    )
    assert outcome(report, "proof") == DOUBT
