"""The description of the API that programs read."""

import pytest
from flask import Flask

OPEN_TO_ALL = {"/api/v1/verify", "/api/v1/verify/receipt", "/api/v1/verify/bundle"}


@pytest.fixture
def description(sqlite_app: Flask):
    return sqlite_app.test_client().get("/api/v1/openapi.json").json


def test_the_description_is_openapi_3_1(description):
    assert description["openapi"] == "3.1.0"
    assert "token" in description["components"]["securitySchemes"]


def test_every_request_that_writes_says_that_it_needs_a_token(description):
    silent = [
        (method, path)
        for path, item in description["paths"].items()
        for method in ("post", "put", "delete")
        if method in item and path not in OPEN_TO_ALL and item[method].get("security") != [{"token": []}]
    ]
    assert silent == []
