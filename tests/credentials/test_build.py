import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from jsonschema import Draft201909Validator

from credentials import build, model
from credentials.contexts import CREDENTIALS_V2, OPEN_BADGES
from credentials.errors import CredentialError
from credentials.proofs import data_integrity
from tests.credentials import samples

SCHEMAS = Path(__file__).parents[2].parent / "shared" / "spec" / "schemas" / "ob3"


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


def test_a_signed_award_fits_the_official_schemas(schema):
    document = signed(build.achievement_credential(samples.award()))
    assert [error.message for error in schema("achievementcredential").iter_errors(document)] == []


def test_a_signed_award_with_an_embedded_endorsement_fits_the_official_schemas(schema):
    inner = signed(build.endorsement_credential(samples.endorsement()))
    document = signed(build.achievement_credential(samples.award(endorsement=(inner,))))
    assert [error.message for error in schema("achievementcredential").iter_errors(document)] == []


def test_a_signed_endorsement_fits_the_official_schemas(schema):
    document = signed(build.endorsement_credential(samples.endorsement()))
    assert [error.message for error in schema("endorsementcredential").iter_errors(document)] == []


def test_a_profile_fits_the_official_schemas(schema):
    document = build.profile(
        model.Profile(id="did:example:1", name="N", image=model.Image(id="https://a.org/i"))
    )
    assert [error.message for error in schema("profile").iter_errors(document)] == []


def test_contexts_come_in_order_and_no_extension_context_is_named():
    assert build.achievement_credential(samples.award())["@context"] == [CREDENTIALS_V2, OPEN_BADGES]


def test_what_is_absent_does_not_appear_and_arrays_stay_arrays():
    document = build.achievement_credential(samples.award(evidence=(), valid_until=None))
    assert "evidence" not in document
    assert "validUntil" not in document
    assert document["credentialSubject"]["type"] == ["AchievementSubject"]
    assert document["credentialSubject"]["achievement"]["tag"] == ["wheels"]
    assert "null" not in json.dumps(document)


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


def test_criteria_have_no_type_and_pictures_an_exact_one():
    achievement = build.achievement(samples.achievement())
    assert achievement["criteria"].keys() == {"id", "narrative"}
    assert achievement["image"]["type"] == "Image"
