"""All proofs of one document (Data Integrity 1.0, sections 2.1.1, 2.1.2 and 4.5).

Every proof of a suite that we know must verify, each with the key of its own controller, and at least one
must be by whom the document names. What stands in an unknown suite is told and decides nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from credentials.errors import ProofError, UnsupportedError
from credentials.fetch import Fetch
from credentials.instants import read_instant
from credentials.key_history import require_good
from credentials.proofs import data_integrity, options
from credentials.proofs.chains import MAX_PROOFS, proofs_of
from credentials.proofs.configuration import Contexts
from credentials.proofs.data_integrity import Verified
from credentials.proofs.suites import suite_name, suite_of
from credentials.resolve.methods import Purpose
from credentials.web_address import parts

__all__ = ["MAX_PROOFS", "ProofSet", "verify_set"]

_SHOWN = 200


class ProofSet(NamedTuple):
    """The good proofs, those of the document's own controller first; and the names of unknown suites.

    See Data Integrity 1.0, 4.5.
    """

    verified: tuple[Verified, ...]
    unknown: tuple[str, ...] = ()


def verify_set(
    document: Mapping[str, Any],
    fetch: Fetch,
    *,
    controller: str,
    now: datetime,
    purpose: Purpose = options.ASSERTION,
    challenge: str | None = None,
    domain: str | None = None,
    is_needed: bool = True,
    extra_contexts: Contexts | None = None,
    body_hash: bytes | None = None,
) -> ProofSet:
    """Give the proofs of a document that `controller` signed, and perhaps others with it.

    Raises `ProofError` (no_proof, too_many_proofs, proof_malformed, key_not_issuers, as
    `data_integrity.verify`, and for others than `controller` as `key_history.require_good`),
    `UnsupportedError` when there are only unknown suites and one `is_needed` (a token proves by itself), and
    the other errors of `data_integrity.verify`. No key is fetched unless one proof claims to be by
    `controller`.
    """
    proofs = proofs_of(document)
    if not proofs:
        raise ProofError("no_proof")
    if len(proofs) > MAX_PROOFS:
        raise ProofError("too_many_proofs", max=MAX_PROOFS)
    is_one = len(proofs) == 1 and is_needed and isinstance(proofs[0], dict)
    known, unknown = (proofs, ()) if is_one else _sorted(proofs, is_needed=is_needed)
    if len(known) > 1:
        check = partial(options.check, now=now, purpose=purpose, challenge=challenge, domain=domain)
        known = _own_first(known, controller, check)
    verified = [
        data_integrity.verify(
            document,
            proof,
            fetch,
            controller=_owner(proof, controller) if place else controller,
            now=now,
            purpose=purpose,
            challenge=challenge,
            domain=domain,
            extra_contexts=extra_contexts,
            body_hash=body_hash,
        )
        for place, proof in enumerate(known)
    ]
    if len(known) > 1:
        _refuse_put_away(known, verified, controller)
    return ProofSet(tuple(verified), unknown)


def _refuse_put_away(known: list[Mapping[str, Any]], verified: list[Verified], controller: str) -> None:
    """Refuse the proofs of others by keys that were not good then; of its own the caller may know more."""
    for proof, one in zip(known, verified, strict=True):
        if _owner(proof, controller) != controller:
            created = None if one.created is None else read_instant(one.created)
            require_good(one.method.history, method=one.method.id, created=created)


def _sorted(proofs: list[Any], *, is_needed: bool) -> tuple[list[Mapping[str, Any]], tuple[str, ...]]:
    """Give the proofs of known suites and the names of others. Raises `UnsupportedError` for none known."""
    known: list[Mapping[str, Any]] = []
    others: list[tuple[str, UnsupportedError]] = []
    for proof in proofs:
        if not isinstance(proof, Mapping):
            raise ProofError("proof_malformed")
        try:
            suite_of(proof)
            known.append(proof)
        except UnsupportedError as error:
            others.append((suite_name(proof), error))
    if is_needed and not known:
        raise others[0][1]
    return known, tuple(name for name, _ in others)


def _own_first(
    known: list[Mapping[str, Any]], controller: str, check: Callable[[Mapping[str, Any]], None]
) -> list[Mapping[str, Any]]:
    """Give the proofs with those of `controller` first, after looking at all that asks no network."""
    for proof in known:
        check(proof)
    known = sorted(known, key=lambda proof: _owner(proof, controller) != controller)
    if _owner(known[0], controller) != controller:
        method = known[0]["verificationMethod"][:_SHOWN]
        raise ProofError("key_not_issuers", method=method, issuer=controller)
    return known


def _owner(proof: Mapping[str, Any], controller: str) -> str:
    """Give whom a proof's method must belong to: the document's controller where it can be, else its own."""
    named: str = proof["verificationMethod"].partition("#")[0]
    if named.startswith("https:") and controller.startswith("https:") and _host(named) == _host(controller):
        return controller
    return named


def _host(url: str) -> str:
    return parts(url).netloc
