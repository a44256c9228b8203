"""All that can be wrong with a content file, told at once. Pure: what the database holds is given in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from badges.rules import SKILL_METHODS_MIN
from competencies.wording import LEVELS, reviewed_problems
from foundation.errors import Problem
from pathways.content_shape import ACTIVITY_KINDS, DOCUMENT


@dataclass(frozen=True, slots=True)
class Known:
    """What a file may refer to besides itself: slugs in the database, and minutes of the resources there."""

    competencies: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    badges: frozenset[str] = frozenset()
    resource_minutes: Mapping[str, int] = field(default_factory=dict)


def problems(document: Any, known: Known | None = None) -> list[Problem]:
    """Give all problems of a content file, in the order of the file's lists; shape first, then meaning."""
    if shape := list(DOCUMENT("", document)):
        return shape
    return [
        *_language_problems(document),
        *_framework_problems(document),
        *_reference_problems(document, known or Known()),
        *_badge_problems(document),
        *_path_problems(document, known or Known()),
        *_resource_problems(document),
    ]


def items(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give every item of a file that is reviewed and stored by itself, with its pointer."""
    framework = document.get("framework")
    if framework:
        yield "/framework", framework
        for index, one in enumerate(framework["competencies"]):
            yield f"/framework/competencies/{index}", one
    for name in ("roles", "badges", "learning_paths", "resources"):
        for index, one in enumerate(document.get(name, ())):
            yield f"/{name}/{index}", one


def texts(at: str, value: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give every text below a value, with its pointer; not those of the competencies of a framework."""
    if isinstance(value, Mapping):
        if value and all(isinstance(one, str) and len(name) == 2 for name, one in value.items()):  # noqa: PLR2004 - our codes have two letters
            yield at, value
            return
        for name, one in value.items():
            if name != "competencies":
                yield from texts(f"{at}/{name}", one)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from texts(f"{at}/{index}", one)


def _language_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Every text has the file's own language; a language is reviewed only where there is text."""
    meta = document["meta"]
    if meta["default_language"] not in meta["languages"]:
        yield Problem("/meta/default_language", "language_not_listed")
    for at, one in items(document):
        found = dict(texts(at, one))
        for pointer, text in found.items():
            if meta["default_language"] not in text:
                yield Problem(pointer, "default_language_missing", {"language": meta["default_language"]})
        yield from reviewed_problems(one["reviewed"], found, f"{at}/reviewed")


def _framework_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    if "vocabularies" in document:
        scale = document["vocabularies"]["level_scale"]
        yield from _level_order("/vocabularies/level_scale", scale)
    framework = document.get("framework")
    if framework is None:
        return
    domains = {one["id"] for one in framework["domains"]}
    for index, one in enumerate(framework["competencies"]):
        at = f"/framework/competencies/{index}"
        if one["domain"] not in domains:
            yield Problem(f"{at}/domain", "domain_unknown")
        yield from _level_order(f"{at}/rubric", one["rubric"])
        for place, alignment in enumerate(one["alignments"]):
            if alignment["verified"] and alignment["target_url"] is None:
                yield Problem(f"{at}/alignments/{place}/verified", "verified_without_address")


def _level_order(at: str, levels: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    if [one["level"] for one in levels] != list(LEVELS):
        yield Problem(at, "levels_not_one_to_four")


def _reference_problems(document: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    competencies = known.competencies | _ids(document.get("framework", {}).get("competencies", ()))
    roles = known.roles | _ids(document.get("roles", ()))
    badges = known.badges | _ids(document.get("badges", ()))
    for at, slug in _competency_references(document):
        if slug not in competencies:
            yield Problem(at, "competency_unknown")
    for index, one in enumerate(document.get("role_adaptations_example", ())):
        if one["base_role"] not in roles:
            yield Problem(f"/role_adaptations_example/{index}/base_role", "role_unknown")
    for index, path in enumerate(document.get("learning_paths", ())):
        at = f"/learning_paths/{index}"
        yield from _unknown(f"{at}/leads_to_roles", path["leads_to_roles"], roles, "role_unknown")
        yield from _unknown(f"{at}/leads_to_badges", path["leads_to_badges"], badges, "badge_unknown")
        yield from _unknown(f"{at}/prerequisite_badges", path["prerequisite_badges"], badges, "badge_unknown")
        for step_index, step in enumerate(path["steps"]):
            yield from _step_problems(f"{at}/steps/{step_index}/ref", step, document, known)


def _competency_references(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    framework = document.get("framework", {})
    protected = framework.get("subsidiarity", {}).get("protected", ())
    for index, one in enumerate(protected):
        yield f"/framework/subsidiarity/protected/{index}/competency", one["competency"]
    lists = (("roles", "requirements"), ("role_adaptations_example", "changes"), ("badges", "awards"))
    for name, inner in lists:
        for index, one in enumerate(document.get(name, ())):
            for place, member in enumerate(one[inner]):
                yield f"/{name}/{index}/{inner}/{place}/competency", member["competency"]
    for index, one in enumerate(document.get("resources", ())):
        for place, slug in enumerate(one["competencies"]):
            yield f"/resources/{index}/competencies/{place}", slug


def _step_problems(
    at: str, step: Mapping[str, Any], document: Mapping[str, Any], known: Known
) -> Iterator[Problem]:
    if step["kind"] in ACTIVITY_KINDS:
        there, code = _ids(document.get("path_activities", ())), "activity_unknown"
    elif step["kind"] == "badge":
        there, code = known.badges | _ids(document.get("badges", ())), "badge_unknown"
    else:
        there = frozenset(known.resource_minutes) | _ids(document.get("resources", ()))
        code = "resource_unknown"
    if step["ref"] not in there:
        yield Problem(at, code)


def _badge_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    competencies = _ids(document.get("framework", {}).get("competencies", ()))
    levels = {f"{slug}-{level}" for slug in competencies for level in LEVELS}
    for index, one in enumerate(document.get("badges", ())):
        if one["kind"] == "skill" and len(one["methods"]) < SKILL_METHODS_MIN:
            yield Problem(f"/badges/{index}/methods", "too_few", {"least": SKILL_METHODS_MIN})
        if one["id"] in levels:
            yield Problem(f"/badges/{index}/id", "duplicate")
    if "single_competency_awards" in document and "framework" not in document:
        yield Problem("/single_competency_awards", "needs_framework")


def _path_problems(document: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    minutes = dict(known.resource_minutes)
    for name in ("resources", "path_activities"):
        minutes |= {one["id"]: one["duration_minutes"] for one in document.get(name, ())}
    for index, path in enumerate(document.get("learning_paths", ())):
        at = f"/learning_paths/{index}"
        badges = [step["ref"] for step in path["steps"] if step["kind"] == "badge"]
        if sorted(set(badges)) != sorted(path["leads_to_badges"]):
            yield Problem(f"{at}/leads_to_badges", "not_the_badge_steps", {"badges": badges})
        total = sum(minutes.get(step["ref"], 0) for step in path["steps"] if step["kind"] != "badge")
        if path["stated_minutes"] not in (None, total):
            yield Problem(f"{at}/stated_minutes", "not_the_sum", {"sum": total})


def _resource_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    for index, one in enumerate(document.get("resources", ())):
        at = f"/resources/{index}"
        if one["placeholder"] and "text" in one:
            yield Problem(f"{at}/text", "placeholder_with_text")
        if one["placeholder"] and one["languages"]:
            yield Problem(f"{at}/languages", "placeholder_with_languages")
        if not one["placeholder"] and "text" not in one and one["url"] is None:
            yield Problem(f"{at}/text", "missing_field")


def _unknown(at: str, slugs: Sequence[str], there: frozenset[str], code: str) -> Iterator[Problem]:
    for index, slug in enumerate(slugs):
        if slug not in there:
            yield Problem(f"{at}/{index}", code)


def _ids(items: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(one["id"] for one in items)
