"""Vouching for a group is taken back by whoever vouched, or the operator: on its page and by the JSON API."""

import pytest
from sqlalchemy import update

from accounts.models import Person
from accounts.services import tokens
from foundation.audit import events_of
from foundation.db import transaction
from foundation.errors import ForbiddenError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY, SYSTEM
from issuers import queries
from issuers.services import registering
from tests.issuers.places import again, group_of, somebody, vouched_group
from tests.web.visiting import client_of, visitor

PAGE = "/groups/cycle-workshop"
API = "/api/v1/groups/cycle-workshop/vouching"
BUTTON = "Vouch for it no more"


@pytest.fixture
def elder(app):
    return somebody()


@pytest.fixture
def guild(elder):
    return vouched_group(elder)


@pytest.fixture
def group(elder, guild):
    """A group that the guild vouches for."""
    made = group_of(somebody())
    registering.vouch(again(elder), made, by_group_id=guild)
    return made


def headers(actor):
    return {"Authorization": f"Bearer {tokens.make(actor, label='test')}"}


def operator():
    made = somebody()
    with transaction() as session:
        session.execute(update(Person).where(Person.id == made.person_id).values(is_operator=True))
    return again(made)


def test_the_group_that_vouched_takes_it_back_and_may_vouch_again(elder, guild, group):
    for _ in range(2):
        registering.take_back_vouching(again(elder), group, by_group_id=guild)
    row = queries.issuer(group)
    assert (row.is_vouched, row.vouched_by, row.vouched_at) == (False, None, None)
    assert not queries.signer(row.iri).is_vouched
    assert [one.action for one in events_of(elder.person_id)][:2] == ["group.unvouched", "group.vouched"]
    registering.vouch(again(elder), group, by_group_id=guild)
    assert queries.issuer(group).vouched_by == guild


def test_a_voucher_that_is_vouched_for_no_more_can_still_take_its_word_back(elder, guild, group):
    registering.take_back_vouching(SYSTEM, guild)
    registering.take_back_vouching(again(elder), group, by_group_id=guild)
    assert not queries.issuer(group).is_vouched


def test_the_operator_takes_back_any_vouching_and_nobody_else_does(elder, guild, group):
    other = somebody()
    lodge = vouched_group(other, "Lodge")
    with pytest.raises(ForbiddenError, match="not_your_word"):
        registering.take_back_vouching(again(other), group, by_group_id=lodge)
    for who, by in ((other, guild), (other, None), (elder, None)):
        with pytest.raises(ForbiddenError):
            registering.take_back_vouching(again(who), group, by_group_id=by)
    with pytest.raises(
        ForbiddenError, match="not_your_word"
    ):  # whoever runs the service vouched for the guild
        registering.take_back_vouching(again(other), guild, by_group_id=lodge)
    with pytest.raises(SignInNeededError):
        registering.take_back_vouching(NOBODY, group, by_group_id=guild)
    with pytest.raises(NotFoundError):
        registering.take_back_vouching(SYSTEM, other.person_id)
    assert queries.issuer(group).is_vouched
    registering.take_back_vouching(SYSTEM, group)
    assert not queries.issuer(group).is_vouched


def test_the_page_has_the_button_for_those_who_can_use_it(app, elder, guild, group):
    assert BUTTON not in visitor(app).get(PAGE).text
    assert BUTTON not in client_of(app, somebody()).get(PAGE).text
    steward, runs_it = client_of(app, elder), client_of(app, operator())
    assert BUTTON in steward.get(PAGE).text
    assert BUTTON not in steward.get("/groups/old-guild").text  # the operator vouched for it
    assert BUTTON in runs_it.get(PAGE).text
    assert f'value="{guild}"' in steward.get(PAGE).text
    answer = steward.post(f"{PAGE}/vouch/take-back", data={"by_group": str(guild)})
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "Not yet vouched for" in visitor(app).get(PAGE).text
    assert BUTTON not in steward.get(PAGE).text
    assert runs_it.post("/groups/old-guild/vouch/take-back").status_code == 303
    assert "Not yet vouched for" in visitor(app).get("/groups/old-guild").text


def test_programs_read_vouch_and_take_it_back(app, elder, guild, group):
    client, told, by = app.test_client(), headers(again(elder)), "old-guild"
    shown = client.get(API).json
    assert (shown["group"], shown["is_vouched"], shown["by_group"]) == ("cycle-workshop", True, by)
    for _ in range(2):
        assert client.delete(f"{API}?by_group={by}", headers=told).status_code == 204
    assert client.get(API).json == {
        "group": "cycle-workshop", "is_vouched": False, "by_group": None, "since": None,
    }  # fmt: skip
    for _ in range(2):
        answer = client.put(API, json={"by_group": by}, headers=told)
        assert (answer.status_code, answer.json["by_group"]) == (200, by)
    runs_it = headers(operator())
    assert client.delete(API, headers=runs_it).status_code == 204
    answer = client.put(API, json={}, headers=runs_it)
    assert (answer.json["is_vouched"], answer.json["by_group"]) == (True, None)


def test_programs_of_others_may_not(app, elder, guild, group):
    client, other = app.test_client(), somebody()
    lodge = vouched_group(other, "Lodge")
    foreign = headers(again(other))
    assert lodge
    for path in (f"{API}?by_group=old-guild", API, f"{API}?by_group=lodge"):
        assert client.delete(path, headers=foreign).status_code == 403
        assert client.delete(path).status_code == 401
    assert client.put(API, json={"by_group": "old-guild"}, headers=foreign).status_code == 403
    assert client.put(API, json={}, headers=foreign).status_code == 403
    assert client.put(API, json={"by_group": "old-guild"}).status_code == 401
    unknown = client.put(API, json={"by_group": "nobody"}, headers=foreign)
    assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (422, "/by_group")
    nowhere = API.replace("cycle-workshop", "nowhere")
    assert client.get(nowhere).status_code == 404
    assert client.delete(nowhere, headers=headers(again(elder))).status_code == 404
    assert client.get(API).json["is_vouched"]
