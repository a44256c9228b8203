import threading
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import func, select

from accounts import queries as people
from badges.models import Award, AwardState, Credential
from badges.queries import awards
from badges.services import awarding, claiming
from badges.services.composing import Choices
from competencies import queries as competencies
from foundation import clock
from foundation.db import db, session
from foundation.errors import ConflictError, ForbiddenError, GoneError, InvalidError, NotFoundError
from issuers import queries as issuers
from tests.badges.scene import accepted, give, person, set_stage, token_of

ADDRESS = "Somebody@example.org"


def body(credential):
    return orjson.loads(issuers.signed_body(credential.urn, "json"))


def later(**span):
    then = clock.now() + timedelta(**span)
    clock.set_source(lambda: then)


def test_a_mailed_link_makes_the_account_and_gives_a_signed_credential(app):
    award = give(set_stage(), ADDRESS, reason="Well done")
    done = claiming.accept_by_token(token_of(award), language="sv")
    credential = awards.credential_by_id(done.credential_id)
    document = body(credential)
    assert done.may_sign_in
    assert [one.lower() for one in people.proven_addresses(done.person_id)] == [ADDRESS.lower()]
    assert document["id"] == f"urn:uuid:{credential.id}"
    assert document["name"] == "Källor"
    assert document["credentialSubject"]["achievement"]["inLanguage"] == "sv"
    assert document["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"
    assert document["validFrom"].endswith("Z")


def test_looking_at_an_offer_changes_nothing(app):
    token = token_of(give(set_stage(), ADDRESS))
    for _ in range(3):
        view = claiming.offer_by_token(token)
    assert view.award.state == AwardState.OFFERED
    assert view.languages == ("en", "sv")
    assert view.identifiers == (ADDRESS,)
    assert claiming.accept_by_token(token).may_sign_in


def test_accepting_twice_gives_one_credential(app):
    token = token_of(give(set_stage(), ADDRESS))
    first, second = claiming.accept_by_token(token), claiming.accept_by_token(token)
    assert first == second
    assert session().scalar(select(func.count()).select_from(Credential)) == 1


def test_two_clicks_at_the_same_moment_give_one_credential(app):
    token = token_of(give(set_stage(), ADDRESS))
    db.session.remove()
    found, problems = [], []

    def click():
        with app.app_context():
            try:
                found.append(claiming.accept_by_token(token).credential_id)
            except Exception as error:  # noqa: BLE001 - told below
                problems.append(error)
            db.session.remove()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(found) == 2
    assert len(set(found)) == 1
    assert session().scalar(select(func.count()).select_from(Credential)) == 1


def test_an_old_link_does_not_sign_in_again_after_it_was_used(app):
    token = token_of(give(set_stage(), ADDRESS))
    claiming.accept_by_token(token)
    later(minutes=6)
    with pytest.raises(ConflictError, match="already_accepted"):
        claiming.accept_by_token(token)
    with pytest.raises(ConflictError, match="already_accepted"):
        claiming.offer_by_token(token)


def test_an_expired_link_says_so_and_gives_nothing(app):
    token = token_of(give(set_stage(), ADDRESS))
    later(days=91)
    for act in (claiming.offer_by_token, claiming.accept_by_token):
        with pytest.raises(GoneError, match="link_expired"):
            act(token)
    assert session().scalar(select(func.count()).select_from(Credential)) == 0


def test_a_withdrawn_offer_says_so(app):
    scene = set_stage()
    award = give(scene, ADDRESS)
    token = token_of(award)
    awarding.withdraw(scene.steward, award.id)
    for act in (claiming.offer_by_token, claiming.accept_by_token, claiming.refuse_by_token):
        with pytest.raises(GoneError, match="withdrawn_by_issuer"):
            act(token)


def test_a_refused_offer_stays_refused_and_forgets_the_address(app):
    award = give(set_stage(), ADDRESS)
    token = token_of(award)
    claiming.refuse_by_token(token)
    claiming.refuse_by_token(token)
    with pytest.raises(ConflictError, match="refused"):
        claiming.accept_by_token(token)
    assert awards.award_by_id(award.id).sealed_address is None


def test_an_unknown_link_is_not_found(app):
    with pytest.raises(NotFoundError):
        claiming.offer_by_token("no such token")


def test_an_award_to_an_account_is_for_that_account_only(app):
    scene, holder, stranger = set_stage(), person("Right one"), person("Wrong one")
    award = give(scene, "Right_one")
    assert [one.id for one in claiming.inbox(holder)] == [award.id]
    assert claiming.inbox(stranger) == []
    for act in (claiming.offer_for, claiming.accept, claiming.refuse, claiming.preview):
        with pytest.raises(NotFoundError):
            act(stranger, award.id)
    assert claiming.accept(holder, award.id) == claiming.accept(holder, award.id)


def test_a_link_to_somebody_elses_mailbox_is_refused_to_who_is_signed_in(app):
    token = token_of(give(set_stage(), ADDRESS))
    person("Owner of the mailbox", address=ADDRESS)
    with pytest.raises(ForbiddenError, match="wrong_person"):
        claiming.accept_by_token(token, actor=person("Somebody else"))


def test_a_name_that_signs_up_later_finds_its_award(app):
    award = give(set_stage(), "Not here yet")
    assert award.person_id is None
    newcomer = person("Not here yet")
    assert [one.id for one in claiming.inbox(newcomer)] == [award.id]
    assert claiming.accept(newcomer, award.id).person_id == newcomer.person_id


def test_the_address_is_forgotten_on_accept(app):
    award = give(set_stage(), ADDRESS)
    assert ADDRESS.encode() not in (award.sealed_address or b"")
    claiming.accept_by_token(token_of(award))
    assert awards.award_by_id(award.id).sealed_address is None


def test_levels_land_as_results_and_attainments(app):
    scene, holder = set_stage(), person("Holder")
    credential = accepted(scene, holder, "Holder", role_slug="guide")
    subject = body(credential)["credentialSubject"]
    described = subject["achievement"]["resultDescription"][0]
    assert subject["result"][0]["achievedLevel"] == described["requiredLevel"]
    aligned = {one["targetType"]: one["targetUrl"] for one in subject["achievement"]["alignment"]}
    assert aligned["ext:Role"].endswith("/roles/guide")
    reached = competencies.attainments(holder.person_id)
    assert [(one.level, one.source) for one in reached] == [(2, credential.urn)]


def test_the_path_it_was_given_for_is_an_alignment(app):
    holder = person("Holder")
    credential = accepted(
        set_stage(), holder, "Holder", path_slug="first-steps", path_title={"en": "First steps"}
    )
    achievement = body(credential)["credentialSubject"]["achievement"]
    assert {"First steps"} == {
        one["targetName"] for one in achievement["alignment"] if one["targetType"] == "ext:LearningPath"
    }


def test_validity_counts_in_months_from_the_award(app):
    at = clock.now().replace(year=2024, month=8, day=31, hour=12)
    scene, holder = set_stage(validity_months=6), person("Holder")
    clock.set_source(lambda: at)
    award = give(scene, "Holder")
    later(days=40)
    document = body(awards.credential_by_id(claiming.accept(holder, award.id).credential_id))
    assert document["validUntil"].startswith("2025-02-28T12")
    assert document["awardedDate"].startswith("2024-08-31T12")
    assert document["validFrom"].startswith("2024-10-10T12")


def test_only_proven_identifiers_and_signable_languages_can_be_chosen(app):
    scene, holder = set_stage(), person("Holder", address="holder@example.org")
    award = give(scene, "Holder")
    for choices, pointer in (
        (Choices(identifiers=("other@example.org",)), "/identifiers/0"),
        (Choices(language="ar"), "/language"),
        (Choices(evidence=(0,)), "/evidence/0"),
    ):
        with pytest.raises(InvalidError) as refused:
            claiming.accept(holder, award.id, choices=choices)
        assert refused.value.problems[0].pointer == pointer
    assert session().scalar(select(Award.state)) == AwardState.OFFERED


def test_chosen_identifiers_are_salted_hashes_and_chosen_evidence_is_embedded(app):
    scene, holder = set_stage(), person("Holder", address="holder@example.org")
    evidence = [{"url": "https://example.org/1"}, {"narrative": "Two"}]
    award = give(scene, "Holder", evidence=evidence)
    choices = Choices(identifiers=("user_name", "holder@example.org"), evidence=(1,))
    shown = claiming.preview(holder, award.id, choices=choices)
    done = claiming.accept(holder, award.id, choices=choices)
    document = body(awards.credential_by_id(done.credential_id))
    identifiers = document["credentialSubject"]["identifier"]
    assert [one["identityType"] for one in identifiers] == ["userName", "emailAddress"]
    assert all(one["hashed"] and len(one["salt"]) == 32 for one in identifiers)
    assert document["evidence"] == [{"type": ["Evidence"], "narrative": "Two"}]
    assert shown.keys() == document.keys() - {"proof"}


def leaves(value, path=""):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}/{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, str(value)


def test_a_default_credential_says_nothing_about_its_holder(app):
    scene = set_stage()
    holder = person("Zanzibar Quux", address="zq@example.org")
    award = give(
        scene,
        "Zanzibar Quux",
        reason="Zanzibar did it",
        evidence=[{"url": "https://en.wikipedia.org/wiki/User:Zanzibar_Quux?oldid=1"}],
    )
    credential = awards.credential_by_id(claiming.accept(holder, award.id).credential_id)
    text = issuers.signed_body(credential.urn, "json").decode().lower()
    for said in (
        "zanzibar",
        "quux",
        "zq@",
        "@example",
        "wikipedia",
        "oldid",
        "user:",
        "identifier",
        "region",
    ):
        assert said not in text
    assert str(holder.person_id) not in text
    assert str(award.id) not in text


def test_two_credentials_of_one_person_share_nothing_that_is_theirs(app):
    scene, holder = set_stage(), person("Holder")
    first = accepted(scene, holder, "Holder")
    later(seconds=90)
    second = accepted(scene, holder, "Holder", again=True)
    shared = set(leaves(body(first))) & set(leaves(body(second)))
    theirs = {
        path
        for path, _ in shared
        if not path.startswith(
            (
                "/@context",
                "/issuer",
                "/credentialSubject/achievement",
                "/credentialSubject/result",
                "/proof/verificationMethod",
                "/credentialStatus/statusListCredential",
            )
        )
    }
    schema_words = {"/type", "/name", "/credentialSubject/type", "/credentialStatus/type"} | {
        "/credentialStatus/statusPurpose", "/proof/type", "/proof/cryptosuite", "/proof/proofPurpose"
    }  # fmt: skip
    assert theirs <= schema_words


def test_an_offer_whose_validity_is_over_cannot_be_accepted(app):
    scene, holder = set_stage(validity_months=1), person("Holder")
    award = give(scene, "Holder")
    later(days=40)
    with pytest.raises(GoneError, match="validity_over"):
        claiming.accept(holder, award.id)
    assert awards.award_by_id(award.id).state == AwardState.OFFERED
