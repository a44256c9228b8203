"""What a signed endorsement is worth, where it is shown and how it is taken back, on both databases."""

import json
from uuid import UUID, uuid4

import pytest
from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier

from badges.models import Endorsement
from badges.queries import endorsements
from badges.services import carrying, verifying
from badges.services.endorsing import carrying as carrying_endorsements
from badges.services.endorsing import deciding, withdrawing, writing
from credentials.proofs.jwt import parse
from foundation.db import transaction
from foundation.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
)
from issuers import queries as issuers
from tests.badges.endorsing_scene import awarded, claimed, endorsed, signed, taken
from tests.badges.scene import accepted, person, set_stage


@pytest.fixture
def scene(app):
    return set_stage()


@pytest.fixture
def people(scene):
    return person("Ada"), person("Mentor Mo")


def test_a_withdrawn_endorsement_stays_on_record_and_no_checker_relies_on_it(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    body = carrying_endorsements.form(row, "json")
    assert withdrawing.withdraw(mo, row.id, "mistake").state == "withdrawn"
    assert endorsements.shown(subject_id) == []
    assert [one.withdrawn_at is not None for one in endorsements.taken_back(subject_id)] == [True]
    assert verifying.verify(body).verdict == "do_not_rely"
    with pytest.raises(ConflictError, match="move_refused"):
        withdrawing.withdraw(mo, row.id, "mistake")


@pytest.mark.parametrize("by", ["holder", "endorser"])
def test_a_signed_one_that_is_not_accepted_ends_declined_and_revoked(scene, people, by):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    body = carrying_endorsements.form(row, "json")
    if by == "holder":
        deciding.decline(ada, row.id)
    else:
        withdrawing.withdraw(mo, row.id, "other")
    assert endorsements.by_id(row.id).state == "declined"
    assert verifying.verify(body).verdict == "do_not_rely"
    for actor in (ada, mo):
        with pytest.raises(NotFoundError):
            carrying_endorsements.downloadable(actor, row.id)


def test_a_reason_is_one_of_the_list(scene, people):
    ada, mo = people
    row = endorsed(ada, mo, "Mentor Mo", claimed(scene, ada))
    with pytest.raises(InvalidError):
        withdrawing.withdraw(mo, row.id, "because")
    with pytest.raises(NotFoundError):
        withdrawing.withdraw(ada, row.id, "mistake")


def test_nobody_else_reads_writes_or_decides(scene, people):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    for stranger in (person("Lee"), scene.steward):
        for act in (deciding.accept, deciding.decline, writing.sign, writing.preview):
            with pytest.raises(NotFoundError):
                act(stranger, row.id)
        with pytest.raises(NotFoundError):
            carrying_endorsements.readable(stranger, row.id)
    with pytest.raises(NotFoundError):
        deciding.accept(mo, row.id)


def test_one_about_another_badge_is_never_shown(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    other = accepted(scene, person("Bob"), "Bob")
    assert endorsements.shown(other.id) == []
    with transaction() as db:
        db.get(Endorsement, row.id).competency = "flying"
    assert endorsements.shown(subject_id) == []


def test_the_token_of_a_badge_carries_the_endorsements_that_were_chosen_whole(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    held = taken(scene, ada, "Ada", subject_id, endorsements=(row.id,))
    assert held == subject_id
    from badges.queries import awards

    token = carrying.form(awards.credential_by_id(held), "jwt")
    document = parse(token.decode()).document
    assert document["endorsementJwt"] == [carrying_endorsements.form(row, "jwt").decode()]
    report = verifying.verify(token)
    assert report.verdict == "genuine"
    assert [(one.outcome.value, one.code) for one in report.findings if one.check == "endorsements"] == [
        ("passed", "endorsement_good")
    ]
    verifier = OB3Verifier.for_issuer_did(document["issuer"]["id"])
    assert verifier.verify(token.decode()).id == f"urn:uuid:{subject_id}"


def test_the_json_of_a_badge_says_the_same_but_for_endorsements_of_itself(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    taken(scene, ada, "Ada", subject_id, endorsements=(row.id,))
    from badges.queries import awards

    badge = awards.credential_by_id(subject_id)
    body = carrying.form(badge, "json")
    in_json, in_token = json.loads(body), dict(parse(carrying.form(badge, "jwt").decode()).document)
    del in_json["proof"], in_token["endorsementJwt"]
    assert in_json == in_token
    verifier = OB3LdpVerifier.for_issuer_did(in_json["issuer"]["id"])
    assert verifier.verify(body.decode()).id == f"urn:uuid:{subject_id}"


def test_nothing_is_embedded_unless_it_was_chosen_and_stands(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    waiting = signed(ada, mo, "Mentor Mo", subject_id)
    award_id = awarded(scene, ada, "Ada", subject_id)
    from badges.services import claiming

    for wrong in ((waiting.id,), (uuid4(),), tuple(uuid4() for _ in range(4))):
        with pytest.raises(InvalidError):
            claiming.accept(ada, award_id, choices=claiming.Choices(endorsements=wrong))
    held = claiming.accept(ada, award_id).credential_id
    from badges.queries import awards

    assert (
        not {"endorsement", "endorsementJwt"}
        & json.loads(carrying.form(awards.credential_by_id(held), "json")).keys()
    )


def test_the_bundle_holds_all_shown_ones_byte_for_byte(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    assert json.loads(carrying_endorsements.bundle(subject_id)) == []
    rows = [endorsed(ada, mo, "Mentor Mo", subject_id), endorsed(ada, person("Lee"), "Lee", subject_id)]
    bundle = carrying_endorsements.bundle(subject_id)
    assert len(json.loads(bundle)) == 2
    assert all(carrying_endorsements.form(row, "json") in bundle for row in rows)


def test_ids_that_were_drawn_are_not_ordered_by_time(scene, people):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    assert isinstance(row.id, UUID)
    assert {row.id.version, row.profile_id.version, row.subject_id.version} == {4}


def test_each_of_three_embedded_endorsements_gets_its_own_good_result(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    rows = [
        endorsed(ada, mo, "Mentor Mo", subject_id),
        *(endorsed(ada, person(name), name, subject_id) for name in ("Lee", "Kim")),
    ]
    taken(scene, ada, "Ada", subject_id, endorsements=tuple(one.id for one in rows))
    report = verifying.verify(issuers.signed_body(f"urn:uuid:{subject_id}", "jwt"))
    said = [one.code for one in report.findings if one.check == "endorsements"]
    assert (report.verdict, said) == ("genuine", ["endorsement_good"] * 3)
