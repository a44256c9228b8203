import json
import math
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest
from jsonschema import Draft201909Validator

from credentials import build, canonical, model
from credentials.contexts import CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES
from credentials.errors import CannotBuildError, CredentialError
from credentials.proofs import data_integrity
from credentials.verify.shapes import SHAPES
from tests.credentials import samples

SCHEMAS = Path(__file__).parents[2].parent / "shared" / "spec" / "schemas" / "ob3"
CLASSES = sorted(
    (one for one in vars(model).values() if isinstance(one, type) and one.__name__ in SHAPES),
    key=lambda one: one.__name__,
)


@pytest.fixture(params=["published-2026-06", "strict-2024-07"])
def schema(request):
    if not SCHEMAS.is_dir():
        pytest.skip("the official schemas are not beside the repository")

    def validator(kind):
        [file] = SCHEMAS.glob(f"{request.param}/ob_v3p0_{kind}*.json")
        return Draft201909Validator(
            json.loads(file.read_text()), format_checker=Draft201909Validator.FORMAT_CHECKER
        )

    return validator


def signed(document):
    return data_integrity.sign(
        document, samples.SIGNER, verification_method=samples.METHOD, created=samples.NOW
    )


def about(identifier):
    subject = model.EndorsementSubject(id=identifier, endorsement_comment="I saw it.")
    own = f"urn:uuid:{uuid5(NAMESPACE_URL, identifier)}"
    shape = replace(samples.endorsement(), id=own, credential_subject=subject)
    return signed(build.endorsement_credential(shape))


def whole_profile(identifier="did:web:badges.example.org:issuers:9"):
    return model.Profile(
        id=identifier,
        name="The workshop",
        url="https://badges.example.org/issuers/9",
        phone="+46701740600",
        description="Bicycles.",
        email="workshop@badges.example.org",
        image=model.Image(id="https://badges.example.org/issuers/9.png", caption="A bicycle"),
        address=model.Address(
            address_country="Sweden",
            address_country_code="SE",
            address_region="Skåne",
            address_locality="Lund",
            street_address="Storgatan 1",
            post_office_box_number="12",
            postal_code="22222",
            geo=model.GeoCoordinates(latitude=55.7, longitude=13),
        ),
        other_identifier=(model.IdentifierEntry("556000-0000", "ext:organisationNumber"),),
        official="Ada Smith",
        parent_org=model.Profile(id="https://movement.example.org", name="The movement"),
        family_name="Smith",
        given_name="Ada",
        additional_name="B",
        patronymic_name="C",
        honorific_prefix="Dr",
        honorific_suffix="PhD",
        family_name_prefix="af",
        date_of_birth=date(1980, 2, 29),
    )


def whole_achievement():
    base = samples.achievement()
    entry = model.IdentifierEntry("978-0-00-000000-2", "isbn")
    numbers = model.ResultDescription(
        id="urn:uuid:4e3b4ad6-9f0e-4d67-a1e6-1f3f0f1a4f01",
        name="Points",
        result_type="RawScore",
        alignment=(samples.alignment(),),
        required_value="5",
        value_min="0",
        value_max="10",
    )
    return replace(
        base,
        creator=whole_profile("https://badges.example.org/issuers/1"),
        credits_available=2.5,
        field_of_study="Mechanics",
        human_code="W1",
        other_identifier=(entry,),
        result_description=(*base.result_description, numbers),
        specialization="Wheels",
        endorsement=(about(base.id),),
    )


