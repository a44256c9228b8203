"""Look at a badge before it is published: a credential of it must be signable in every reviewed language."""

from collections.abc import Iterator, Sequence
from uuid import uuid4

from badges import edition
from badges.edition import Proven
from badges.models import AchievementVersion
from credentials import build, model
from credentials.errors import CredentialError
from foundation import clock
from foundation.errors import Problem

_TEXTS = ("name", "description", "criteria")


def signability_problems(
    version: AchievementVersion, creator: model.Profile, proven: Sequence[Proven]
) -> Iterator[Problem]:
    """Give why a version could not be signed.

    Either a language is reviewed here but not for a competency, or the cellar's safe mode refuses the bytes
    (the code is the cellar's own).
    """
    signable = edition.signable_languages(version, proven)
    for index, language in enumerate(version.reviewed):
        if language in signable:
            yield from _refusal(version, creator, proven, language)
        elif missing := [one.slug for one in proven if language not in one.reviewed]:
            yield Problem(f"/reviewed/{index}", "competency_not_reviewed", {"competencies": missing})


def _refusal(
    version: AchievementVersion, creator: model.Profile, proven: Sequence[Proven], language: str
) -> Iterator[Problem]:
    achievement = edition.achievement_edition(version, language, creator=creator, proven=proven)
    try:
        _sign_nothing(achievement, creator, edition.results(version, proven))
    except CredentialError as error:
        yield Problem(_place(version, language, error), error.code, error.facts)


def _sign_nothing(
    achievement: model.Achievement, creator: model.Profile, results: tuple[model.Result, ...]
) -> None:
    """Do what signing does up to the signature, for somebody who does not exist."""
    subject = model.AchievementSubject(id=uuid4().urn, achievement=achievement, result=results)
    credential = model.AchievementCredential(
        id=uuid4().urn,
        name=achievement.name,
        issuer=creator,
        valid_from=clock.now(),
        credential_subject=subject,
    )
    build.achievement_credential(credential)


def _place(version: AchievementVersion, language: str, error: CredentialError) -> str:
    """Point at the text or address that the cellar named, at the whole badge when it named none."""
    said = str(error.facts.get("value") or error.facts.get("text") or "").strip("<>")
    for name in _TEXTS:
        if said and said in getattr(version, name)[language]:
            return f"/{name}/{language}"
    for index, one in enumerate(version.alignments):
        if said and (one["url"] or "").startswith(said):
            return f"/alignments/{index}/url"
    return ""
