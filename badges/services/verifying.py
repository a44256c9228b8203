"""Verifying what anybody hands in. Nothing is stored about it, and no account is needed."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from flask import current_app

from badges.services.own_documents import own_document
from credentials.fetch import Fetch
from credentials.verify import pipeline
from credentials.verify.report import Report
from foundation import clock
from foundation.addresses import base_url, settings
from foundation.errors import invalid
from issuers import queries as issuers

__all__ = ["own_document", "verify", "verify_url"]

OPERATOR_LIST = "operator_list"
MOST_URL_CHARACTERS = 2_000
_PAGES = 2  # a hosted badge may move once, and once more from http to https
_ACCEPT = "application/vc+ld+json, application/vc+jwt, application/json, image/png, image/svg+xml"


def verify(given: bytes, *, recipient: str | None = None) -> Report:
    """Give the report on a credential as JSON, JWS, PNG or SVG. Raises UnreadableError when it is none."""
    return pipeline.verify(
        given,
        fetch=_fetch(),
        now=clock.now(),
        recipient=recipient or None,
        issuer_lookup=known_issuer,
        known_names=_known_names,
        is_own=_is_own,
    )


def verify_url(url: str, *, recipient: str | None = None) -> Report:
    """Give the report on the credential at a web address.

    Raises InvalidError at /url, FetchError, UnreadableError.
    """
    trimmed = url.strip()
    if not trimmed.startswith(("https://", "http://")) or len(trimmed) > MOST_URL_CHARACTERS:
        raise invalid("/url", "address_invalid")
    found = _fetch()(trimmed, accept=_ACCEPT, redirects=_PAGES, same_host=False)
    return verify(found.body, recipient=recipient)


def known_issuer(iri: str) -> tuple[str, str] | None:
    """Give (label, name) of an issuer that is vouched for here or on the operator's list."""
    label: tuple[str, str] | None = issuers.known_label(iri)
    if label is not None:
        return label
    name = dict(_operator_list()).get(iri)
    return (OPERATOR_LIST, name) if name is not None else None


def _fetch() -> Fetch:
    fetch: Fetch = current_app.extensions["fetch"]
    return fetch


def _is_own(url: str) -> bool:
    """Tell whether we answer an address ourselves: asking it is no burden on anybody."""
    return url.startswith(base_url() + "/")


def _known_names() -> Iterator[str]:
    yield from issuers.known_names()
    yield from (name for _, name in _operator_list())


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
