"""What `issue` refuses to sign: what a verifier would not accept, and what is somebody else's to say.

Badges are judged by the rules of `credentials.build_rules`, presentations by what a holder may say. Of other
credentials the issuer alone is judged: what they must be is not ours to know.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from credentials import build_rules
from credentials.build_rules import Problem
from credentials.cli.signing import Order, is_presentation
from credentials.cli.usage import UsageError
from credentials.errors import CannotBuildError
from credentials.proofs import presentation
from credentials.verify.checks import structure
from credentials.verify.dates import instant


def require_signable(document: Mapping[str, Any], order: Order) -> None:
    """Return when the document may be signed as ordered.

    Raises `CannotBuildError` with all problems, `UnreadableError` for a malformed presentation, and
    `UsageError` for options that do not go with it.
    """
    if is_presentation(document):
        build_rules.refuse(list(_presentation_problems(document, order)))
        return
    if order.challenge is not None or order.domain is not None:
        raise UsageError("--challenge and --domain go with a presentation only")
    is_badge, is_token = structure.kind_of(document) is not None, order.algorithm is not None
    problems, facts = _badge_problems(document, is_token=is_token) if is_badge else ([], {})
    _refuse([*problems, *_owner_problems(document, "issuer", order)], facts)


def _refuse(problems: list[Problem], facts: Mapping[str, Any]) -> None:
    """As `build_rules.refuse`, with facts that explain the problems."""
    try:
        build_rules.refuse(list(dict.fromkeys(problems)))
    except CannotBuildError as error:
        raise CannotBuildError(error.code, **{**facts, **error.facts}) from error


def _badge_problems(
    document: Mapping[str, Any], *, is_token: bool
) -> tuple[list[Problem], Mapping[str, Any]]:
    """Give all problems of a badge, and the facts about them."""
    if structure.is_first_edition(document):
        return [("context_only_read", "/@context/0")], {}
    document = {name: value for name, value in document.items() if name != "proof"}
    found = structure.problems(document)
    try:
        build_rules.require_sound(_as_built(document), is_token=is_token)
        if is_token:  # an embedded proof is made in safe mode by itself
            build_rules.require_safe(document)
    except CannotBuildError as error:
        alone = {"code": error.code, "pointer": error.facts.get("pointer", "")}
        told: Any = error.facts.get("problems", [alone])
        return [*found, *((one["code"], one["pointer"]) for one in told)], error.facts
    return found, {}


def _as_built(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the document as it would be built, for the rules that are stricter than any verifier.

    Times are in UTC, since the rules compare them as text. An issuer may be without a name, or an address.
    """
    spelled = dict(document)
    for name in ("validFrom", "validUntil"):
        moment = instant(document.get(name))
        if moment is not None:
            spelled[name] = moment.isoformat()
    issuer = document.get("issuer")
    if isinstance(issuer, str):
        issuer = {"id": issuer, "type": ["Profile"]}
    if isinstance(issuer, Mapping):
        spelled["issuer"] = {"name": "nameless", **issuer}
    return spelled


def _owner_problems(document: Mapping[str, Any], role: str, order: Order) -> Iterator[Problem]:
    owner = document.get(role)
    named = owner.get("id") if isinstance(owner, Mapping) else owner
    if named != order.method.controller:
        yield f"key_not_{role}s", f"/{role}"


def _presentation_problems(document: Mapping[str, Any], order: Order) -> Iterator[Problem]:
    if order.challenge is None:
        raise UsageError("a presentation is signed for one occasion: --challenge is missing")
    if order.is_w3c:
        raise UsageError("--w3c does not go with a presentation, whose token is vp+jwt")
    if order.algorithm is None and order.suite == "ecdsa-sd-2023":
        raise UsageError("--suite ecdsa-sd-2023 does not go with a presentation")
    presentation.read(document)
    for name in ("issuer", "credentialSubject"):  # it would pose as a credential
        if name in document:
            yield "presentation_malformed", f"/{name}"
    yield from _owner_problems(document, "holder", order)