def whole_award():
    """Every member of every class, but those that stand only in tokens."""
    base = samples.award()
    subject = replace(
        base.credential_subject,
        achievement=whole_achievement(),
        activity_end_date=samples.NOW,
        credits_earned=1.5,
        image=model.Image(id="https://badges.example.org/images/of-this-one.png"),
        license_number="L-7",
        narrative="She trued **three** wheels.",
        role="Mechanic",
        source=model.Profile(id="https://assessors.example.org/1", name="Assessors"),
        term="Spring",
        result=(
            *base.credential_subject.result,
            model.Result(
                result_description="urn:uuid:4e3b4ad6-9f0e-4d67-a1e6-1f3f0f1a4f01",
                value="7",
                alignment=(samples.alignment(),),
            ),
        ),
    )
    status = model.CredentialStatus(
        "https://badges.example.org/status/1",
        7,
        "message",
        status_message=("nothing", "look"),
        status_reference="https://badges.example.org/status/words",
    )
    return replace(
        base,
        issuer=replace(whole_profile(samples.ISSUER), endorsement=(about(samples.ISSUER),)),
        credential_subject=subject,
        description="A wheel, trued.",
        image=model.Image(id="https://badges.example.org/images/1.png"),
        evidence=(
            model.Evidence(
                id="https://badges.example.org/evidence/1",
                name="A film",
                description="Three minutes",
                narrative="Saw it.",
                genre="film",
                audience="everybody",
            ),
        ),
        credential_schema=(model.CredentialSchema(model.ACHIEVEMENT_SCHEMA),),
        credential_status=status,
        refresh_service=model.RefreshService("https://badges.example.org/refresh/1"),
        endorsement=(about("https://somebody.example.org/else"),),
    )


def refused(credential, **shape):
    builder = build.achievement_credential
    if isinstance(credential, model.EndorsementCredential):
        builder = build.endorsement_credential
    with pytest.raises(CannotBuildError) as caught:
        builder(credential, **shape)
    return caught.value.code, caught.value.facts.get("pointer")


def test_a_signed_award_fits_the_official_schemas(schema):
    document = signed(build.achievement_credential(samples.award()))
    assert [error.message for error in schema("achievementcredential").iter_errors(document)] == []


def test_a_credential_with_every_member_fits_the_official_schemas_and_can_be_signed(schema):
    document = signed(build.achievement_credential(whole_award()))
    assert [error.message for error in schema("achievementcredential").iter_errors(document)] == []


def test_a_signed_endorsement_fits_the_official_schemas(schema):
    whole = replace(
        samples.endorsement(),
        description="About wheels",
        awarded_date=samples.NOW,
        valid_until=samples.NOW + timedelta(days=1),
        evidence=(model.Evidence(narrative="I was there."),),
        credential_schema=(model.CredentialSchema(model.ENDORSEMENT_SCHEMA),),
        credential_status=model.RevocationList("https://badges.example.org/revoked"),
        refresh_service=model.RefreshService("https://badges.example.org/refresh/2"),
    )
    for endorsement in (samples.endorsement(), whole):
        document = signed(build.endorsement_credential(endorsement))
        assert [error.message for error in schema("endorsementcredential").iter_errors(document)] == []


def test_a_profile_fits_the_official_schemas(schema):
    for profile in (model.Profile(id="did:example:1"), whole_profile()):
        document = build.profile(profile)
        assert [error.message for error in schema("profile").iter_errors(document)] == []


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_has_every_member_of_the_standard(cls):
    ours = {camel(field.name) for field in fields(cls)} - {"furtherTypes", "extra", "contexts"}
    first_edition = {"issuanceDate", "expirationDate"}
    theirs = set(SHAPES[cls.__name__].members) - {"type", "proof", "@context", *first_edition}
    if cls is model.EndorsementCredential:
        theirs -= {"image", "endorsement", "endorsementJwt"}  # not of this class in the standard's table
    if cls is model.CredentialStatus:
        theirs = {"statusListCredential", "statusListIndex"}
    assert theirs <= ours


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def test_the_extension_context_is_named_exactly_when_a_word_of_it_is_used():
    plain = samples.award()
    assert build.achievement_credential(plain)["@context"] == [CREDENTIALS_V2, OPEN_BADGES]
    for member in (
        {"credential_schema": (model.CredentialSchema(model.ACHIEVEMENT_SCHEMA),)},
        {"refresh_service": model.RefreshService("https://badges.example.org/refresh/1")},
        {"credential_status": model.RevocationList("https://badges.example.org/revoked")},
    ):
        document = build.achievement_credential(replace(plain, **member))
        assert document["@context"] == [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS]
        assert canonical.canonicalise_checked(document, at_issue=True)


