"""From an award and what its recipient chose to the credential that is signed: values only."""

import calendar
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from badges import edition
from badges.edition import Proven as ProvenCompetency
from badges.models import Award, RecipientKind
from badges.queries import achievements, awards, endorsements
from badges.services import signing
from credentials import build, identity, model
from foundation.addresses import absolute, group_path, path_path, role_path, status_list_path
from foundation.errors import ConflictError, GoneError, NotFoundError, invalid
from issuers import queries as issuers
from issuers.models import Issuer

USER_NAME = "user_name"
_SALT_BYTES = 16  # fresh for every identifier, so that equal names in two badges do not match
_MONTHS = 12
MOST_ENDORSEMENTS = 3  # each has a key and a status list that every checker must fetch, and some KB
_DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a recipient may choose. By default: the reader's language, no identifier, evidence or endorsement.

    `identifiers` are "user_name" or addresses proven here; `evidence` counts the items of the award from 0;
    None: what the recipient chose to embed when claiming the badge, which is nothing for other awards.
    `endorsements` are ids of accepted ones about the reserved id, which go into the badge's token (a VC-JWT):
    one that is inside cannot be taken out again.
    """

    language: str | None = None
    identifiers: tuple[str, ...] = ()
    evidence: tuple[int, ...] | None = None
    endorsements: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Proven:
    """What may be chosen as identifier: the holder's own user name and proven addresses."""

    user_name: str | None = None
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An award with everything that its credential says, fetched once.

    `places`: (target type, address, title in all languages) of the role and the path it was given for.
    `languages`: those in which every signed text is there and reviewed.
    """

    award: Award
    issuer: Issuer
    proven: Sequence[ProvenCompetency]
    places: tuple[tuple[str, str, Mapping[str, str]], ...]
    languages: tuple[str, ...]


def prepare(award: Award) -> Prepared:
    """Give an award ready to be composed. Raises NotFoundError."""
    issuer = issuers.issuer(award.issuer_id)
    if issuer is None:
        raise NotFoundError
    proven = achievements.proven_by(award.version)
    places = _places(award)
    complete = tuple(
        code
        for code in edition.signable_languages(award.version, proven)
        if all(title.get(code) for _, _, title in places)
    )
    return Prepared(award, issuer, proven, places, complete)


def language_of(prepared: Prepared, choices: Choices, reader: str) -> str:
    """Give the language to sign in: the chosen one, else the reader's, else English, else the first.

    Raises InvalidError at /language, ConflictError("no_language").
    """
    found = prepared.languages
    if choices.language is not None:
        if choices.language not in found:
            raise invalid("/language", "not_signable", languages=list(found))
        return choices.language
    if not found:
        raise ConflictError("no_language")
    return next((code for code in (reader, _DEFAULT) if code in found), found[0])


def chosen_evidence(award: Award, choices: Choices) -> tuple[int, ...]:
    """Give which pieces of evidence enter the badge, counted from 0."""
    if choices.evidence is not None:
        return choices.evidence
    return tuple(range(len(award.evidence))) if award.recipient_kind == RecipientKind.PERSON else ()


def valid_until(award: Award) -> datetime | None:
    """Give when the badge ends, counted in months from the award; None when it does not end."""
    months = award.version.validity_months
    return None if months is None else _months_later(award.awarded_at, months)


def compose(
    prepared: Prepared,
    choices: Choices,
    proven: Proven,
    *,
    language: str,
    credential_id: UUID,
    place: tuple[int, int],
    now: datetime,
) -> dict[str, Any]:
    """Give the unsigned credential, without the chosen endorsements: see `endorsement_tokens`.

    `place` is (status list, index); `now`, in whole seconds, the acceptance.

    Raises InvalidError for an identifier that is not proven or evidence that is not there, GoneError when
    the badge would have ended already.
    """
    award, issuer = prepared.award, prepared.issuer
    until = valid_until(award)
    if until is not None and until <= now:
        raise GoneError("validity_over")
    status_list = absolute(status_list_path(issuer.id, place[0]))
    credential = model.AchievementCredential(
        id=f"urn:uuid:{credential_id}",
        name=award.version.name[language],
        issuer=model.Profile(
            id=issuer.iri, name=issuer.name, url=issuer.url or absolute(group_path(issuer.slug))
        ),
        valid_from=now,
        credential_subject=model.AchievementSubject(
            id=f"urn:uuid:{uuid4()}",
            achievement=_achievement(prepared, language),
            identifier=_identifiers(choices.identifiers, proven),
            result=edition.results(award.version, prepared.proven),
        ),
        awarded_date=award.awarded_at,
        valid_until=until,
        evidence=_evidence(award.evidence, chosen_evidence(award, choices)),
        credential_status=model.CredentialStatus(status_list, place[1]),
    )
    return build.achievement_credential(credential)


def endorsement_tokens(award: Award, choices: Choices, credential_id: UUID) -> tuple[str, ...]:
    """Give the chosen endorsements, signed, as tokens; only those that speak of this very credential.

    Raises InvalidError for one that is not there, and for too many.
    """
    chosen = choices.endorsements
    if not chosen:
        return ()
    if len(set(chosen)) > MOST_ENDORSEMENTS:
        raise invalid("/endorsements", "too_many", most=MOST_ENDORSEMENTS)
    is_reserved = award.credential_id == credential_id
    standing = {one.id: one for one in endorsements.shown(credential_id)} if is_reserved else {}
    tokens = []
    for place, one in enumerate(dict.fromkeys(chosen)):
        found = standing.get(one)
        if found is None or found.profile_id is None:
            raise invalid(f"/endorsements/{place}", "unknown")
        tokens.append(signing.token_of(found.urn, found.profile_id).decode())
    return tuple(tokens)


def with_endorsements(document: Mapping[str, Any], tokens: Sequence[str]) -> dict[str, Any]:
    """Give the credential as it is signed in a token, the only form that holds endorsements of itself."""
    rest = {name: value for name, value in document.items() if name != "endorsementJwt"}
    return {**rest, "endorsementJwt": list(tokens)} if tokens else rest


def _achievement(prepared: Prepared, language: str) -> model.Achievement:
    """Give the edition with the role and the path as alignments to our own addresses."""
    owner = model.Profile(id=prepared.issuer.iri, name=prepared.issuer.name)
    achievement = edition.achievement_edition(
        prepared.award.version, language, creator=owner, proven=prepared.proven
    )
    ours = tuple(
        model.Alignment(target_name=title[language], target_url=address, target_type=kind)
        for kind, address, title in prepared.places
    )
    return replace(achievement, alignment=achievement.alignment + ours)


def _places(award: Award) -> tuple[tuple[str, str, Mapping[str, str]], ...]:
    found = []
    role = awards.role_title(award.role_slug) if award.role_slug else None
    if role:
        found.append(("ext:Role", absolute(role_path(award.role_slug or "")), role))
    if award.path_slug and award.path_title:
        found.append(("ext:LearningPath", absolute(path_path(award.path_slug)), award.path_title))
    return tuple(found)


def _identifiers(chosen: Sequence[str], proven: Proven) -> tuple[model.IdentityObject, ...]:
    made = []
    for place, name in enumerate(dict.fromkeys(chosen)):
        salt = secrets.token_hex(_SALT_BYTES)
        if name == USER_NAME and proven.user_name:
            made.append(identity.identity_object(proven.user_name, "userName", salt=salt))
        elif name in proven.addresses:
            made.append(identity.identity_object(name, identity.EMAIL, salt=salt))
        else:
            raise invalid(f"/identifiers/{place}", "not_proven")
    return tuple(made)


def _evidence(items: Sequence[Mapping[str, str]], chosen: Sequence[int]) -> tuple[model.Evidence, ...]:
    embedded = []
    for place, number in enumerate(dict.fromkeys(chosen)):
        if not 0 <= number < len(items):
            raise invalid(f"/evidence/{place}", "unknown")
        item = items[number]
        embedded.append(
            model.Evidence(id=item.get("url"), name=item.get("name"), narrative=item.get("narrative"))
        )
    return tuple(embedded)


def _months_later(start: datetime, months: int) -> datetime:
    """Give the same day that many months later; the last day of a shorter month stands for a missing day."""
    years, month = divmod(start.month - 1 + months, _MONTHS)
    year = start.year + years
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)
