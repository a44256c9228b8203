"""Hosted badges: the copy that the host serves is the truth, the one handed in only points to it.

Open Badges 2.0, "Hosted verification": the Assertion is asked for at its `id`, which must be in the scope
that the issuer's own Profile declares; by default that is the origin of the Profile.
"""

from collections.abc import Mapping
from dataclasses import replace

from credentials.errors import FetchError, UnreadableError
from credentials.legacy import normal
from credentials.legacy.badge import Badge, assembled, unfollowed
from credentials.legacy.generations import Generation, generation
from credentials.legacy.linked import get, identifier, is_web, read
from credentials.legacy.normal import Members
from credentials.legacy.proven import Asked, Proven, not_checked, unreachable_issuer
from credentials.verify.case import listed
from credentials.verify.report import Finding, Outcome
from credentials.web_address import origin, parts

_GONE = 410
_COMPARED = ("recipient", "badge")  # who earned what: a file that says otherwise was altered


def address_of(assertion: Members) -> str | None:
    """Give where a normalised Assertion says that it is hosted: its `id`, before 1.1 `verification.url`."""
    verification = assertion.get("verification")
    named = verification.get("url") if isinstance(verification, Mapping) else None
    found = identifier(assertion) or named
    return found if isinstance(found, str) and is_web(found) else None


def prove(
    given: Members, given_generation: Generation, raw: bytes, address: str | None, asked: Asked
) -> Proven:
    """Ask the host for the Assertion at `address`; `given` is the normalised copy handed in, or nothing.

    Proof: hosted_copy_matches or hosted_copy_used; FAILED hosted_copy_differs, hosted_copy_other_id or
    hosted_address_missing; UNDETERMINED hosted_copy_unreachable, hosted_copy_unreadable or hosted_copy_gone.
    """
    untold = Proven(
        _proof(asked, Outcome.FAILED, "hosted_address_missing", "document"),
        not_checked("issuer"),
        not_checked("status"),
        given,
        raw,
        unfollowed(given, given_generation),
    )
    if address is None:
        return untold
    try:
        body = get(address, asked.fetch).body
        return _served(untold, body, read(body), address, asked)
    except FetchError as error:
        return _unserved(untold, error, address, asked)
    except UnreadableError as error:
        proof = _proof(asked, Outcome.UNDETERMINED, "hosted_copy_unreadable", address, **error.facts)
        return replace(untold, proof=proof)


def _unserved(untold: Proven, error: FetchError, address: str, asked: Asked) -> Proven:
    if error.facts.get("status") == _GONE:
        return _withdrawn(untold, "", address, asked)
    facts = {"reason": error.code, **error.facts}
    return replace(
        untold, proof=_proof(asked, Outcome.UNDETERMINED, "hosted_copy_unreachable", address, **facts)
    )


def _served(untold: Proven, body: bytes, served: Members, address: str, asked: Asked) -> Proven:
    if served.get("revoked") is True and "recipient" not in served:
        told = replace(untold, document=served, raw=body, is_stub=True)
        return _withdrawn(told, _reason(served), address, asked)
    kind = generation(served)
    if kind is None:
        raise UnreadableError("linked_unreadable", reason="not_an_assertion")
    assertion = normal.assertion(served, kind)
    proof = _compared(untold.badge, assertion, kind, address, asked)
    if proof.outcome is Outcome.FAILED:
        return replace(untold, proof=proof, document=served, raw=body, badge=unfollowed(assertion, kind))
    # Before 1.1 an Assertion had no id; now we know where it is.
    badge = assembled({"id": address, **assertion}, kind, asked.fetch, said_by=address)
    return Proven(proof, _scope(badge, address, asked), _status(served, address, asked), served, body, badge)


def _compared(given: Badge, served: Members, kind: Generation, address: str, asked: Asked) -> Finding:
    """Judge the served copy: it must be the one asked for, and speak of the same recipient and badge."""
    named = identifier(served) or address_of(served)
    if kind != "0.5" and named is not None and named != address:
        return _proof(asked, Outcome.FAILED, "hosted_copy_other_id", address, id=named[:200])
    if not given.assertion:
        return _proof(asked, Outcome.PASSED, "hosted_copy_used", address)
    differs = [
        name[:100]
        for name in sorted(given.assertion.keys() | served.keys())
        if not _same(given.assertion.get(name), served.get(name))
    ]
    if kind == given.generation and any(name in _COMPARED for name in differs):
        return _proof(asked, Outcome.FAILED, "hosted_copy_differs", address, members=differs[:20])
    if differs:
        return _proof(asked, Outcome.PASSED, "hosted_copy_used", address, members=differs[:20])
    return _proof(asked, Outcome.PASSED, "hosted_copy_matches", address)


def _same(one: object, other: object) -> bool:
    """Tell whether two members say the same; an embedded object stands for its address."""
    if one == other:
        return True
    first, second = identifier(one), identifier(other)
    return first is not None and first == second and isinstance(one, Mapping) != isinstance(other, Mapping)


def _scope(badge: Badge, address: str, asked: Asked) -> Finding:
    """Judge whether the issuer lets its badges be hosted at `address`."""
    facts: dict[str, object] = {"id": badge.issuer_id}
    if badge.error is not None:
        return unreachable_issuer(badge.error, facts, asked)
    if not _in_scope(badge, address):
        return Finding(
            "issuer", Outcome.FAILED, "hosted_out_of_scope", {**facts, "address": address}, at=asked.now
        )
    return Finding("issuer", Outcome.PASSED, "issuer_bound", facts, badge.issuer_id, asked.now)


def _in_scope(badge: Badge, address: str) -> bool:
    rules = badge.issuer.get("verification") if badge.hosts_issuer else None
    rules = rules if isinstance(rules, Mapping) else {}
    begins = [text for text in listed(rules.get("startsWith")) if isinstance(text, str)]
    hosts = [text for text in listed(rules.get("allowedOrigins")) if isinstance(text, str)]
    if not begins and not hosts:
        return origin(address) == origin(badge.issuer_id)
    # A beginning without a closing slash must not reach into another host's name.
    begun = any(address.startswith(text) and origin(address) == origin(text) for text in begins)
    return begun or any(_is_host(address, text) for text in hosts)


def _is_host(address: str, allowed: str) -> bool:
    """Tell whether `allowed`, a host name as 2.0 has it or an origin, is the one of `address`."""
    if "://" in allowed:
        return origin(address) == origin(allowed)
    return parts(address).netloc.lower() == allowed.lower()


def _status(served: Members, address: str, asked: Asked) -> Finding:
    if served.get("revoked") is True:
        return _revoked(_reason(served), address, asked)
    return Finding("status", Outcome.PASSED, "not_withdrawn", {"purpose": "revocation"}, address, asked.now)


def _withdrawn(untold: Proven, reason: str, address: str, asked: Asked) -> Proven:
    """Give what is known of a badge of which only its withdrawal is still served."""
    proof = _proof(asked, Outcome.UNDETERMINED, "hosted_copy_gone", address)
    return replace(untold, proof=proof, status=_revoked(reason, address, asked))


def _revoked(reason: str, address: str, asked: Asked) -> Finding:
    return Finding("status", Outcome.FAILED, "revoked", {"reason": reason}, address, asked.now)


def _reason(served: Members) -> str:
    return str(served.get("revocationReason") or "")[:500]


def _proof(asked: Asked, outcome: Outcome, code: str, source: str, /, **facts: object) -> Finding:
    return Finding("proof", outcome, code, facts, source[:500], asked.now)
