"""How recognition goes, by the JSON API: each metric with what it means, and the numbers of the page."""

# mypy: disable-error-code="untyped-decorator"
# The decorators of flask-smorest carry no types.

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import current_app
from flask_smorest import Blueprint

from competencies.aggregate import THRESHOLD
from competencies.queries import measures, needs
from schemas.needs import MetricsSchema

blueprint = Blueprint("metrics", __name__, url_prefix="/api/v1/metrics", description="How recognition goes")
WORDS = "metric_words"  # under which the pages, where all sentences are, leave what each metric means
_FIGURES = ("first_recognition", "decision_time", "independent_endorsements", "spread_of_issuing")
_PEOPLE = ("claim_outcomes", "mentor_load", "retention", "completions")
_LATE = "unanswered_requests"
Numbers = dict[str, Any]


@blueprint.get("")
@blueprint.response(200, MetricsSchema)
def show_metrics() -> dict[str, Any]:
    """Every metric: of people, those of the newest month; what counts no people is of this moment.

    Names and definitions are in the language of `Accept-Language`. A number that is missing is hidden.
    """
    snapshot = needs.snapshot()
    published = snapshot.published if snapshot else None
    numbers = {**_of_people(published), **_of_the_service(published)}
    return {
        "period": snapshot.period if snapshot else None,
        "made_up": snapshot.made_up if snapshot else False,
        "threshold": THRESHOLD,
        "metrics": [
            {"metric": key, **words, "values": numbers.get(key, {})}
            for key, words in current_app.extensions[WORDS]().items()
        ],
        "equity": published["equity"] if published else {},
    }


def _of_people(published: Mapping[str, Any] | None) -> dict[str, Numbers]:
    if published is None:
        return {}
    figures = {name: dict(one["values"]) for name, one in published["figures"].items()}
    found: dict[str, Numbers] = {name: figures.get(name, {}) for name in _FIGURES}
    found |= {name: {"people": published["people"].get(name, {})} for name in _PEOPLE}
    found["mentor_load"] |= {_LATE: figures[_LATE]} if figures.get(_LATE) else {}
    return found


def _of_the_service(published: Mapping[str, Any] | None) -> dict[str, Numbers]:
    answered = measures.closure(published)
    changes = [dict(zip(("competency", "before", "after"), one, strict=True)) for one in answered.changes]
    return {
        "needs_answered": {"needs": answered.needs, "answered": answered.answered, "changes": changes},
        "language_reach": {"percent": measures.language_reach()},
        "subsidiarity": asdict(measures.subsidiarity()),
    }
