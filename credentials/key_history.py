"""The dated life of a signing key, and what a signature made in it is worth.

`created` in a proof is the signer's own word. While a key was only retired that word is good enough; once
somebody else may hold it, only what was recorded before counts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from credentials.errors import ProofError
from credentials.instants import timestamp


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """When a key signed, in aware UTC; `compromised_at` is the cut-off, the earliest doubtful instant.

    See Controlled Identifiers 1.0, 2.2.
    """

    active_from: datetime | None = None
    retired_at: datetime | None = None
    compromised_at: datetime | None = None


class Worth(StrEnum):
    """What a good signature is worth, given the life of its key."""

    GOOD = "good"
    RECORDED = "recorded_before_compromise"  # good, because the caller had it before the cut-off
    COMPROMISED = "key_compromised"
    RETIRED = "key_retired"  # made after the key was put away
    EARLY = "key_not_yet_active"
    UNKNOWN = "signing_time_unknown"


def worth(history: KeyHistory, *, created: datetime | None, recorded_at: datetime | None) -> Worth:
    """Give what a signature is worth that says it was made at `created` (None: it does not say).

    `recorded_at` is when the caller recorded the very bytes. A signature made at the instant of retirement
    is good; one recorded at the instant of the cut-off is not. A cut-off counts as soon as it is known,
    also for who judges as of an earlier time: a forger dates as he likes.
    """
    cut_off = history.compromised_at
    timely = _timely(history, created, recorded_at)
    if cut_off is None:
        return timely
    if recorded_at is None or recorded_at >= cut_off:
        return Worth.COMPROMISED
    return Worth.RECORDED if timely is Worth.GOOD else timely


def require_good(history: KeyHistory | None, *, method: str, created: datetime | None) -> None:
    """Return when a key was good for what says that it was signed at `created`, and that nobody recorded.

    Raises `ProofError`: key_compromised, key_retired, key_not_yet_active, signing_time_unknown, each with the
    `method` and the dates of its life.
    """
    if history is None:
        return
    found = worth(history, created=created, recorded_at=None)
    if found is not Worth.GOOD:
        ends = {"compromised_at": history.compromised_at, "retired_at": history.retired_at}
        times = {name: timestamp(moment) for name, moment in ends.items() if moment is not None}
        raise ProofError(found.value, method=method, **times)


def _timely(history: KeyHistory, created: datetime | None, recorded_at: datetime | None) -> Worth:
    """Judge by the times alone; what was recorded while the key was in use was signed while it was."""
    since, until = history.active_from, history.retired_at
    if created is None:
        is_told = until is None or (recorded_at is not None and recorded_at <= until)
        return Worth.GOOD if is_told else Worth.UNKNOWN
    if until is not None and created > until:
        return Worth.RETIRED
    # A proof tells whole seconds, a history may tell finer.
    if since is not None and created < since.replace(microsecond=0):
        return Worth.EARLY
    return Worth.GOOD
