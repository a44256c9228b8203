"""The tables that the walk reads: what a name means in a node, and what its types say of a node."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it needs PyLD, which takes longer to import than all else together
    from credentials.canonical.compiled import Place, Terms
    from credentials.canonical.term import Term

# How a string is written as the value of a term.
LITERAL = 0  # as a literal with a fixed suffix
ADDRESS = 1  # as an IRI
IGNORED = 2  # not at all: `id`, `type` and `@context`, which the node has looked at
OTHER = 3  # as the term says

# What stands in a value that says how it is to be read.
VALUE_MEMBERS = frozenset({"@value", "@language", "@direction"})


class Unusual(Exception):  # noqa: N818 (nothing is wrong)
    """The tables do not hold this feature of JSON-LD; the reference must decide."""


@dataclass(slots=True)
class Row:
    """What one member name means in a node. `predicate` is ` <iri> ` with its spaces.

    A string is absolute for sure when it starts with one of `schemes`. `place` is where a node stands that is
    the value, once it was asked for.
    """

    string: int
    predicate: str
    suffix: str
    schemes: tuple[str, ...]
    term: "Term"
    place: "Place | None" = None


@dataclass(slots=True)
class Kind:
    """What a node's types say: ` <type> <iri>` for each of them, and the terms that they give it.

    `is_credential` tells that one of them is VerifiableCredential, `strange` counts those that no context
    names.
    """

    lines: tuple[str, ...]
    terms: "Terms"
    is_credential: bool
    strange: int = 0
