"""Frameworks from elsewhere are looked over, confirmed, and written so that nobody ever sees half of one."""

from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from sqlalchemy import func, select

from competencies.models import ReferenceItem, ReferenceLoad
from competencies.models.references import LoadState
from competencies.queries import case_served, references
from competencies.services import reference_rows, referencing
from competencies.services.referencing import Said
from credentials.errors import FetchError
from credentials.fetch import Fetched
from foundation import clock, jobs
from foundation.db import db, session
from foundation.errors import ConflictError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.badges import definitions
from tests.competencies.case_samples import child, document, item, package, uuid, written
from web.letters import HANDLERS

DOCUMENT = UUID(uuid("document"))


def count(rows):
    return session().scalar(select(func.count()).select_from(rows))


def bring(actor, group_id, value, **more):
    load = referencing.stage(actor, group_id=group_id, given=written(value), **more)
    referencing.confirm(actor, load.id)
    jobs.run_due(HANDLERS)
    return references.load(load.id)


def served(identifier=DOCUMENT):
    return orjson.loads(b"".join(case_served.imported_package(identifier)))


def codes(load):
    return [one["code"] for one in orjson.loads(load.summary)["problems"]]


def test_a_confirmed_package_is_served_value_by_value(app):
    steward, group_id = definitions.group()
    load = bring(steward, group_id, package())
    assert (load.state, load.done, load.total, load.body) == (LoadState.DONE, 14, 14, None)
    assert served() == package()
    found = references.framework(DOCUMENT)
    assert (found.title, found.edition, found.item_count) == ("Life skills", "2.0", 3)


def test_only_what_the_package_has_is_served(app):
    steward, group_id = definitions.group()
    bring(steward, group_id, {"CFDocument": document(), "CFItems": [], "CFDefinitions": {"CFLicenses": []}})
    assert served() == {"CFDocument": document(), "CFItems": [], "CFDefinitions": {"CFLicenses": []}}


def test_nothing_is_seen_before_it_is_confirmed_and_done(app):
    steward, group_id = definitions.group()
    load = referencing.stage(steward, group_id=group_id, given=written(package()))
    assert references.frameworks() == []
    referencing.confirm(steward, load.id)
    assert references.frameworks() == []
    assert list(case_served.imported_package(DOCUMENT)) == []
    jobs.run_due(HANDLERS)
    assert [one.title for one in references.frameworks(group_id)] == ["Life skills"]


def test_a_package_that_is_brought_again_updates_and_never_doubles(app):
    steward, group_id = definitions.group()
    bring(steward, group_id, package())
    before = references.framework(DOCUMENT).id
    items = [item("a"), item("a1", fullStatement="Says it anew."), item("a3")]
    places = [child("a"), child("a1", "a"), child("a3", "a")]
    newer = package(CFItems=items, CFAssociations=places, CFRubrics=[])
    bring(steward, group_id, newer)
    assert served() == newer
    assert references.framework(DOCUMENT).id == before
    assert count(ReferenceItem) == 3
    assert references.item(UUID(uuid("a1"))).statement == "Says it anew."
    with pytest.raises(NotFoundError):
        references.item(UUID(uuid("a2")))


def test_another_group_cannot_bring_the_same_framework_nor_its_items(app):
    steward, group_id = definitions.group()
    other, other_id = definitions.group("Others")
    bring(steward, group_id, package())
    same = referencing.stage(other, group_id=other_id, given=written(package()))
    assert codes(same) == ["of_another_group"]
    apart = {"CFDocument": document(identifier=uuid("apart")), "CFItems": [item("a9"), item("a")]}
    mixed = referencing.stage(other, group_id=other_id, given=written(apart))
    found = orjson.loads(mixed.summary)["problems"]
    assert [(one["code"], one["row"]) for one in found] == [("identifier_elsewhere", 2)]
    with pytest.raises(ConflictError):
        referencing.confirm(other, mixed.id)


def test_who_is_second_at_the_same_moment_is_told_and_nothing_of_it_stays(app):
    steward, group_id = definitions.group()
    other, other_id = definitions.group("Others")
    loads = []
    for actor, owner in ((steward, group_id), (other, other_id)):
        loads.append(referencing.stage(actor, group_id=owner, given=written(package())).id)
    referencing.confirm(steward, loads[0])
    referencing.confirm(other, loads[1])
    jobs.run_due(HANDLERS)
    states = [(references.load(one).state, references.load(one).code) for one in loads]
    assert states == [("done", None), ("failed", "of_another_group")]
    assert count(ReferenceItem) == 3
    assert served() == package()


def test_a_worker_that_is_killed_loses_nothing_and_does_nothing_twice(app):
    steward, group_id = definitions.group()
    load_id = referencing.stage(steward, group_id=group_id, given=written(package())).id
    referencing.confirm(steward, load_id)
    reference_rows.work(load_id, seconds=-1.0, at_once=2)
    assert references.load(load_id).done == 2
    assert references.frameworks() == []
    reference_rows.work(load_id, seconds=-1.0, at_once=2)
    assert references.load(load_id).done == 4
    jobs.run_due(HANDLERS)
    assert references.load(load_id).state == LoadState.DONE
    assert served() == package()
    reference_rows.work(load_id)
    assert count(ReferenceItem) == 3


