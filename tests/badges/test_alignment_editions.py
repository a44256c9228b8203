"""An alignment says which edition it refers to and, if it is one, that it is an item of a CASE framework."""

import json

import pytest

from badges.queries import achievements, awards
from badges.services import awarding, claiming, defining
from badges.services.carrying import form
from competencies.alignments import alignment_problems, framework_name, tidy_alignments
from foundation.policy import SYSTEM
from issuers.services.registering import vouch
from tests.badges import definitions
from tests.badges.scene import person

DIGCOMP = {"name": "Netiquette", "url": "https://digcomp.example/2.5", "framework": "DigComp", "code": "2.5"}


def signed(**alignment):
    """The Achievement inside a credential of a badge with this alignment."""
    steward, group_id = definitions.group()
    vouch(SYSTEM, group_id)
    shape = definitions.badge(alignments=[{**DIGCOMP, "verified": True, **alignment}])
    defining.define_achievement(steward, group_id=group_id, kind="skill", slug="wheel", **shape)
    holder = person("Holder")
    award = awarding.award(steward, achievement="wheel", recipient="Holder", reason="")
    credential = awards.credential_by_id(claiming.accept(holder, award.id).credential_id)
    return json.loads(form(credential, "json"))["credentialSubject"]["achievement"]["alignment"][0]


def test_what_is_signed_names_the_edition_and_the_type(app):
    found = signed(edition="3.0", type="CFItem")
    assert (found["targetFramework"], found["targetType"]) == ("DigComp, 3.0", "CFItem")


def test_without_an_edition_the_framework_stands_alone(app):
    found = signed()
    assert found["targetFramework"] == "DigComp"
    assert "targetType" not in found


def test_a_row_from_before_editions_is_read_and_compares_equal(app):
    steward, group_id = definitions.group()
    shape = definitions.badge(alignments=[DIGCOMP])
    made = defining.define_achievement(steward, group_id=group_id, kind="skill", slug="wheel", **shape)
    assert set(made.versions[-1].alignments[0]) == {"name", "url", "framework", "code", "verified"}
    sent = [{**DIGCOMP, "edition": None, "type": ""}]
    again = defining.revise_achievement(steward, "wheel", **definitions.badge(alignments=sent))
    assert len(again.versions) == 1
    assert achievements.achievement("wheel").versions[-1].alignments == tidy_alignments([DIGCOMP])


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"framework": "DigComp", "edition": "3.0"}, "DigComp, 3.0"),
        ({"framework": "DigComp"}, "DigComp"),
        ({"framework": "DigComp", "edition": ""}, "DigComp"),
        ({"framework": None, "edition": "3.0"}, None),
    ],
)
def test_a_framework_is_named_with_its_edition(said, name):
    assert framework_name(said) == name


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [({"edition": "x" * 41}, "/0/edition"), ({"type": "CTDL"}, "/0/type"), ({"since": "1"}, "/0/since")],
)
def test_what_an_alignment_cannot_say_is_refused(wrong, pointer):
    assert [one.pointer for one in alignment_problems("", [{**DIGCOMP, **wrong}])] == [pointer]
