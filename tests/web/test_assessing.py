"""What assessors do, through their pages."""

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from accounts import queries as people
from accounts.models import Person
from badges.models import Award, Claim, ClaimState, EvidenceOpening
from badges.queries.assessing import waiting_ids
from badges.services import evidence
from badges.services.claims import keeping, opening
from foundation import clock
from foundation.columns import uuid7
from foundation.db import db, session, transaction
from foundation.policy import Actor
from issuers.services import registering
from tests.badges.cases import (
    CITING,
    HOSTING,
    Bench,
    endorse,
    endorser,
    hand_in,
    later,
    new_assessor,
    set_bench,
)
from tests.badges.scene import person
from tests.web.test_speed_shape import statements
from tests.web.visiting import client_of, visitor

FORM = {
    f"judgements.{CITING}.level": "2",
    f"judgements.{CITING}.reason": "Every source was there.",
    f"judgements.{HOSTING}.level": "3",
    f"judgements.{HOSTING}.reason": "Newcomers came back.",
    "outcome": "awarded",
    "reason": "All of it is there.",
}


def text_of(answer) -> str:
    """What a page says, without marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def revision_of(page: str) -> str:
    return re.search(r'name="revision" value="(\d+)"', page)[1]


def ready(bench: Bench, **more: object) -> tuple[Actor, str]:
    learner = person("Learner")
    claim = hand_in(bench, learner, **more)
    endorse(claim, endorser())
    return learner, f"/assess/{claim.id}"


def taken(client, case: str) -> dict[str, str]:
    """Take a case, and give the form with the revision that the page then carries."""
    client.post(f"{case}/take", data={"revision": revision_of(client.get(case).get_data(as_text=True))})
    return FORM | {"revision": revision_of(client.get(case).get_data(as_text=True))}


def test_a_case_goes_from_the_queue_to_the_inbox_of_the_learner(sqlite_app: Flask):
    bench = set_bench()
    learner, case = ready(bench)
    client = client_of(sqlite_app, bench.assessor)
    queue = client.get("/assess")
    assert "since today" in text_of(queue)
    assert f'href="{case}"' in queue.get_data(as_text=True)
    form = taken(client, case)
    answer = client.post(f"{case}/decide", data=form, follow_redirects=True)
    assert "Nothing waits" in text_of(answer)
    assert "The person is told" in text_of(answer)
    award_id = session().scalar(select(Claim.award_id))
    theirs = client_of(sqlite_app, learner)
    accepted = theirs.post(f"/inbox/{award_id}/accept", follow_redirects=False)
    assert accepted.status_code == 303
    assert str(session().scalar(select(Claim.credential_id))) in accepted.location


def test_the_page_shows_the_rubric_and_marks_the_level_that_is_needed(sqlite_app: Flask):
    bench = set_bench()
    _learner, case = ready(bench)
    said = text_of(client_of(sqlite_app, bench.assessor).get(case))
    assert all(f"Hosts at {level}" in said for level in (1, 2, 3, 4))
    assert "The badge needs this" in said
    assert "Endorsements that count: 1. The badge needs 1." in said
    assert "a mentor of Example affiliate" in said
    assert "Endorser" not in said  # known by the name that was signed alone


def test_what_does_not_count_says_why(sqlite_app: Flask):
    bench = set_bench()
    _learner, case = ready(bench)
    claim = session().scalars(select(Claim)).one()
    endorse(claim, person("Too new"))
    endorse(
        claim, endorser("Unanswered"), state="signed", comment="Nobody may read this before it is accepted."
    )
    said = text_of(client_of(sqlite_app, bench.assessor).get(case))
    assert "Its writer does not hold the level that this badge asks of endorsers." in said
    assert "1 more is written and waits for the claimant's yes." in said.replace("&#39;", "'")
    assert "Nobody may read this" not in said


def test_what_is_missing_comes_back_with_all_that_was_typed(sqlite_app: Flask):
    bench = set_bench(min_endorsements=2)
    _learner, case = ready(bench)
    client = client_of(sqlite_app, bench.assessor)
    form = taken(client, case) | {f"judgements.{CITING}.level": "1", "citation": "Four evenings"}
    answer = client.post(f"{case}/decide", data=form)
    page, said = answer.get_data(as_text=True), text_of(answer)
    assert answer.status_code == 422
    assert "The badge needs level 2 here, and you chose 1." in said
    assert "For this badge 2 endorsements have to count, and 1 do." in said
    assert all(text in page for text in ("Newcomers came back.", "All of it is there.", "Four evenings"))
    assert f'href="#field-judgements.{CITING}.level"' in page
    assert session().scalars(select(Claim.state)).one() == ClaimState.IN_REVIEW


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcome": ""}, "Please choose what you decide."),
        ({"outcome": "declined"}, "Please say what would help the person to get there."),
        ({"reason": ""}, "Please say why you decide this way."),
        ({f"judgements.{CITING}.level": ""}, "Please fill this in."),
        ({f"judgements.{CITING}.level": "nine"}, "Please fill this in."),
        ({f"judgements.{CITING}.level": "9"}, "Please choose a level from 1 to 4."),
        ({f"judgements.{CITING}.reason": "ok"}, "This is too short. The least is 10."),
        ({"outcome": "awarded_in_part"}, "please award it as a whole"),
        ({"outcome": "\u202e'; DROP TABLE claim"}, "We do not know this."),
    ],
)
def test_each_gap_in_a_decision_has_its_sentence(sqlite_app: Flask, change: dict[str, str], said: str):
    bench = set_bench()
    _learner, case = ready(bench)
    client = client_of(sqlite_app, bench.assessor)
    answer = client.post(f"{case}/decide", data=taken(client, case) | change)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_two_assessors_at_one_case_the_second_is_told_and_nothing_is_overwritten(sqlite_app: Flask):
    bench = set_bench()
    _learner, case = ready(bench)
    first, second = client_of(sqlite_app, bench.assessor), client_of(sqlite_app, bench.second)
    seen_by_both = revision_of(second.get(case).get_data(as_text=True))
    form = taken(first, case)
    answer = second.post(f"{case}/take", data={"revision": seen_by_both})
    assert answer.status_code == 409
    assert "Somebody else has taken this case meanwhile." in text_of(answer)
    assert "Assessor" in text_of(answer)
    late = second.post(f"{case}/decide", data=form | {"reason": "My own long words."})
    assert late.status_code == 409
    assert "My own long words." in text_of(late)
    assert first.post(f"{case}/decide", data=form).status_code == 303
    again = first.post(f"{case}/decide", data=form | {"outcome": "declined", "advice": "Try once more."})
    assert again.status_code == 409
    claim = session().scalars(select(Claim), execution_options={"populate_existing": True}).one()
    assert [one.outcome for one in claim.decisions] == ["awarded"]


def test_a_case_can_be_given_back(sqlite_app: Flask):
    bench = set_bench()
    _learner, case = ready(bench)
    client = client_of(sqlite_app, bench.assessor)
    taken(client, case)
    assert client.post(f"{case}/release").status_code == 303
    assert "Take this case" in text_of(client_of(sqlite_app, bench.second).get(case))


def test_somebody_too_close_reads_why_and_nothing_of_the_case(sqlite_app: Flask):
    bench = set_bench()
    _learner, case = ready(bench)
    claim = session().scalars(select(Claim)).one()
    endorse(claim, bench.assessor, relation="mentor")
    item = claim.evidence[0].id
    client = client_of(sqlite_app, bench.assessor)
    said = text_of(client.get(case))
    assert "You endorsed this person as their mentor." in said
    assert "I led four evenings." not in said
    assert "Take this case" not in said
    assert client.post(f"{case}/take", data={"revision": "4"}).status_code == 403
    assert client.post(f"{case}/evidence/{item}").status_code == 403
    assert "Not for you to decide" in text_of(client.get("/assess"))
    assert session().scalars(select(EvidenceOpening)).all() == []


def test_opening_evidence_is_announced_and_shown_to_the_claimant(sqlite_app: Flask):
    bench = set_bench()
    learner, case = ready(bench)
    item = session().scalars(select(Claim)).one().evidence[0].id
    client = client_of(sqlite_app, bench.assessor)
    before = client.get(case)
    assert "The claimant sees that you opened it" in text_of(before)
    assert "What I did." not in text_of(before)
    opened = client.post(f"{case}/evidence/{item}")
    assert "What I did." in text_of(opened)
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(f"{case}/evidence/{item}").status_code == 405
    claim_page = client_of(sqlite_app, learner).get(f"/claims/{case.rsplit('/', 1)[1]}")
    assert "opened Report 0" in text_of(claim_page)


def test_a_file_is_given_to_keep_and_never_shown(sqlite_app: Flask):
    bench = set_bench()
    learner = person("Learner")
    claim = opening.open_claim(learner, bench.scene.badge)
    item = evidence.add(
        learner, claim.id, kind="report", form="file", name="Page", upload=b"<script>alert(1)</script>",
        file_name="page.html",
    )  # fmt: skip
    keeping.submit(learner, claim.id)
    answer = client_of(sqlite_app, bench.assessor).post(f"/assess/{claim.id}/evidence/{item.id}")
    assert answer.data == b"<script>alert(1)</script>"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_evidence_of_another_case_is_not_opened_here(sqlite_app: Flask):
    bench = set_bench()
    _learner, case = ready(bench)
    other = hand_in(bench, person("Other"))
    item = session().get_one(Claim, other.id).evidence[0].id
    client = client_of(sqlite_app, bench.assessor)
    assert client.post(f"{case}/evidence/{item}").status_code == 404
    assert client.post(f"{case}/evidence/{uuid4()}").status_code == 404


def test_a_claim_that_was_taken_back_is_told_kindly(sqlite_app: Flask):
    bench = set_bench()
    learner, case = ready(bench)
    client = client_of(sqlite_app, bench.assessor)
    form = taken(client, case)
    keeping.withdraw(learner, UUID(case.rsplit("/", 1)[1]))
    for answer in (client.get(case), client.post(f"{case}/decide", data=form)):
        assert answer.status_code == 410
        assert "This claim was taken back" in text_of(answer)


def roles(bench: Bench) -> dict[str, Actor | None]:
    """One actor of each kind; the last two have, or had, a seat."""
    elsewhere = set_stage_of_another_group()
    locked = new_assessor(bench.group_id, "Locked")
    with transaction() as db_session:
        db_session.get_one(Person, locked.person_id).locked_at = clock.now()
    return {
        "stranger": None,
        "learner": person("Somebody"),
        "elsewhere": elsewhere,
        "steward": bench.scene.other_steward,
        "locked": people.actor_of(locked.person_id),
        "assessor": bench.assessor,
    }


def set_stage_of_another_group() -> Actor:
    group_id = registering.make_first_group(name="Elsewhere", description="", url=None, language="en")
    return new_assessor(group_id, "Assessor elsewhere")


WHO = ("stranger", "learner", "elsewhere", "steward", "locked", "assessor")
PERMISSIONS = {  # in the order of WHO
    "GET /assess": (302, 404, 200, 404, 403, 200),
    "GET {case}": (302, 404, 404, 404, 403, 200),
    "POST {case}/take": (401, 404, 404, 404, 403, 303),
    "POST {case}/release": (401, 404, 404, 404, 403, 303),
    "POST {case}/decide": (401, 404, 404, 404, 403, 303),
    "POST {case}/evidence/{item}": (401, 404, 404, 404, 403, 200),
}


@pytest.mark.parametrize("route", PERMISSIONS)
def test_who_may_do_what(sqlite_app: Flask, route: str):
    bench = set_bench()
    _learner, case = ready(bench)
    item = session().scalars(select(Claim)).one().evidence[0].id
    method, pattern = route.split(" ", 1)
    address = pattern.format(case=case, item=item)
    actors = roles(bench)
    form = FORM | {
        "revision": revision_of(client_of(sqlite_app, bench.assessor).get(case).get_data(as_text=True))
    }
    if pattern.endswith(("decide", "release")):
        form = taken(client_of(sqlite_app, bench.assessor), case)
    got = {}
    for name, actor in actors.items():
        client = client_of(sqlite_app, actor) if actor else visitor(sqlite_app)
        got[name] = client.open(address, method=method, data=form if method == "POST" else None).status_code
    assert got == dict(zip(WHO, PERMISSIONS[route], strict=True))


def copies(claim: Claim, number: int) -> None:
    """As many more claims like this one, each by a person of its own."""
    with transaction() as db_session:
        values = {column.key: getattr(claim, column.key) for column in Claim.__mapper__.column_attrs}
        ids = [uuid7() for _ in range(number)]
        db_session.execute(insert(Person), [{"id": one, "created_at": clock.now()} for one in ids])
        db_session.execute(
            insert(Claim),
            [values | {"id": uuid7(), "credential_id": uuid4(), "person_id": one} for one in ids],
        )


def test_queue_and_case_cost_as_many_statements_for_many_as_for_one(sqlite_app: Flask):
    bench = set_bench()
    _learner, case = ready(bench)
    addresses = ("/assess", case)
    few = [len(statements(sqlite_app, bench.assessor, one)) for one in addresses]
    claim = session().scalars(select(Claim)).one()
    copies(claim, 120)
    for number in range(9):
        endorse(claim, person(f"Endorser {number}"))
    many = [len(statements(sqlite_app, bench.assessor, one)) for one in addresses]
    assert many == few
    client = client_of(sqlite_app, bench.assessor)
    assert client.get("/assess").get_data(as_text=True).count("/assess/") == 50
    assert client.get("/assess?page=3").get_data(as_text=True).count("/assess/") == 21
    assert "Nothing waits" in text_of(client.get("/assess?page=999999999999"))
    assert client.get("/assess?page=-1&group=nobody").status_code == 200


def test_the_queue_reads_its_index(sqlite_app: Flask):
    bench = set_bench()
    ready(bench)
    query = waiting_ids([bench.group_id]).compile(db.engine, compile_kwargs={"render_postcompile": True})
    values = tuple(str(query.params[name]) for name in query.positiontup)
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
    assert any("USING COVERING INDEX ix_claim_queue" in row[-1] for row in plan)


def test_a_steward_sees_for_whom_an_award_of_a_claim_is_and_offers_it_again(sqlite_app: Flask):
    bench = set_bench()
    _learner, case = ready(bench)
    client = client_of(sqlite_app, bench.assessor)
    client.post(f"{case}/decide", data=taken(client, case))
    award_id = session().scalar(select(Claim.award_id))
    steward = client_of(sqlite_app, bench.scene.steward)
    address = f"/groups/example-affiliate/awards/{award_id}"
    page = text_of(steward.get(address))
    assert "Learner" in page
    assert "Send it to another address" not in page
    with transaction() as db_session:
        db_session.execute(update(Award).values(state="lapsed"))
    assert "Offer it again" in text_of(steward.get(address))
    assert "The offer stands again." in text_of(steward.post(f"{address}/again", follow_redirects=True))


def test_the_age_of_a_claim_is_told_in_days(sqlite_app: Flask):
    bench = set_bench()
    ready(bench)
    later(days=20)
    assert "for 20 days" in text_of(client_of(sqlite_app, bench.assessor).get("/assess"))
    assert client_of(sqlite_app, bench.assessor).get("/assess?lang=ar").status_code == 200


def test_the_queue_shows_one_group_if_asked(sqlite_app: Flask):
    bench = set_bench()
    _learner, case = ready(bench)
    client = client_of(sqlite_app, bench.assessor)
    assert case in client.get("/assess?group=example-affiliate").get_data(as_text=True)
    assert case not in client.get("/assess?group=elsewhere").get_data(as_text=True)