def test_with_problems_nothing_can_be_confirmed_and_nothing_is_kept_of_it(app):
    steward, group_id = definitions.group()
    bad = package(CFAssociations=[child("a1", "a"), child("a", "a1")])
    load = referencing.stage(steward, group_id=group_id, given=written(bad))
    assert (codes(load), load.body) == (["circle", "circle"], None)
    with pytest.raises(ConflictError):
        referencing.confirm(steward, load.id)


def test_only_a_steward_of_the_group_brings_sees_confirms_and_removes(app):
    steward, group_id = definitions.group()
    stranger, _ = definitions.group("Others")
    load_id = referencing.stage(steward, group_id=group_id, given=written(package())).id
    with pytest.raises(SignInNeededError):
        referencing.stage(NOBODY, group_id=group_id, given=b"{}")
    for verb in (referencing.see, referencing.confirm, referencing.drop):
        with pytest.raises(NotFoundError):
            verb(stranger, load_id)
    with pytest.raises(NotFoundError):
        referencing.stage(stranger, group_id=group_id, given=b"{}")
    bring(steward, group_id, package())
    referencing.remove(steward, DOCUMENT)
    assert (references.frameworks(), count(ReferenceItem)) == ([], 0)


def test_what_nobody_confirms_is_forgotten_after_a_day(app):
    steward, group_id = definitions.group()
    referencing.stage(steward, group_id=group_id, given=written(package()))
    bring(steward, group_id, package(CFRubrics=[]))
    later = clock.now() + timedelta(hours=25)
    clock.set_source(lambda: later)
    referencing.tend()
    assert count(ReferenceLoad) == 0
    assert served() == package(CFRubrics=[])


def test_a_table_of_the_same_title_updates_its_framework(app):
    steward, group_id = definitions.group()
    for statement in ("First words", "Second words"):
        given = f"identifier,full statement\nA,{statement}".encode()
        load = referencing.stage(steward, group_id=group_id, given=given, said=Said(title="Our table"))
        referencing.confirm(steward, load.id)
        jobs.run_due(HANDLERS)
    found = references.frameworks()
    assert [one.title for one in found] == ["Our table"]
    assert [one.statement for one in references.children(found[0], None).items] == ["Second words"]


@pytest.mark.parametrize(
    ("given", "said", "pointer", "code"),
    [
        (b" ", Said(title="x"), "/file", "file_empty"),
        (b"full statement\nx", Said(), "/title", "text_missing"),
        (b"full statement\nx", Said(title="x" * 200), "/title", "text_too_long"),
        (b"full statement\nx", Said(title="x", edition="x" * 50), "/edition", "text_too_long"),
    ],
)
def test_the_form_of_a_table_says_what_it_needs(sqlite_app, given, said, pointer, code):
    steward, group_id = definitions.group()
    with pytest.raises(InvalidError) as error:
        referencing.stage(steward, group_id=group_id, given=given, said=said)
    assert [(one.pointer, one.code) for one in error.value.problems] == [(pointer, code)]


def test_a_package_at_an_address_is_fetched_by_the_guarded_client_only(sqlite_app):
    steward, group_id = definitions.group()
    asked = []

    def elsewhere(url, **_how):
        asked.append(url)
        if url.endswith("big"):
            raise FetchError("too_big")
        return Fetched(url, written(package()), "application/json")

    def from_there(url):
        return referencing.stage_from_address(steward, elsewhere, group_id=group_id, url=url)

    load = from_there("https://frameworks.example.org/package")
    assert (codes(load), load.source_url) == ([], "https://frameworks.example.org/package")
    for url, code in (
        ("http://x.example/", "address_not_https"),
        ("https://x.example/big", "too_big_to_fetch"),
    ):
        with pytest.raises(InvalidError) as error:
            from_there(url)
        assert error.value.problems[0].code == code
    assert asked == ["https://frameworks.example.org/package", "https://x.example/big"]


def test_words_are_found_wherever_they_stand_in_what_is_switched_on(app):
    steward, group_id = definitions.group()
    referencing.stage(steward, group_id=group_id, given=written(package()))
    assert references.search("says") == ([], 0)
    bring(steward, group_id, package())
    found, total = references.search("SAYS does")
    assert ([one.code for one in found], total) == (["A", "A2"], 2)
    assert references.search("100%") == ([], 0)
    assert [one.code for one in references.search("a2")[0]] == ["A2"]
    db.session.rollback()


def test_a_framework_whose_title_shows_nothing_is_listed_by_its_identifier(app):
    steward, group_id = definitions.group()
    bring(steward, group_id, package(CFDocument={**document(), "title": " \u200b "}))
    assert references.framework(DOCUMENT).title == str(DOCUMENT)
