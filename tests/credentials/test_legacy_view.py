"""An older badge shown in today's members, and today's badge made of one's own older one."""

import json
from datetime import UTC, datetime

import pytest

from credentials import build, model
from credentials.errors import CredentialError
from credentials.legacy import upgrade
from credentials.verify import verify
from credentials.verify.report import Verdict
from tests.world_of_two import ASSERTION, BADGE_CLASS, HOME, ISSUER, WorldOfTwo, jws

NEW_ID = "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b99"
SUBJECT = "urn:uuid:0ec09379-a08f-4a3e-9b1c-1d6e8a3f6a10"


@pytest.fixture
def world():
    return WorldOfTwo()


def full(world):
    world.issuer(
        telephone="+4681", description="We true wheels.", image=f"{HOME}/logo.png", publicKey=f"{HOME}/k"
    )
    world.badge_class(
        **{
            "image": {"id": f"{HOME}/7.png", "caption": "A wheel", "author": HOME},
            "criteria": f"{HOME}/criteria",
            "related": [{"id": f"{HOME}/sv", "@language": "sv"}],
            "@language": "en",
            "version": "2",
        }
    )
    claim = {"id": ASSERTION, "endorsementComment": "Saw it."}
    return world.hosted(
        expires="2027-01-01T00:00:00.5+02:00",
        narrative="Three wheels in a day.",
        evidence=[f"{HOME}/photo.jpg", {"id": f"{HOME}/e", "narrative": "Film", "genre": "Video"}],
        image=f"{HOME}/baked.png",
        endorsement={
            "id": f"{HOME}/end",
            "issuer": ISSUER,
            "issuedOn": "2026-02-02T00:00:00Z",
            "claim": claim,
        },
    )


def test_every_member_has_its_place_in_the_view(world):
    view = world.examine(full(world)).view
    issuer = {
        "id": ISSUER,
        "type": ["Profile"],
        "name": "Cycle Workshop",
        "url": HOME,
        "phone": "+4681",
        "email": "badges@example.org",
        "description": "We true wheels.",
        "image": {"id": f"{HOME}/logo.png", "type": "Image"},
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": ISSUER, "identifierType": "identifier"}
        ],
    }
    subject = view.pop("credentialSubject")
    achievement = subject.pop("achievement")
    endorsement = view.pop("endorsement")[0]
    recipient = subject.pop("identifier")[0]
    assert view == {
        "id": view["id"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Wheel truing",
        "image": {"id": f"{HOME}/baked.png", "type": "Image"},
        "issuer": issuer,
        "validFrom": "2026-02-01T10:00:00Z",
        "validUntil": "2026-12-31T22:00:00Z",
        "awardedDate": "2026-02-01T10:00:00Z",
        "evidence": [
            {"id": f"{HOME}/photo.jpg", "type": ["Evidence"]},
            {"id": f"{HOME}/e", "type": ["Evidence"], "narrative": "Film", "genre": "Video"},
            {
                "id": ASSERTION,
                "type": ["Evidence", "https://w3id.org/openbadges#Assertion"],
                "name": "Open Badges v2p0",
            },
        ],
    }
    assert subject == {"type": ["AchievementSubject"], "narrative": "Three wheels in a day."}
    assert achievement == {
        "id": achievement["id"],
        "type": ["Achievement"],
        "name": "Wheel truing",
        "description": "Trues a wheel to 0.5 mm.",
        "criteria": {"id": f"{HOME}/criteria"},
        "image": {"id": f"{HOME}/7.png", "type": "Image", "caption": "A wheel"},
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "Wheels",
                "targetUrl": "https://frames.example.org/wheels",
            }
        ],
        "tag": ["wheels"],
        "inLanguage": "en",
        "version": "2",
        "related": [
            {
                "id": BADGE_CLASS,
                "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
                "version": "Open Badges v2p0",
            },
            {"id": f"{HOME}/sv", "type": ["Related"], "inLanguage": "sv"},
        ],
    }
    assert (recipient["identityType"], recipient["hashed"], recipient["salt"]) == (
        "emailAddress",
        True,
        "abc",
    )
    assert endorsement["credentialSubject"]["endorsementComment"] == "Saw it."
    assert endorsement["issuer"]["id"] == ISSUER


def test_a_view_can_never_be_taken_for_a_credential(world):
    first, second = (world.examine(full(world)).view for _ in range(2))
    assert not {"@context", "proof", "credentialStatus"} & first.keys()
    assert first["id"] != ASSERTION
    assert first["credentialSubject"]["achievement"]["id"] != BADGE_CLASS
    assert first == second  # the ids are our own, and the same each time


@pytest.mark.parametrize(
    ("recipient", "subject"),
    [
        ({"type": "url", "hashed": False, "identity": "https://ada.example"}, {"id": "https://ada.example"}),
        (
            {"type": "telephone", "hashed": False, "identity": "+4670"},
            {
                "identifier": [
                    {
                        "type": "IdentityObject",
                        "hashed": False,
                        "identityHash": "+4670",
                        "identityType": "ext:telephone",
                    }
                ]
            },
        ),
    ],
    ids=["url", "telephone"],
)
def test_other_recipients_have_their_places(world, recipient, subject):
    shown = world.examine(world.hosted(recipient=recipient)).view["credentialSubject"]
    assert {name: value for name, value in shown.items() if name in ("id", "identifier")} == subject


def successor(result, issuer, **changes):
    shape = {"credential_id": NEW_ID, "issuer": issuer, "same_issuer": True, "subject_id": SUBJECT}
    return upgrade(result, **{**shape, **changes})


def test_the_successor_of_ones_own_badge_is_genuine_and_links_to_it(world):
    issuer = world.world.issuer("did:web:badges.example.org")
    result = world.examine(full(world))
    made = successor(result, model.Profile(issuer.id, name="Cycle Workshop"))
    assert (made.id, made.awarded_date) == (NEW_ID, datetime(2026, 2, 1, 10, tzinfo=UTC))
    signed = world.world.sign(build.achievement_credential(made), issuer)
    report = verify(
        json.dumps(signed).encode(), fetch=world.fetch, now=world.world.now, recipient="ada@example.org"
    )
    assert report.verdict is Verdict.GENUINE
    assert signed["evidence"][-1]["id"] == ASSERTION
    assert signed["evidence"][-1]["type"] == ["Evidence", "https://w3id.org/openbadges#Assertion"]
    assert signed["issuer"]["otherIdentifier"][0]["identifier"] == ISSUER
    assert signed["credentialSubject"]["achievement"]["related"][0]["id"] == BADGE_CLASS
    assert "endorsement" not in signed  # whoever endorsed the old one signed nothing about this one


def test_the_successor_of_a_signed_badge_carries_it_whole(world):
    token = world.signed()
    made = successor(world.examine(token), model.Profile("did:web:badges.example.org"))
    assert made.evidence[-1].id == f"data:application/jwt,{token}"


def test_only_ones_own_genuine_dated_badge_has_a_successor(world):
    issuer = model.Profile("did:web:badges.example.org")
    cases = {
        "upgrade_not_ours": (world.examine(world.hosted()), {"same_issuer": False}),
        "upgrade_not_genuine": (
            world.examine(jws({**world.hosted(), "verification": {"type": "signed"}})),
            {},
        ),
    }
    world.world.broken[ASSERTION] = "timed_out"
    for code, (result, changes) in cases.items():
        with pytest.raises(CredentialError) as caught:
            successor(result, issuer, **changes)
        assert caught.value.code == code
    with pytest.raises(CredentialError, match="hosted_copy_unreachable"):
        successor(world.examine(world.hosted()), issuer)
