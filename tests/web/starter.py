"""The starter content, loaded for one made-up vouched group."""

import json
from pathlib import Path

from foundation.policy import SYSTEM
from issuers import queries
from issuers.services.registering import make_first_group
from pathways.services.loading import load_content
from tests.kept import kept

CONTENT = json.loads((Path(__file__).parents[2] / "pathways" / "starter" / "content.json").read_text("utf-8"))
GROUP = "Cycle Workshop"


def load_starter():
    """Give the group that the starter content belongs to."""
    _load()
    return next(one for one in queries.groups() if one.name == GROUP)


@kept
def _load():
    group_id = make_first_group(name=GROUP, description="We mend.", url=None, language="en")
    load_content(SYSTEM, CONTENT, owner_id=group_id)
