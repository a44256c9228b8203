"""Who signs here and whom the operator knows: what we add to a verification from our own records."""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from credentials.key_history import KeyHistory
from credentials.resolve import VerificationMethod
from credentials.verify.knowledge import Knowledge
from credentials.verify.report import IssuerView
from foundation.addresses import base_url, settings
from issuers import queries as issuers
from issuers.proven import PROVEN_LISTS

REGISTERED = "registered"
OPERATOR_LIST = "operator_list"


def knowledge() -> Knowledge:
    """Give what we know, for one verification: each signer is looked up once in it."""
    signer = cache(issuers.signer)

    def label(iri: str) -> tuple[str, str] | None:
        found = signer(iri)
        is_registered = found is not None and found.is_vouched
        return (REGISTERED, found.name) if found and is_registered else _listed(iri)

    def history(method: VerificationMethod) -> KeyHistory | None:
        found = signer(method.controller)
        return None if found is None else found.histories.get(method.id)

    return Knowledge(
        issuer_lookup=label,
        known_names=known_names,
        is_own=is_own,
        key_history=history,
        recorded=issuers.recorded_at,
        lists=PROVEN_LISTS,
    )


def known_names() -> Iterator[str]:
    """Give the names that no stranger may imitate."""
    yield from issuers.known_names()
    yield from (name for _, name in _operator_list())


def names_beside(issuer: IssuerView) -> tuple[str, ...]:
    """Give the names of everybody we know but this one."""
    groups = list(issuers.known_names())
    if issuer.known == REGISTERED and issuer.known_name in groups:
        groups.remove(issuer.known_name)
    return (*groups, *(name for iri, name in _operator_list() if iri != issuer.id))


def is_own(url: str) -> bool:
    """Tell whether we answer an address ourselves: asking it is no burden on anybody."""
    return url.startswith(base_url() + "/")


def _listed(iri: str) -> tuple[str, str] | None:
    name = dict(_operator_list()).get(iri)
    return (OPERATOR_LIST, name) if name is not None else None


def _operator_list() -> tuple[tuple[str, str], ...]:
    path = settings().known_issuers
    return () if path is None else _read_list(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read_list(path: Path, _changed: int) -> tuple[tuple[str, str], ...]:
    """Read the operator's list: a JSON object from issuer id to name, or lines of id, space, name."""
    text = path.read_text(encoding="utf-8")
    if text.lstrip().startswith("{"):
        return tuple((str(iri), str(name)) for iri, name in json.loads(text).items())
    lines = (line.strip() for line in text.splitlines())
    kept = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return tuple((iri, name.strip()) for iri, _, name in kept)
