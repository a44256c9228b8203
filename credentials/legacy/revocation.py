"""Withdrawal of signed badges: the issuer's RevocationList (2.0), or an object from uid to reason (1.x)."""

from collections.abc import Iterator, Mapping

from credentials.errors import CredentialError, FetchError, StatusListError
from credentials.legacy.badge import Badge
from credentials.legacy.linked import LISTED_MAX, get, identifier, is_web, read
from credentials.legacy.normal import Members
from credentials.legacy.proven import Asked
from credentials.verify.case import listed
from credentials.verify.report import Finding, Outcome


def revocation(badge: Badge, asked: Asked) -> Finding:
    """Give not_withdrawn, revoked, no_status (the issuer keeps no list), or UNDETERMINED with the reason."""
    address = badge.issuer.get("revocationList")
    if address is None or address == "":
        return Finding("status", Outcome.NOT_APPLICABLE, "no_status")
    if not isinstance(address, str) or not is_web(address):
        return Finding("status", Outcome.UNDETERMINED, "status_malformed")
    try:
        reason = _reason(_list(badge, address, asked), badge)
    except FetchError as error:
        facts = {"reason": error.code, **error.facts}
        return Finding("status", Outcome.UNDETERMINED, "status_list_unreachable", facts, address, asked.now)
    except CredentialError as error:
        return Finding("status", Outcome.UNDETERMINED, error.code, error.facts, address, asked.now)
    if reason is not None:
        return Finding("status", Outcome.FAILED, "revoked", {"reason": reason[:500]}, address, asked.now)
    return Finding("status", Outcome.PASSED, "not_withdrawn", {"purpose": "revocation"}, address, asked.now)


def _list(badge: Badge, address: str, asked: Asked) -> Members:
    """Give the list at an address, which must not be another issuer's."""
    body = get(address, asked.fetch).body
    try:
        found = read(body, LISTED_MAX)
    except CredentialError as error:
        raise StatusListError("status_list_unreadable", **error.facts) from error
    issuer = identifier(found.get("issuer", badge.issuer_id))
    if badge.generation == "2.0" and issuer != badge.issuer_id:
        raise StatusListError("status_list_other_issuer", issuer=str(issuer)[:200])
    # A page that is no list withdraws nothing, and clears nobody.
    if badge.generation == "2.0" and not isinstance(found.get("revokedAssertions"), list):
        raise StatusListError("status_list_unreadable", reason="revokedAssertions")
    if badge.generation == "2.0" and _bare(found.get("id", address)) != _bare(address):
        raise StatusListError("status_list_other_address", id=str(found["id"])[:200])
    return found


def _bare(address: object) -> str:
    """Give an address without its scheme: many lists were given out at http, and moved to https."""
    return str(address).partition("://")[2]


def _reason(found: Members, badge: Badge) -> str | None:
    """Give why the badge is on the list, None when it is not."""
    own = {name for name in (badge.assertion.get("id"), badge.assertion.get("uid")) if isinstance(name, str)}
    for names, reason in (*_entries(found), *_named_by_uid(found, badge)):
        if own & names:
            return reason
    return None


def _entries(found: Members) -> Iterator[tuple[set[str], str]]:
    """Give (ids, reason) of every entry: a text, or an object with `id` or `uid`."""
    for entry in listed(found.get("revokedAssertions")):
        if isinstance(entry, str):
            yield {entry}, ""
        elif isinstance(entry, Mapping) and (names := _names(entry)):
            reason = entry.get("revocationReason")
            yield names, reason if isinstance(reason, str) else ""
        else:  # it withdraws something, and nobody can tell what
            raise StatusListError("status_list_unreadable", reason="revokedAssertions")


def _names(entry: Mapping[str, object]) -> set[str]:
    return {name for name in (entry.get("id"), entry.get("uid")) if isinstance(name, str)}


def _named_by_uid(found: Members, badge: Badge) -> Iterator[tuple[set[str], str]]:
    """Give the entries of a list of 1.x, whose members are named by the uid of a withdrawn Assertion."""
    if badge.generation != "2.0":
        yield from (({name}, str(reason)) for name, reason in found.items())
