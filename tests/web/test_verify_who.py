"""Who gave a badge, as the page of a check tells it: names of then and now, who vouches, who imitates."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import update

from foundation import clock
from foundation.db import transaction
from foundation.policy import SYSTEM
from issuers.models import Issuer
from issuers.services import registering
from tests.badges.cases import body
from tests.badges.scene import accepted, person, set_stage
from tests.web.visiting import visitor
from tests.world import World

KNOWN = "Example affiliate"


@pytest.fixture
def scene(sqlite_app):
    return set_stage(name=KNOWN)


@pytest.fixture
def badge(scene):
    """A badge that the group gave while it was called as it is known."""
    return body(accepted(scene, person("Ada"), "Ada"))


@pytest.fixture
def world(sqlite_app):
    world = World()
    clock.set_source(lambda: world.now)
    sqlite_app.extensions["fetch"] = world.fetch
    return world


@pytest.fixture
def listed(sqlite_app, tmp_path):
    """Write the operator's list of known issuers."""
    before, path = sqlite_app.extensions["settings"], tmp_path / "known.txt"
    sqlite_app.extensions["settings"] = replace(before, known_issuers=path)
    yield lambda line: path.write_text(f"{line}\n", encoding="utf-8")
    sqlite_app.extensions["settings"] = before


