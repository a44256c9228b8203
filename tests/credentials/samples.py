"""Values that the tests of the cellar build on: one full award, one endorsement, keys with fixed seeds."""

from datetime import UTC, datetime

from credentials import model
from credentials.errors import FetchError
from credentials.identity import identity_object
from credentials.keys import Ed25519Signer
from credentials.resolve import did_key, method_id

NOW = datetime(2026, 3, 1, 9, 0, 0, tzinfo=UTC)
SIGNER = Ed25519Signer(bytes(range(32)))
OTHER_SIGNER = Ed25519Signer(bytes(range(1, 33)))
ISSUER = did_key(SIGNER.public)
METHOD = method_id(ISSUER, SIGNER.public)


def no_network(url, **_shape):
    raise FetchError("offline", url=url)


def achievement():
    base = "https://badges.example.org/achievements/7"
    level = model.RubricCriterionLevel(
        id=f"{base}#level-2",
        name="Practitioner",
        description="Does it alone",
        level="2",
        alignment=(alignment(),),
    )
    return model.Achievement(
        id=base,
        name="Wheel truing",
        description="Trues a wheel to half a millimetre. مرحبا 🚲",
        criteria=model.Criteria(id=f"{base}/criteria", narrative="Three *wheels*.\nIn a row."),
        achievement_type="Badge",
        alignment=(alignment(), role()),
        creator=model.Profile(id="https://badges.example.org/issuers/1", name="The workshop"),
        image=model.Image(id=f"{base}/image.png", caption="A wheel"),
        in_language="en",
        related=(model.Related(id=f"{base}/sv", in_language="sv", version="1"),),
        result_description=(
            model.ResultDescription(
                id=f"{base}#result",
                name="Level",
                result_type="RubricCriterionLevel",
                allowed_value=("1", "2"),
                required_level=f"{base}#level-2",
                rubric_criterion_level=(level,),
            ),
        ),
        tag=("wheels",),
        version="3",
    )


def alignment():
    return model.Alignment(
        target_name="Repair",
        target_url="https://badges.example.org/competencies/repair",
        target_type="CFItem",
        target_code="R1",
    )


def role():
    return model.Alignment(
        target_name="Mechanic", target_url="https://badges.example.org/roles/mechanic", target_type="ext:Role"
    )


def award(**changes):
    base = "https://badges.example.org/achievements/7"
    subject = model.AchievementSubject(
        id="urn:uuid:0b7e9a52-9d42-4c1c-8a55-0f9a4b2f8c11",
        achievement=achievement(),
        identifier=(identity_object("Someone@Example.com", "emailAddress", salt="Kosher"),),
        activity_start_date=NOW,
        result=(
            model.Result(
                result_description=f"{base}#result", achieved_level=f"{base}#level-2", status="Completed"
            ),
        ),
    )
    shape = {
        "id": "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11",
        "name": "Wheel truing",
        "issuer": model.Profile(id=ISSUER, name="The workshop", url="https://badges.example.org/issuers/1"),
        "valid_from": NOW,
        "awarded_date": NOW,
        "valid_until": NOW.replace(year=2036),
        "credential_subject": subject,
        "evidence": (model.Evidence(id="https://badges.example.org/evidence/1", narrative="Saw it."),),
        "credential_status": model.CredentialStatus("https://badges.example.org/status/1", 94567),
    }
    return model.AchievementCredential(**{**shape, **changes})


def endorsement():
    return model.EndorsementCredential(
        id="urn:uuid:2b1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b22",
        name="Endorsement",
        issuer=model.Profile(id=ISSUER, name="A mentor"),
        valid_from=NOW,
        credential_subject=model.EndorsementSubject(
            id="urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b11", endorsement_comment="I saw the wheels."
        ),
    )
