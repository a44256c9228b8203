"""RDF Dataset Canonicalization (RDFC-1.0): canonical labels for blank nodes, sorted N-Quads.

Numbered comments are the steps of the Recommendation, sections 4.4 to 4.8. Ties are what makes the algorithm
exponential, so the steps of Hash N-Degree Quads are counted, and a document that needs too many is refused.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from credentials.canonical.limits import BLANK_NODES_MAX
from credentials.canonical.quads import Quad
from credentials.errors import TooComplexError

# One step is one blank node visited in one permutation, or one hash of how a node is related: 2 microseconds.
# Ordinary badges need none; a badge with several endorsements of equal proofs needs some hundred.
TIE_STEPS_MAX = 2_000

HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


class _Issuer:
    """Hands out `prefix0`, `prefix1`, ... and remembers the order (section 4.5)."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self._prefix = prefix
        self.issued = dict(issued or {})

    def issue(self, node: str) -> str:
        return self.issued.setdefault(node, f"{self._prefix}{len(self.issued)}")

    def copy(self) -> "_Issuer":
        return _Issuer(self._prefix, self.issued)


class _Canonicaliser:
    def __init__(self, quads: Sequence[Quad], digest: str) -> None:
        self._hashed = HASHES[digest]
        self._canonical = _Issuer("_:c14n")
        self._quads_of: dict[str, list[Quad]] = defaultdict(list)
        self._first_degree: dict[str, str] = {}
        self._steps = 0
        for quad in quads:  # 4.4 step 2
            nodes = [part for part in (quad.subject, quad.object, quad.graph) if part[:2] == "_:"]
            for node in nodes if len(nodes) == 1 else set(nodes):
                self._quads_of[node].append(quad)
        if len(self._quads_of) > BLANK_NODES_MAX:
            raise TooComplexError("too_many_blank_nodes", blank_nodes=len(self._quads_of))

    def labels(self) -> dict[str, str]:
        """Give the canonical label of every blank node (4.4 steps 3 to 6)."""
        by_hash: dict[str, list[str]] = defaultdict(list)
        for node in self._quads_of:
            by_hash[self._hash_first_degree(node)].append(node)
        for digest in sorted(by_hash):
            if len(by_hash[digest]) == 1:
                self._canonical.issue(by_hash[digest][0])
        for digest in sorted(by_hash):
            if len(by_hash[digest]) > 1:
                self._label_tied(by_hash[digest])
        return self._canonical.issued

    def _label_tied(self, nodes: list[str]) -> None:
        paths = []
        for node in nodes:  # 5.2
            if node in self._canonical.issued:
                continue
            issuer = _Issuer("_:b")
            issuer.issue(node)
            paths.append(self._hash_n_degree(node, issuer))
        for _, issuer in sorted(paths, key=lambda path: path[0]):  # 5.3
            for node in issuer.issued:
                self._canonical.issue(node)

    def _hash_first_degree(self, node: str) -> str:
        """4.6: hash of the node's quads with itself as `_:a` and every other blank node as `_:z`."""
        if node not in self._first_degree:
            names = {node: "_:a"}
            lines = sorted(_line(quad, names, "_:z") for quad in self._quads_of[node])
            self._first_degree[node] = self._hash("".join(lines))
        return self._first_degree[node]

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """4.7."""
        self._step()
        name = self._canonical.issued.get(related) or issuer.issued.get(related)
        predicate = "" if position == "g" else quad.predicate
        return self._hash(position + predicate + (name or self._hash_first_degree(related)))

    def _related(self, node: str, issuer: _Issuer) -> dict[str, list[str]]:
        """4.8 steps 1 to 3: the blank nodes in the node's quads, by the hash of how they are related."""
        related: dict[str, list[str]] = defaultdict(list)
        for quad in self._quads_of[node]:
            for position, part in (("s", quad.subject), ("o", quad.object), ("g", quad.graph)):
                if part.startswith("_:") and part != node:
                    related[self._hash_related(part, quad, issuer, position)].append(part)
        return related

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """4.8."""
        text: list[str] = []
        related = self._related(node, issuer)
        for digest in sorted(related):  # 5
            chosen_path, chosen_issuer = "", issuer
            for permutation in _orders(related[digest]):  # 5.4
                found = self._path(permutation, issuer, chosen_path)
                if found and (not chosen_path or found[0] < chosen_path):  # 5.4.6
                    chosen_path, chosen_issuer = found
            text += digest, chosen_path  # 5.1, 5.5
            issuer = chosen_issuer  # 5.6
        return self._hash("".join(text)), issuer

    def _path(self, nodes: Sequence[str], issuer: _Issuer, chosen: str) -> tuple[str, _Issuer] | None:
        """4.8 steps 5.4.1 to 5.4.5: path and issuer of one permutation, None when it cannot win."""
        issuer, path = issuer.copy(), ""
        waiting: list[str] = []
        for node in nodes:  # 5.4.4
            self._step()
            if node in self._canonical.issued:
                path += self._canonical.issued[node]
                continue
            if node not in issuer.issued:
                waiting.append(node)
            path += issuer.issue(node)
            if _loses(path, chosen):
                return None
        for node in waiting:  # 5.4.5
            digest, deeper = self._hash_n_degree(node, issuer)
            path += issuer.issue(node) + f"<{digest}>"
            issuer = deeper
            if _loses(path, chosen):
                return None
        return path, issuer

    def _hash(self, text: str) -> str:
        return self._hashed(text.encode()).hexdigest()

    def _step(self) -> None:
        self._steps += 1
        if self._steps > TIE_STEPS_MAX:
            raise TooComplexError("too_many_ties", steps=TIE_STEPS_MAX)


def canonical_lines(quads: Sequence[Quad], digest: str = "sha256") -> list[str]:
    """Give the canonical N-Quads, one line each, sorted by code point; errors as `labelled`."""
    return labelled(quads, digest)[0]


def labelled(quads: Sequence[Quad], digest: str = "sha256") -> tuple[list[str], Mapping[str, str]]:
    """Give the canonical N-Quads, and for every blank node of `quads` its canonical label (`_:c14n0`).

    `digest` is the hash of the algorithm, "sha256" or "sha384". Raises `TooComplexError` for too many blank
    nodes or ties.
    """
    names = canonical_labels(quads, digest)
    return sorted({_line(quad, names, "") for quad in quads}), names


def canonical_labels(quads: Sequence[Quad], digest: str) -> Mapping[str, str]:
    """Give only the labels of `labelled`."""
    distinct = list(dict.fromkeys(quads))  # a dataset is a set
    return _Canonicaliser(distinct, digest).labels()


def _orders(nodes: list[str]) -> Iterator[tuple[str, ...]]:
    """Every order of the nodes. Equal ones are not told apart, as they make equal paths."""
    if not nodes:
        yield ()
    for node in dict.fromkeys(nodes):
        rest = nodes.copy()
        rest.remove(node)
        for others in _orders(rest):
            yield (node, *others)


def _line(quad: Quad, names: Mapping[str, str], other: str) -> str:
    subject, predicate, obj, graph = quad
    if subject.startswith("_:"):
        subject = names.get(subject, other)
    if obj.startswith("_:"):
        obj = names.get(obj, other)
    if graph:
        graph = (names.get(graph, other) if graph.startswith("_:") else graph) + " "
    return f"{subject} {predicate} {obj} {graph}.\n"


def _loses(path: str, chosen: str) -> bool:
    return bool(chosen) and len(path) >= len(chosen) and path > chosen
