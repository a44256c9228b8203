import pytest
from sqlalchemy import func, select

from badges.models import Award, AwardRunRow
from badges.queries import runs as queries
from badges.services import runs
from foundation import jobs
from foundation.db import session
from foundation.errors import ConflictError, InvalidError, NotFoundError
from tests.badges.scene import give, person, set_stage

LIST = "recipient;reason\nÅsa Öberg;Höll i mötet\nben@example.org;\nCid;x\n".encode("latin-1")


def awards_given():
    return session().scalar(select(func.count()).select_from(Award))


def test_a_look_beforehand_tells_everything_and_writes_nothing(app):
    scene = set_stage()
    give(scene, "Cid")
    before = awards_given()
    seen = runs.dry_run(scene.steward, scene.badge, LIST + b"ben@example.org;twice\nno@where;\n")
    told = [(one.row, one.code) for one in seen.problems]
    assert told == [(4, "already_awarded"), (5, "doubled"), (6, "address_invalid")]
    assert [row.recipient for row in seen.good] == ["Åsa Öberg", "ben@example.org"]
    assert (awards_given(), seen.same_as) == (before, None)


def test_a_list_is_awarded_row_by_row_and_forgotten(app):
    scene = set_stage()
    run = runs.start(scene.steward, scene.badge, LIST)
    assert jobs.run_due({"award.run": lambda _: runs.work(run.id), "letter.offer": lambda _: None}) == 2
    progress = runs.see_progress(scene.steward, run.id)
    assert (progress.state, progress.awarded, progress.failed, progress.waiting) == ("done", 3, 0, 0)
    assert session().scalars(select(AwardRunRow.sealed)).all() == [None, None, None]


def test_nothing_readable_of_the_list_lies_in_the_database(app):
    scene = set_stage()
    runs.start(scene.steward, scene.badge, LIST)
    for sealed in session().scalars(select(AwardRunRow.sealed)):
        assert b"example.org" not in sealed


def test_the_same_list_twice_is_asked_about_and_gives_no_second_badge(app):
    scene = set_stage()
    first = runs.start(scene.steward, scene.badge, LIST)
    again = LIST.decode("latin-1").replace(";", ",").encode()
    assert runs.dry_run(scene.steward, scene.badge, again).same_as == first.id
    with pytest.raises(ConflictError, match="same_list"):
        runs.start(scene.steward, scene.badge, again)
    second = runs.start(scene.steward, scene.badge, again, again=True)
    for run in (first, second):
        runs.work(run.id)
    progress = queries.progress(second.id)
    assert [code for _, code in progress.failures] == ["already_awarded"] * 3
    assert awards_given() == 3


def test_a_run_killed_in_the_middle_finishes_without_second_awards(app):
    scene = set_stage()
    run_id = runs.start(scene.steward, scene.badge, LIST).id
    rows = queries.waiting_rows(run_id)
    # What a killed process leaves: the first row stored as done, the rest as they were.
    runs._do_row(scene.steward, queries.run_by_id(run_id).version_id, rows[0])
    runs.work(run_id)
    runs.work(run_id)
    assert queries.progress(run_id).awarded == 3
    assert awards_given() == 3


def test_bad_rows_stop_a_list_only_when_asked_for(app):
    scene = set_stage()
    mixed = b"recipient\nBen\nno@where\n"
    with pytest.raises(InvalidError) as refused:
        runs.start(scene.steward, scene.badge, mixed, only_good=False)
    assert [(one.pointer, one.code) for one in refused.value.problems] == [
        ("/rows/3/recipient", "address_invalid")
    ]
    run_id = runs.start(scene.steward, scene.badge, mixed).id
    runs.work(run_id)
    assert queries.progress(run_id).awarded == 1


def test_a_steward_who_lost_the_seat_awards_nothing_more(app):
    from accounts import queries as people
    from accounts.services import seats

    scene = set_stage()
    run_id = runs.start(scene.steward, scene.badge, LIST).id
    seat = next(
        one for one in people.seats_of_group(scene.group_id) if one.person_id == scene.steward.person_id
    )
    seats.remove(scene.other_steward, seat.id)
    runs.work(run_id)
    assert queries.progress(run_id).failed == 3
    assert awards_given() == 0


def test_a_stranger_sees_no_list(app):
    scene, stranger = set_stage(), person("Stranger")
    run_id = runs.start(scene.steward, scene.badge, LIST).id
    with pytest.raises(NotFoundError):
        runs.see_progress(stranger, run_id)
    with pytest.raises(NotFoundError):
        runs.dry_run(stranger, scene.badge, LIST)
