"""Whatever is sent to pages and API of finding people: an answer that says what is wrong, never a failure."""

import pytest
from flask import Flask

from accounts.services import tokens
from tests.mentoring.scene import Stage, set_up
from tests.web.visiting import client_of, visitor

STRANGE = ("\x00", "a\x00b", "\u202e", "\ufffe", "🙂" * 3, "x" * 5000, "' OR 1=1 --", "../..", "%00", "١٢")
FAILED = 500


@pytest.fixture
def stage(app: Flask) -> Stage:
    return set_up()


@pytest.mark.parametrize("strange", STRANGE)
def test_the_api_answers_strange_texts(app: Flask, stage: Stage, strange: str):
    headers = {"Authorization": f"Bearer {tokens.make(stage.kim, label='A program')}"}
    sent = (
        ("/openness", {"months": 3, "group": strange}),
        ("/openness", {"months": 3, "role": strange}),
        ("/thanks", {"user_name": strange, "text": strange * 20}),
        ("/thanks", {"user_name": "Sam", "text": strange * 20, "group": strange, "competency": strange}),
        ("/nominations", {"user_name": strange, "role": strange, "citation": strange * 20}),
        ("/nominations", {"user_name": "Sam", "role": "guide", "citation": "x" * 50, "cited": [strange]}),
    )
    for path, body in sent:
        answer = visitor(app).post(f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code < FAILED, (path, body)
    for path in ("/groups/example-affiliate/near", "/thanks/received", "/nominations/made"):
        query = {"role": strange, "page": strange}
        assert visitor(app).get(f"/api/v1{path}", query_string=query, headers=headers).status_code < FAILED


@pytest.mark.parametrize("strange", STRANGE)
def test_the_pages_answer_strange_texts(app: Flask, stage: Stage, strange: str):
    kim, steward = client_of(app, stage.kim), client_of(app, stage.steward)
    forms = (
        ("/account/openness", {"months": strange, "group": strange, "role": strange}),
        ("/account/openness", {"months": "3", "role": strange}),
        (
            "/thanks/new",
            {"user_name": strange, "text": strange * 20, "group": strange, "competency": strange},
        ),
        (
            "/nominations/new",
            {"user_name": strange, "role": strange, "citation": strange * 20, "cited": strange},
        ),
        ("/nominations/new", {"user_name": "Sam", "role": "guide", "citation": "x" * 50, "cited": strange}),
        ("/way/signals", {"wiki": strange}),
        ("/thanks/wishes", {"may_be_thanked": strange}),
    )
    for path, form in forms:
        assert kim.post(path, data=form).status_code < FAILED, (path, form)
    query = {"role": strange, "user_name": strange, "group": strange, "competency": strange, "page": strange}
    for path in ("/nominations/new", "/nominations", "/thanks", "/thanks/new", "/account/openness"):
        assert kim.get(path, query_string=query).status_code < FAILED, path
    for path in ("near", "nominations"):
        place = f"/groups/example-affiliate/{path}"
        assert steward.get(place, query_string=query).status_code < FAILED, path
