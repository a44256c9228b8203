"""Stewards write badges, competencies and roles in forms, and what was published is never changed."""

import io
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import event, update

from accounts import queries as accounts
from accounts.services.joining import make_person
from badges.models import AchievementVersion
from badges.queries import achievements
from competencies import queries as competencies
from competencies.services.frameworks import define_framework
from foundation.db import db, transaction
from issuers import queries as issuers
from issuers.services.registering import register_group
from tests.web.filled import fields_of, sent

LEVELS = {f"rubric.{index}.en": f"Shows level {index + 1}." for index in range(4)}
COMPETENCY = {"title.en": "Source criticism", "statement.en": "Judges sources.", "reviewed": ["en"], **LEVELS}
BADGE: dict[str, Any] = {
    "kind": "skill",
    "name.en": "Source finder",
    "description.en": "Finds good sources.",
    "criteria.en": "Show three of them.",
    "image_alt.en": "A blue star",
    "achievement_type": "Badge",
    "tags": "sources, reading",
    "template": "star",
    "colour": "blue",
    "proves.0.competency": "",
    "proves.0.level": "",
    "proves.1.competency": "source-criticism",
    "proves.1.level": "2",
    "alignments.0.name": "Reading",
    "alignments.0.url": "https://example.org/reading",
    "assessment.method": "endorsed",
    "assessment.min_endorsements": "2",
    "evidence_rule.min_items": "1",
    "validity_months": "24",
    "counts_towards_roles": "yes",
    "reviewed": ["en"],
}
ROLE = {
    "title.en": "Guide",
    "purpose.en": "Guides others.",
    "requirements.0.competency": "source-criticism",
    "requirements.0.level": "3",
    "requirements.0.must": "yes",
    "requirements.0.weight": "2",
    "requirements.0.reason": "Guides show where to look.",
    "reviewed": ["en"],
}


@dataclass
class Steward:
    """A browser in which a steward of one group is signed in."""

    client: FlaskClient
    person_id: UUID
    group_id: UUID
    group: str


def _visitor(app: Flask, name: str) -> tuple[FlaskClient, UUID]:
    person_id = make_person(user_name=name, language="en")
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["person"], cookie["stamp"] = str(person_id), 0
    return client, person_id


def _steward(app: Flask, name: str, language: str = "en") -> Steward:
    client, person_id = _visitor(app, name)
    actor = accounts.actor_of(person_id)
    group_id = register_group(actor, name=f"Group of {name}", description="", url=None, language=language)
    group = issuers.issuer(group_id)
    assert group is not None
    return Steward(client, person_id, group_id, group.slug)


@pytest.fixture
def steward(sqlite_app: Flask) -> Steward:
    return _steward(sqlite_app, "Mira")


@pytest.fixture
def with_competency(steward: Steward) -> Steward:
    answer = steward.client.post(f"/groups/{steward.group}/competencies/new", data=COMPETENCY)
    assert answer.status_code == 303, answer.text
    return steward


@pytest.fixture
def with_badge(with_competency: Steward) -> Steward:
    answer = with_competency.client.post(f"/groups/{with_competency.group}/badges/new", data=BADGE)
    assert answer.status_code == 303, answer.text
    return with_competency


def png(side: int = 20) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(kept, "PNG")
    return kept.getvalue()


@pytest.mark.parametrize("kind", ["badges", "competencies", "roles"])
def test_a_form_shows_to_a_steward_and_to_nobody_else(sqlite_app: Flask, steward: Steward, kind: str):
    address = f"/groups/{steward.group}/{kind}/new"
    stranger = sqlite_app.test_client().get(address)
    assert stranger.status_code == 302
    assert "/sign-in" in stranger.location
    other = _steward(sqlite_app, "Otto")
    assert steward.client.get(address).status_code == 200
    assert other.client.get(address).status_code == 404
    assert other.client.post(address, data=BADGE).status_code == 404


def test_the_texts_of_the_groups_own_language_stand_open(sqlite_app: Flask):
    swede = _steward(sqlite_app, "Stina", "sv")
    page = swede.client.get(f"/groups/{swede.group}/roles/new").text
    opened = re.findall(r"<details open>\s*<summary><bdi lang=\"(\w+)\"", page)
    assert opened == ["sv"]


def test_a_competency_comes_with_a_badge_for_each_level(with_competency: Steward):
    competency = competencies.competency("source-criticism")
    assert competency.owner_id == with_competency.group_id
    assert [one.level for one in achievements.level_achievements(competency.id)] == [1, 2, 3, 4]


def test_a_level_of_a_competency_has_no_form_of_its_own(with_competency: Steward):
    competency = competencies.competency("source-criticism")
    level = achievements.level_achievements(competency.id)[0]
    assert with_competency.client.get(f"/badges/{level.slug}/edit").status_code == 404


