"""The tree of a framework that is being written: framework, domains, competencies, four rubric levels. Pure.

A tree is plain JSON: {title, description, levels: [{level, title, descriptor}], domains: [{id, title,
competencies: [{id, code, title, statement, rubric, typical_evidence, alignments, origin}]}]}. Every
operation gives a new tree and leaves the one it was given alone. A text may still be missing in a
draft; `competencies.services.framework_publishing` asks for all of them. Ids are the last part of an
address and unique in the tree, so that texts keep their states when things move.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from competencies.alignments import alignment_problems, tidy_alignments
from competencies.levels import DEFAULT_LEVELS
from competencies.wording import (
    EVIDENCE_KINDS,
    LEVELS,
    TEXT_MAX,
    TITLE_MAX,
    Texts,
    refuse,
    slug_problems,
    text_problems,
    tidy,
)
from foundation.errors import ConflictError, NotFoundError, Problem
from foundation.text import clean

Tree = dict[str, Any]
Node = dict[str, Any]

DOMAINS_MAX = 40
COMPETENCIES_MAX = (
    200  # what people can oversee and publish in one go; larger ones are imported for reference
)
CODE_MAX = 20
CONTENT = ("code", "title", "statement", "rubric", "typical_evidence", "alignments")


def empty(title: Texts, description: Texts) -> Tree:
    """Give a tree without domains, with the four levels that everybody starts from."""
    tree = {"title": title, "description": description, "levels": deepcopy(DEFAULT_LEVELS), "domains": []}
    return checked(tree)


def new_competency(competency_id: str, **content: Any) -> Node:
    """Give a competency whose missing parts are empty."""
    nothing = {"code": "", "title": {}, "statement": {}, "rubric": [{} for _ in LEVELS]}
    return {
        "id": competency_id,
        **nothing,
        "typical_evidence": [],
        "alignments": [],
        "origin": None,
        **content,
    }


def competencies(tree: Tree) -> Iterator[tuple[str, Node]]:
    """Give (domain id, competency) of the whole tree, in its order."""
    for domain in tree["domains"]:
        for one in domain["competencies"]:
            yield domain["id"], one


def ids(tree: Tree) -> set[str]:
    """Give the ids of all competencies."""
    return {one["id"] for _, one in competencies(tree)}


def find_domain(tree: Tree, domain_id: str) -> Node:
    """Give one domain, or raise NotFoundError."""
    for one in tree["domains"]:
        if one["id"] == domain_id:
            return dict(one)
    raise NotFoundError


def find_competency(tree: Tree, competency_id: str) -> Node:
    """Give one competency, or raise NotFoundError."""
    for _, one in competencies(tree):
        if one["id"] == competency_id:
            return one
    raise NotFoundError


def place_of(tree: Tree, competency_id: str) -> tuple[str, int]:
    """Give (domain id, position in it) of a competency, or raise NotFoundError."""
    for domain in tree["domains"]:
        for position, one in enumerate(domain["competencies"]):
            if one["id"] == competency_id:
                return domain["id"], position
    raise NotFoundError


def change_frame(tree: Tree, **content: Any) -> Tree:
    """Give the tree with another title, description or levels. Raises InvalidError."""
    return checked({**tree, **content})


def add_domain(tree: Tree, domain_id: str, title: Texts, at: int | None = None) -> Tree:
    """Give the tree with one more domain, at the end or at position `at`. Raises InvalidError."""
    domains = list(tree["domains"])
    domains.insert(len(domains) if at is None else _within(at, domains), _new_domain(domain_id, title))
    return checked({**tree, "domains": domains})


def change_domain(tree: Tree, domain_id: str, title: Texts) -> Tree:
    """Give the tree with another title of a domain. Raises NotFoundError, InvalidError."""
    find_domain(tree, domain_id)
    return _with_domain(tree, domain_id, lambda one: {**one, "title": title})


def remove_domain(tree: Tree, domain_id: str) -> Tree:
    """Give the tree without a domain. Raises NotFoundError, ConflictError while competencies stand in it."""
    if find_domain(tree, domain_id)["competencies"]:
        raise ConflictError("domain_not_empty")
    return {**tree, "domains": [one for one in tree["domains"] if one["id"] != domain_id]}


def move_domain(tree: Tree, domain_id: str, at: int) -> Tree:
    """Give the tree with a domain at position `at`, counted without it. Raises NotFoundError."""
    moved = find_domain(tree, domain_id)
    rest = [one for one in tree["domains"] if one["id"] != domain_id]
    rest.insert(_within(at, rest), moved)
    return {**tree, "domains": rest}


def add_competency(tree: Tree, domain_id: str, competency: Node, at: int | None = None) -> Tree:
    """Give the tree with one more competency in a domain. Raises NotFoundError, InvalidError."""
    refuse(competency_problems(competency))
    find_domain(tree, domain_id)
    return checked(_put(tree, domain_id, tidy_competency(competency), at))


def change_competency(tree: Tree, competency_id: str, **content: Any) -> Tree:
    """Give the tree with other content of a competency. Raises NotFoundError, InvalidError."""
    changed = {**find_competency(tree, competency_id), **content}
    refuse(competency_problems(changed))
    domain_id, at = place_of(tree, competency_id)
    return _put(remove_competency(tree, competency_id), domain_id, tidy_competency(changed), at)


def remove_competency(tree: Tree, competency_id: str) -> Tree:
    """Give the tree without a competency. Raises NotFoundError."""
    domain_id, _ = place_of(tree, competency_id)

    def without(one: Node) -> Node:
        return {**one, "competencies": [each for each in one["competencies"] if each["id"] != competency_id]}

    return _with_domain(tree, domain_id, without)


def move_competency(tree: Tree, competency_id: str, domain_id: str, at: int) -> Tree:
    """Give the tree with a competency at position `at` of a domain, counted without it."""
    moved = find_competency(tree, competency_id)
    find_domain(tree, domain_id)
    return _put(remove_competency(tree, competency_id), domain_id, moved, at)


def renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    """Give the tree with other ids of competencies, as `names` says."""

    def with_names(domain: Node) -> Node:
        inside = [{**one, "id": names.get(one["id"], one["id"])} for one in domain["competencies"]]
        return {**domain, "competencies": inside}

    return {**tree, "domains": [with_names(one) for one in tree["domains"]]}


def checked(tree: Tree) -> Tree:
    """Give the tree tidied, or raise InvalidError with everything that no draft may hold."""
    refuse(problems(tree))
    return tidied(tree)


def tidied(tree: Tree) -> Tree:
    """Give the tree with clean texts and every member present, so that equal trees compare equal."""
    return {
        "title": tidy(tree["title"]),
        "description": tidy(tree["description"]),
        "levels": [
            {"level": one["level"], "title": tidy(one["title"]), "descriptor": tidy(one["descriptor"])}
            for one in tree["levels"]
        ],
        "domains": [
            {
                "id": one["id"],
                "title": tidy(one["title"]),
                "competencies": [tidy_competency(each) for each in one["competencies"]],
            }
            for one in tree["domains"]
        ],
    }


def tidy_competency(one: Mapping[str, Any]) -> Node:
    """Give one competency with clean texts and every member present."""
    return {
        "id": one["id"],
        "code": clean(one["code"]),
        "title": tidy(one["title"]),
        "statement": tidy(one["statement"]),
        "rubric": [tidy(texts) for texts in one["rubric"]],
        "typical_evidence": list(one["typical_evidence"]),
        "alignments": tidy_alignments(one["alignments"]),
        "origin": dict(one["origin"]) if one.get("origin") else None,
    }


def problems(tree: Mapping[str, Any]) -> Iterator[Problem]:
    """Give what no draft may hold, with pointers into the tree."""
    yield from text_problems("/title", tree["title"], longest=TITLE_MAX)
    yield from _draft_text("/description", tree["description"], TEXT_MAX)
    if [one["level"] for one in tree["levels"]] != list(LEVELS):
        yield Problem("/levels", "levels_not_one_to_four")
    for index, one in enumerate(tree["levels"]):
        yield from text_problems(f"/levels/{index}/title", one["title"], longest=TITLE_MAX)
        yield from _draft_text(f"/levels/{index}/descriptor", one["descriptor"], TEXT_MAX)
    yield from _domain_problems(tree["domains"])
    yield from _all_competency_problems(tree["domains"])


def competency_problems(one: Mapping[str, Any]) -> Iterator[Problem]:
    """Give what no competency of a draft may hold, with pointers into the competency."""
    yield from slug_problems("/id", one["id"])
    yield from text_problems("/title", one["title"], longest=TITLE_MAX)
    yield from _draft_text("/statement", one["statement"], TEXT_MAX)
    if len(one["code"]) > CODE_MAX:
        yield Problem("/code", "text_too_long", {"longest": CODE_MAX})
    if len(one["rubric"]) != len(LEVELS):
        yield Problem("/rubric", "levels_not_one_to_four")
    for index, texts in enumerate(one["rubric"]):
        yield from _draft_text(f"/rubric/{index}", texts, TEXT_MAX)
    for index, kind in enumerate(one["typical_evidence"]):
        if kind not in EVIDENCE_KINDS:
            yield Problem(f"/typical_evidence/{index}", "evidence_kind_unknown")
    yield from alignment_problems("/alignments", one["alignments"])


def _domain_problems(domains: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    if len(domains) > DOMAINS_MAX:
        yield Problem("/domains", "too_many", {"most": DOMAINS_MAX})
    seen: set[str] = set()
    for index, one in enumerate(domains):
        yield from slug_problems(f"/domains/{index}/id", one["id"])
        if one["id"] in seen:
            yield Problem(f"/domains/{index}/id", "duplicate")
        seen.add(one["id"])
        yield from text_problems(f"/domains/{index}/title", one["title"], longest=TITLE_MAX)


def _all_competency_problems(domains: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    if sum(len(one["competencies"]) for one in domains) > COMPETENCIES_MAX:
        yield Problem("/domains", "too_many", {"most": COMPETENCIES_MAX})
    seen: set[str] = set()
    for index, domain in enumerate(domains):
        for position, one in enumerate(domain["competencies"]):
            at = f"/domains/{index}/competencies/{position}"
            for problem in competency_problems(one):
                yield Problem(f"{at}{problem.pointer}", problem.code, problem.facts)
            if one["id"] in seen:
                yield Problem(f"{at}/id", "duplicate")
            seen.add(one["id"])


def _draft_text(pointer: str, texts: Any, longest: int) -> Iterator[Problem]:
    """A text of a draft may still be missing, unlike a published one."""
    if texts:
        yield from text_problems(pointer, texts, longest=longest)


def _new_domain(domain_id: str, title: Texts) -> Node:
    return {"id": domain_id, "title": title, "competencies": []}


def _with_domain(tree: Tree, domain_id: str, change: Callable[[Node], Node]) -> Tree:
    domains = [change(one) if one["id"] == domain_id else one for one in tree["domains"]]
    return checked({**tree, "domains": domains})


def _put(tree: Tree, domain_id: str, competency: Node, at: int | None) -> Tree:
    def holding(one: Node) -> Node:
        inside = list(one["competencies"])
        inside.insert(len(inside) if at is None else _within(at, inside), competency)
        return {**one, "competencies": inside}

    return {
        **tree,
        "domains": [holding(one) if one["id"] == domain_id else one for one in tree["domains"]],
    }


def _within(at: int, things: Sequence[object]) -> int:
    return max(0, min(at, len(things)))
