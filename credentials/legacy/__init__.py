"""Older badges: Open Badges 2.0 and 2.1, 1.1, 1.0 and what came before, read and verified by their own rules.

An older badge is never turned into a newer one by reading it: what its issuer said stays as it was said,
`LegacyResult.view` only shows it in today's members. `upgrade` is for badges that the caller issued itself.
"""

from credentials.legacy.examining import examine
from credentials.legacy.generations import is_legacy
from credentials.legacy.result import LegacyResult
from credentials.legacy.upgrade import upgrade

__all__ = ["LegacyResult", "examine", "is_legacy", "upgrade"]
