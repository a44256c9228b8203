"""What happens by itself each day: consent runs out, nominations lapse, signals older than 90 days go."""

from competencies.services import opening
from mentoring.services import letting_in, nominating

TEND, EVERY_SECONDS = "mentoring.tend", 86_400


def tend() -> None:
    """Do what is due. May run twice."""
    letting_in.forget_old()
    opening.forget_ended()
    nominating.lapse()
    nominating.forget_old()
