"""What the examination of an older badge gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from credentials.verify.report import Finding


@dataclass(frozen=True, slots=True)
class LegacyResult:
    """The findings on an older badge, and the badge as its issuer holds it true.

    `findings` has one Finding per check, named as for a newer badge. `document` is the Assertion that counts
    (for a hosted badge the copy that its host served) and `raw` its bytes; when no copy could be had, both
    are what was handed in. `view` is the same in the members of Open Badges 3.0, to show and never to sign.
    `standard` is "ob2" or "ob1". `issuer_id` and `issuer_name` are "" as long as they could not be had.
    `warnings` are findings that decide nothing.
    """

    findings: tuple[Finding, ...]
    document: Mapping[str, object]
    raw: bytes
    view: Mapping[str, object]
    standard: str
    issuer_id: str
    issuer_name: str
    warnings: tuple[Finding, ...] = ()
