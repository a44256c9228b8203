"""Our own published frameworks as CASE 1.1 packages. Pure.

Identifiers are made of our own addresses (UUID version 5), so they are the same in every version and
whenever a package is made. A CASE text has one language: each text stands in the language of the framework
where it was written in it; the other languages stand beside it in `extensions`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from competencies.case.shapes import CHILD
from competencies.case.values import is_uri, is_uuid

SERVICE = "/ims/case/v1p1"
LEVEL_COUNT = 4
_DOMAIN, _COMPETENCY = "Domain", "Competency"

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency in the version in force. `origin`: the path of what it was derived from."""

    path: str
    code: str
    domain: str
    version: int
    title: Texts
    statement: Texts
    rubric: Sequence[Texts]
    alignments: Sequence[Mapping[str, Any]]
    published_at: datetime
    origin: str = ""
    origin_title: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework in the version in force. `domains`: [{id, title}]; `levels`: four of [{level, title}]."""

    path: str
    version: int
    title: Texts
    description: Texts
    domains: Sequence[Mapping[str, Any]]
    levels: Sequence[Mapping[str, Any]]
    published_at: datetime
    creator: str
    language: str
    competencies: Sequence[Competency]


def identifier_of(address: str) -> str:
    """Give the identifier that an address of ours always leads to."""
    return str(uuid5(NAMESPACE_URL, address))


def package_of(framework: Framework, base_url: str) -> dict[str, Any]:
    """Give the CFPackage of a framework of the service at `base_url`."""
    return _Writer(framework, base_url).package()


def document_of(framework: Framework, base_url: str) -> dict[str, Any]:
    """Give the CFDocument of that package alone."""
    return _Writer(framework, base_url).document()


class _Writer:
    def __init__(self, framework: Framework, base_url: str) -> None:
        self._of, self._base = framework, base_url
        self._here = base_url + framework.path
        newest = [framework.published_at, *(one.published_at for one in framework.competencies)]
        self._changed = max(newest)
        self._used = [one for one in framework.domains if self._members(one["id"])]
        stray = {one.domain for one in framework.competencies} - {one["id"] for one in framework.domains}
        self._stray = [one for one in framework.competencies if one.domain in stray]

    def package(self) -> dict[str, Any]:
        """Give everything."""
        own = self._of.competencies
        return {
            "CFDocument": self.document(),
            "CFItems": [*map(self._domain, self._of.domains), *map(self._item, own)],
            "CFAssociations": [*self._places(), *(link for one in own for link in self._relations(one))],
            "CFDefinitions": self._definitions(),
            "CFRubrics": [self._rubric(one) for one in own],
        }

    def _members(self, domain: str) -> list[Competency]:
        return [one for one in self._of.competencies if one.domain == domain]

    def _core(self, kind: str, address: str, changed: datetime | None = None) -> dict[str, Any]:
        identifier = identifier_of(address)
        when = (changed or self._changed).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "identifier": identifier,
            "uri": f"{self._base}{SERVICE}/{kind}/{identifier}",
            "lastChangeDateTime": when,
        }

    def _link(self, kind: str, address: str, title: str) -> dict[str, str]:
        identifier = identifier_of(address)
        return {
            "title": title,
            "identifier": identifier,
            "uri": f"{self._base}{SERVICE}/{kind}/{identifier}",
        }

    def _said(self, texts: Texts) -> str:
        return texts.get(self._of.language) or next((text for text in texts.values() if text), "")

    def _language_of(self, texts: Texts) -> str:
        if texts.get(self._of.language):
            return self._of.language
        return next((code for code, text in texts.items() if text), self._of.language)

    def _others(self, **named: Texts) -> dict[str, Any]:
        """Give `extensions` with the texts in the other languages, if there are any."""
        main = self._language_of(next(iter(named.values())))
        found: dict[str, dict[str, str]] = {}
        for name, texts in named.items():
            for code, text in texts.items():
                if code != main and text:
                    found.setdefault(code, {})[name] = text
        return {"extensions": {"translations": found}} if found else {}

    def document(self) -> dict[str, Any]:
        """Give what is said of the framework as a whole."""
        of = self._of
        made = {
            **self._core("CFDocuments", self._here),
            "caseVersion": "1.1",
            "creator": of.creator,
            "title": self._said(of.title),
            "description": self._said(of.description),
            "officialSourceURL": self._here,
            "language": self._language_of(of.title),
            "version": str(of.version),
            "adoptionStatus": "Implemented",
            **self._others(title=of.title, description=of.description),
        }
        return {name: value for name, value in made.items() if value}

    def _domain(self, domain: Mapping[str, Any]) -> dict[str, Any]:
        return {
            **self._core("CFItems", self._domain_address(domain["id"]), self._of.published_at),
            "fullStatement": self._said(domain["title"]),
            "CFItemType": _DOMAIN,
            "CFItemTypeURI": self._link("CFItemTypes", self._type_address(_DOMAIN), _DOMAIN),
            "language": self._language_of(domain["title"]),
            **self._others(fullStatement=domain["title"]),
        }

    def _item(self, one: Competency) -> dict[str, Any]:
        made = {
            **self._core("CFItems", self._base + one.path, one.published_at),
            "fullStatement": self._said(one.statement),
            "abbreviatedStatement": self._said(one.title),
            "humanCodingScheme": one.code,
            "CFItemType": _COMPETENCY,
            "CFItemTypeURI": self._link("CFItemTypes", self._type_address(_COMPETENCY), _COMPETENCY),
            "language": self._language_of(one.statement),
            **self._subject(one),
            **self._more(one),
        }
        return {name: value for name, value in made.items() if value}

    def _subject(self, one: Competency) -> dict[str, Any]:
        found = next((domain for domain in self._of.domains if domain["id"] == one.domain), None)
        if found is None:
            return {}
        title = self._said(found["title"])
        address = self._subject_address(found["id"])
        return {"subject": [title], "subjectURI": [self._link("CFSubjects", address, title)]}

    def _more(self, one: Competency) -> dict[str, Any]:
        """Give the other languages, and the alignments that have no address to link to."""
        made = self._others(fullStatement=one.statement, abbreviatedStatement=one.title)
        silent = [
            {name: value for name, value in alignment.items() if value}
            for alignment in one.alignments
            if not alignment.get("url")
        ]
        if silent:
            made["extensions"] = {**made.get("extensions", {}), "alignments": silent}
        return made

    def _places(self) -> Iterator[dict[str, Any]]:
        title = self._said(self._of.title)
        document = (self._here, title, "CFDocuments")
        for place, domain in enumerate(self._of.domains, start=1):
            child = (self._domain_address(domain["id"]), self._said(domain["title"]), "CFItems")
            yield self._place(child, document, place)
            for inner, one in enumerate(self._members(domain["id"]), start=1):
                yield self._place((self._base + one.path, self._said(one.title), "CFItems"), child, inner)
        for place, one in enumerate(self._stray, start=len(self._of.domains) + 1):
            yield self._place((self._base + one.path, self._said(one.title), "CFItems"), document, place)

    def _place(
        self, child: tuple[str, str, str], parent: tuple[str, str, str], sequence: int
    ) -> dict[str, Any]:
        return {
            **self._core("CFAssociations", f"{self._here}#{CHILD}-{identifier_of(child[0])}"),
            "associationType": CHILD,
            "sequenceNumber": sequence,
            "originNodeURI": self._node(*child),
            "destinationNodeURI": self._node(*parent),
        }

    def _node(self, address: str, title: str, kind: str) -> dict[str, str]:
        return {**self._link(kind, address, title), "targetType": "CASE"}

    def _relations(self, one: Competency) -> Iterator[dict[str, Any]]:
        here = self._base + one.path
        if one.origin:
            target = self._node(self._base + one.origin, one.origin_title, "CFItems")
            yield self._relation(one, "exactMatchOf", target, identifier_of(f"{here}#exactMatchOf"))
        for alignment in one.alignments:
            url = alignment.get("url")
            if not url or not is_uri(url) or (one.origin and url == self._base + one.origin):
                continue
            is_case = alignment.get("type") == "CFItem"
            target = {
                "title": alignment["name"],
                "identifier": _named_in(url) if is_case else identifier_of(url),
                "uri": url,
                "targetType": "CASE" if is_case else "ext:web",
            }
            made = self._relation(one, "isRelatedTo", target, identifier_of(f"{here}#isRelatedTo-{url}"))
            yield {**made, **self._grouping_link(alignment)}

    def _relation(
        self, one: Competency, kind: str, target: Mapping[str, str], identifier: str
    ) -> dict[str, Any]:
        return {
            **self._core("CFAssociations", "", one.published_at),
            "identifier": identifier,
            "uri": f"{self._base}{SERVICE}/CFAssociations/{identifier}",
            "associationType": kind,
            "originNodeURI": self._node(self._base + one.path, self._said(one.title), "CFItems"),
            "destinationNodeURI": dict(target),
        }

    def _grouping_link(self, alignment: Mapping[str, Any]) -> dict[str, Any]:
        title = _edition_of(alignment)
        if not title:
            return {}
        address = self._grouping_address(title)
        return {"CFAssociationGroupingURI": self._link("CFAssociationGroupings", address, title)}

    def _definitions(self) -> dict[str, Any]:
        linked = [link for one in self._of.competencies for link in one.alignments if link.get("url")]
        groupings = sorted({title for link in linked if (title := _edition_of(link))})
        return {
            "CFSubjects": [
                {
                    **self._core("CFSubjects", self._subject_address(one["id"]), self._of.published_at),
                    "title": self._said(one["title"]),
                    "hierarchyCode": str(place),
                }
                for place, one in enumerate(self._of.domains, start=1)
                if one in self._used
            ],
            "CFItemTypes": [
                self._item_type(_DOMAIN, "1", "A part of the framework that holds competencies."),
                self._item_type(_COMPETENCY, "2", "Something a person can be seen to do, on four levels."),
            ],
            "CFAssociationGroupings": [
                {
                    **self._core("CFAssociationGroupings", self._grouping_address(title)),
                    "title": title,
                    "description": "What is related to this framework.",
                }
                for title in groupings
            ],
        }

    def _item_type(self, title: str, code: str, description: str) -> dict[str, Any]:
        core = self._core("CFItemTypes", self._type_address(title), self._of.published_at)
        return {**core, "title": title, "description": description, "hierarchyCode": code, "typeCode": title}

    def _rubric(self, one: Competency) -> dict[str, Any]:
        here = self._base + one.path
        title, statement = self._said(one.title), self._said(one.statement)
        rubric = self._core("CFRubrics", f"{here}#rubric", one.published_at)
        criterion = self._core("CFRubrics", f"{here}#criterion", one.published_at)
        # What has no address in the service points to the page where people read it.
        criterion |= {
            "uri": f"{here}/v{one.version}",
            "category": title,
            "description": statement,
            "CFItemURI": self._link("CFItems", here, title),
            "position": 1,
            "rubricId": rubric["identifier"],
        }
        levels = [self._level(one, index, criterion["identifier"]) for index in range(LEVEL_COUNT)]
        return {
            **rubric,
            "title": title,
            "description": statement,
            "CFRubricCriteria": [{**criterion, "CFRubricCriterionLevels": levels}],
        }

    def _level(self, one: Competency, index: int, criterion: str) -> dict[str, Any]:
        here, texts = self._base + one.path, one.rubric[index]
        others = self._others(description=texts).get("extensions")
        return {
            **self._core("CFRubrics", f"{here}#level-{index + 1}", one.published_at),
            "uri": f"{here}/v{one.version}#level-{index + 1}",
            "description": self._said(texts),
            "quality": self._said(self._of.levels[index]["title"]),
            "score": index + 1,
            "position": index + 1,
            "rubricCriterionId": criterion,
            **({"extensions": [others]} if others else {}),
        }

    def _domain_address(self, domain: str) -> str:
        return f"{self._here}#domain-{domain}"

    def _subject_address(self, domain: str) -> str:
        return f"{self._here}#subject-{domain}"

    def _type_address(self, title: str) -> str:
        return f"{self._here}#type-{title}"

    def _grouping_address(self, title: str) -> str:
        return f"{self._here}#grouping-{title}"


def _named_in(url: str) -> str:
    """Give the identifier that a CASE address ends with; else one that the address always leads to."""
    last = url.rstrip("/").rpartition("/")[2]
    return last if is_uuid(last) else identifier_of(url)


def _edition_of(alignment: Mapping[str, Any]) -> str:
    """Give the framework of an alignment with its edition, such as "DigComp, 3.0"."""
    return ", ".join(part for part in (alignment.get("framework"), alignment.get("edition")) if part)
