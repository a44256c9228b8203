"""Graphs and documents that are made to be expensive: each small to write and, unbounded, endless to label."""

from itertools import permutations, product
from typing import Any

from credentials.canonical.quads import Quad

_LINK = "<https://a.example/link>"
_KIND, _TYPE = "<https://a.example/Node>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def clique(size: int) -> list[Quad]:
    """Every blank node linked to every other: the shape that the RDFC-1.0 suite wants refused at ten."""
    return [Quad(f"_:n{one}", _LINK, f"_:n{other}", "") for one, other in permutations(range(size), 2)]


def bipartite(left: int, right: int) -> list[Quad]:
    """Every node of one side linked to every node of the other, with a few words beside."""
    links = [Quad(f"_:l{one}", _LINK, f"_:r{other}", "") for one, other in product(range(left), range(right))]
    return [*links, *(Quad(f"_:l{one}", _TYPE, _KIND, "") for one in range(left))]


def ring(size: int) -> list[Quad]:
    """Every node linked to the next, so that all look alike."""
    return [Quad(f"_:n{one}", _LINK, f"_:n{(one + 1) % size}", "") for one in range(size)]


def flat(size: int) -> dict[str, Any]:
    """Members of a badge with very many nameless pieces of evidence, all alike."""
    return {"evidence": [{"type": ["Evidence"]} for _ in range(size)]}


def twins(parents: int, children: int) -> dict[str, Any]:
    """Members of a badge with tied results of tied alignments."""
    child = {"type": ["Alignment"], "targetName": "R", "targetUrl": "https://badges.example.org/r"}
    result = {"type": ["Result"], "value": "7", "alignment": [child] * children}
    return {"result": [result] * parents}


def nested(depth: int) -> dict[str, Any]:
    """A member of a profile in which parents have parents, none with a name that differs."""
    parent: dict[str, Any] = {"id": "https://a.example/0", "type": ["Profile"]}
    for place in range(1, depth):
        parent = {"id": f"https://a.example/{place}", "type": ["Profile"], "parentOrg": parent}
    return parent


GRAPHS = {
    "a clique of seven": clique(7),
    "a clique of ten": clique(10),
    "two sides of seven, 56 statements": bipartite(7, 7),
    "two sides of 32": bipartite(32, 32),
    "100 nodes in a ring": ring(100),
    "60 nodes in a ring": ring(60),
}


def documents(unsigned: dict[str, Any], proof: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Badges that look signed, by name; `proof` is any that was once made for another."""
    subject, issuer = unsigned["credentialSubject"], unsigned["issuer"]
    whole = {
        "10,000 flat nodes": {**unsigned, **flat(10_000)},
        "250 flat nodes": {**unsigned, **flat(250)},
        "65 flat nodes": {**unsigned, **flat(65)},
        "two tied parents of eight tied children": {
            **unsigned, "credentialSubject": {**subject, **twins(2, 8)},
        },
        "seven tied parents of seven tied children": {
            **unsigned, "credentialSubject": {**subject, **twins(7, 7)},
        },
        "100 parents of parents": {**unsigned, "issuer": {**issuer, "parentOrg": nested(100)}},
        "5,000 tags": {
            **unsigned,
            "credentialSubject": {
                **subject, "achievement": {**subject["achievement"], "tag": [str(n) for n in range(5_000)]},
            },
        },
        "300 types": {**unsigned, "type": [*unsigned["type"], *(f"https://a.example/{n}" for n in range(300))]},
        "a clique by names": {
            **unsigned,
            "evidence": [{"id": f"_:n{one}", "type": ["Evidence"]} for one in range(10)],
        },
    }  # fmt: skip
    return {name: {**document, "proof": [proof]} for name, document in whole.items()}
