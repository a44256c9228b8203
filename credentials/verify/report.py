"""What a verification says: one `Finding` per check, one `Report` for the whole document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"  # it could not be looked at: never counts as good
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    """The three headline states."""

    GENUINE = "genuine"
    DO_NOT_RELY = "do_not_rely"
    COULD_NOT_FINISH = "could_not_finish"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, how it ended, why (a code and facts), where and when.

    `check` is one of structure, proof, issuer, status, validity, recipient, endorsements.
    `code` is a stable word such as `revoked` or `signature_wrong`; sentences live in `web/`.
    `source` is the address that was asked, or "document" or "here".
    """

    check: str
    outcome: Outcome
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    source: str = "document"
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IssuerView:
    """Who signed: the proven id, the name it claims for itself, and what the caller knows of it.

    `known` is None when nobody was asked, else a label such as "registered" or "operator_list".
    """

    id: str
    claimed_name: str
    known: str | None = None
    known_name: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer. `form` is json, jws, png or svg; `document` is the parsed credential."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    issuer: IssuerView | None
    warnings: tuple[Finding, ...]
    document: Mapping[str, object]
    form: str
    checked_at: datetime
