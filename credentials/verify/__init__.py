"""Verification: the checks, the policy that turns them into a headline, and the report."""

from credentials.verify.pipeline import verify
from credentials.verify.policy import first_reason
from credentials.verify.report import Finding, IssuerView, Outcome, Report, Verdict

__all__ = ["Finding", "IssuerView", "Outcome", "Report", "Verdict", "first_reason", "verify"]
