"""The worst documents that are accepted, beside an ordinary one: `python -m benchmarks.worst`.

The unit is what a verifier pays before any network: strict JSON, canonical form, one signature check.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import orjson

from benchmarks import sample
from benchmarks.measuring import tell
from credentials import canonical, strict_json
from credentials.canonical import limits
from credentials.errors import CredentialError, TooComplexError
from credentials.keys import verify_signature

AT_MOST = 20.0
ROUNDS = 25
UNITS = 10  # ordinary ones at a time
Document = dict[str, Any]


def measure() -> float:
    """Print one line per document and give the highest ratio to an ordinary one."""
    ordinary = _verifying(sample.document())
    tell(op="worst accepted", document="ordinary", microseconds=round(_seconds(ordinary, UNITS) * 1e6))
    return max(
        tell_one("worst accepted", f"{name} ({size})", _verifying(made(size)), ordinary)
        for name, made, size in _documents()
    )


def tell_one(op: str, name: str, work: Callable[[], object], ordinary: Callable[[], object]) -> float:
    """Print a line and give the ratio: the median over rounds, in each of which both take their turn."""
    rounds = [_seconds(work, 1) / _seconds(ordinary, UNITS) for _ in range(ROUNDS)]
    ratio = round(statistics.median(rounds), 1)
    tell(op=op, document=name, ratio=ratio, at_most=AT_MOST)
    return ratio


def largest(is_accepted: Callable[[int], bool], upper: int) -> int:
    """Give the largest accepted size (at least 1), by halving."""
    low, high = 1, upper + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_accepted(middle) else (low, middle)
    return low


def _documents() -> Iterator[tuple[str, Callable[[int], Document], int]]:
    """Give each kind, as big as it is still accepted."""
    for name, (made, upper) in _KINDS.items():
        yield name, made, largest(lambda size, made=made: _is_accepted(made(size)), upper)  # type: ignore[misc]


def _is_accepted(document: Document) -> bool:
    try:
        canonical.canonicalise_checked(strict_json.loads(orjson.dumps(document)))
    except TooComplexError:
        return False
    except CredentialError as error:
        if error.code in {"too_big", "too_deep"}:
            return False
        raise
    return True


def _verifying(document: Document) -> Callable[[], None]:
    raw = orjson.dumps(document)
    signature = sample.SIGNER.sign(raw)

    def verify() -> None:
        canonical.canonicalise_checked(strict_json.loads(raw))
        verify_signature(sample.SIGNER.public, "EdDSA", signature, raw)

    verify()
    return verify


def _seconds(work: Callable[[], object], count: int) -> float:
    began = time.process_time()
    for _ in range(count):
        work()
    return (time.process_time() - began) / count


def _evidence(members: list[Document]) -> Document:
    return {**sample.document(), "evidence": members}


def _blank(size: int) -> Document:
    return _evidence([{"type": ["Evidence"], "name": f"piece {at}"} for at in range(size)])


def _tied(size: int) -> Document:
    return _evidence([{"type": ["Evidence"]} for _ in range(size)])


def _tied_pairs(size: int) -> Document:
    """Two equal parents, each with the same number of equal children."""
    children = [{"type": ["Profile"]} for _ in range(size)]
    return {**sample.document(), "issuer": [{"type": ["Profile"], "parentOrg": children} for _ in range(2)]}


def _tied_chains(size: int) -> Document:
    chain: Document = {"type": ["Profile"]}
    for _ in range(size):
        chain = {"type": ["Profile"], "parentOrg": chain}
    return {**sample.document(), "issuer": [chain, chain]}


def _proofs(size: int) -> Document:
    proof = {"type": "DataIntegrityProof", "cryptosuite": "x", "created": "2026-03-01T09:00:00Z"}
    endorsements = [
        {
            "id": f"urn:x:{at}",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "credentialSubject": {
                "id": "urn:y",
                "type": ["EndorsementSubject"],
                "endorsementComment": "Good.",
            },
            "proof": [proof],
        }
        for at in range(size)
    ]
    return {**sample.document(), "endorsement": endorsements}


def full_nodes(size: int) -> Document:
    text = "as many members as there may be"
    members = dict.fromkeys(("name", "description", "narrative", "genre", "audience"), text)
    return _evidence([{"id": f"urn:x:{at}", "type": ["Evidence"], **members} for at in range(size)])


def _told_again(size: int) -> Document:
    text = "as many members as there may be"
    members = {name: [text, "x"] for name in ("name", "description", "narrative", "genre", "audience")}
    return _evidence([{"id": f"urn:x:{at // 2}", "type": ["Evidence"], **members} for at in range(size)])


def _types(size: int) -> Document:
    types = [f"https://example.org/types/{at}" for at in range(limits.TYPES_MAX)]
    return _evidence(
        [{"id": f"urn:x:{at}", "type": [f"{name}/{at}" for name in types]} for at in range(size)]
    )


def _deep(size: int) -> Document:
    chain: Document = {"id": "urn:x", "type": ["Profile"]}
    for at in range(size):
        chain = {"id": f"urn:x:{at}", "type": ["Profile"], "name": "Someone", "parentOrg": chain}
    return {**sample.document(), "issuer": chain}


def _tags(mark: str) -> Callable[[int], Document]:
    names = lambda size: [f"{mark}{at}" for at in range(size)]  # noqa: E731 - a part of the next line
    return lambda size: _evidence([{"id": "urn:x", "type": ["Evidence"], "name": names(size)}])


def _addresses(scheme: str) -> Callable[[int], Document]:
    return lambda size: {**sample.document(), "relatedResource": [f"{scheme}:{at}" for at in range(size)]}


def _times(size: int) -> Document:
    return {**sample.document(), "awardedDate": [f"2026-02-{at}" for at in range(size)]}


def _numbers(size: int) -> Document:
    document = sample.document()
    subject = {**document["credentialSubject"], "creditsEarned": [at + 0.5 for at in range(size)]}
    return {**document, "credentialSubject": subject}


def _text(mark: str, first: str = "") -> Callable[[int], Document]:
    return lambda size: {**sample.document(), "description": first + mark * size}


def _rare(size: int) -> Document:
    document = full_nodes(size)
    subject = {name: value for name, value in document["credentialSubject"].items() if name != "result"}
    del document["credentialStatus"]
    unknown = {"https://example.org/not-in-a-context": "what only the reference can judge"}
    return {**document, "credentialSubject": subject, **unknown}


_KINDS: dict[str, tuple[Callable[[int], Document], int]] = {
    "blank nodes": (_blank, 100),
    "equal blank nodes": (_tied, 100),
    "two tied parents with equal children": (_tied_pairs, 40),
    "two tied chains": (_tied_chains, 40),
    "equal proofs": (_proofs, 60),
    "full nodes": (full_nodes, 300),
    "nodes told again": (_told_again, 300),
    "types of their own": (_types, 300),
    "nested nodes": (_deep, 60),
    "values of one member": (_tags("tag "), 5000),
    "long values of one member": (_tags("a tag " * 10), 5000),
    "values of line ends": (_tags("\n" * 40), 5000),
    "values with a control": (_tags("\x01"), 5000),
    "addresses": (_addresses("urn:x"), 5000),
    "addresses of a rare scheme": (_addresses("rare"), 5000),
    "times": (_times, 5000),
    "numbers": (_numbers, 5000),
    "plain text": (_text("x"), 1_100_000),
    "text of line ends": (_text("\n"), 1_100_000),
    "text of line ends and a control": (_text("\n", "\x01"), 1_100_000),
    "text of quotation marks": (_text('"'), 1_100_000),
    "text with an odd character": (_text("x", "\x7f"), 1_100_000),
    "Arabic text with an odd character": (_text("\u0628", "\x7f"), 1_100_000),
    "text of controls": (_text("\x01"), 1_100_000),
    "text of astral characters": (_text("🚲"), 300_000),
    "a member that no context knows": (_rare, 300),
}

if __name__ == "__main__":
    measure()
