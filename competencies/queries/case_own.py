"""Our own published frameworks as CASE packages, and which identifier leads into which of them."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, select

from competencies.case import writing
from competencies.models import Competency, CompetencyVersion, Framework, FrameworkVersion
from competencies.queries import published
from competencies.wording import LANGUAGES
from foundation.addresses import base_url, competency_path, framework_path
from foundation.db import session
from issuers import queries as issuers

ListName = Literal["CFItems", "CFAssociations", "CFRubrics"]
_LISTS = ("CFItems", "CFAssociations", "CFRubrics")
_MOST_INDEXES = 4  # of one process; a new one is made when something is published

Index = Mapping[str, str]  # identifier -> slug of the framework that has it
_indexes: dict[tuple[object, ...], Index] = {}


def documents() -> list[dict[str, Any]]:
    """Give the CFDocument of every framework, each with the address of its package."""
    written = (writing.document_of(_framework(one), base_url()) for one in published.frameworks())
    return [with_package_link(one) for one in written]


def package_with(identifier: UUID) -> dict[str, Any] | None:
    """Give the package of ours in which something has this identifier."""
    slug = _index().get(str(identifier))
    return package_of(published.framework(slug)) if slug else None


def own_among(identifiers: Sequence[UUID]) -> set[UUID]:
    """Give those that name something of our own frameworks."""
    index = _index()
    return {one for one in identifiers if str(one) in index}


def package_of(framework: Framework) -> dict[str, Any]:
    """Give the CFPackage of a framework in the version in force."""
    return writing.package_of(_framework(framework), base_url())


def _framework(framework: Framework) -> writing.Framework:
    version = published.latest(framework)
    owner = issuers.issuer(framework.owner_id)
    return writing.Framework(
        path=framework_path(framework.slug),
        version=version.number,
        title=version.title,
        description=version.description,
        domains=version.domains,
        levels=version.levels,
        published_at=version.published_at,
        creator=owner.name if owner else "",
        language=_language(version),
        competencies=_competencies(version),
    )


def with_package_link(document: dict[str, Any]) -> dict[str, Any]:
    """Give a CFDocument as it is served alone: with the address of its package."""
    address = f"{base_url()}{writing.SERVICE}/CFPackages/{document['identifier']}"
    link = {"title": document["title"], "identifier": document["identifier"], "uri": address}
    return {**document, "CFPackageURI": link}


def _language(version: FrameworkVersion) -> str:
    written = version.source or "en"
    return written if written in version.title else next(iter(version.title), LANGUAGES[0])


def _competencies(version: FrameworkVersion) -> list[writing.Competency]:
    """Give what a version says of each of its members, in its order."""
    standing = sorted(version.members, key=lambda one: int(one["order"]))
    found = published.competencies_by_slug({one["competency"] for one in standing})
    origins = published.competencies_by_slug({one.derived_from for one in found.values() if one.derived_from})
    return [_written(found[one["competency"]], one, origins) for one in standing]


def _written(
    one: Competency, member: Mapping[str, Any], origins: Mapping[str, Competency]
) -> writing.Competency:
    version = _numbered(one, member["version"])
    origin = origins.get(one.derived_from or "")
    return writing.Competency(
        path=competency_path(one.slug),
        code=member["code"],
        domain=member["domain"],
        version=version.number,
        title=version.title,
        statement=version.statement,
        rubric=version.rubric,
        alignments=version.alignments,
        published_at=version.published_at,
        origin=competency_path(origin.slug) if origin else "",
        origin_title=_plain(_numbered(origin, one.derived_number or 1).title) if origin else "",
    )


def _numbered(one: Competency, number: int) -> CompetencyVersion:
    return next(each for each in one.versions if each.number == number)


def _plain(texts: Mapping[str, str]) -> str:
    return texts.get("en") or next(iter(texts.values()), "")


def _index() -> Index:
    stamp = _stamp()
    found = _indexes.get(stamp)
    if found is None:
        found = _made_index()
        while len(_indexes) >= _MOST_INDEXES:
            _indexes.pop(next(iter(_indexes)), None)
        _indexes[stamp] = found
    return found


def _made_index() -> Index:
    found: dict[str, str] = {}
    for framework in published.frameworks():
        package = package_of(framework)
        rows = [package["CFDocument"]]
        rows += [one for name in _LISTS for one in package[name]]
        rows += [one for listed in package["CFDefinitions"].values() for one in listed]
        found |= {one["identifier"]: framework.slug for one in rows}
    return found


def _stamp() -> tuple[object, ...]:
    """Give what changes whenever something of a framework is published: each change is a version of it."""
    newest = select(FrameworkVersion.framework_id, func.max(FrameworkVersion.number)).group_by(
        FrameworkVersion.framework_id
    )
    return (base_url(), *sorted((str(one), number) for one, number in session().execute(newest)))
