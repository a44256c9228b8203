"""Learner records and presentations: the cover by itself, and everything inside by itself."""

import json
from datetime import timedelta

import pytest

from credentials import clr, status
from credentials.instants import timestamp
from credentials.proofs import jwt, presentation
from credentials.verify import Outcome, Verdict, verify
from credentials.verify.policy import CREDENTIALS
from tests.credentials.test_verify_status import finding, outcome
from tests.vectors.published import SPEC
from tests.world import World


@pytest.fixture
def world():
    return World()


@pytest.fixture
def school(world):
    return world.issuer("did:web:school.example.org", "School")


@pytest.fixture
def workshop(world):
    return world.issuer("did:web:badges.example.org")


def judged(world, given, **shape):
    data = given.encode() if isinstance(given, str) else json.dumps(given).encode()
    return verify(data, **{"fetch": world.fetch, "now": world.now, **shape})


def test_a_record_is_genuine_with_every_credential_in_it_verified_by_itself(world, school, workshop):
    carried = [world.issue(workshop), world.issue(school, id="urn:uuid:00000000-0d0b-4c2e-9d0e-0a4a7f1e9b11")]
    record = world.record(school, carried, partial=True)
    for signed in (world.sign(record, school), jwt.sign(record, school.signer, kid=school.method)):
        report = judged(world, signed)
        assert (report.standard, report.verdict) == ("clr2", Verdict.GENUINE)
        assert [inner.verdict for inner in report.inner] == [Verdict.GENUINE, Verdict.GENUINE]
        assert [inner.standard for inner in report.inner] == ["ob3", "ob3"]
        assert report.inner[0].issuer.id == workshop.id
        assert finding(report, "inner").facts["genuine"] == 2


def test_a_false_badge_is_not_passed_on_under_a_true_cover(world, school, workshop):
    expired = world.issue(workshop, validUntil=timestamp(world.now - timedelta(hours=1)))
    forged = {**world.issue(workshop), "name": "Master of wheels"}
    for bad in (expired, forged, {"@context": [], "type": "VerifiableCredential"}):
        report = judged(world, world.sign(world.record(school, [world.issue(workshop)]), school))
        assert report.verdict is Verdict.GENUINE
        token = jwt.sign(world.record(school, [world.issue(workshop), bad]), school.signer, kid=school.method)
        report = judged(world, token)
        assert outcome(report, "inner") == (Outcome.FAILED, "inner_false")
        assert report.verdict is Verdict.DO_NOT_RELY
        assert [inner.verdict for inner in report.inner][1] is Verdict.DO_NOT_RELY


def test_an_unsigned_badge_rests_on_the_word_of_the_records_issuer_and_that_is_said(world, school, workshop):
    of_another, of_the_school = world.credential(workshop), world.credential(school)
    report = judged(world, world.sign(world.record(school, [of_another]), school))
    inner = report.inner[0]
    assert report.verdict is Verdict.GENUINE
    assert (inner.verdict, outcome(inner, "proof")[1]) == (Verdict.COULD_NOT_FINISH, "vouched_for")
    assert finding(inner, "proof").facts == {"by": school.id}
    own = judged(world, world.sign(world.record(school, [of_the_school]), school)).inner[0]
    assert (own.verdict, outcome(own, "proof")[1]) == (Verdict.GENUINE, "signed_with_record")


def test_nobody_vouches_in_a_record_that_is_not_proven(world, school, workshop):
    signed = world.sign(world.record(school, [world.credential(workshop)]), school)
    report = judged(world, {**signed, "name": "Another record"})
    assert report.verdict is Verdict.DO_NOT_RELY
    assert outcome(report.inner[0], "proof") == (Outcome.FAILED, "no_proof")


BROKEN = {
    "context_second": {"@context": ["https://www.w3.org/ns/credentials/v2"]},
    "context_third": {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        ]
    },
    "missing": {"name": None},
    "not_bool": {"partial": "yes"},
    "not_object": {"credentialSubject": []},
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_record_that_is_not_built_as_the_standard_says_is_not_relied_on(world, school, workshop, code):
    record = world.record(school, [world.issue(workshop)], **BROKEN[code])
    report = judged(world, {**record, "proof": world.issue(school)["proof"]})
    problems = {problem["code"] for problem in finding(report, "structure").facts["problems"]}
    assert (report.verdict, code in problems) == (Verdict.DO_NOT_RELY, True)


def test_the_parts_of_a_record_are_looked_at(world, school, workshop):
    record = world.record(school, [world.issue(workshop)])
    good = {
        "type": "Association",
        "associationType": "isPartOf",
        "sourceId": "urn:a:1",
        "targetId": "urn:a:2",
    }
    subject = record["credentialSubject"]
    assert clr.problems({**record, "credentialSubject": {**subject, "association": [good]}}) == []
    wrong = {
        "identifier": [7],
        "achievement": [{"type": ["Achievement"]}],
        "association": [{**good, "associationType": "isLike", "more": 1}, "x", {}],
        "type": ["Other"],
        "verifiableCredential": [],
    }
    for member, value in wrong.items():
        assert clr.problems({**record, "credentialSubject": {**subject, member: value}}), member
    assert (
        clr.problems({**record, "credentialSubject": {**subject, "id": ""}})[0][0] == "subject_unidentified"
    )


def test_a_crowd_of_credentials_is_capped(world, school):
    token = jwt.sign(world.record(school, [{"type": "x"}] * 60), school.signer, kid=school.method)
    report = judged(world, token)
    assert len(report.inner) == 50
    assert report.verdict is Verdict.DO_NOT_RELY


