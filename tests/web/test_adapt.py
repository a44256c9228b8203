"""A group adapts a role in a form, adopts it, and answers new versions of the base. No script is needed."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask import Flask

from competencies import queries
from competencies.queries import adapting as known
from competencies.services import adapting, contexts, defining, role_reviews
from foundation import clock
from tests.competencies.roles_stage import (
    SAFE,
    added,
    asked,
    need,
    organiser,
    raised,
    renamed,
    second_steward,
    set_up,
)
from tests.web import filled
from tests.web.filled import sent
from tests.web.visiting import client_of, visitor

UPDATE = "/roles/weaver/update"
ADOPTED = {"adopted_by": "members_meeting", "adopted_on": "2026-01-15"}


@pytest.fixture
def movement(sqlite_app: Flask):
    clock.set_source(lambda: datetime(2026, 1, 15, 12, tzinfo=UTC))
    return set_up()


@pytest.fixture
def client(sqlite_app: Flask, movement):
    return client_of(sqlite_app, movement.river)


def words(page: str) -> str:
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def begun(client) -> str:
    answer = client.post("/roles/organiser/adapt", data={"group": "river"})
    assert answer.status_code == 303
    return answer.location


def adapted(movement, *operations):
    shape = {"operations": operations, "adopted_by": "board", "adopted_on": clock.now().date()}
    return adapting.adapt(movement.river, "organiser", group_id=movement.river_id, **shape)


FORM = {
    "need.0.level": "",
    "need.1.level": "3",
    "need.1.reason": "Many newcomers.",
    "need.2.level": "drop",
    "need.2.reason": "Others do it.",
    "additions.0.competency": "agreeing",
    "additions.0.level": "1",
    "additions.0.weight": "2",
    "additions.0.reason": "Rooms are borrowed.",
    "additions.1.competency": "",
    "title.en": "Weaver",
    "title_reason": "It sounds like us.",
}


def test_choices_become_operations_and_adopting_publishes_the_role(client, movement):
    here = begun(client)
    assert sent(client, here, FORM).status_code == 303
    page = words(client.get(here).text)
    for said in ("Higher, to level 3: Welcoming", "Left out: Delivering", "Added, at level 1: Agreeing"):
        assert said in page
    answer = sent(client, f"{here}/adopt", ADOPTED, page=here)
    assert answer.location == "/roles/weaver"
    role = queries.role("weaver")
    assert asked(role) == [(SAFE, 2), ("welcoming", 3), ("agreeing", 1)]
    assert role.versions[-1].requirements[-1]["weight"] == 2
    page = words(client.get("/roles/weaver").text)
    for said in (
        "Adapted from: Organiser , version 1", "Why: Many newcomers.",
        "As in the role that it is adapted from.",
        "It sounds like us.", "A meeting of the members", "January 15, 2027",
    ):  # fmt: skip
        assert said in page


def test_the_form_comes_back_with_what_was_typed_and_says_what_to_mend(client):
    here = begun(client)
    wrong = FORM | {
        "need.0.level": "drop",
        "need.0.reason": "No.",
        "need.1.reason": "",
        "additions.0.level": "",
    }
    answer = sent(client, here, wrong)
    assert answer.status_code == 422
    errors = re.findall(r'id="field-([^"]+)-error"', answer.text)
    assert errors == ["need.0.level", "need.1.reason", "additions.0.level"]
    assert "This keeps people safe" in answer.text
    assert "Rooms are borrowed." in answer.text


def test_what_is_stored_fills_the_form_and_saving_it_again_changes_nothing(client, movement):
    reason = {"en": "Here.", "sv": "Här."}
    operations = [{**one, "reason": reason} for one in (raised(), added(), renamed())]
    found = adapted(movement, *operations)
    here = f"/groups/river/adaptations/{found.id}"
    page = client.get(here).text
    form = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    form |= {
        name: chosen[0]
        for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL)
        if (chosen := re.findall(r'value="([^"]*)" selected', options))
    }
    form = {name: value for name, value in form.items() if not name.endswith(".must")}
    assert client.post(here, data=form).status_code == 303
    adapting.adopt(movement.river, found.id, adopted_by="board", adopted_on=clock.now().date())
    assert len(queries.role("weaver").versions) == 1
    assert known.adaptation(found.id).operations[0]["reason"] == reason


def test_more_rows_are_given_without_losing_anything(client):
    here = begun(client)
    page = sent(client, here, FORM | {"more": "additions"}).text
    assert 'name="additions.6.competency"' in page
    assert "Rooms are borrowed." in page


def test_a_decision_needs_a_day_and_somebody(client):
    here = begun(client)
    for wrong in ({"adopted_by": "x"}, {"adopted_on": "tomorrow"}, {"adopted_on": "2030-01-01"}):
        assert sent(client, f"{here}/adopt", ADOPTED | wrong, page=here).status_code == 422


def test_a_new_version_of_the_base_is_shown_and_accepted_or_ignored(client, movement):
    adapted(movement, raised(), renamed())
    more = [*organiser()["requirements"], need("agreeing", 2)]
    defining.revise_role(movement.hub, "organiser", **organiser(requirements=more))
    assert "has a new version: 2" in words(client.get("/roles/weaver").text)
    page = words(client.get("/roles/weaver/update").text)
    assert "Added, at level 2: Agreeing" in page
    assert sent(client, f"{UPDATE}/accept", page=UPDATE).location == "/roles/weaver"
    assert asked(queries.role("weaver"))[-1] == ("agreeing", 2)
    defining.revise_role(movement.hub, "organiser", **organiser(requirements=more[:2]))
    assert sent(client, f"{UPDATE}/ignore", page=UPDATE).location == "/roles/weaver"
    assert "has a new version" not in client.get("/roles/weaver").text
    assert "There is nothing to decide now." in client.get("/roles/weaver/update").text


def test_conflicts_are_shown_beside_the_change_and_can_be_left_out(client, movement):
    adapted(movement, raised(), renamed())
    defining.revise_role(
        movement.hub, "organiser", **organiser(requirements=[need(SAFE, 2), need("welcoming", 4)])
    )
    page = client.get("/roles/weaver/update").text
    assert "The role asks for level 4 already." in page
    assert sent(client, f"{UPDATE}/accept", page=UPDATE).status_code == 422
    assert (
        sent(
            client, "/roles/weaver/update/accept", {"leave_out": "0"}, page="/roles/weaver/update"
        ).status_code
        == 303
    )
    assert asked(queries.role("weaver")) == [(SAFE, 2), ("welcoming", 4)]


def test_an_earlier_version_keeps_its_address(client, movement, sqlite_app):
    adapted(movement, renamed())
    defining.revise_role(movement.hub, "organiser", **organiser(requirements=[need(SAFE, 1)]))
    old = words(visitor(sqlite_app).get("/roles/organiser/v1").text)
    assert "This is version 1." in old
    assert "Welcoming" in old
    assert "Welcoming" not in words(visitor(sqlite_app).get("/roles/organiser").text)
    assert visitor(sqlite_app).get("/roles/organiser/v3").status_code == 404
    document = visitor(sqlite_app).get("/roles/organiser/v1", headers={"Accept": "application/json"}).json
    assert (document["version"], len(document["requirements"])) == (1, 3)


def test_a_role_past_its_review_is_marked_and_can_be_put_aside(client, movement, sqlite_app):
    found = adapted(movement, renamed())
    clock.set_source(lambda: datetime(2027, 1, 20, tzinfo=UTC))
    assert "Due for review" in client.get("/roles/weaver").text
    role_reviews.tend(clock.now())
    here = f"/groups/river/adaptations/{found.id}"
    assert sent(client, f"{here}/retire", page=here).status_code == 303
    assert "Put aside" in client.get("/roles/weaver").text
    assert "/roles/weaver" not in visitor(sqlite_app).get("/roles").text


def test_changing_an_adapted_role_leads_to_its_operations(client, movement):
    found = adapted(movement, renamed())
    assert client.get("/roles/weaver/edit").location == f"/groups/river/adaptations/{found.id}"


def test_a_draft_goes_on_with_the_newest_base_without_what_does_not_fit(client, movement):
    here = begun(client)
    sent(client, here, FORM)
    defining.revise_role(
        movement.hub, "organiser", **organiser(requirements=[need(SAFE, 2), need("welcoming", 4)])
    )
    assert "has a newer version: 2" in client.get(here).text
    sent(client, f"{here}/newest", page=here)
    page = words(client.get(here).text)
    assert "Added, at level 1: Agreeing" in page
    assert "Left out: Delivering" not in page
    assert sent(client, f"{here}/forget", page=here).location == "/groups/river"


def test_a_stranger_is_asked_to_sign_in_and_others_have_nothing_to_choose(client, movement, sqlite_app):
    assert "/sign-in" in visitor(sqlite_app).get("/roles/organiser/adapt").location
    assert 'name="group"' not in client_of(sqlite_app, movement.hub).get("/roles/organiser/adapt").text
    assert client.post("/roles/organiser/adapt", data={"group": "hills"}).status_code == 404
    assert client.post("/roles/organiser/adapt", data={"group": "nowhere"}).status_code == 404


def test_an_adaptation_is_not_found_under_another_group(client, movement, sqlite_app):
    here = begun(client)
    assert client_of(sqlite_app, movement.hills).get(here).status_code == 404
    assert client_of(sqlite_app, movement.hills).get(here.replace("river", "hills")).status_code == 404


def test_the_context_is_public_and_shown_with_what_was_decided_in_it(client, movement, sqlite_app):
    shape = {
        "kind": "user_group",
        "connectivity": "little",
        "languages": "sv",
        "constraints": "We meet outdoors.",
    }
    assert client.post("/groups/river/context/edit", data=shape).status_code == 303
    assert sent(client, "/groups/river/context/edit", shape | {"kind": "x"}).status_code == 422
    page = words(visitor(sqlite_app).get("/groups/river/context").text)
    assert "Most have little or no connection" in page
    adapted(movement, renamed())
    contexts.describe(movement.river, group_id=movement.river_id, kind="hub", connectivity="good")
    assert "We meet outdoors." in visitor(sqlite_app).get("/roles/weaver").text


def test_the_group_page_leads_its_stewards_to_what_is_being_adapted(client, movement, sqlite_app):
    here = begun(client)
    assert here in client.get("/groups/river").text
    assert here not in client_of(sqlite_app, movement.hills).get("/groups/river").text


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_second_steward_is_told_and_overwrites_no_adaptation(client, sqlite_app, movement):
    here = begun(client)
    seen = seen_in(client.get(here).text)
    assert client.post(here, data={**FORM, "seen": seen}).status_code == 303
    second = client_of(sqlite_app, second_steward(movement.river_id))
    answer = second.post(here, data={"seen": seen, "need.1.level": "4", "need.1.reason": "Mine."})
    assert answer.status_code == 409
    assert "Somebody else changed this while you were writing. Nothing of theirs" in words(answer.text)
    assert "What you typed is still here and is not saved yet" in words(answer.text)
    assert "Mine." in answer.text
    assert words(client.get(here).text).count("Many newcomers.") == 1
    again = {"seen": seen_in(answer.text), "need.1.level": "4", "need.1.reason": "Mine."}
    assert second.post(here, data=again).status_code == 303


def test_nobody_adopts_what_another_changed_after_they_read_it(client, sqlite_app, movement):
    here = begun(client)
    seen = seen_in(client.get(here).text)
    second = client_of(sqlite_app, second_steward(movement.river_id))
    second.post(here, data={**FORM, "seen": seen})
    client = client_of(sqlite_app, movement.river)
    answer = client.post(f"{here}/adopt", data={**ADOPTED, "seen": seen})
    assert answer.status_code == 409
    assert "Somebody else changed this meanwhile" in words(answer.text)
    assert client.post(f"{here}/adopt", data={**ADOPTED, "seen": seen_in(answer.text)}).status_code == 303


@pytest.mark.parametrize("verb", ["accept", "ignore"])
def test_a_version_that_came_after_the_page_was_read_is_neither_taken_over_nor_ignored(
    sqlite_app, movement, verb
):
    adapted(movement, raised())
    defining.revise_role(movement.hub, "organiser", **organiser(purpose={"en": "Second."}))
    client = client_of(sqlite_app, movement.river)
    slug = next(one.slug for one in queries.roles() if one.owner_id == movement.river_id)
    seen = seen_in(client.get(f"/roles/{slug}/update").text)
    defining.revise_role(movement.hub, "organiser", **organiser(need("agreeing", 4)))
    assert client.post(f"/roles/{slug}/update/{verb}", data={"seen": seen}).status_code == 409
    found = known.adaptation_of(queries.role(slug))
    assert (found.base_number, found.ignored_number) == (1, None)
    seen = seen_in(client.get(f"/roles/{slug}/update").text)
    assert client.post(f"/roles/{slug}/update/{verb}", data={"seen": seen}).status_code == 303


def two(sqlite_app, movement):
    return client_of(sqlite_app, movement.river), client_of(sqlite_app, second_steward(movement.river_id))


def due(movement):
    found = adapted(movement, raised(), renamed())
    clock.set_source(lambda: datetime(2027, 1, 20, tzinfo=UTC))
    role_reviews.tend(clock.now())
    return f"/groups/river/adaptations/{found.id}"


@pytest.mark.parametrize("verb", ["forget", "newest", "retire"])
def test_nobody_drops_rebases_or_puts_aside_what_another_changed_after_they_read_it(
    sqlite_app, movement, verb
):
    if verb == "retire":
        here = due(movement)
    else:
        here = begun(client_of(sqlite_app, movement.river))
        defining.revise_role(movement.hub, "organiser", **organiser(purpose={"en": "Second."}))
    first, second = two(sqlite_app, movement)
    seen = filled.seen_in(second.get(here).text, f"{here}/{verb}")
    assert sent(first, here, FORM).status_code == 303
    stands = words(first.get(here).text)
    for form in ({"seen": seen}, {}):
        answer = second.post(f"{here}/{verb}", data=form)
        assert answer.status_code == 409
        assert "Somebody else changed this meanwhile. Please look at it again." in words(answer.text)
        assert "Many newcomers." in answer.text
        assert words(first.get(here).text) == stands
    again = filled.seen_in(answer.text, f"{here}/{verb}")
    assert second.post(f"{here}/{verb}", data={"seen": again}).status_code == 303


@pytest.mark.parametrize("verb", ["accept", "ignore"])
def test_who_answers_a_version_that_another_has_answered_is_told_by_the_page(sqlite_app, movement, verb):
    adapted(movement, raised(), renamed())
    defining.revise_role(
        movement.hub, "organiser", **organiser(requirements=[need(SAFE, 2), need("welcoming", 4)])
    )
    first, second = two(sqlite_app, movement)
    assert second.post(f"{UPDATE}/{verb}", data={"leave_out": "0"}).status_code == 409
    seen = filled.seen_in(second.get(UPDATE).text, f"{UPDATE}/{verb}")
    defining.revise_role(movement.hub, "organiser", **organiser(requirements=[need("welcoming", 4)]))
    answer = second.post(f"{UPDATE}/{verb}", data={"seen": seen, "leave_out": "0"})
    assert answer.status_code == 409
    assert "Somebody else changed this meanwhile" in words(answer.text)
    assert ('name="leave_out" value="0" checked' in answer.text) == (verb == "accept")
    assert sent(first, f"{UPDATE}/ignore", page=UPDATE).status_code == 303
    late = {"seen": filled.seen_in(answer.text, f"{UPDATE}/{verb}"), "leave_out": "0"}
    told = words(second.post(f"{UPDATE}/{verb}", data=late).text)
    assert "Somebody else changed this meanwhile" in told
    assert "There is nothing to decide now." in told


def test_what_was_typed_follows_its_requirement_when_the_base_is_another_meanwhile(sqlite_app, movement):
    here = begun(client_of(sqlite_app, movement.river))
    first, second = two(sqlite_app, movement)
    seen = filled.seen_in(second.get(here).text, here)
    other = [need("agreeing", 1), need(SAFE, 2), need("welcoming", 2)]
    defining.revise_role(movement.hub, "organiser", **organiser(requirements=other))
    assert sent(first, f"{here}/newest", page=here).status_code == 303
    for more in ({"more": "additions"}, {}):
        answer = second.post(here, data={**FORM, **more, "seen": seen})
        assert answer.status_code == 409
        back = filled.fields_of(answer.text, here)
        assert (back["need.2.level"], back["need.2.reason"]) == (["3"], ["Many newcomers."])
        assert (back["need.0.reason"], back["need.1.reason"]) == ([""], [""])
        assert "will not be saved. Copy what you want to keep. Others do it." in words(answer.text)
    assert second.post(here, data={**back, "additions.0.competency": "delivering"}).status_code == 303


def test_who_changes_a_role_that_was_put_aside_meanwhile_can_copy_what_they_wrote(sqlite_app, movement):
    here = due(movement)
    first, second = two(sqlite_app, movement)
    seen = filled.seen_in(second.get(here).text, here)
    assert sent(first, f"{here}/retire", page=here).status_code == 303
    answer = second.post(here, data={**FORM, "seen": seen})
    assert answer.status_code == 409
    told = words(answer.text)
    for said in ("Somebody else changed this meanwhile", "Many newcomers.", "Weaver", "Rooms are borrowed."):
        assert said in told
    assert "To begin anew, adapt the role again from its page." in told


def test_more_rows_do_not_make_an_old_adaptation_form_a_new_one(sqlite_app, movement):
    here = begun(client_of(sqlite_app, movement.river))
    first, second = two(sqlite_app, movement)
    seen = filled.seen_in(second.get(here).text, here)
    assert sent(first, here, FORM).status_code == 303
    answer = second.post(here, data={"seen": seen, "need.1.reason": "Mine.", "more": "additions"})
    assert answer.status_code == 409
    assert "Mine." in answer.text
