"""The form of a competency: from a published version to fields, and back to what the service takes."""

from collections.abc import Sequence

from competencies.models import Competency, CompetencyVersion, Framework
from competencies.services.defining import CompetencyShape
from competencies.wording import LEVELS
from foundation.errors import invalid
from web.language import plain
from web.pages.define_badge import ALIGNMENTS, alignments_of
from web.pages.define_typed import Typed, stored

ROWS = (ALIGNMENTS,)
TEXTS = ("title", "statement", *(f"rubric.{level - 1}" for level in LEVELS))


def blank() -> Typed:
    """Give the form of a new competency."""
    return stored({"alignments": []})


def filled(competency: Competency, version: CompetencyVersion) -> Typed:
    """Give the form with the texts of a version, and the place where the competency stands now."""
    typed = stored({"alignments": version.alignments})
    typed.set_texts("title", version.title)
    typed.set_texts("statement", version.statement)
    for index, texts in enumerate(version.rubric):
        typed.set_texts(f"rubric.{index}", texts)
    typed.fields |= {"code": competency.code, "place": competency.domain}
    typed.ticks |= {
        "typical_evidence": list(version.typical_evidence),
        "reviewed": list(version.reviewed),
    }
    return typed


def shape_of(typed: Typed) -> CompetencyShape:
    """Give what the service takes."""
    return {
        "title": typed.texts("title"),
        "statement": typed.texts("statement"),
        "rubric": [typed.texts(f"rubric.{level - 1}") for level in LEVELS],
        "typical_evidence": typed.ticks.get("typical_evidence", []),
        "alignments": alignments_of(typed),
        "reviewed": typed.ticks.get("reviewed", []),
    }


def new_places(frameworks: Sequence[Framework]) -> list[tuple[str, str]]:
    """Give (framework:area, title) of everywhere a new competency of the group may stand."""
    return [
        (f"{one.slug}:{domain['id']}", f"{plain(one.versions[-1].title)}: {plain(domain['title'])}")
        for one in frameworks
        for domain in one.versions[-1].domains
    ]


def places_of(framework: Framework | None) -> list[tuple[str, str]]:
    """Give (area, title) of its framework, where a competency may be moved to."""
    if framework is None:
        return []
    return [(domain["id"], plain(domain["title"])) for domain in framework.versions[-1].domains]


def chosen_place(typed: Typed, places: Sequence[tuple[str, str]]) -> str:
    """Give the chosen place, "" for none. Raises InvalidError for one that was not offered."""
    chosen = typed.text("place")
    if chosen and chosen not in {value for value, _ in places}:
        raise invalid("/domain", "domain_unknown")
    return chosen
