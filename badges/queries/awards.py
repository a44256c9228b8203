"""Awards, credentials and lists of awards, as nouns. Every list costs the same number of queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Mailbox, Person
from badges.models import (
    Achievement,
    AchievementVersion,
    Award,
    AwardRun,
    AwardRunRow,
    AwardState,
    Credential,
    RecipientKind,
    RevocationProposal,
)
from competencies.models import Competency, Role, RoleVersion
from foundation.db import session
from foundation.errors import NotFoundError

PAGE_ROWS = 50
_DIGESTS_AT_ONCE = 500  # SQLite takes some thousand values in one statement

_WITH_TEXTS = (joinedload(Award.version).joinedload(AchievementVersion.achievement),)
_CREDENTIAL_TEXTS = (
    joinedload(Credential.version).joinedload(AchievementVersion.achievement),
    joinedload(Credential.award),
)


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """One page of a list, and whether there is another."""

    rows: Sequence[Row]
    number: int
    has_more: bool