def presented(*credentials):
    """A collection that nobody signed."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(credentials),
    }


def check(app, document):
    answer = visitor(app).post("/verify", data={"text": json.dumps(document)})
    assert answer.status_code == 200, answer.text
    assert "has no words here yet" not in answer.text
    return answer.text.replace("\u2068", "").replace("\u2069", "").replace("&#39;", "'")


def call(group_id, name):
    """As it was possible before such names were refused."""
    with transaction() as session:
        session.execute(update(Issuer).where(Issuer.id == group_id).values(name=name))


def known(name):
    return registering.make_first_group(name=name, description="", url=None, language="en")


def test_of_two_known_groups_with_nearly_one_name_each_is_to_be_looked_at_twice(sqlite_app, scene, badge):
    assert "Look twice" not in check(sqlite_app, badge)
    other = known("River Club")
    call(other, "Example Affi1iate")
    page = check(sqlite_app, badge)
    assert "Another issuer that we know has nearly this name: Example Affi1iate." in page
    call(other, "River Club")
    call(scene.group_id, "Ríver-Club")
    assert "Another issuer that we know has nearly this name: River Club." in check(sqlite_app, badge)


def test_the_name_in_the_badge_counts_too_where_its_group_has_another_name_today(sqlite_app, scene, badge):
    call(scene.group_id, "Lake Club")
    assert "Look twice" not in check(sqlite_app, badge)
    known(KNOWN)
    assert f"Another issuer that we know has nearly this name: {KNOWN}." in check(sqlite_app, badge)


def test_the_operators_list_counts_too_but_nobody_looks_like_itself(sqlite_app, scene, badge, listed):
    listed(f"{badge['issuer']['id']} {KNOWN}")
    assert "Look twice" not in check(sqlite_app, badge)
    listed("did:web:elsewhere.example Example-Affiliate")
    assert "Another issuer that we know has nearly this name: Example-Affiliate." in check(sqlite_app, badge)


def test_programs_are_told_of_a_name_that_two_known_groups_have(sqlite_app, badge):
    call(known("River Club"), KNOWN)
    report = sqlite_app.test_client().post("/api/v1/verify", json=badge).json
    assert [one["code"] for one in report["warnings"]] == ["known_names_alike"]
    assert report["verdict"] == "genuine"


def test_it_is_told_who_vouches_and_not_just_that_somebody_does(sqlite_app, scene, badge):
    page = check(sqlite_app, badge)
    assert "A group that we know: whoever runs this service vouches for it." in page
    registering.take_back_vouching(SYSTEM, scene.group_id)
    with transaction() as session:
        session.get_one(Issuer, scene.group_id).vouched_at = clock.now()
        session.get_one(Issuer, scene.group_id).vouched_by = known("River Club")
    page = check(sqlite_app, badge)
    assert "A group that we know: River Club vouches for it." in page
    assert "whoever runs this service" not in page
    profile = visitor(sqlite_app).get(f"/issuers/{scene.group_id}", headers={"Accept": "text/html"}).text
    assert "A group that we know: \u2068River Club\u2069 vouches for it." in profile


def test_both_names_are_told_where_a_group_has_another_one_today(sqlite_app, scene, badge):
    page = check(sqlite_app, badge)
    assert f"Signed by {KNOWN}, and unchanged since." in page
    assert "In the badge:" not in page
    call(scene.group_id, "Lake Club")
    page = check(sqlite_app, badge)
    assert f"Signed by Lake Club, which the badge calls {KNOWN}, and unchanged since." in page
    assert f"In the badge: {KNOWN}. This group is called Lake Club today." in page


def test_the_badge_inside_another_file_tells_both_names_too(sqlite_app, scene, badge):
    call(scene.group_id, "Lake Club")
    page = check(sqlite_app, presented(badge))
    assert "In the badge: Example affiliate. This group is called Lake Club today." in page


def test_a_name_that_was_not_signed_by_the_group_is_not_told_as_its_own(sqlite_app, scene, badge):
    forged = {**badge, "issuer": {**badge["issuer"], "name": "Best Club"}}
    page = check(sqlite_app, forged)
    assert "<h1>Do not rely on this</h1>" in page
    assert "In the badge:" not in page


def test_who_imitates_a_known_name_is_never_green_and_the_warning_comes_first(sqlite_app, world):
    known(KNOWN)
    page = check(sqlite_app, world.issue(world.issuer(name="Examp1e Affiliate")))
    head = page[page.index('<div class="status') : page.index('id="who"')]
    assert "status--look-twice" in head
    assert "<h1>Genuine, but look twice</h1>" in head
    assert "<title>Genuine, but look twice" in page
    imitates = "The name looks like Example affiliate, a group we know, but this is not that group."
    signed = "Signed by somebody who calls itself Examp1e Affiliate, and unchanged since."
    assert 0 < head.index(imitates) < head.index(signed)
    assert page.count(imitates) == 1
    assert "status--genuine" not in page


def test_who_imitates_a_known_name_is_not_green_inside_another_file_either(sqlite_app, world):
    known(KNOWN)
    page = check(sqlite_app, presented(world.issue(world.issuer(name=KNOWN))))
    assert "<h4>Genuine, but look twice</h4>" in page


def test_a_bad_signature_stays_what_is_told_first_of_who_imitates_a_name(sqlite_app, world):
    known(KNOWN)
    page = check(sqlite_app, {**world.issue(world.issuer(name=KNOWN)), "name": "Master of wheels"})
    assert "<h1>Do not rely on this</h1>" in page
    assert "status--do-not-rely" in page
    assert "The name looks like Example affiliate" in page


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Bike Club", "Signed by somebody who calls itself Bike Club, and unchanged since."),
        ("", "Signed by somebody who gives no name, and unchanged since."),
    ],
)
def test_a_stranger_only_calls_itself_by_its_name(sqlite_app, world, name, said):
    page = check(sqlite_app, world.issue(world.issuer(name=name)))
    assert "<h1>Genuine</h1>" in page
    assert said in page


def test_programs_still_get_the_verdict_and_the_warning_apart(sqlite_app, world):
    known(KNOWN)
    document = world.issue(world.issuer(name=KNOWN))
    report = sqlite_app.test_client().post("/api/v1/verify", json=document).json
    assert (report["verdict"], report["warnings"][0]["code"]) == ("genuine", "name_imitated")


def test_technical_details_call_a_warning_about_the_name_by_what_it_is(sqlite_app, world):
    known(KNOWN)
    page = check(sqlite_app, world.issue(world.issuer(name=KNOWN)))
    details = page[page.index("Technical details") :]
    assert details.count("<dt>Issuer's key</dt>") == 1
    label = details[: details.index("name_imitated")].rsplit("<dt>", 1)[1]
    assert label.startswith("Look twice: Issuer's name</dt>")
