"""Reading a CASE package, 1.0 or 1.1: every value looked at, everything wrong told at once. Pure.

What fits CASE 1.1 is kept value by value. What only CASE 1.0 allowed is brought into the form of 1.1,
with a note; what nobody can rely on is a problem, and then nothing is imported.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import orjson

from competencies.case import values
from competencies.case.findings import Findings
from competencies.case.shapes import (
    ASSOCIATION_TYPES,
    CRITERION,
    CRITERION_LEVEL,
    DEFINITIONS,
    DOCUMENT,
    LINK,
    LISTS,
    NODE,
    Kind,
    Shape,
)

MOST_BYTES = 64 * 1024 * 1024  # twice what 20 000 items with their associations need
MOST_WEIGHT = 220 * 1024 * 1024  # bytes that the values take once they are read
MOST_ROWS = 60_000  # of one list
MOST_DEPTH = 20
VERSION = "1.1"
EARLIER_VERSION = "1.0"

# Bytes in memory for each mark of the text: what a value of that kind takes at least.
_WEIGHTS = ((b",", 66), (b"{", 250), (b"[", 90))


@dataclass(slots=True)
class Read:
    """What was read: the package in the form of CASE 1.1 (None when it is none), and what was found.

    `version`: of CASE, as the file was written in; "" for a table. `rows`: of a table, where items stand.
    """

    package: dict[str, Any] | None
    findings: Findings
    version: str = VERSION
    rows: tuple[int, ...] = ()


def read_package(given: bytes) -> Read:
    """Give the package that is in these bytes. Never raises; `findings` say what is wrong."""
    findings = Findings()
    code = _too_much(given)
    if code:
        findings.problem("", code, megabytes=MOST_BYTES // 1024**2)
        return Read(None, findings)
    try:
        document = orjson.loads(given.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        findings.problem("", "not_json")
        return Read(None, findings)
    if not isinstance(document, dict) or not isinstance(document.get("CFDocument"), dict):
        findings.problem("", "not_a_package")
        return Read(None, findings)
    return _Reader(findings).package(document)


def weight(given: bytes) -> int:
    """Give about how many bytes the values of a JSON text take in memory, from a look at its marks."""
    return len(given) + sum(given.count(mark) * each for mark, each in _WEIGHTS)


def _too_much(given: bytes) -> str:
    if len(given) > MOST_BYTES:
        return "file_too_big"
    return "too_many_values" if weight(given) > MOST_WEIGHT else ""


class _Reader:
    """Reads value by value; in the place of one that does not fit it puts an empty one, and goes on."""

    def __init__(self, findings: Findings) -> None:
        self.found = findings
        self._row = 0
        self._members: Mapping[Kind, Callable[[str, Any], Any]] = {
            Kind.TEXT: self._text,
            Kind.UUID: self._uuid,
            Kind.URI: self._uri,
            Kind.MOMENT: self._moment,
            Kind.DAY: self._day,
            Kind.TEXTS: self._texts,
            Kind.VERSION: self._text,
            Kind.INTEGER: self._integer,
            Kind.NUMBER: self._number,
            Kind.ASSOCIATION: self._association_type,
            Kind.TARGET: self._target_type,
            Kind.OBJECT: self._object,
            Kind.OBJECTS: lambda at, value: self._list(at, value, self._object),
            Kind.LINK: lambda at, value: self._shaped(at, value, LINK),
            Kind.LINKS: lambda at, value: self._list(at, value, self._link),
            Kind.NODE: lambda at, value: self._shaped(at, value, NODE),
            Kind.CRITERIA: lambda at, value: self._list(at, value, self._criterion),
            Kind.CRITERION_LEVELS: lambda at, value: self._list(at, value, self._criterion_level),
        }

    def package(self, document: dict[str, Any]) -> Read:
        """Give the package with every value looked at."""
        version = self._version(document["CFDocument"])
        made: dict[str, Any] = {}
        for name, value in document.items():
            if value is None:
                self.found.note(f"/{name}", "empty_left_out")
            elif name == "CFDocument":
                made[name] = self._shaped("/CFDocument", value, DOCUMENT)
            elif name in LISTS:
                made[name] = self._rows(f"/{name}", value, LISTS[name])
            elif name == "CFDefinitions":
                made[name] = self._definitions(value)
            elif name == "extensions":
                made[name] = self._object("/extensions", value)
        self._keep_foreign(made, "", document, {"CFDocument", "CFDefinitions", "extensions", *LISTS})
        return Read(made, self.found, version)

    def _version(self, document: dict[str, Any]) -> str:
        """Take the version out where it is not one that CASE 1.1 may say, and give it."""
        said = document.get("caseVersion")
        if said == VERSION:
            return VERSION
        if said is not None:
            self.found.note("/CFDocument/caseVersion", "version_left_out")
            document.pop("caseVersion")
        return EARLIER_VERSION

    def _definitions(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.found.problem("/CFDefinitions", "object_expected")
            return {}
        made: dict[str, Any] = {}
        for name, inner in value.items():
            at = f"/CFDefinitions/{name}"
            if inner is None:
                self.found.note(at, "empty_left_out")
            elif name in DEFINITIONS:
                made[name] = self._rows(at, inner, DEFINITIONS[name])
            elif name == "extensions":
                made[name] = self._object(at, inner)
        self._keep_foreign(made, "/CFDefinitions", value, {"extensions", *DEFINITIONS})
        return made

    def _rows(self, at: str, value: Any, shape: Shape) -> list[Any]:
        if not isinstance(value, list):
            self.found.problem(at, "list_expected")
            return []
        if len(value) > MOST_ROWS:
            self.found.problem(at, "too_many", most=MOST_ROWS)
            return []
        made = []
        for index, one in enumerate(value):
            self._row = index + 1
            made.append(self._shaped(f"{at}/{index}", one, shape))
        self._row = 0
        return made

    def _shaped(self, at: str, value: Any, shape: Shape) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._problem(at, "object_expected")
            return {}
        made: dict[str, Any] = {}
        for name, inner in value.items():
            if name in shape.fields and inner is not None:
                made[name] = self._members[shape.fields[name]](f"{at}/{name}", inner)
            elif inner is None:
                self._note(f"{at}/{name}", "empty_left_out")
        if not value.keys() <= shape.fields.keys():
            keeps = shape.fields.get("extensions") is Kind.OBJECT
            self._keep_foreign(made, at, value, shape.fields.keys() | shape.derived, keeps=keeps)
        for name in shape.required:
            if name not in made:
                self._problem(f"{at}/{name}", "missing_field")
        return made

    def _keep_foreign(
        self,
        made: dict[str, Any],
        at: str,
        value: Mapping[str, Any],
        known: AbstractSet[str],
        *,
        keeps: bool = True,
    ) -> None:
        """Keep what the standard does not know where it lets foreign things stand; leave it out elsewhere."""
        foreign = {name: inner for name, inner in value.items() if name not in known and inner is not None}
        for name, inner in foreign.items():
            self._any(f"{at}/{name}", inner)
            self._note(f"{at}/{name}", "moved_to_extensions" if keeps else "unknown_left_out")
        if keeps and made.get("extensions", {}).keys() & foreign.keys():
            self._problem(f"{at}/extensions", "unknown_field")
        elif keeps and foreign:
            made["extensions"] = {**made.get("extensions", {}), **foreign}

    def _text(self, at: str, value: Any) -> Any:
        if not isinstance(value, str):
            self._problem(at, "string_expected")
            return ""
        if len(value) > values.MOST_CHARACTERS:
            self._problem(at, "text_too_long", longest=values.MOST_CHARACTERS)
        elif code := values.hidden(value):
            self._problem(at, code)
        return value

    def _uuid(self, at: str, value: Any) -> Any:
        if not isinstance(value, str) or not values.is_uuid(value.lower()):
            self._problem(at, "identifier_invalid")
            return None
        if value != value.lower():
            self._note(at, "identifier_lower_case")
        return value.lower()

    def _uri(self, at: str, value: Any) -> Any:
        if not isinstance(value, str) or not values.is_uri(value):
            self._problem(at, "address_unreadable")
        elif code := values.hidden(value):
            self._problem(at, code)
        return value

    def _moment(self, at: str, value: Any) -> Any:
        return self._rewritten(at, value, values.moment, "time_expected")

    def _day(self, at: str, value: Any) -> Any:
        return self._rewritten(at, value, values.day, "date_expected")

    def _rewritten(
        self, at: str, value: Any, read: Callable[[str], tuple[str, str] | None], refusal: str
    ) -> Any:
        found = read(value) if isinstance(value, str) else None
        if found is None:
            self._problem(at, refusal)
            return value
        if found[1]:
            self._note(at, found[1])
        return found[0]

    def _texts(self, at: str, value: Any) -> Any:
        if isinstance(value, str):
            self._note(at, "made_a_list")
            value = [value]
        return self._list(at, value, self._text)

    def _integer(self, at: str, value: Any) -> Any:
        whole = values.whole(value)
        if whole is None:
            self._problem(at, "number_expected")
            return 0
        if isinstance(value, str):
            self._note(at, "number_read")
        return whole if isinstance(value, str) else value

    def _number(self, at: str, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._problem(at, "number_expected")
        return value

    def _association_type(self, at: str, value: Any) -> Any:
        return self._word(at, value, ASSOCIATION_TYPES)

    def _target_type(self, at: str, value: Any) -> Any:
        return self._word(at, value, frozenset({"CASE"}))

    def _word(self, at: str, value: Any, known: frozenset[str]) -> Any:
        if not isinstance(value, str) or not value.strip() or values.hidden(value):
            self._problem(at, "string_expected")
            return ""
        if value in known or value == values.extension_name(value):
            return value
        self._note(at, "word_not_on_list", word=value[:80])
        return values.extension_name(value)

    def _list(self, at: str, value: Any, read: Callable[[str, Any], Any]) -> Any:
        if not isinstance(value, list):
            self._problem(at, "list_expected")
            return []
        return [read(f"{at}/{index}", one) for index, one in enumerate(value)]

    def _link(self, at: str, value: Any) -> Any:
        return self._shaped(at, value, LINK)

    def _criterion(self, at: str, value: Any) -> Any:
        return self._shaped(at, value, CRITERION)

    def _criterion_level(self, at: str, value: Any) -> Any:
        return self._shaped(at, value, CRITERION_LEVEL)

    def _object(self, at: str, value: Any) -> Any:
        if not isinstance(value, dict):
            self._problem(at, "object_expected")
            return {}
        return self._any(at, value)

    def _any(self, at: str, value: Any, depth: int = 0) -> Any:
        """Look at what may hold anything: only texts can deceive in it."""
        if depth > MOST_DEPTH:
            self._problem(at, "too_deep")
        elif isinstance(value, str):
            self._text(at, value)
        elif isinstance(value, dict):
            for name, inner in value.items():
                self._text(at, name)
                self._any(at, inner, depth + 1)
        elif isinstance(value, list):
            for inner in value:
                self._any(at, inner, depth + 1)
        return value

    def _problem(self, at: str, code: str, **facts: Any) -> None:
        self.found.problem(at, code, self._row, **facts)

    def _note(self, at: str, code: str, **facts: Any) -> None:
        self.found.note(at, code, self._row, **facts)
