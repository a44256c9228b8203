"""What is said of one thing in several places: a graph holds it all, and not which words stood where.

Whoever holds a credential could put the words of one place into another, under the same signature. So places
may repeat each other and leave things out, but not contradict each other.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from credentials.canonical.fixpoint import CARRIED, is_presentation, plain, pointer_to, types_of
from credentials.errors import UnsupportedError
from credentials.json_pointer import escaped

IsProven = Callable[[Mapping[str, Any]], bool]
_Node = Mapping[str, Any]

# One page may be evidence of several things, one picture have several captions, one badge several languages.
_GATHERED = ("Evidence", "Image", "Related")
# Of these each stands for itself, and is of the same thing wherever it is told.
_EACH_FOR_ITSELF = frozenset(
    {"alignment", "endorsement", "endorsementJwt", "otherIdentifier", "related", "tag"}
)
_SUBJECT = "AchievementSubject"
_NO_WORDS = frozenset({"id", "type", "@context"})
_COMMENT = "endorsementComment"  # says something of the endorsement, and is looked for nowhere else


def check_descriptions(
    document: Mapping[str, Any], is_proven: IsProven | None = None, *, at_issue: bool = False
) -> None:
    """Raise `UnsupportedError("described_differently")` when two places contradict each other about one id.

    What a learner achieved stands in one place only. Lists of endorsements, identifiers and the like differ.
    What has a proof inside is somebody else's word. It may not contradict the words around it, unless it is
    by the same issuer or about who says it, and `is_proven`: still as it was signed (without `is_proven`:
    only what is by the same issuer, going by the name). Such words among themselves, and what a record or
    presentation carries, are told by verdicts of their own. `at_issue` nobody else may even say more of
    what is described around it.
    """
    again, mentioned = _said_again(document)
    if not again:
        return
    around, issuer = _Said(mentioned), issuer_id_of(document)
    for node, piece in again:
        if piece is None:
            _refuse(document, node, around.contradicted(node, but=_EACH_FOR_ITSELF))
            around.note(node)
    for node, piece in again:
        if piece is not None:
            speaker = issuer_id_of(piece)
            member = around.contradicted(node)
            if member is None and at_issue:
                member = around.exceeded(node, speaker)
            is_own = speaker is not None and speaker in (
                (issuer,) if is_proven is None else (issuer, node["id"])
            )
            if member is not None and not (is_own and (is_proven is None or is_proven(piece))):
                _refuse(document, node, member)


def _said_again(document: Mapping[str, Any]) -> tuple[list[tuple[_Node, _Node | None]], list[str]]:
    """Give the nodes whose id stands in several places, and what is mentioned without being described."""
    issuer = document.get("issuer")
    mentioned = [issuer] if isinstance(issuer, str) else []
    nodes = [one for one in _parts(document) if one[0].get("id").__class__ is str]
    times = Counter([*mentioned, *(node["id"] for node, _piece in nodes)])
    if len(times) == len(mentioned) + len(nodes):
        return [], mentioned
    return [one for one in nodes if times[one[0]["id"]] > 1], mentioned


def _refuse(document: Mapping[str, Any], node: _Node, member: str | None) -> None:
    if member is not None:
        pointer = pointer_to(node, document)
        pointer = f"{pointer}/{escaped(member)}" if member else pointer
        raise UnsupportedError("described_differently", pointer=pointer)


class _Said:
    """What was said of every member of some ids: by kind of what may be said otherwise, else under ""."""

    def __init__(self, mentioned: list[str]) -> None:
        self._kinds: dict[str, set[str]] = {name: {""} for name in mentioned}
        self._words: dict[tuple[str, str], dict[str, set[str]]] = {}

    def note(self, node: _Node) -> None:
        """Take in what a node says."""
        name, kind = node["id"], _gathered(node)
        self._kinds.setdefault(name, set()).add(kind)
        for member, word in _words(node):
            self._words.setdefault((name, member), {}).setdefault(kind, set()).add(word)

    def contradicted(self, node: _Node, but: frozenset[str] = frozenset()) -> str | None:
        """Give the first member of which a node says otherwise, "" for all of it; `but` what may differ."""
        name, kind = node["id"], _gathered(node)
        for member, word in _words(node):
            said = {} if member in but else self._words.get((name, member), {})
            if any(words != {word} for one, words in said.items() if not kind or one != kind):
                return member
        return None

    def exceeded(self, node: _Node, speaker: object) -> str | None:
        """Give the first member that only a node says of another than its speaker."""
        name, kind = node["id"], _gathered(node)
        if name == speaker or self._kinds.get(name, {kind}) == {kind} != {""} or name not in self._kinds:
            return None
        told = (member for member, _word in _words(node) if member not in ("", _COMMENT))
        return next((member for member in told if (name, member) not in self._words), None)


def _words(node: _Node) -> Iterator[tuple[str, str]]:
    """Give every member with what it says; under "" what a subject leaves unsaid cannot be said elsewhere."""
    names = [name for name, value in node.items() if value is not None and name not in _NO_WORDS]
    for name in names:
        yield name, _spelled(node[name])
    if _SUBJECT in types_of(node):
        yield "", json.dumps(sorted(names))


def _gathered(node: _Node) -> str:
    """Give the kind of a node of which several with one address may stand side by side, "" for others.

    A type of somebody's own, which is an address, gives a node no further members.
    """
    types = [name for name in types_of(node) if not (isinstance(name, str) and ":" in name)]
    return types[0] if len(types) == 1 and types[0] in _GATHERED else ""


def _spelled(value: Any) -> str:
    """Give what a value says as one text, in whichever order; what has an id is told by that."""
    if value.__class__ is str:
        return f"{value} "
    if isinstance(value, list):
        return json.dumps(sorted(set(map(_spelled, value)))) if len(value) != 1 else _spelled(value[0])
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return _spelled(value["id"])
    return json.dumps(plain(value), sort_keys=True, default=str)


def _parts(document: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], _Node | None]]:
    """Give every node, with the piece around it that has a proof of its own, None where there is none."""
    is_record, is_shown = "ClrCredential" in types_of(document), is_presentation(document)
    waiting: list[tuple[Any, _Node | None]] = [(document, None)]
    while waiting:
        value, piece = waiting.pop()
        if isinstance(value, dict):
            if piece is None and value is not document and value.get("proof"):
                piece = value
            yield value, piece
            for name, member in value.items():
                if member.__class__ not in (dict, list) or name == "@context":
                    continue
                if name == CARRIED and (is_record or is_shown):
                    waiting.append(([] if is_shown else _unproven(member), piece))
                else:
                    waiting.append((member, piece))
        elif isinstance(value, list):
            waiting += [(one, piece) for one in value]


def _unproven(carried: Any) -> list[Any]:
    """Give what a record carries without a proof, so that no verdict of its own tells of changes."""
    given = carried if isinstance(carried, list) else [carried]
    return [one for one in given if not (isinstance(one, dict) and one.get("proof"))]


def issuer_id_of(piece: _Node) -> object:
    """Give the id of who says something, None where nobody is named."""
    issuer = piece.get("issuer")
    return issuer.get("id") if isinstance(issuer, Mapping) else issuer
