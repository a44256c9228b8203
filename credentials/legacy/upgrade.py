"""A badge of one's own in Open Badges 3.0: a new credential that links to the old one.

Migration guide of Open Badges 3.0: only who issued the original may sign its successor; the two are different
documents with different ids, linked both ways. Somebody else's badge is kept as it is and shown by `view`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from credentials import model
from credentials.errors import CredentialError
from credentials.instants import read_instant
from credentials.legacy.linked import is_web
from credentials.legacy.result import LegacyResult
from credentials.legacy.view import ASSERTION_TYPE
from credentials.model.achievement import LANGUAGE_CODE
from credentials.verify.policy import first_reason, verdict
from credentials.verify.report import Verdict

_NAME = "Original Open Badges assertion of this credential"
_DESCRIPTION = "Issued in an older version of Open Badges; it can be verified by the rules of that version."
_SCRIPT_LETTERS = 4  # of the part of a language that names a script, such as Latn
_TOKEN_URI = "data:application/jwt,"  # noqa: S105 - a signed original is handed on as it is


def upgrade(
    original: LegacyResult,
    *,
    credential_id: str,
    issuer: model.Profile,
    same_issuer: bool,
    achievement_id: str | None = None,
    subject_id: str | None = None,
    achievement_type: str = "Badge",
) -> model.AchievementCredential:
    """Give the unsigned successor of an examined badge, by `issuer`, whose keys are the caller's matter.

    `credential_id` must be new; `achievement_id` and `subject_id` are by default a urn made of the old id and
    what the badge itself says. Raises `CredentialError`: upgrade_not_ours unless the caller says that the
    issuer is the same, upgrade_not_genuine for a badge that is not, upgrade_undated without a date of issue,
    missing with a `pointer` for what an older version could leave out and the new one cannot. When the badge
    does not tell how to earn it, the criteria are empty, for the caller to fill in: built they cannot be.

    See OB 3.0, upgrading from 2.0.
    """
    if not same_issuer:
        raise CredentialError("upgrade_not_ours", issuer=original.issuer_id)
    if verdict(original.findings) is not Verdict.GENUINE:
        reason = first_reason(original.findings)
        raise CredentialError("upgrade_not_genuine", reason=reason.code if reason else "not_checked")
    shown: Mapping[str, Any] = original.view
    if "validFrom" not in shown:
        raise CredentialError("upgrade_undated")
    issued = read_instant(shown["validFrom"])
    return model.AchievementCredential(
        id=credential_id,
        name=shown["name"],
        issuer=_linked(issuer, original.issuer_id),
        valid_from=issued,
        awarded_date=issued,
        valid_until=read_instant(shown["validUntil"]) if "validUntil" in shown else None,
        image=_image(shown),
        evidence=_evidence(original),
        credential_subject=_subject(shown["credentialSubject"], subject_id, achievement_id, achievement_type),
    )


def _linked(issuer: model.Profile, old_address: str) -> model.Profile:
    entry = model.IdentifierEntry(old_address, "identifier")
    if not is_web(old_address) or entry in issuer.other_identifier:
        return issuer
    return replace(issuer, other_identifier=(*issuer.other_identifier, entry))


def _subject(
    shown: Mapping[str, Any], subject_id: str | None, achievement_id: str | None, achievement_type: str
) -> model.AchievementSubject:
    return model.AchievementSubject(
        achievement=_achievement(shown["achievement"], achievement_id, achievement_type),
        id=subject_id or shown.get("id"),
        identifier=tuple(
            model.IdentityObject(
                entry["identityHash"], entry["identityType"], hashed=entry["hashed"], salt=entry.get("salt")
            )
            for entry in shown.get("identifier", [])
        ),
        narrative=shown.get("narrative"),
    )


def _achievement(shown: Mapping[str, Any], own_id: str | None, achievement_type: str) -> model.Achievement:
    return model.Achievement(
        id=own_id or _needed(shown, "id"),
        name=_needed(shown, "name"),
        description=_needed(shown, "description"),
        criteria=model.Criteria(**shown.get("criteria", {})),
        achievement_type=achievement_type,
        alignment=tuple(_alignment(entry) for entry in shown.get("alignment", [])),
        image=_image(shown),
        in_language=_language(shown),
        related=tuple(_related(entry) for entry in shown.get("related", []) if "id" in entry),
        tag=tuple(shown.get("tag", [])),
        version=shown.get("version"),
    )


def _needed(shown: Mapping[str, Any], name: str) -> str:
    if name not in shown:
        raise CredentialError("missing", pointer=f"/credentialSubject/achievement/{name}")
    found: str = shown[name]
    return found


def _language(shown: Mapping[str, Any]) -> str | None:
    """Give the language in the case that the new standard asks for, and of its parts those that it knows."""
    if "inLanguage" not in shown:
        return None
    first, *rest = shown["inLanguage"].split("-")
    written = [part.title() if len(part) == _SCRIPT_LETTERS else part.upper() for part in rest]
    known = LANGUAGE_CODE.match("-".join([first.lower(), *written]))
    return known.group() if known else None


def _alignment(shown: Mapping[str, Any]) -> model.Alignment:
    return model.Alignment(
        target_name=shown["targetName"],
        target_url=shown["targetUrl"],
        target_code=shown.get("targetCode"),
        target_description=shown.get("targetDescription"),
        target_framework=shown.get("targetFramework"),
    )


def _related(shown: Mapping[str, Any]) -> model.Related:
    kinds: list[str] = shown["type"]
    return model.Related(
        id=shown["id"],
        in_language=_language(shown),
        version=shown.get("version"),
        further_types=tuple(kind for kind in kinds if ":" in kind),
    )


def _evidence(original: LegacyResult) -> tuple[model.Evidence, ...]:
    """Give the old evidence, and last the old Assertion itself: by its address, or a signed one as it is."""
    shown: Sequence[Mapping[str, Any]] = original.view.get("evidence", [])  # type: ignore[assignment]  # our view
    named = ("id", "name", "description", "narrative", "genre", "audience")
    kept = [
        model.Evidence(**{name: entry[name] for name in named if name in entry})
        for entry in shown
        if ASSERTION_TYPE not in entry["type"]
    ]
    address = _address(original, shown)
    if address is not None:
        kept.append(model.Evidence(address, _NAME, _DESCRIPTION, further_types=(ASSERTION_TYPE,)))
    return tuple(kept)


def _address(original: LegacyResult, shown: Sequence[Mapping[str, Any]]) -> str | None:
    """Give where the old Assertion can be had; a signed one is its own copy, under no address."""
    if any(finding.code == "signature_good" for finding in original.findings):
        return _TOKEN_URI + original.raw.strip().decode()
    return next((entry["id"] for entry in shown if ASSERTION_TYPE in entry["type"]), None)


def _image(shown: Mapping[str, Any]) -> model.Image | None:
    image = shown.get("image")
    return None if image is None else model.Image(image["id"], image.get("caption"))
