"""What an older badge does not say, or says in its own way, when it gets a successor."""

from dataclasses import replace

import pytest

from credentials import build, model
from credentials.errors import CannotBuildError, CredentialError
from credentials.legacy import upgrade
from tests.credentials.test_legacy_older import pointer
from tests.world_of_two import ASSERTION, HOME, WorldOfTwo

NEW_ID = "urn:uuid:6d1c0f6e-0d0b-4c2e-9d0e-0a4a7f1e9b99"
OWNER = model.Profile("did:web:badges.example.org", name="Cycle Workshop")


@pytest.fixture
def world():
    return WorldOfTwo()


def successor(world, badge):
    return upgrade(world.examine(badge), credential_id=NEW_ID, issuer=OWNER, same_issuer=True)


def test_a_badge_that_does_not_tell_how_to_earn_it_is_completed_by_its_issuer(world):
    world.badge_class(criteria={})
    made = successor(world, world.hosted())
    assert made.credential_subject.achievement.criteria == model.Criteria()
    with pytest.raises(CannotBuildError) as caught:
        build.achievement_credential(made)
    assert caught.value.facts["pointer"] == "/credentialSubject/achievement/criteria"
    subject = made.credential_subject
    told = replace(subject.achievement, criteria=model.Criteria(narrative="Three wheels."))
    whole = replace(made, credential_subject=replace(subject, achievement=told))
    assert build.achievement_credential(whole)["id"] == NEW_ID


@pytest.mark.parametrize(
    ("older", "now"),
    [
        ("EN", "en"),
        ("pt-br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("de-CH-1996", "de-CH"),
        ("ca-valencia", "ca"),
    ],
)
def test_the_language_is_written_as_the_new_standard_writes_it(world, older, now):
    world.badge_class(**{"@language": older, "related": [{"id": f"{HOME}/8", "@language": older}]})
    achievement = build.achievement_credential(successor(world, world.hosted()))["credentialSubject"][
        "achievement"
    ]
    assert achievement["inLanguage"] == now
    assert achievement["related"][-1]["inLanguage"] == now


def test_a_language_that_the_new_standard_has_no_code_for_is_left_out(world):
    world.badge_class(**{"@language": "x-klingon"})
    award = build.achievement_credential(successor(world, world.hosted()))
    assert "inLanguage" not in award["credentialSubject"]["achievement"]


def test_what_the_oldest_badges_could_leave_out_must_be_known_now(world):
    issuer = {"name": "Cycle Workshop", "origin": HOME}
    badge = {"version": "0.5.0", "name": "Wheels", "image": "/1.png", "criteria": "/1.html", "issuer": issuer}
    oldest = {"recipient": "ada@example.org", "issued_on": "2013-01-26", "badge": badge}
    world.world.publish(ASSERTION, oldest)
    with pytest.raises(CredentialError) as caught:
        successor(world, pointer())
    facts = {"pointer": "/credentialSubject/achievement/id"}
    assert (caught.value.code, caught.value.facts) == ("missing", facts)
