"""Canonical statements of a document with secret labels, and which of them a selection holds."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from credentials.canonical import canonicalise_checked
from credentials.canonical.labels import labelled
from credentials.canonical.quads import Quad
from credentials.errors import ProofError
from credentials.multibase import b64url
from credentials.proofs.configuration import Contexts
from credentials.proofs.sd.lines import relabelled, sorted_lines
from credentials.proofs.sd.naming import named, statements
from credentials.proofs.sd.pointers import selected


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one selection: `indexes` in the whole document, ascending; `quads` as named here."""

    indexes: tuple[int, ...]
    quads: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """`lines` are the document's N-Quads with secret labels, sorted; `labels` gives the one of each node."""

    lines: tuple[str, ...]
    labels: Mapping[str, str]
    groups: Mapping[str, Group]


def canonicalise_and_group(
    document: Mapping[str, Any],
    hmac_key: bytes,
    pointers: Mapping[str, Sequence[str]],
    contexts: Contexts | None,
    *,
    at_issue: bool,
) -> Grouped:
    """3.4.16 canonicalizeAndGroup, for a document without proof and named lists of pointers.

    Raises as `canonicalise_checked`, `ProofError("pointer_without_match")`, and `pointer_not_selectable` for
    a part that says something else alone than in its document, such as one entry of an ordered list.
    """
    canonical = canonicalise_checked(document, at_issue=at_issue, extra_contexts=contexts)
    whole = named(document, contexts)  # 1.
    quads = statements(whole, contexts)  # 2.
    plain, canonical_labels = labelled(quads)
    if "".join(plain).encode() != canonical:
        raise ProofError("not_selectable")  # the same graph given two ways: names here were not unique
    secret = {name: secret_label(name, hmac_key) for name in canonical_labels.values()}
    lines = relabelled(plain, secret)  # 3.
    labels = {node: secret[name] for node, name in canonical_labels.items()}
    groups = {name: _group(whole, given, lines, labels, contexts) for name, given in pointers.items()}
    return Grouped(tuple(lines), labels, groups)


def secret_label(canonical_label: str, hmac_key: bytes) -> str:
    """3.4.4 createHmacIdLabelMapFunction: `_:u…` for `_:c14n0`, by HMAC-SHA-256 of the name."""
    digest = hmac.digest(hmac_key, canonical_label.removeprefix("_:").encode(), "sha256")
    return f"_:u{b64url(digest)}"


def _group(
    whole: Mapping[str, Any],
    pointers: Sequence[str],
    lines: Sequence[str],
    labels: Mapping[str, str],
    contexts: Contexts | None,
) -> Group:
    """3.4.15 selectCanonicalNQuads, then 3.4.16 step 7."""
    part = selected(whole, pointers)
    quads = statements(part, contexts) if part is not None else []
    if not all(node in labels for quad in quads for node in quad if node.startswith("_:")):
        raise ProofError("pointer_not_selectable")
    found = set(sorted_lines(quads, labels))
    indexes = tuple(index for index, line in enumerate(lines) if line in found)
    if len(indexes) != len(found):
        raise ProofError("pointer_not_selectable")
    return Group(indexes, tuple(quads))
