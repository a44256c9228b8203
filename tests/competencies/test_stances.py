"""What people say of their own skills stays theirs; counts hold only those who let themselves be counted."""

import pytest
from sqlalchemy import select

from competencies.queries import stances as said
from competencies.services import stances
from competencies.suppression import Counts
from foundation.audit import AuditEvent
from foundation.db import session
from foundation.errors import InvalidError, SignInNeededError
from foundation.policy import NOBODY
from tests.badges.scene import person, set_stage


def one(**more) -> list[dict]:
    return [{"competency": "citing", **more}]


def counted(name: str, region: str | None = None, languages=(), **said_of_it):
    actor = person(name)
    stances.keep_stances(actor, one(**said_of_it))
    stances.keep_profile(actor, region=region, languages=languages, counted=True, visits_counted=False)
    return actor


def flags(actor) -> tuple:
    row = said.own_stances(actor.person_id)["citing"]
    return row.known, row.offered, row.wanted, row.level


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"known": True}, (True, False, False, None)),
        ({"offered": True}, (True, True, False, None)),
        ({"wanted": True}, (False, False, True, None)),
        ({"level": 3}, (True, False, False, 3)),
        ({"wanted": True, "offered": True, "level": 1}, (True, True, True, 1)),
    ],
)
def test_who_offers_a_skill_or_gives_a_level_knows_it(app, told, kept):
    set_stage()
    learner = person("Learner")
    stances.keep_stances(learner, one(**told))
    assert flags(learner) == kept
    assert said.own_levels(learner.person_id) == ({"citing": kept[3]} if kept[3] else {})


def test_saying_nothing_any_more_leaves_nothing(app):
    set_stage()
    learner = person("Learner")
    stances.keep_stances(learner, one(offered=True, level=2))
    stances.keep_stances(learner, one())
    assert said.own_stances(learner.person_id) == {}


@pytest.mark.parametrize(
    ("told", "pointer", "code"),
    [
        ([{"competency": "nothing"}], "/skills/0/competency", "competency_unknown"),
        (one(level=5), "/skills/0/level", "level_unknown"),
        (one(known=True) + one(known=True), "/skills/1/competency", "duplicate"),
        ([{"competency": str(number)} for number in range(501)], "/skills", "too_many"),
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(sqlite_app, told, pointer, code):
    set_stage()
    learner = person("Learner")
    with pytest.raises(InvalidError) as refused:
        stances.keep_stances(learner, told)
    assert (refused.value.problems[0].pointer, refused.value.problems[0].code) == (pointer, code)
    assert said.own_stances(learner.person_id) == {}


@pytest.mark.parametrize(
    ("shape", "pointer"), [({"region": "atlantis"}, "/region"), ({"languages": ["xx"]}, "/languages/0")]
)
def test_only_broad_regions_and_known_languages_are_kept(sqlite_app, shape, pointer):
    whole = {"region": None, "languages": [], "counted": True, "visits_counted": False} | shape
    with pytest.raises(InvalidError) as refused:
        stances.keep_profile(person("Learner"), **whole)
    assert refused.value.problems[0].pointer == pointer


def test_a_stranger_is_asked_to_sign_in(sqlite_app):
    with pytest.raises(SignInNeededError):
        stances.keep_stances(NOBODY, [])


def test_only_those_who_let_themselves_be_counted_are(app):
    set_stage()
    counted("A", "south-asia", ["en", "hi"], offered=True)
    counted("B", None, ["en"], offered=True, wanted=True)
    counted("C", "south-asia", [], known=True)
    stances.keep_stances(person("Quiet"), one(offered=True))
    found = {measure: by_slug["citing"] for measure, by_slug in said.counts().items()}
    assert found == {
        "offered": Counts(2, {"south-asia": 1}, {"en": 2, "hi": 1}),
        "known": Counts(1, {"south-asia": 1}, {"en": 0, "hi": 0}),
        "wanted": Counts(1, {"south-asia": 0}, {"en": 1, "hi": 0}),
    }


def test_protected_regions_are_counted_together(app):
    set_stage()
    counted("A", "south-asia", offered=True)
    counted("B", "north-america", offered=True)
    counted("C", "central-asia-caucasus", offered=True)
    found = said.counts(frozenset({"south-asia", "central-asia-caucasus"}))["offered"]["citing"]
    assert found.by_region == {"several": 2, "north-america": 1}


def test_the_record_of_what_was_done_holds_no_words_of_it(sqlite_app):
    set_stage()
    counted("A", "south-asia", ["hi"], offered=True)
    facts = [
        row.facts for row in session().scalars(select(AuditEvent)) if row.action.startswith("competencies.")
    ]
    assert "south-asia" not in str(facts)
    assert "citing" not in str(facts)
