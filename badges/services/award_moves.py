"""Moving an award on: by the table of moves, in one conditional UPDATE, so that of two moves one happens."""

from sqlalchemy import update

from badges.models import Award
from badges.moves import CREDENTIAL, moved
from foundation.db import session
from foundation.errors import ConflictError


def move(award: Award, verb: str, **values: object) -> None:
    """Move an award on and set `values`. Raises ConflictError("move_refused"), also for who came second."""
    before = award.state
    after = moved(CREDENTIAL, before, verb)
    session().flush()
    here = update(Award).where(Award.id == award.id, Award.state == before).values(state=after, **values)
    done = session().scalar(here.returning(Award.id), execution_options={"synchronize_session": False})
    session().refresh(award, ["state", *values])
    if done is None:
        raise ConflictError("move_refused", state=str(award.state), verb=verb)
