"""A share link of ours as the address of a badge to check: what the link's own page gives, and no more."""

from datetime import timedelta

import pytest

from badges.services import carrying, collections, giving_up, sharing, withdrawing
from foundation import clock
from tests.badges.scene import accepted, person, set_stage
from tests.web.visiting import visitor

OWN_PAGE = "That is a page of this site, not a badge file."


@pytest.fixture
def scene(sqlite_app):
    return set_stage()


@pytest.fixture
def ada(scene):
    return person("Ada")


@pytest.fixture
def credential(scene, ada):
    return accepted(scene, ada, "Ada")


def check(app, address):
    return visitor(app).post("/verify", data={"url": address})


def test_a_link_to_one_badge_is_checked_as_its_file_is(sqlite_app, scene, ada, credential):
    link = sharing.share(ada, credential_id=credential.id, shows_evidence=True)
    for address in (sharing.address_of(link), f" {sharing.address_of(link)}?lang=sv "):
        answer = check(sqlite_app, address)
        assert "<h1>Genuine</h1>" in answer.text
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    sent = {"url": sharing.address_of(link)}
    report = visitor(sqlite_app).post("/api/v1/verify", json=sent).json
    file = visitor(sqlite_app).post("/api/v1/verify", data=carrying.form(credential, "json")).json
    assert report["digest"] == file["digest"]
    withdrawing.revoke(scene.steward, credential.id, reason="superseded")
    assert "<h1>Do not rely on this</h1>" in check(sqlite_app, sharing.address_of(link)).text


def test_a_link_that_ended_or_may_not_be_shown_gives_nothing(sqlite_app, scene, ada, credential):
    ended, expiring, kept = (sharing.share(ada, credential_id=credential.id, lasts="week") for _ in range(3))
    sharing.end(ada, ended.id)
    gone = accepted(scene, ada, "Ada", again=True)
    given_up = sharing.share(ada, credential_id=gone.id)
    giving_up.give_up(ada, gone.id)
    told = [check(sqlite_app, sharing.address_of(one)) for one in (ended, given_up)]
    assert "<h1>Genuine</h1>" in check(sqlite_app, sharing.address_of(kept)).text
    now = clock.now()
    clock.set_source(lambda: now + timedelta(days=8))
    told.append(check(sqlite_app, sharing.address_of(expiring)))
    told.append(check(sqlite_app, sharing.address_of(expiring)[:-2] + "xx"))
    for answer in told:
        assert answer.status_code == 422
        assert OWN_PAGE in answer.text
        assert "Open it, and save the badge from there." in answer.text


def test_other_pages_of_this_site_say_where_the_badge_can_be_saved(sqlite_app, ada, credential):
    collection = collections.make(ada, name="Best")
    collections.add(ada, collection.id, credential.id)
    link = sharing.share(ada, collection_id=collection.id)
    address = sharing.address_of(link)
    private = address.rpartition("/s/")[0] + f"/credentials/{credential.id}"
    for own in (address, f"{address}/badges/{credential.id}", private):
        answer = check(sqlite_app, own)
        assert answer.status_code == 422
        assert OWN_PAGE in answer.text
        assert "We could not get anything" not in answer.text