def test_a_badge_is_published_as_it_was_typed_without_empty_rows(with_badge: Steward):
    version = achievements.achievement("source-finder").versions[-1]
    assert [(one["competency"], one["level"]) for one in version.proves] == [("source-criticism", 2)]
    assert version.tags == ["sources", "reading"]
    assert version.image == {"template": "star", "colour": "blue", "alt": {"en": "A blue star"}}
    assert version.alignments[0]["verified"] is False
    assert (version.validity_months, version.counts_towards_roles, version.reviewed) == (24, True, ["en"])


def test_an_edit_makes_a_version_and_keeps_the_earlier_one(with_badge: Steward):
    shown = with_badge.client.get("/badges/source-finder/edit").text
    assert "This makes version 2. Awards already made keep theirs." in shown
    answer = sent(with_badge.client, "/badges/source-finder/edit", {**BADGE, "name.en": "Source scout"})
    assert answer.status_code == 303
    assert answer.location == "/badges/source-finder"
    names = [one.name["en"] for one in achievements.achievement("source-finder").versions]
    assert names == ["Source finder", "Source scout"]
    assert "Version 1" in with_badge.client.get("/badges/source-finder/edit").text


@pytest.mark.parametrize("address", ["/badges/source-finder/edit", "/competencies/source-criticism/edit"])
def test_sending_a_form_back_untouched_makes_no_version(with_badge: Steward, address: str):
    page = with_badge.client.get(address).text
    answer = with_badge.client.post(address, data=fields_of(page))
    assert answer.status_code == 303, re.findall('<li><a href="#field.*', answer.text)
    assert len(achievements.achievement("source-finder").versions) == 1
    assert len(competencies.competency("source-criticism").versions) == 1


def test_what_does_not_fit_comes_back_beside_its_field_with_all_that_was_typed(with_competency: Steward):
    wrong = {**BADGE, "name.en": "", "validity_months": "many", "proves.1.level": "", "tags": "kept, too"}
    answer = with_competency.client.post(f"/groups/{with_competency.group}/badges/new", data=wrong)
    assert answer.status_code == 422
    assert 'id="field-name.en-error"' in answer.text
    assert 'id="field-validity_months-error"' in answer.text
    assert 'id="field-proves.0.level-error"' in answer.text
    assert "Please write a whole number from 1 to 120." in answer.text
    assert 'value="kept, too"' in answer.text
    assert achievements.badges() == []


def test_every_line_of_the_summary_leads_to_something_on_the_page(with_competency: Steward):
    wrong = {"kind": "", "reviewed": ["ar"], "alignments.0.name": "X", "alignments.0.url": "javascript:1"}
    answer = with_competency.client.post(f"/groups/{with_competency.group}/badges/new", data=wrong)
    assert answer.status_code == 422
    targets = re.findall(r'<li><a href="#([^"]+)">', answer.text)
    assert targets
    missing = [target for target in targets if f'id="{target}"' not in answer.text]
    assert missing == []


def test_more_rows_are_added_without_publishing(with_competency: Steward):
    address = f"/groups/{with_competency.group}/badges/new"
    assert "proves.4.level" in with_competency.client.get(address).text
    rows = {f"proves.{index}.competency": "" for index in range(5)}
    answer = with_competency.client.post(address, data={**BADGE, **rows, "more": "proves"})
    assert answer.status_code == 200
    assert "proves.9.level" in answer.text
    assert achievements.badges() == []


def test_an_uploaded_picture_is_kept_while_the_form_is_mended(with_competency: Steward):
    address = f"/groups/{with_competency.group}/badges/new"
    upload = {"upload": (io.BytesIO(png()), "star.png")}
    answer = with_competency.client.post(address, data={**BADGE, "name.en": "", **upload})
    found = re.search(r'name="picture" value="([0-9a-f-]{36})"', answer.text)
    assert answer.status_code == 422
    assert found
    picture = with_competency.client.get(f"/pictures/{found[1]}.png")
    assert picture.mimetype == "image/png"
    again = {**BADGE, "picture": found[1], "look": "picture"}
    assert with_competency.client.post(address, data=again).status_code == 303
    assert achievements.achievement("source-finder").versions[-1].image["picture"] == found[1]


def test_an_uploaded_picture_is_hidden_from_other_groups(sqlite_app: Flask, with_competency: Steward):
    address = f"/groups/{with_competency.group}/badges/new"
    upload = {"upload": (io.BytesIO(png()), "star.png"), "more": "picture"}
    page = with_competency.client.post(address, data={**BADGE, **upload}).text
    shown = re.search(r"/pictures/[0-9a-f-]{36}\.png", page)
    assert shown
    other = _steward(sqlite_app, "Otto")
    assert other.client.get(shown[0]).status_code == 404


