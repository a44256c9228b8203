"""Whether a presentation was made for the occasion that its reader names: `verify --challenge --domain`."""

from dataclasses import dataclass
from datetime import datetime

from credentials.cli.usage import UsageError
from credentials.errors import CredentialError, ProofError, UnreadableError, UnsafeDocumentError
from credentials.fetch import Fetch
from credentials.proofs import presentation
from credentials.unwrap import unwrap
from credentials.verify import Finding, Outcome, Policy, Report
from credentials.verify.containers import policy_for
from credentials.verify.policy import verdict


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the holder was asked for; None for what was not."""

    challenge: str | None
    domain: str | None

    def judged(self, report: Report, data: bytes, fetch: Fetch, *, now: datetime, policy: Policy) -> Report:
        """Give the report, with the proof judged for this occasion where there is one.

        Raises `UsageError` when there is one and the document is no presentation.
        """
        if self.challenge is None and self.domain is None:
            return report
        if report.standard != "vp":
            raise UsageError("--challenge and --domain go with a presentation only")
        proof = self._proof(data, fetch, now)
        findings = tuple(proof if one.check == "proof" else one for one in report.findings)
        return report._replace(findings=findings, verdict=verdict(findings, policy_for("vp", policy)))

    def _proof(self, data: bytes, fetch: Fetch, now: datetime) -> Finding:
        """Give the finding on the proof as `verify` does; where there is none, the occasion is not proven."""
        opened = unwrap(data)
        try:
            shown = presentation.verify(
                opened.document,
                fetch,
                now=now,
                token=opened.token,
                challenge=self.challenge,
                domain=self.domain,
            )
        except (ProofError, UnreadableError, UnsafeDocumentError) as error:
            return Finding("proof", Outcome.FAILED, error.code, error.facts, at=now)
        except CredentialError as error:
            return Finding("proof", Outcome.UNDETERMINED, error.code, error.facts, at=now)
        facts = {"holder": shown.holder, "challenge": shown.challenge, "domain": shown.domain}
        return Finding("proof", Outcome.PASSED, "presented_by_holder", facts, at=now)
