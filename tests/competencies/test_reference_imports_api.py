"""Files brought in by the JSON API: packages and tables, as big as on the page, and never bigger."""

import io

import pytest

from competencies.case.reading import MOST_BYTES
from competencies.case.table_files import sample_csv, sample_xlsx
from competencies.case.tables import SAMPLE
from competencies.queries import references
from foundation import jobs
from issuers import queries as issuers
from tests.badges import definitions
from tests.competencies.case_samples import package, written
from tests.competencies.test_references_api import HERE, IMPORTS, NOBODYS, headers
from web.letters import HANDLERS

MEGABYTE = 1024**2
TITLED = f"{IMPORTS}?title=Ways+of+working&edition=3&language=sv"


class Body(io.RawIOBase):
    """A body of spaces, as long as it says, that remembers how much of it was read."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length, self.at, self.touched = length, 0, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, to: int, whence: int = 0) -> int:
        self.at = to + (self.length if whence else 0)
        return self.at

    def readinto(self, room) -> int:
        self.touched += len(room)
        room[:] = b" " * len(room)
        return len(room)


@pytest.fixture
def service(app):
    """A client, and what a steward's program and that of another group's steward send with each request."""
    (steward, _), (other, _) = definitions.group(), definitions.group("Others")
    return app.test_client(), headers(steward), headers(other)


def post_bytes(client, length, told):
    body = Body(length)
    sent = {"input_stream": body, "content_type": "application/json"}
    answer = client.post(IMPORTS, headers={"Authorization": told["Authorization"]} if told else {}, **sent)
    return answer, body.touched


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (sample_csv(SAMPLE), "text/csv"),
        (sample_xlsx(SAMPLE), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_table_is_brought_in_with_what_it_cannot_say_of_itself(service, given, kind):
    client, told, _ = service
    made = client.post(TITLED, data=given, headers={**told, "Content-Type": kind})
    assert (made.status_code, made.json["found"]["problem_count"]) == (201, 0), made.json
    assert (made.json["found"]["title"], made.json["found"]["edition"]) == ("Ways of working", "3")
    listed = client.get(IMPORTS, headers=told).json
    assert [one["id"] for one in listed] == [made.json["id"]]
    client.post(f"/api/v1/reference-imports/{made.json['id']}/confirm", headers=told)
    jobs.run_due(HANDLERS)
    (brought,) = client.get(HERE).json
    assert (brought["title"], brought["language"], brought["item_count"]) == (
        "Ways of working", "sv", made.json["found"]["counts"]["CFItems"],
    )  # fmt: skip


def test_a_table_without_a_title_is_told_so(service):
    client, told, _ = service
    made = client.post(IMPORTS, data=sample_csv(SAMPLE), headers={**told, "Content-Type": "text/csv"})
    assert made.status_code == 422
    assert [(one["pointer"], one["code"]) for one in made.json["errors"]] == [("/title", "text_missing")]


def test_a_package_of_more_than_six_megabytes_is_taken(service):
    client, told, _ = service
    given = written(package()) + b" " * (8 * MEGABYTE)
    made = client.post(IMPORTS, data=given, headers=told)
    assert (made.status_code, made.json["total"]) == (201, 14)


@pytest.mark.parametrize("length", [MOST_BYTES + 1, 200 * MEGABYTE])
def test_what_is_too_big_is_told_with_how_much_fits_and_nothing_of_it_is_read(service, length):
    client, told, _ = service
    answer, touched = post_bytes(client, length, told)
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")
    assert (answer.json["code"], answer.json["facts"]) == ("file_too_big", {"megabytes": 64})
    assert touched == 0
    group = issuers.group_by_slug("workshop")
    assert group is not None
    assert references.loads(group.id) == []


def test_a_body_whose_length_nobody_tells_is_refused_too_and_never_cut(service):
    client, told, _ = service
    answer = client.post(
        IMPORTS, input_stream=io.BytesIO(b" " * (MOST_BYTES + 1)), headers=told,
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )  # fmt: skip
    assert (answer.status_code, answer.json["code"]) == (413, "file_too_big")


def test_of_whom_nothing_is_taken_nothing_is_read(service):
    client, _, foreign = service
    assert [(answer.status_code, touched) for answer, touched in (
        post_bytes(client, 60 * MEGABYTE, None), post_bytes(client, 60 * MEGABYTE, foreign),
    )] == [(401, 0), (404, 0)]  # fmt: skip


def test_who_may_not_is_told_so_whatever_is_sent(service):
    client, told, foreign = service
    there = f"{IMPORTS}/by-address"
    assert client.post(there, json={"nonsense": 1}, headers=told).status_code == 422
    assert client.post(there, json={"nonsense": 1}, headers=foreign).status_code == 404
    assert client.post(f"{IMPORTS}?language=xx", headers=foreign).status_code == 404
    assert client.delete(f"{HERE}/{NOBODYS}", headers=foreign).status_code == 404