def test_what_is_absent_does_not_appear_and_arrays_stay_arrays():
    document = build.achievement_credential(samples.award(evidence=(), valid_until=None))
    assert "evidence" not in document
    assert "validUntil" not in document
    assert document["credentialSubject"]["type"] == ["AchievementSubject"]
    assert document["credentialSubject"]["achievement"]["tag"] == ["wheels"]
    assert "null" not in json.dumps(document)


def test_a_subject_may_be_known_by_an_identifier_alone():
    award = samples.award()
    subject = replace(award.credential_subject, id=None)
    document = build.achievement_credential(replace(award, credential_subject=subject))
    assert "id" not in document["credentialSubject"]
    nobody = replace(award, credential_subject=replace(subject, identifier=()))
    assert refused(nobody) == ("subject_unidentified", "/credentialSubject")


def test_times_are_whole_seconds_in_utc():
    moment = datetime(2026, 3, 1, 12, 0, 0, 999, tzinfo=timezone(timedelta(hours=3)))
    document = build.achievement_credential(samples.award(valid_from=moment))
    assert document["validFrom"] == "2026-03-01T09:00:00Z"


def test_a_time_without_zone_is_refused():
    naive = datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(CredentialError, match="time_without_zone"):
        build.achievement_credential(samples.award(valid_from=naive))


def test_the_status_index_is_written_as_text():
    entry = build.achievement_credential(samples.award())["credentialStatus"]
    assert entry["statusListIndex"] == "94567"
    assert entry["id"] != entry["statusListCredential"]


def test_an_entry_of_several_bits_names_what_each_value_means():
    entry = model.CredentialStatus(
        "https://badges.example.org/status/1", 7, "message", ("good", "held", "gone", "lost")
    )
    written = build.achievement_credential(samples.award(credential_status=entry))["credentialStatus"]
    assert written["statusSize"] == 2
    assert written["statusMessage"][3] == {"status": "0x3", "message": "lost"}
    fewer = replace(entry, status_message=("good", "held"))
    two = build.achievement_credential(samples.award(credential_status=fewer))["credentialStatus"]
    assert two["statusSize"] == 1
    three = replace(entry, status_message=("good", "held", "gone"))
    code = "status_message_invalid"
    assert refused(samples.award(credential_status=three)) == (code, "/credentialStatus")
    none = replace(entry, status_message=())
    pointer = "/credentialStatus/statusMessage"
    assert refused(samples.award(credential_status=none)) == ("missing", pointer)


def test_criteria_have_no_type_and_pictures_an_exact_one():
    achievement = build.achievement(samples.achievement())
    assert achievement["criteria"].keys() == {"id", "narrative"}
    assert achievement["image"]["type"] == "Image"


def test_words_of_ones_own_need_a_context_that_defines_them():
    award = samples.award(extra={"favouriteColour": "red"})
    code, _ = refused(award)
    assert code == "term_undefined"
    honest = build.achievement_credential(samples.award(extra={"inLanguage": "en"}))
    assert honest["inLanguage"] == "en"
    assert refused(samples.award(extra={"id": "urn:x:1"}))[0] == "member_taken"


def test_further_contexts_are_bundled_ones():
    award = samples.award(contexts=("https://example.org/context.json",))
    assert refused(award) == ("unknown_context", "/@context/2")
    multikey = samples.award(contexts=("https://w3id.org/security/multikey/v1",))
    assert build.achievement_credential(multikey)["@context"][2] == "https://w3id.org/security/multikey/v1"


