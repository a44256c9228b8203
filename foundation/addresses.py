"""Every public address is spelled here, once. Ids in signed documents never change shape."""

from uuid import UUID

from flask import current_app, has_app_context

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


def is_own(url: str) -> bool:
    """Tell whether this is an address of the running service; nothing is one outside of any."""
    return has_app_context() and url.startswith(base_url() + "/")


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


def framework_path(slug: str) -> str:
    """The page of a framework."""
    return f"/frameworks/{slug}"


def reference_path(identifier: UUID) -> str:
    """The page of a framework that was imported from elsewhere, by its CASE identifier."""
    return f"/reference/{identifier}"


def reference_item_path(identifier: UUID) -> str:
    """The page of one item of an imported framework, by its CASE identifier."""
    return f"/reference/items/{identifier}"


def case_path(kind: str, identifier: UUID | str) -> str:
    """Where the CASE service gives one thing; `kind` as the standard spells it, such as "CFItems"."""
    return f"/ims/case/v1p1/{kind}/{identifier}"


def framework_draft_path(slug: str) -> str:
    """Where the stewards of a group write a framework."""
    return f"/frameworks/{slug}/draft"


def rubric_level_path(slug: str, number: int, level: int) -> str:
    """The id of a RubricCriterionLevel: level 1 to 4 of version `number` of a competency."""
    return f"/competencies/{slug}/v{number}#level-{level}"


def role_path(slug: str) -> str:
    """The page of a role, HTML or JSON by Accept."""
    return f"/roles/{slug}"


def role_version_path(slug: str, number: int) -> str:
    """The page of one published version of a role, which never changes."""
    return f"/roles/{slug}/v{number}"


def role_update_path(slug: str) -> str:
    """The page on which a group looks at the new version of the role that it adapted."""
    return f"/roles/{slug}/update"


def adaptation_path(group_slug: str, adaptation_id: UUID) -> str:
    """The page on which a group adapts a role."""
    return f"/groups/{group_slug}/adaptations/{adaptation_id}"


def path_path(slug: str) -> str:
    """The page of a learning path, HTML or JSON by Accept."""
    return f"/paths/{slug}"


def badge_path(slug: str) -> str:
    """The page of a badge, for people."""
    return f"/badges/{slug}"


def roles_held_path() -> str:
    """The page of the roles that the reader holds, or is asked to hold."""
    return "/way/held"


def plan_line_path(group_slug: str, line_id: UUID) -> str:
    """The form of a line of a group's leadership plan, for its stewards."""
    return f"/groups/{group_slug}/plan/lines/{line_id}"


def group_path(slug: str) -> str:
    """The page of a group."""
    return f"/groups/{slug}"


def credential_path(credential_id: UUID) -> str:
    """The public page of one credential (the credential's own id is its urn:uuid)."""
    return f"/credentials/{credential_id}"


def offer_path(token: str) -> str:
    """The page of one offered award, from a mail."""
    return f"/offers/{token}"


def nomination_link_path(token: str) -> str:
    """The page of a link that names whoever uses it for a role."""
    return f"/nominations/invited/{token}"


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