def test_a_record_full_of_lists_and_keys_costs_four_fetches(world, school):
    carried = []
    for number in range(10):
        issuer = world.issuer(f"did:web:{number}.example.org")
        url = world.status_list(issuer, f"https://{number}.example.org/status")
        carried.append(
            world.issue(
                issuer,
                id=f"urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9c{number:02}",
                credentialStatus=status.entry(url, 1),
            )
        )
    token = jwt.sign(world.record(school, carried), school.signer, kid=school.method)
    report = judged(world, token)
    assert len(world.asked) == 4
    assert (report.verdict, outcome(report, "inner")[1]) == (Verdict.COULD_NOT_FINISH, "inner_unfinished")


@pytest.mark.skipif(not SPEC.is_dir(), reason="the standards' data is not beside the repository")
def test_the_published_record_is_well_formed_and_wants_only_its_key(world):
    data = (SPEC / "test-vectors" / "1edtech" / "clr2--signed-credential.json").read_bytes()
    report = verify(data, fetch=world.fetch, now=world.now)
    assert outcome(report, "structure") == (Outcome.PASSED, "well_formed")
    assert outcome(report, "proof") == (Outcome.UNDETERMINED, "key_unavailable")
    assert report.verdict is Verdict.COULD_NOT_FINISH


@pytest.fixture
def holder(world):
    return world.issuer("did:key", "Holder")


def presented(world, holder, credentials, **shape):
    document = presentation.build(credentials, holder=holder.id)
    return presentation.sign(
        document, holder.signer, verification_method=holder.method, created=world.now, challenge="c", **shape
    )


def test_a_presentation_is_as_good_as_what_it_presents(world, holder, workshop):
    credentials = [world.issue(workshop), world.issue_jwt(workshop)]
    report = judged(world, presented(world, holder, credentials))
    assert (report.standard, report.verdict) == ("vp", Verdict.GENUINE)
    assert finding(report, "proof").facts["holder"] == holder.id
    folder = judged(world, presentation.build(credentials, holder=holder.id))
    assert (folder.verdict, outcome(folder, "proof")[1]) == (Verdict.GENUINE, "holder_not_proven")
    token = presentation.sign_token(
        presentation.build(credentials, holder=holder.id),
        holder.signer,
        kid=holder.method,
        issued_at=world.now,
        challenge="c",
    )
    assert judged(world, token).verdict is Verdict.GENUINE
    assert [inner.form for inner in report.inner] == ["json", "jws"]


def test_a_presentation_by_another_of_a_false_badge_or_of_nothing_is_not_green(world, holder, workshop):
    good = presented(world, holder, [world.issue(workshop)])
    stolen = {**good, "holder": world.issuer().id}
    assert judged(world, stolen).verdict is Verdict.DO_NOT_RELY
    false = presentation.build([{**world.issue(workshop), "name": "Forged"}], holder=holder.id)
    assert judged(world, false).verdict is Verdict.DO_NOT_RELY
    assert judged(world, presentation.build([], holder=holder.id)).verdict is Verdict.COULD_NOT_FINISH
    broken = {**presentation.build([], holder=holder.id), "verifiableCredential": [7]}
    assert judged(world, broken).verdict is Verdict.DO_NOT_RELY


def plain(issuer, **members):
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer.id,
        "credentialSubject": {"id": "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10"},
        **members,
    }


def test_a_credential_that_is_no_badge_is_said_to_be_none_and_genuine_only_by_its_own_policy(world, workshop):
    signed = world.sign(plain(workshop), workshop)
    report = judged(world, signed)
    assert (report.standard, report.verdict) == ("vc", Verdict.COULD_NOT_FINISH)
    assert outcome(report, "structure") == (Outcome.UNDETERMINED, "not_an_open_badge")
    assert outcome(report, "proof")[0] is Outcome.PASSED
    assert judged(world, signed, policy=CREDENTIALS).verdict is Verdict.GENUINE
    assert (
        judged(world, {**signed, "validUntil": "2030-01-01T00:00:00Z"}, policy=CREDENTIALS).verdict
        is Verdict.DO_NOT_RELY
    )


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": None},
        {"issuer": "not a uri"},
        {"credentialSubject": {}},
        {"credentialSubject": []},
        {"validFrom": "yesterday"},
        {"id": "seven"},
        {"credentialStatus": {"id": "https://badges.example.org/1"}},
        {"@context": ["https://www.w3.org/2018/credentials/v1"]},
    ],
    ids=str,
)
def test_a_plain_credential_must_be_built_as_the_data_model_says(world, workshop, change):
    report = judged(world, {**world.sign(plain(workshop), workshop), **change}, policy=CREDENTIALS)
    assert (report.verdict, outcome(report, "structure")[0]) == (Verdict.DO_NOT_RELY, Outcome.FAILED)


def test_a_badge_may_be_shown_twice_and_beside_the_record_that_has_it(world, holder, school, workshop):
    badge = world.issue(workshop)
    record = world.sign(world.record(school, [badge]), school)
    for carried in ([badge, badge], [badge, record]):
        report = judged(world, presented(world, holder, carried))
        assert (report.verdict, len(report.inner)) == (Verdict.GENUINE, 2)


def test_what_a_record_carries_is_looked_at_also_inside_a_presentation(world, holder, school, workshop):
    badge = world.issue(workshop)
    report = judged(world, presented(world, holder, [world.sign(world.record(school, [badge]), school)]))
    [record] = report.inner
    assert [one.verdict for one in (report, record, *record.inner)] == [Verdict.GENUINE] * 3
    false = {**badge, "name": "Another name"}
    report = judged(world, presented(world, holder, [world.sign(world.record(school, [false]), school)]))
    assert report.verdict is Verdict.DO_NOT_RELY
