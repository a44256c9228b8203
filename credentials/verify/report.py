"""What a verification says: one `Finding` per check, one `Report` for the whole document."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from credentials.instants import timestamp


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


_NO_FACTS: Mapping[str, object] = {}


class Finding(NamedTuple):  # a frozen dataclass takes four times as long to make, and there are many of these
    """One check: what was looked at, how it ended, why (a code and facts), where and when.

    `check` is one of structure, proof, issuer, refresh, status, validity, recipient, endorsements, inner
    (the credentials inside a CLR or presentation), bundle (the seal of an offline bundle).
    `code` is a stable word such as `revoked` or `signature_wrong`; sentences live in `web/`.
    `source` is the address that was asked, or "document" or "here"; `at` is when that was said.
    """

    check: str
    outcome: Outcome
    code: str
    facts: Mapping[str, object] = _NO_FACTS
    source: str = "document"
    at: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """Give the finding as JSON values: what programs read, and what a receipt says."""
        return {
            "check": self.check,
            "outcome": self.outcome.value,
            "code": self.code,
            "facts": dict(self.facts),
            "source": self.source,
            "at": timestamp(self.at) if self.at else None,
        }


class IssuerView(NamedTuple):
    """Who signed: the proven id, the name it claims for itself, and what the caller knows of it.

    `known` is None when nobody was asked, else a label such as "registered" or "operator_list".
    """

    id: str
    claimed_name: str
    known: str | None = None
    known_name: str | None = None


class Report(NamedTuple):
    """The whole answer.

    `form` is json, jws, png or svg; `document` is the parsed credential, `view` the same in the members of
    Open Badges 3.0 (for an older badge a translation to show, never to sign). `standard` is ob3, ob2, ob1,
    clr2, vc or vp. `inner` holds the reports of the credentials that a CLR or a presentation carries.
    `raw` is the credential's bytes as received, out of the picture; `policy` the name of the policy.
    `as_of` is the time that was judged where it is not `checked_at`: what is said of status is of that time.
    After a refresh `document` is the newer version, which is what was judged; `raw` is what came in.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    issuer: IssuerView | None
    warnings: tuple[Finding, ...]
    document: Mapping[str, object]
    form: str
    checked_at: datetime
    standard: str = "ob3"
    policy: str = "standard"
    raw: bytes = b""
    view: Mapping[str, object] = _NO_FACTS
    inner: tuple["Report", ...] = ()
    as_of: datetime | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes as received, in hex; "" where there are none."""
        return hashlib.sha256(self.raw).hexdigest() if self.raw else ""

    def as_json(self, issuer: Callable[[IssuerView], object] | None = None) -> dict[str, object]:
        """Give the report as JSON values, without the documents; `issuer` writes who signed."""
        written = issuer or IssuerView._asdict
        return {
            "verdict": self.verdict.value,
            "form": self.form,
            "standard": self.standard,
            "policy": self.policy,
            "digest": self.digest,
            "checked_at": timestamp(self.checked_at),
            "as_of": timestamp(self.as_of) if self.as_of else None,
            "issuer": written(self.issuer) if self.issuer else None,
            "warnings": [finding.as_json() for finding in self.warnings],
            "checks": [finding.as_json() for finding in self.findings],
            "inner": [one.as_json(issuer) for one in self.inner],
        }