def test_a_schema_of_ones_own_stands_beside_the_standards():
    own = model.CredentialSchema("https://badges.example.org/schema.json")
    assert refused(samples.award(credential_schema=(own,))) == ("schema_missing", "/credentialSchema")
    both = (model.CredentialSchema(model.ACHIEVEMENT_SCHEMA), own)
    assert len(build.achievement_credential(samples.award(credential_schema=both))["credentialSchema"]) == 2


def test_an_endorsement_as_token_stands_only_in_a_token():
    award = samples.award(endorsement_jwt=("eyJh.eyJp.c2ln",))
    assert refused(award) == ("endorsement_jwt_outside_token", "/endorsementJwt")
    assert build.achievement_credential(award, as_token=True)["endorsementJwt"] == ["eyJh.eyJp.c2ln"]


def test_a_credential_never_describes_itself_a_second_time():
    itself = samples.award(endorsement=(about(samples.award().id),))
    assert refused(itself) == ("described_twice", "/endorsement/0/credentialSubject/id")
    service = samples.award(refresh_service=model.RefreshService(samples.award().id))
    assert build.achievement_credential(service)["refreshService"]["id"] == service.id
    another = samples.award(endorsement=(about("https://somebody.example.org/else"),))
    assert len(build.achievement_credential(another)["endorsement"]) == 1


def test_an_embedded_endorsement_is_signed():
    bare = build.endorsement_credential(samples.endorsement())
    assert refused(samples.award(endorsement=(bare,)))[0] == "endorsement_unsigned"


def changed(**members):
    award = samples.award()
    subject = award.credential_subject
    for name, value in members.items():
        if name in {field.name for field in fields(model.Achievement)}:
            achievement = replace(subject.achievement, **{name: value})
            subject = replace(subject, achievement=achievement)
        elif name in {field.name for field in fields(model.AchievementSubject)}:
            subject = replace(subject, **{name: value})
        else:
            award = replace(award, **{name: value})
    return replace(award, credential_subject=subject)


IN_ACHIEVEMENT = "/credentialSubject/achievement"


@pytest.mark.parametrize(
    ("members", "code", "pointer"),
    [
        ({"criteria": model.Criteria()}, "criteria_empty", f"{IN_ACHIEVEMENT}/criteria"),
        ({"achievement_type": "Medal"}, "unknown_word", f"{IN_ACHIEVEMENT}/achievementType"),
        ({"image": model.Image("pic.png")}, "id_not_absolute", f"{IN_ACHIEVEMENT}/image/id"),
        ({"issuer": model.Profile("did:example:1")}, "missing", "/issuer/name"),
        ({"valid_until": samples.NOW}, "validity_empty", "/validUntil"),
        ({"credits_earned": math.nan}, "not_number", "/credentialSubject/creditsEarned"),
        (
            {"result": (model.Result(result_description="urn:x:elsewhere"),)},
            "result_description_elsewhere",
            "/credentialSubject/result/0/resultDescription",
        ),
        (
            {"credential_status": model.CredentialStatus("https://badges.example.org/status/1", -1)},
            "index_invalid",
            "/credentialStatus",
        ),
        (
            {"credential_status": model.CredentialStatus("https://badges.example.org/status/1", 1, "fun")},
            "unknown_word",
            "/credentialStatus/statusPurpose",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_a_verifier_would_refuse_is_not_built(members, code, pointer):
    assert refused(changed(**members)) == (code, pointer)


def test_an_achievement_and_a_profile_by_themselves_are_judged_too():
    with pytest.raises(CannotBuildError) as caught:
        build.achievement(replace(samples.achievement(), achievement_type="Medal"))
    assert caught.value.facts["pointer"] == "/achievementType"
    with pytest.raises(CannotBuildError, match="id_not_absolute"):
        build.profile(model.Profile(id="7"))
