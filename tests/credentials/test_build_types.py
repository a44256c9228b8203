"""Whatever stands in whatever field: a document that can be signed, or an error with a code and a place."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import pytest

from credentials import build, model
from credentials.errors import CannotBuildError
from credentials.proofs import data_integrity, jwt
from credentials.verify import Outcome, verify
from tests.credentials import samples
from tests.credentials.test_build import changed, refused, whole_award

IN_ACHIEVEMENT = "/credentialSubject/achievement"
NAIVE = datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)


class Word(StrEnum):
    BADGE = "Badge"
    LANGUAGE = "inLanguage"


LATE = datetime.max.replace(tzinfo=timezone(timedelta(hours=-3)))  # after the last year there is, in UTC
ODD = [
    *(None, True, 1.5, float("nan"), 10**400, Decimal(1), "", "X", "\ud800", b"x", object()),
    *((), ("X",), (None,), ((),), [], ["X"], {}, {"id": "X"}, {1: "x"}, {"x": {2}}),
    *(date(2026, 3, 1), NAIVE, LATE),
    *(model.Image("https://badges.example.org/1.png"), model.Criteria(), samples.achievement()),
]


def unpraised_award():
    """An award with every member but endorsements, which would be verified each time."""
    whole = whole_award()
    subject = whole.credential_subject
    achievement = replace(subject.achievement, endorsement=())
    return replace(
        whole,
        issuer=replace(whole.issuer, endorsement=()),
        credential_subject=replace(subject, achievement=achievement),
        endorsement=(),
    )


def mutants(value):
    """The value with each odd thing in the place of each of its fields, at any depth."""
    for field in fields(value):
        for odd in ODD:
            yield replace(value, **{field.name: odd})
        given = getattr(value, field.name)
        if is_dataclass(given):
            for inner in mutants(given):
                yield replace(value, **{field.name: inner})
        if isinstance(given, tuple) and given and is_dataclass(given[0]):
            for inner in mutants(given[0]):
                yield replace(value, **{field.name: (inner, *given[1:])})


def tried(builder, given, **shape):
    """What is built, or the error; anything but a typed error gets through."""
    try:
        return builder(given, **shape)
    except CannotBuildError as error:
        return error


def built_of(results):
    """The documents among the results, once every error was seen to tell its code and place."""
    for error in results:
        if isinstance(error, CannotBuildError):
            first = {"code": error.code, "pointer": error.facts["pointer"]}
            assert error.facts["problems"][0] == first
    return [one for one in results if not isinstance(one, CannotBuildError)]


def test_an_award_with_anything_in_any_field_is_refused_or_can_be_signed_and_is_well_formed():
    results = [tried(build.achievement_credential, odd) for odd in mutants(unpraised_award())]
    documents = built_of(results)
    assert 500 < len(documents) < len(results) - 3000
    facts = {"verification_method": samples.METHOD, "created": samples.NOW}
    for document in documents[::3]:
        signed = data_integrity.sign(document, samples.SIGNER, **facts)
        report = verify(json.dumps(signed).encode(), fetch=samples.no_network, now=samples.NOW)
        told = {one.check: one.outcome for one in report.findings}
        assert {told["structure"], told["proof"]} == {Outcome.PASSED}


def test_a_token_with_anything_in_any_field_is_refused_or_can_be_signed():
    results = [tried(build.achievement_credential, odd, as_token=True) for odd in mutants(samples.award())]
    documents = built_of(results)
    assert 200 < len(documents) < len(results)
    for document in documents:
        assert jwt.sign(document, samples.SIGNER, kid=samples.METHOD)


@pytest.mark.parametrize(
    ("builder", "given"),
    [
        (build.endorsement_credential, samples.endorsement()),
        (build.achievement, whole_award().credential_subject.achievement),
        (build.profile, whole_award().issuer),
    ],
    ids=["endorsement", "achievement", "profile"],
)
def test_the_other_builders_refuse_anything_odd_as_well(builder, given):
    results = [tried(builder, odd) for odd in mutants(given)]
    assert 0 < len(built_of(results)) < len(results)


@pytest.mark.parametrize(
    "builder",
    [build.achievement_credential, build.endorsement_credential, build.achievement, build.profile],
    ids=lambda builder: builder.__name__,
)
def test_what_is_no_value_of_the_class_is_refused(builder):
    for odd in (None, "x", {}, samples.alignment()):
        with pytest.raises(CannotBuildError) as caught:
            builder(odd)
        assert (caught.value.code, caught.value.facts["pointer"]) == ("wrong_type", "")


@pytest.mark.parametrize(
    ("members", "code", "pointer"),
    [
        ({"issuer": None}, "missing", "/issuer"),
        ({"issuer": "https://badges.example.org/issuers/1"}, "not_an_object", "/issuer"),
        ({"criteria": None}, "missing", f"{IN_ACHIEVEMENT}/criteria"),
        ({"achievement": None}, "missing", IN_ACHIEVEMENT),
        ({"id": None}, "missing", f"{IN_ACHIEVEMENT}/id"),
        ({"name": 5}, "not_text", f"{IN_ACHIEVEMENT}/name"),
        ({"alignment": [samples.alignment()]}, "not_array", f"{IN_ACHIEVEMENT}/alignment"),
        ({"tag": "wheels"}, "not_array", f"{IN_ACHIEVEMENT}/tag"),
        ({"tag": ("wheels", None)}, "null_value", f"{IN_ACHIEVEMENT}/tag/1"),
        ({"credits_available": Decimal("2.5")}, "not_json", f"{IN_ACHIEVEMENT}/creditsAvailable"),
        ({"credits_available": 10**400}, "integer_too_long", f"{IN_ACHIEVEMENT}/creditsAvailable"),
        ({"credits_available": float("inf")}, "not_number", f"{IN_ACHIEVEMENT}/creditsAvailable"),
        ({"valid_from": NAIVE}, "time_without_zone", "/validFrom"),
        ({"valid_from": None}, "missing", "/validFrom"),
        ({"valid_from": "2026-03-01T09:00:00Z"}, "not_date", "/validFrom"),
        ({"valid_from": date(2026, 3, 1)}, "not_date", "/validFrom"),
        ({"valid_until": LATE}, "not_date", "/validUntil"),
        ({"extra": {1: "x"}}, "not_json", ""),
        ({"extra": {"a/b": {"c": b"d"}}}, "not_json", "/a~1b/c"),
        ({"extra": "x"}, "not_an_object", ""),
        ({"extra": {"name": "x"}}, "member_taken", "/name"),
        ({"further_types": "X"}, "not_array", "/type"),
        ({"contexts": [model.ACHIEVEMENT_SCHEMA]}, "not_array", "/@context"),
        ({"contexts": (5,)}, "not_text", "/@context/2"),
        ({"terms_of_use": (model.TermsOfUse(5),)}, "wrong_type", "/termsOfUse/0/type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)  # fmt: skip
def test_a_value_of_another_type_is_refused_at_its_place(members, code, pointer):
    own = {"extra", "further_types"} & members.keys()
    award = samples.award(**members) if own or "contexts" in members else changed(**members)
    assert refused(award) == (code, pointer)


def test_a_credential_without_subject_is_refused():
    assert refused(samples.award(credential_subject=None)) == ("missing", "/credentialSubject")
    assert refused(replace(samples.endorsement(), credential_subject=None)) == (
        "missing",
        "/credentialSubject",
    )


def test_a_day_of_birth_is_a_day():
    born = replace(whole_award().issuer, date_of_birth=samples.NOW)
    assert refused(changed(issuer=born)) == ("not_date", "/issuer/dateOfBirth")


def test_all_problems_of_type_are_told_at_once():
    with pytest.raises(CannotBuildError) as caught:
        build.achievement_credential(changed(valid_from=NAIVE, tag=["a"], credits_earned=b"1"))
    pointers = {one["pointer"] for one in caught.value.facts["problems"]}
    assert pointers == {"/validFrom", f"{IN_ACHIEVEMENT}/tag", "/credentialSubject/creditsEarned"}


def test_nothing_is_written_deeper_than_it_could_be_read():
    deep = model.Profile("https://badges.example.org/issuers/1")
    for _ in range(2000):
        deep = model.Profile("https://badges.example.org/issuers/1", parent_org=deep)
    code, pointer = refused(changed(creator=deep))
    assert (code, pointer.count("/")) == ("too_deep", 40)
    endless = {"name": "x"}
    endless["parentOrg"] = [endless]
    assert refused(samples.award(extra={"x": endless}))[0] == "too_deep"


def test_words_of_an_enumeration_and_read_only_mappings_are_plain_json_when_built():
    document = build.achievement_credential(
        replace(changed(achievement_type=Word.BADGE), extra=MappingProxyType({Word.LANGUAGE: "en"}))
    )
    assert document["inLanguage"] == "en"
    assert {type(name) for name in document} == {str}
    assert type(document["credentialSubject"]["achievement"]["achievementType"]) is str
    assert document["credentialSubject"]["achievement"]["achievementType"] == "Badge"
