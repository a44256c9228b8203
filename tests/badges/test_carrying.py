import orjson
import pytest
from flask import current_app

from badges.services import carrying, verifying, withdrawing
from competencies import queries as competencies
from credentials.errors import FetchError, UnreadableError
from credentials.verify.report import Verdict
from foundation.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from issuers import queries as issuers
from tests.badges.scene import accepted, person, set_stage


@pytest.fixture
def held(app):
    scene, holder = set_stage(), person("Holder")
    return scene, holder, accepted(scene, holder, "Holder")


def codes(report):
    return {one.check: one.code for one in report.findings}


@pytest.mark.parametrize("form", list(carrying.Form))
def test_every_form_is_genuine_for_our_own_verifier(held, form):
    report = verifying.verify(carrying.form(held[2], form))
    assert report.verdict is Verdict.GENUINE, codes(report)
    assert report.issuer.known == "registered"


def test_the_jwt_is_signed_once_and_kept(held):
    assert carrying.form(held[2], "jwt") == carrying.form(held[2], "jwt")
    assert issuers.signed_body(held[2].urn, "jwt") == carrying.form(held[2], "jwt")


def test_an_unknown_form_is_not_found(held):
    with pytest.raises(NotFoundError):
        carrying.form(held[2], "pdf")


def test_a_flipped_byte_is_not_relied_on(held):
    document = carrying.form(held[2], "json").replace(b"Sources", b"Sourcex", 1)
    assert verifying.verify(document).verdict is Verdict.DO_NOT_RELY


def test_what_is_no_credential_is_unreadable(app):
    with pytest.raises(UnreadableError):
        verifying.verify(b"hello")


def test_an_address_that_is_none_is_refused(app):
    with pytest.raises(InvalidError):
        verifying.verify_url("file:///etc/passwd")


def test_a_credential_is_private_until_its_holder_makes_it_public(held):
    _, holder, credential = held
    url = f"{current_app.extensions['settings'].base_url}/credentials/{credential.id}"
    for actor in (NOBODY, person("Stranger")):
        with pytest.raises(NotFoundError):
            carrying.visible(actor, credential.id)
        with pytest.raises((NotFoundError, SignInNeededError)):
            carrying.publish(actor, credential.id)
    with pytest.raises(FetchError):
        verifying.verify_url(url)
    carrying.publish(holder, credential.id)
    assert carrying.visible(NOBODY, credential.id).id == credential.id
    assert verifying.verify_url(url).verdict is Verdict.GENUINE
    carrying.unpublish(holder, credential.id)
    with pytest.raises(NotFoundError):
        carrying.visible(NOBODY, credential.id)


def test_a_revoked_credential_is_not_relied_on_in_any_form(held):
    scene, holder, credential = held
    forms = [carrying.form(credential, form) for form in carrying.Form]
    outcome = withdrawing.revoke(scene.steward, credential.id, reason="issued_in_error", note="mine")
    assert outcome is withdrawing.Outcome.REVOKED
    for form in forms:
        report = verifying.verify(form)
        assert (report.verdict, codes(report)["status"]) == (Verdict.DO_NOT_RELY, "revoked")
    assert competencies.attainments(holder.person_id) == []
    assert withdrawing.revoke(scene.steward, credential.id, reason="superseded").value == "revoked"
    assert credential.revocation_reason == "issued_in_error"


def test_a_revocation_for_cause_needs_a_second_person(held):
    scene, _, credential = held
    assert withdrawing.revoke(scene.steward, credential.id, reason="misconduct").value == "proposed"
    assert verifying.verify(carrying.form(credential, "json")).verdict is Verdict.GENUINE
    with pytest.raises(ConflictError, match="proposed_already"):
        withdrawing.revoke(scene.steward, credential.id, reason="misconduct")
    with pytest.raises(ForbiddenError, match="second_person_needed"):
        withdrawing.confirm(scene.steward, credential.id)
    withdrawing.confirm(scene.other_steward, credential.id)
    assert verifying.verify(carrying.form(credential, "json")).verdict is Verdict.DO_NOT_RELY


def test_a_credential_on_hold_stays_genuine(held):
    scene, _, credential = held
    withdrawing.put_on_hold(scene.steward, credential.id)
    assert credential.held_at is not None
    assert verifying.verify(carrying.form(credential, "json")).verdict is Verdict.GENUINE
    withdrawing.release(scene.steward, credential.id)
    assert credential.held_at is None


def test_only_a_steward_of_the_issuing_group_revokes(held):
    with pytest.raises(NotFoundError):
        withdrawing.revoke(person("Stranger"), held[2].id, reason="superseded")
    with pytest.raises(InvalidError):
        withdrawing.revoke(held[0].steward, held[2].id, reason="because")


def test_a_status_list_that_cannot_be_reached_is_never_green(held):
    def away(url, **_shape):
        raise FetchError("unreachable")

    document = carrying.form(held[2], "json")
    current_app.extensions["fetch"], before = away, current_app.extensions["fetch"]
    try:
        report = verifying.verify(document)
    finally:
        current_app.extensions["fetch"] = before
    assert (report.verdict, codes(report)["status"]) == (Verdict.COULD_NOT_FINISH, "status_list_unreachable")


def test_the_stored_bytes_are_what_is_downloaded(held):
    body = issuers.signed_body(held[2].urn, "json")
    assert carrying.form(held[2], "json") == body
    assert orjson.dumps(orjson.loads(body)) == body
