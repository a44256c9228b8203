"""What is built can be signed, and a verifier can read all of it: the rest is refused with its place."""

from dataclasses import replace

import pytest

from credentials import build, model
from credentials.errors import CannotBuildError
from tests.credentials import samples
from tests.credentials.test_build import IN_ACHIEVEMENT, changed, refused, whole_profile

LIST = "https://badges.example.org/status/1"
PLACE = "/credentialStatus"


def status(*given, **members):
    return samples.award(credential_status=model.CredentialStatus(*(given or (LIST, 7)), **members))


@pytest.mark.parametrize("as_token", [False, True], ids=["embedded", "token"])
@pytest.mark.parametrize(
    ("award", "code", "pointer"),
    [
        (status(further_types=("VerifiableCredential",)), "status_type", PLACE),
        (status(LIST, 1.5), "index_invalid", f"{PLACE}/statusListIndex"),
        (status(LIST, True), "index_invalid", f"{PLACE}/statusListIndex"),
        (status(LIST, "1"), "index_invalid", f"{PLACE}/statusListIndex"),
        (status(extra={"statusSize": 0}), "status_size_invalid", PLACE),
        (status("https://[", 1), "iri_invalid", f"{PLACE}/statusListCredential"),
        (status(status_reference="words.html"), "not_uri", f"{PLACE}/statusReference"),
        (
            samples.award(credential_status=model.RevocationList(None)),
            "missing",
            f"{PLACE}/id",
        ),
        (
            samples.award(credential_status=model.RevocationList(LIST, further_types=("Profile",))),
            "status_type",
            PLACE,
        ),
        (changed(narrative="half \ud83d of a picture"), "lone_surrogate", "/credentialSubject/narrative"),
        (
            changed(alignment=(samples.alignment(),) * 300),
            "too_many_blank_nodes",
            f"{IN_ACHIEVEMENT}/alignment/64",
        ),
        (
            samples.award(evidence=tuple(model.Evidence(f"urn:x:{at}") for at in range(300))),
            "too_many_values",
            "/evidence/209",
        ),
        (
            samples.award(
                credential_schema=(
                    model.CredentialSchema(model.ACHIEVEMENT_SCHEMA),
                    model.CredentialSchema("https://badges.example.org/schema.json", "OwnValidator"),
                )
            ),
            "type_undefined",
            "/credentialSchema/1/type",
        ),
        (samples.award(terms_of_use=(model.TermsOfUse("OwnTerms"),)), "type_undefined", "/termsOfUse/0/type"),
        (samples.award(extra={"favouriteColour": "red"}), "term_undefined", "/favouriteColour"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_verifier_could_not_read_is_not_built(award, code, pointer, as_token):
    assert refused(award, as_token=as_token) == (code, pointer)


@pytest.mark.parametrize(
    ("award", "code", "pointer"),
    [
        (changed(narrative="x" * 400_000), "too_long", ""),
        (changed(narrative="x" * 1_100_000), "too_big", ""),
        (changed(credits_earned=2**55), "number_not_portable", "/credentialSubject/creditsEarned"),
        (changed(narrative="\ufffe"), "non_character", "/credentialSubject/narrative"),
        (samples.award(evidence=(model.Evidence("https://x.example/%"),)), "iri_invalid", "/evidence/0/id"),
        (samples.award(extra={"jti": "urn:x:1"}), "term_too_new", "/jti"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_no_embedded_proof_can_be_made_of_is_not_built(award, code, pointer):
    assert refused(award) == (code, pointer)


def test_what_would_be_too_long_for_a_token_is_not_built_for_one():
    assert refused(changed(narrative="x" * 170_000), as_token=True) == ("too_big", "")
    assert build.achievement_credential(changed(narrative="x" * 170_000))


def test_half_a_character_is_refused_in_a_part_as_well():
    with pytest.raises(CannotBuildError) as caught:
        build.profile(model.Profile("did:example:1", extra={"x": {"\udc00": ["\ud800"]}}))
    told = [(one["code"], one["pointer"]) for one in caught.value.facts["problems"]]
    assert told == [("lone_surrogate", "/x"), ("lone_surrogate", "/x/\udc00/0")]


@pytest.mark.parametrize("language", ["en", "sv", "zh-Hans", "pt-BR", "es-419", "sr-Latn-RS"])
def test_a_language_is_written_as_the_standard_writes_it(language):
    assert build.achievement_credential(changed(in_language=language))


@pytest.mark.parametrize("language", ["", "English", "en_GB", "EN", "pt-br", "en-", "en\n", "x"])
def test_another_spelling_of_a_language_is_refused(language):
    assert refused(changed(in_language=language)) == ("not_language", f"{IN_ACHIEVEMENT}/inLanguage")
    related = (model.Related("https://badges.example.org/achievements/8", in_language=language),)
    assert refused(changed(related=related)) == ("not_language", f"{IN_ACHIEVEMENT}/related/0/inLanguage")


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [(90.5, 0, "latitude"), (-91, 0, "latitude"), (0, 180.5, "longitude"), (0, -200, "longitude")],
)
def test_a_place_that_is_not_on_the_globe_is_refused(latitude, longitude, name):
    def at(*degrees):
        whole = whole_profile(samples.ISSUER)
        return replace(whole, address=replace(whole.address, geo=model.GeoCoordinates(*degrees)))

    assert refused(samples.award(issuer=at(latitude, longitude))) == (
        "out_of_range",
        f"/issuer/address/geo/{name}",
    )
    with pytest.raises(CannotBuildError, match="out_of_range"):
        build.profile(at(latitude, longitude))
    assert build.profile(at(-90, 180))


def described(**members):
    [one] = samples.achievement().result_description
    return replace(one, **members)


def test_a_level_that_was_reached_is_one_of_the_achievement():
    [result] = samples.award().credential_subject.result
    elsewhere = replace(result, achieved_level="urn:x:elsewhere")
    pointer = "/credentialSubject/result/0/achievedLevel"
    assert refused(changed(result=(elsewhere,))) == ("level_elsewhere", pointer)
    unlinked = replace(elsewhere, result_description=None)
    assert refused(changed(result=(unlinked,))) == ("level_elsewhere", pointer)
    assert build.achievement_credential(changed(result=(replace(result, result_description=None),)))
    another = described(id="urn:x:other", required_level=None, rubric_criterion_level=())
    both = (*samples.achievement().result_description, another)
    linked = replace(result, result_description="urn:x:other")
    assert build.achievement_credential(changed(result_description=both, result=(linked,)))


def test_a_level_that_is_required_is_one_of_the_achievement():
    wrong = described(required_level="urn:x:elsewhere")
    pointer = "/resultDescription/0/requiredLevel"
    assert refused(changed(result_description=(wrong,))) == ("level_elsewhere", IN_ACHIEVEMENT + pointer)
    with pytest.raises(CannotBuildError) as caught:
        build.achievement(replace(samples.achievement(), result_description=(wrong,)))
    assert (caught.value.code, caught.value.facts["pointer"]) == ("level_elsewhere", pointer)


def test_two_descriptions_or_two_levels_never_have_one_id():
    one = described()
    twice = (one, replace(one, name="Another"))
    pointer = f"{IN_ACHIEVEMENT}/resultDescription"
    assert refused(changed(result_description=twice)) == ("id_repeated", f"{pointer}/1/id")
    [level] = one.rubric_criterion_level
    levels = described(rubric_criterion_level=(level, replace(level, name="Expert")))
    place = f"{pointer}/0/rubricCriterionLevel/1/id"
    assert refused(changed(result_description=(levels,))) == ("id_repeated", place)


def test_an_achievement_by_itself_says_how_to_earn_it():
    with pytest.raises(CannotBuildError) as caught:
        build.achievement(replace(samples.achievement(), criteria=model.Criteria(narrative="")))
    assert (caught.value.code, caught.value.facts["pointer"]) == ("criteria_empty", "/criteria")
