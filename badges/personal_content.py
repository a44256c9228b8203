"""What a signed badge says about people, read from the document itself. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from credentials.errors import CredentialError
from credentials.identity import EMAIL
from credentials.proofs import jwt

USER_NAME = "userName"  # OB 3.0, IdentifierTypeEnum


@dataclass(frozen=True, slots=True)
class PersonalContent:
    """Whether and how often a badge speaks of people; names and addresses in it are salted hashes.

    `endorsers`: the names that stand in endorsements inside the document.
    """

    user_name: bool
    address: bool
    other_identifiers: int
    evidence: int
    endorsers: tuple[str, ...]


def read_personal(document: Mapping[str, Any]) -> PersonalContent:
    """Give what a credential, as parsed JSON, says about people. Any JSON is read without an error."""
    subject = _object(document.get("credentialSubject"))
    kinds = [_object(one).get("identityType") for one in _list(subject.get("identifier"))]
    return PersonalContent(
        user_name=USER_NAME in kinds,
        address=EMAIL in kinds,
        other_identifiers=sum(kind not in {USER_NAME, EMAIL} for kind in kinds),
        evidence=len(_list(document.get("evidence"))),
        endorsers=tuple(_endorsers(document)),
    )


def _endorsers(document: Mapping[str, Any]) -> list[str]:
    embedded = [*_list(document.get("endorsement")), *map(_in_token, _list(document.get("endorsementJwt")))]
    issuers = [_object(one).get("issuer") for one in embedded]
    return [str(_object(issuer).get("name") or issuer) for issuer in issuers]


def _in_token(token: object) -> Mapping[str, Any]:
    """Give the endorsement inside a compact JWS; of a broken one nothing can be told."""
    try:
        return jwt.parse(token).document if isinstance(token, str) else {}
    except CredentialError:
        return {}


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
