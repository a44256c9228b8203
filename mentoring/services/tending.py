"""What happens by itself each day: consent, questions and nominations run out, old signals go."""

from competencies.services import departing, holding, opening
from mentoring.services import inviting, letting_in, nominating

TEND, EVERY_SECONDS = "mentoring.tend", 86_400


def tend() -> None:
    """Do what is due. May run twice."""
    letting_in.forget_old()
    opening.forget_ended()
    holding.forget_unanswered()
    departing.sweep()
    nominating.lapse()
    nominating.forget_old()
    inviting.forget_old()
