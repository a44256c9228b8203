"""Verification: the checks, the policy that turns them into a headline, and the report."""

from credentials.verify.pipeline import verify
from credentials.verify.policy import POLICIES, Policy, first_reason
from credentials.verify.report import Finding, IssuerView, Outcome, Report, Verdict

__all__ = [
    "POLICIES",
    "Finding",
    "IssuerView",
    "Outcome",
    "Policy",
    "Report",
    "Verdict",
    "first_reason",
    "verify",
]
