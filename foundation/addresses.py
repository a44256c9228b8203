"""Every public address is spelled here, once. Ids in signed documents never change shape."""

from uuid import UUID

from flask import current_app

from foundation.config import Settings


def settings() -> Settings:
    """Give the settings of the running application."""
    found: Settings = current_app.extensions["settings"]
    return found


def base_url() -> str:
    """Give the public address of the service, without a slash at its end."""
    return settings().base_url


def absolute(path: str) -> str:
    """Give the public address of a path that starts with a slash."""
    return base_url() + path


def issuer_path(issuer_id: UUID) -> str:
    """Where an issuer's Profile is served; `/did.json` below it is its DID document."""
    return f"/issuers/{issuer_id}"


def status_list_path(issuer_id: UUID, number: int) -> str:
    """Where an issuer serves its signed copy of status list `number`."""
    return f"/issuers/{issuer_id}/status/{number}"


def achievement_path(achievement_id: UUID, language: str | None = None) -> str:
    """The address of an Achievement; with a language, of that edition (one `inLanguage` each)."""
    return f"/achievements/{achievement_id}" + (f"/{language}" if language else "")


def achievement_image_path(achievement_id: UUID, number: int, suffix: str) -> str:
    """The picture of one published version, as png or svg."""
    return f"/achievements/{achievement_id}/v{number}/image.{suffix}"


def result_description_path(achievement_id: UUID, number: int, competency_slug: str) -> str:
    """The id of a ResultDescription: one per proven competency of one version."""
    return f"/achievements/{achievement_id}/v{number}#{competency_slug}"


def competency_path(slug: str) -> str:
    """The page of a competency."""
    return f"/competencies/{slug}"


def rubric_level_path(slug: str, number: int, level: int) -> str:
    """The id of a RubricCriterionLevel: level 1 to 4 of version `number` of a competency."""
    return f"/competencies/{slug}/v{number}#level-{level}"


def role_path(slug: str) -> str:
    """The page of a role, HTML or JSON by Accept."""
    return f"/roles/{slug}"


def path_path(slug: str) -> str:
    """The page of a learning path, HTML or JSON by Accept."""
    return f"/paths/{slug}"


def badge_path(slug: str) -> str:
    """The page of a badge, for people."""
    return f"/badges/{slug}"


def group_path(slug: str) -> str:
    """The page of a group."""
    return f"/groups/{slug}"


def credential_path(credential_id: UUID) -> str:
    """The public page of one credential (the credential's own id is its urn:uuid)."""
    return f"/credentials/{credential_id}"


def offer_path(token: str) -> str:
    """The page of one offered award, from a mail."""
    return f"/offers/{token}"


def claim_path(claim_id: UUID) -> str:
    """The claimant's page of a claim."""
    return f"/claims/{claim_id}"


def assessment_path(claim_id: UUID) -> str:
    """The assessors' page of a claim."""
    return f"/assess/{claim_id}"


def endorsement_path(endorsement_id: UUID) -> str:
    """The page of one endorsement, for its writer and its holder; JSON of a shown one by Accept."""
    return f"/endorsements/{endorsement_id}"


def endorse_link_path(token: str) -> str:
    """The page of a request to endorse, for somebody who was given the link."""
    return f"/endorse/{token}"


def share_path(token: str) -> str:
    """What a holder shows by a secret link."""
    return f"/s/{token}"
