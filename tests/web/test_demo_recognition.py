"""The made-up movement shows thanks with a badge that a peer gave; starting it again gives none anew."""

from sqlalchemy import select

from badges.models import Award, Provenance
from foundation.db import session
from mentoring.queries import thanks
from web.demo import movement


def test_one_badge_of_the_demo_came_with_thanks_from_a_peer(sqlite_app):
    for _start in range(2):
        movement.load()
        (award,) = session().scalars(select(Award).where(Award.provenance == Provenance.PEER))
        assert (award.state, award.version.achievement.slug) == ("accepted", "thanks-from-peers")
        said = thanks.of_award(award.id)
        assert said is not None
        assert said.badge == "thanks-from-peers"