def test_a_file_that_is_no_picture_is_refused_beside_its_field(with_competency: Steward):
    address = f"/groups/{with_competency.group}/badges/new"
    data = {**BADGE, "upload": (io.BytesIO(b"<svg/>"), "star.svg")}
    answer = with_competency.client.post(address, data=data)
    assert answer.status_code == 422
    assert 'id="field-upload-error"' in answer.text
    assert "PNG or JPEG" in answer.text


def test_a_role_is_written_and_revised(with_competency: Steward):
    answer = with_competency.client.post(f"/groups/{with_competency.group}/roles/new", data=ROLE)
    assert answer.location == "/roles/guide"
    needed = competencies.role("guide").versions[-1].requirements
    reason = {"en": "Guides show where to look."}
    facts = {"competency": "source-criticism", "level": 3, "must": True, "weight": 2}
    assert needed == [{**facts, "reason": reason}]
    changed = {**ROLE, "requirements.0.level": "4", "term_guidance_months": "12"}
    assert sent(with_competency.client, "/roles/guide/edit", changed).status_code == 303
    assert [one.requirements[0]["level"] for one in competencies.role("guide").versions] == [3, 4]


def test_editing_is_for_stewards_of_the_owning_group(sqlite_app: Flask, with_badge: Steward):
    with_badge.client.post(f"/groups/{with_badge.group}/roles/new", data=ROLE)
    other = _steward(sqlite_app, "Otto")
    for address in ("/badges/source-finder", "/competencies/source-criticism", "/roles/guide"):
        assert with_badge.client.get(f"{address}/edit").status_code == 200
        assert other.client.get(f"{address}/edit").status_code == 404
        assert other.client.post(f"{address}/edit", data=BADGE).status_code == 404


def test_an_area_that_is_not_offered_is_refused(steward: Steward):
    answer = steward.client.post(
        f"/groups/{steward.group}/competencies/new", data={**COMPETENCY, "place": "theirs:area"}
    )
    assert answer.status_code == 422
    assert competencies.competencies() == []


def test_our_pictures_are_drawn_and_unknown_ones_are_not(sqlite_app: Flask):
    client = sqlite_app.test_client()
    drawn = client.get("/pictures/template/star/blue.svg")
    assert drawn.mimetype == "image/svg+xml"
    assert drawn.text.startswith("<svg")
    assert client.get("/pictures/template/skull/blue.svg").status_code == 404
    assert client.get("/pictures/template/star/mauve.svg").status_code == 404


def test_the_form_asks_the_database_as_often_for_many_competencies_as_for_one(with_competency: Steward):
    address = f"/groups/{with_competency.group}/badges/new"
    few = _statements_of(with_competency.client, address)
    for number in range(6):
        data = {**COMPETENCY, "title.en": f"Skill {number}"}
        with_competency.client.post(f"/groups/{with_competency.group}/competencies/new", data=data)
    assert _statements_of(with_competency.client, address) == few


def _statements_of(client: FlaskClient, address: str) -> int:
    seen: list[str] = []

    def _note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    db.session.remove()
    event.listen(db.engine, "before_cursor_execute", _note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", _note)
    return len(seen)


def test_a_competency_stands_in_an_area_of_the_groups_own_framework(steward: Steward):
    actor = accounts.actor_of(steward.person_id)
    define_framework(
        actor,
        group_id=steward.group_id,
        slug="reading",
        title={"en": "Reading"},
        description={"en": "All about reading."},
        domains=[{"id": "near", "title": {"en": "Near"}}, {"id": "far", "title": {"en": "Far"}}],
        levels=[],
        vocabularies={},
        reviewed=["en"],
    )
    address = f"/groups/{steward.group}/competencies/new"
    assert "Reading: Far" in steward.client.get(address).text
    assert steward.client.post(address, data={**COMPETENCY, "place": "reading:far"}).status_code == 303
    assert competencies.competency("source-criticism").domain == "far"
    moved = {**COMPETENCY, "place": "near"}
    assert sent(steward.client, "/competencies/source-criticism/edit", moved).status_code == 303
    assert competencies.competency("source-criticism").domain == "near"


def test_a_type_that_pages_do_not_offer_survives_an_edit(with_badge: Steward):
    with transaction() as write:
        write.execute(update(AchievementVersion).values(achievement_type="Certification"))
    page = with_badge.client.get("/badges/source-finder/edit").text
    assert re.search(r'<option value="Certification"[^>]*selected', page)
