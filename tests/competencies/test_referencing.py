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


def served(identifier=DOCUMENT, owner_id=None):
    return orjson.loads(b"".join(case_served.imported_package(identifier, owner_id)))


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


def test_whoever_took_the_identifiers_before_keeps_nobody_from_bringing_the_framework_in(app):
    steward, group_id = definitions.group()
    other, other_id = definitions.group("Others")
    bring(steward, group_id, package())
    own = package(CFItems=[item("a", fullStatement="Says it rightly.")], CFAssociations=[child("a")])
    assert bring(other, other_id, own).state == LoadState.DONE
    assert (served(), served(owner_id=other_id)) == (package(), own)
    assert references.framework(DOCUMENT).owner_id == group_id
    assert references.item(UUID(uuid("a"))).framework.owner_id == group_id
    assert references.item(UUID(uuid("a")), other_id).statement == "Says it rightly."
    assert [one.owner_id for one in references.frameworks()] == [group_id]
    assert references.search("rightly") == ([], 0)
    assert [one["title"] for one in case_served.documents()] == ["Life skills"]


def test_a_copy_that_is_removed_or_brought_again_leaves_that_of_others_alone(app):
    steward, group_id = definitions.group()
    other, other_id = definitions.group("Others")
    bring(steward, group_id, package())
    bring(other, other_id, package(CFRubrics=[]))
    bring(other, other_id, package(CFItems=[item("a")], CFAssociations=[child("a")], CFRubrics=[]))
    assert served() == package()
    with pytest.raises(NotFoundError):
        referencing.remove(other, DOCUMENT, definitions.group("Thirds")[1])
    referencing.remove(steward, DOCUMENT)
    assert served() == served(owner_id=other_id)
    assert references.framework(DOCUMENT).owner_id == other_id


def test_a_copy_from_its_makers_own_server_stands_for_its_identifiers(app):
    steward, group_id = definitions.group()
    other, other_id = definitions.group("Others")
    bring(steward, group_id, package(CFRubrics=[]))
    there = document()["uri"]
    for address in ("https://elsewhere.example/package", f"{there}/package"):
        load = referencing.stage(other, group_id=other_id, given=written(package()), source_url=address)
        referencing.confirm(other, load.id)
        jobs.run_due(HANDLERS)
        is_first = references.framework(DOCUMENT).owner_id == other_id
        assert is_first == address.startswith(there)
    assert served() == package()


def test_an_item_of_another_framework_of_the_group_is_told_by_row(app):
    steward, group_id = definitions.group()
    other, other_id = definitions.group("Others")
    bring(steward, group_id, package())
    apart = {"CFDocument": document(identifier=uuid("apart")), "CFItems": [item("a9"), item("a")]}
    mixed = referencing.stage(steward, group_id=group_id, given=written(apart))
    found = orjson.loads(mixed.summary)["problems"]
    assert [(one["code"], one["row"]) for one in found] == [("identifier_elsewhere", 2)]
    with pytest.raises(ConflictError):
        referencing.confirm(steward, mixed.id)
    assert bring(other, other_id, apart).state == LoadState.DONE


def test_in_a_table_it_is_the_row_of_the_table(app):
    steward, group_id = definitions.group()
    bring(steward, group_id, package())
    given = f"identifier,full statement\n,Ours\n{uuid('a')},Theirs".encode()
    load = referencing.stage(steward, group_id=group_id, given=given, said=Said(title="A table"))
    found = orjson.loads(load.summary)["problems"]
    assert [(one["pointer"], one["row"]) for one in found] == [("/rows/3/identifier", 3)]


def test_an_item_that_was_taken_at_the_same_moment_is_told_by_row_and_nothing_stays(app):
    steward, group_id = definitions.group()
    apart = {"CFDocument": document(identifier=uuid("apart")), "CFItems": [item("a9"), item("a")]}
    loads = [
        referencing.stage(steward, group_id=group_id, given=written(one)).id for one in (package(), apart)
    ]
    for one in loads:
        referencing.confirm(steward, one)
    jobs.run_due(HANDLERS)
    failed = references.load(loads[1])
    assert (failed.state, failed.code) == ("failed", "identifier_elsewhere")
    found = orjson.loads(failed.summary)
    assert [(one["pointer"], one["row"]) for one in found["problems"]] == [("/CFItems/1/identifier", 2)]
    assert (found["problem_count"], found["counts"]["CFItems"]) == (1, 2)
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
