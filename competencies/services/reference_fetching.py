"""A package at an address, fetched by a job: it may be as big as a file, and its server may be slow."""

from uuid import UUID

import orjson
from sqlalchemy import select

from competencies.alignments import is_https
from competencies.models import ReferenceLoad
from competencies.models.references import LoadState
from competencies.queries import references
from competencies.services.referencing import Said, looked_over, note_looked_over
from credentials.errors import FetchError
from credentials.fetch import Fetch
from foundation import clock, jobs
from foundation.audit import record
from foundation.columns import uuid7
from foundation.db import session, transaction
from foundation.errors import ConflictError, InvalidError, invalid
from foundation.policy import SYSTEM, Action, Actor, Scope, require
from issuers import queries as issuers

JOB = "reference.fetch"
MOST_WAITING = 5  # of one group
SECONDS = 40.0  # of a job that may have 60, and has to read what came
_NOTHING_YET: dict[str, object] = {
    **dict.fromkeys(("version", "title", "creator", "edition"), ""),
    **dict.fromkeys(("beginning", "problems", "notes"), ()),
    **dict.fromkeys(("problem_count", "note_count"), 0),
    "counts": {},
}


def ask_for(actor: Actor, *, group_id: UUID, url: str) -> ReferenceLoad:
    """Give the import of what is at a public https address; a job fetches it. Asked twice, it is one.

    Raises InvalidError at /url, ConflictError("fetches_waiting"), and as `require`.
    """
    require(actor, Action.COMPETENCY_DEFINE, Scope(group_id=group_id))
    if not is_https(url):
        raise invalid("/url", "address_not_https")
    with transaction() as db_session:
        issuers.hold(group_id)
        there = [one for one in references.loads(group_id) if one.state == LoadState.FETCHING]
        same = next((one for one in there if one.source_url == url), None)
        if same is not None:
            return same
        if len(there) >= MOST_WAITING:
            raise ConflictError("fetches_waiting", most=MOST_WAITING)
        now, summary = clock.now(), orjson.dumps(_NOTHING_YET).decode()
        made = ReferenceLoad(
            id=uuid7(), group_id=group_id, state=LoadState.FETCHING, source_url=url, summary=summary,
            made_at=now, changed_at=now,
        )  # fmt: skip
        db_session.add(made)
        jobs.ask(JOB, {"load_id": str(made.id)}, key=f"{JOB}:{made.id}")
        record(actor, "reference.fetch", made.id, group_id=group_id)
        return made


def work(fetch: Fetch, load_id: UUID) -> None:
    """Fetch it and look it over, or say why that failed. May run twice, and when it was dropped meanwhile."""
    waiting = select(ReferenceLoad.group_id, ReferenceLoad.source_url)
    waiting = waiting.where(ReferenceLoad.id == load_id, ReferenceLoad.state == LoadState.FETCHING)
    row = session().execute(waiting).one_or_none()
    session().rollback()  # no read is held open while a stranger's server takes its time
    if row is None or row.source_url is None:
        return
    try:
        values = looked_over(row.group_id, fetch(row.source_url, redirects=2).body, Said())
    except FetchError as error:
        values = _failed("too_big_to_fetch" if error.code == "too_big" else "not_fetched")
    except InvalidError:  # a table, which the form has to tell about, or nothing at all
        values = _failed("not_a_package")
    with transaction() as db_session:
        query = select(ReferenceLoad).where(ReferenceLoad.id == load_id).with_for_update()
        load = db_session.scalar(query.execution_options(populate_existing=True))
        if load is None or load.state != LoadState.FETCHING:
            return
        for name, value in {**values, "changed_at": clock.now()}.items():
            setattr(load, name, value)
        note_looked_over(SYSTEM, load)


def _failed(code: str) -> dict[str, str]:
    return {"state": LoadState.FAILED, "code": code}
