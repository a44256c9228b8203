"""The name of somebody who leaves for good, where groups wrote it into their plans by hand.

Who does a line is a field of its own: the name goes from it. What a line says is the stewards' own text: they
are told which line, without the name. Texts that cannot be changed any more, and those that only two people
read, are left as they are.
"""

import re
from uuid import UUID

from sqlalchemy import select, update

from accounts import queries as people
from accounts.models import NoticeKind, SeatRole
from accounts.services import notifying
from competencies.models import PlanLine
from foundation.addresses import plan_line_path
from foundation.db import session
from issuers import queries as issuers

SHORTEST = 3  # a shorter name is a part of every text
INSTEAD = "…"


def forget(person_id: UUID) -> None:
    """Take the user name out of who does what, and tell the stewards of the leaver's groups where it stands.

    Joins the open transaction. In other groups only a field that is the name and nothing else is blanked:
    there, nobody need learn that somebody of that name was here.
    """
    person = people.person(person_id)
    name = person.user_name if person else None
    if not name:
        return
    is_name = PlanLine.owner == name
    session().execute(update(PlanLine).where(is_name).values(owner="", revision=PlanLine.revision + 1))
    if len(name) >= SHORTEST:
        wanted = _whole_words(name)
        groups = people.actor_of(person_id).groups
        for line in session().scalars(select(PlanLine).where(PlanLine.group_id.in_(groups))).all():
            _forget_in(line, wanted, person_id)


def _whole_words(name: str) -> re.Pattern[str]:
    spelled = "[ _]+".join(re.escape(part) for part in name.split(" "))
    return re.compile(rf"(?<!\w){spelled}(?!\w)", re.IGNORECASE)


def _forget_in(line: PlanLine, wanted: re.Pattern[str], person_id: UUID) -> None:
    if wanted.search(line.owner):
        line.owner = "" if wanted.fullmatch(line.owner) else wanted.sub(INSTEAD, line.owner)
        line.revision += 1
    group = issuers.issuer(line.group_id)
    if wanted.search(line.action) and group is not None and group.slug:
        stewards = people.people_with_seat(line.group_id, SeatRole.STEWARD)
        others = [one for one in stewards if one != person_id]
        path, facts = plan_line_path(group.slug, line.id), {"group": group.slug}
        notifying.tell_all(others, NoticeKind.PLAN_NAMES_LEAVER, path=path, key=str(line.id), facts=facts)
