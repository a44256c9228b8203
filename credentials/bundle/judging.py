"""Verifying a bundle without a network: what counts in it depends on whose seal is on it."""

from datetime import datetime

from credentials import statements
from credentials.bundle.packing import SEAL_TYPE, Bundle, manifest_digest, read
from credentials.bundle.recording import Replay, proven_at
from credentials.errors import CredentialError, KeyUnavailableError, ProofError, UnreadableError
from credentials.fetch import Fetch
from credentials.instants import is_ahead, timestamp
from credentials.keys import PublicKey
from credentials.verify import containers
from credentials.verify.knowledge import NOTHING, Knowledge
from credentials.verify.pipeline import verify
from credentials.verify.policy import STANDARD, Policy, verdict
from credentials.verify.report import Finding, Outcome, Report

Trusted = str | PublicKey


def verify_bundle(
    data: bytes,
    *,
    now: datetime,
    trusted: Trusted | None = None,
    fetch: Fetch | None = None,
    recipient: str | None = None,
    recipient_type: str | None = None,
    policy: Policy = STANDARD,
    knowledge: Knowledge = NOTHING,
) -> Report:
    """Give the report on the credential in a bundle; dates are judged `now`, all else as of its `as_of`.

    That is when the bundle was made, if the sealer says so; else when its status lists were written.

    `trusted` is the sealer: a PublicKey, a did:key or did:jwk, a verification method that ends in its key
    (`did:web:example.org#z6Mk...`), or any other issuer id when `fetch` may ask for its keys. Without it
    only what proves itself counts. The finding `bundle` tells about the seal. Raises as `read` and `verify`,
    and `UnreadableError("bundle_from_the_future")`.
    """
    bundle = read(data)
    if is_ahead(bundle.made_at, now):
        raise UnreadableError("bundle_from_the_future")
    seal = _seal(bundle, trusted, fetch, now)
    is_sealed = seal.outcome is Outcome.PASSED
    report = verify(
        bundle.credential,
        fetch=Replay(bundle.documents, is_vouched_for=is_sealed),
        now=now,
        heard_at=bundle.made_at,
        recipient=recipient,
        recipient_type=recipient_type,
        policy=policy,
        knowledge=knowledge,
    )
    if not is_sealed:
        report = _told_at(report, proven_at(bundle.documents, bundle.made_at))
    findings = (*report.findings, seal)
    needed = containers.policy_for("vp", policy) if report.standard == "vp" else policy
    return report._replace(findings=findings, verdict=verdict(findings, needed))


def _told_at(report: Report, at: datetime) -> Report:
    """Give a report that says of no status more than what was so `at` that time, nor what is newest."""
    findings = tuple(_finding_at(one, at) for one in report.findings)
    inner = tuple(_told_at(one, at) for one in report.inner)
    return report._replace(findings=findings, inner=inner, as_of=report.as_of and at)


def _finding_at(finding: Finding, at: datetime) -> Finding:
    if finding.code == "already_newest":  # as far as the maker of the bundle lets us see
        facts = {"reason": "not_vouched_for"}
        return finding._replace(outcome=Outcome.UNDETERMINED, code="refresh_unreachable", facts=facts)
    return finding._replace(at=at) if finding.check == "status" else finding


def _seal(bundle: Bundle, trusted: Trusted | None, fetch: Fetch | None, now: datetime) -> Finding:
    """Give sealed, seal_not_asked, seal_missing, seal_by_another, seal_key_unavailable or seal_wrong."""
    facts = {"made_at": timestamp(bundle.made_at)}
    if trusted is None:
        return Finding("bundle", Outcome.NOT_APPLICABLE, "seal_not_asked", facts, at=bundle.made_at)
    if bundle.seal is None:
        return Finding("bundle", Outcome.UNDETERMINED, "seal_missing", facts, at=bundle.made_at)
    try:
        facts["sealer"], kid = statements.pretended(bundle.seal)
        if isinstance(trusted, str) and not _is_by(trusted, facts["sealer"], kid):
            return Finding("bundle", Outcome.UNDETERMINED, "seal_by_another", facts, at=bundle.made_at)
        _check(bundle, bundle.seal, _key(trusted), fetch, now)
    except KeyUnavailableError as error:
        facts["reason"] = error.code
        return Finding("bundle", Outcome.UNDETERMINED, "seal_key_unavailable", facts, at=bundle.made_at)
    except CredentialError as error:
        facts["reason"] = error.code
        return Finding("bundle", Outcome.FAILED, "seal_wrong", facts, at=bundle.made_at)
    return Finding("bundle", Outcome.PASSED, "sealed", facts, at=bundle.made_at)


def _is_by(trusted: str, sealer: str, kid: str) -> bool:
    return kid == trusted if "#" in trusted else sealer == trusted


def _key(trusted: Trusted) -> PublicKey | None:
    """Give the key that the reader named, also as the last part of a verification method."""
    if isinstance(trusted, PublicKey):
        return trusted
    fragment = trusted.partition("#")[2]
    return PublicKey.from_multibase(fragment) if fragment.startswith("z") else None


def _check(bundle: Bundle, seal: str, key: PublicKey | None, fetch: Fetch | None, now: datetime) -> None:
    claims = statements.check(seal, typ=SEAL_TYPE, now=now, key=key, fetch=fetch)
    if claims.get("manifestSha256") != manifest_digest(bundle):
        raise ProofError("signature_wrong")
