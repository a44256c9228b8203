"""The web service: full accepts, pages, and verification over HTTP, on a database of its own."""

import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

from flask_migrate import upgrade

from accounts import queries as people
from badges.services import awarding, claiming
from benchmarks import pages, passport, queue
from benchmarks.measuring import tell, timed
from benchmarks.targets import tell_ratio
from web.assembly import create_app
from web.demo import movement

ACCEPTS = 200
ROUNDS = 10
WARM_UP = 10


def offers(steward_id: UUID, count: int) -> Iterator[Callable[[], object]]:
    """Give accepts to run: each is one offer by letter, made before the clock starts."""
    steward = people.actor_of(steward_id)
    made = [
        awarding.award(steward, achievement="first-steps", recipient=f"bench{number}@example.org")
        for number in range(count)
    ]
    tokens = [letter.token for award in made if (letter := awarding.offer_letter(award.id, 0))]
    return (partial(claiming.accept_by_token, token) for token in tokens)


def run() -> None:
    """Measure accepts with the demo movement."""
    movement.load()
    steward = people.person_by_name("Demo Steward")
    if steward is None:
        raise LookupError("the demo movement has no steward")
    waiting = offers(steward.id, ACCEPTS + WARM_UP)
    tell_accepts(lambda: next(waiting)())  # noqa: PLW0108 - each call takes the next


def tell_accepts(accept: Callable[[], object]) -> None:
    """Run accepts in rounds and print their rate; the best round decides nothing."""
    run = timed(accept)
    run(WARM_UP)
    each = ACCEPTS // ROUNDS
    rates = [each / run(each) for _ in range(ROUNDS)]
    rate = statistics.median(rates)
    tell(name="accept", op="full accept on SQLite", per_cpu_second=round(rate, 1))
    tell_ratio("full accepts per CPU second", rate, at_least=250, undisturbed=max(rates))


def measure() -> None:
    """Make a fresh application and measure it."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"BARNSTAR_INSTANCE": folder, "BARNSTAR_RATE_LIMITS": "off"}
        app = create_app(environ, Path(folder))
        with app.app_context():
            upgrade()
            run()
        command = [sys.executable, "-m", "benchmarks.over_http", folder]
        subprocess.run(command, check=True)  # noqa: S603 - our own interpreter
        passport.measure(app)
        pages.measure(app)
        queue.measure(app)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    tell(name="memory", op="peak of this process", mebibytes=peak)
