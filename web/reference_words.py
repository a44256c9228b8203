"""What is said about frameworks from elsewhere: what needs mending in a file, what was read otherwise."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from web.forms import sentence

# How a thing is related to another, and the same seen from the other side.
_RELATIONS = {
    "isPeerOf": (lazy_gettext("Stands beside"), lazy_gettext("Stands beside")),
    "isPartOf": (lazy_gettext("Is part of"), lazy_gettext("Has as a part")),
    "exactMatchOf": (lazy_gettext("Says the same as"), lazy_gettext("Says the same as")),
    "precedes": (lazy_gettext("Comes before"), lazy_gettext("Comes after")),
    "isRelatedTo": (lazy_gettext("Is related to"), lazy_gettext("Is related to")),
    "replacedBy": (lazy_gettext("Is replaced by"), lazy_gettext("Replaces")),
    "exemplar": (lazy_gettext("Has as an example"), lazy_gettext("Is an example of")),
    "hasSkillLevel": (lazy_gettext("Has the level"), lazy_gettext("Is the level of")),
    "isTranslationOf": (lazy_gettext("Is a translation of"), lazy_gettext("Is translated as")),
}

_WORDS = {
    "not_json": lazy_gettext("This file cannot be read: it is neither a CASE package nor a table."),
    "not_a_package": lazy_gettext("This is not a CASE package: it has no CFDocument."),
    "not_a_workbook": lazy_gettext("This workbook cannot be opened. Save it anew as XLSX or CSV."),
    "quoting": lazy_gettext("A quotation mark is opened and not closed. Save the file anew as CSV."),
    "too_many_values": lazy_gettext("There is too much in this file. Divide the framework into two."),
    "too_deep": lazy_gettext("Values are nested too deeply here."),
    "header_missing": lazy_gettext(
        "The first row must name the columns, and “full statement” must be among them."
    ),
    "header_doubled": lazy_gettext("Two columns have the same name. Take one away."),
    "table_empty": lazy_gettext("There is no row below the names of the columns."),
    "circle": lazy_gettext("This stands below itself. Give it, or one above it, another parent."),
    "parent_missing": lazy_gettext("What this should stand below is not in the file."),
    "child_missing": lazy_gettext("What should stand here is not in the file."),
    "identifier_doubled": lazy_gettext("This identifier is there already, in row %(first)s."),
    "identifier_invalid": lazy_gettext("This identifier is no UUID of version 1 to 5."),
    "identifier_elsewhere": lazy_gettext("Another framework here has something with this identifier."),
    "own_framework": lazy_gettext("This framework is written here. There is no need to bring it in."),
    "bidi_characters": lazy_gettext(
        "There are hidden characters here that show the text in another order than it is written. "
        "Type the text anew."
    ),
    "control_characters": lazy_gettext("There are hidden control characters here. Type the text anew."),
    "address_unreadable": lazy_gettext("This is no full address, such as https://example.org/item/1."),
    "formula": lazy_gettext("This is a formula. Put the text or number itself there."),
    "language_unreadable": lazy_gettext("This is no code of a language, such as en or pt-BR."),
    "missing_field": lazy_gettext("Something that must be here is missing."),
    "time_without_zone": lazy_gettext("A time has no time zone. It is read as UTC."),
    "time_rewritten": lazy_gettext("A time is written anew in the form of CASE 1.1."),
    "day_rewritten": lazy_gettext("A day is written anew in the form of CASE 1.1."),
    "empty_left_out": lazy_gettext("An empty value is left out."),
    "unknown_left_out": lazy_gettext("A value that the standard does not know is left out."),
    "moved_to_extensions": lazy_gettext(
        "A value that the standard does not know is kept, among the extensions."
    ),
    "word_not_on_list": lazy_gettext(
        "“%(word)s” is not on the list of the standard. It is kept as a word of its own."
    ),
    "identifier_lower_case": lazy_gettext("An identifier is written in small letters."),
    "made_a_list": lazy_gettext("A single text is made a list of one."),
    "number_read": lazy_gettext("A number was written as text."),
    "link_unknown": lazy_gettext("A definition that is linked is not in the file."),
    "version_left_out": lazy_gettext("The version of the standard is written anew."),
}


def finding_sentence(finding: Mapping[str, Any]) -> str:
    """Give what to do about one problem, or how one thing was read."""
    said = _WORDS.get(finding["code"])
    if said is None:
        return sentence(finding["code"], finding["facts"])
    facts: dict[str, Any] = {"first": "", "word": "", **finding["facts"]}
    return str(said) % facts


def finding_place(finding: Mapping[str, Any]) -> str:
    """Give where it stands: the list or column, and which row of it."""
    parts = [part for part in finding["pointer"].split("/") if part]
    if not parts:
        return str(_("the whole file"))
    if parts[0] == "rows":
        return str(_("Row %(row)s, %(column)s", row=finding["row"], column=" ".join(parts[2:])))
    names = [part for part in parts if not part.isdigit()]
    where = names[0] if len(names) == 1 else f"{names[0]}, {names[-1]}"
    return str(_("%(where)s, number %(row)s", where=where, row=finding["row"])) if finding["row"] else where


def association_word(kind: str, *, is_origin: bool) -> str:
    """Give how one thing is related to another, as a heading of a list."""
    words = _RELATIONS.get(kind)
    if words is None:
        return kind.removeprefix("ext:").replace("_", " ")
    return str(words[0] if is_origin else words[1])


def count_words() -> list[tuple[str, str]]:
    """Give (list of the standard, what people call it)."""
    return [
        ("CFItems", _("Items")),
        ("CFAssociations", _("Connections")),
        ("CFRubrics", _("Rubrics")),
        ("CFConcepts", _("Concepts")),
        ("CFSubjects", _("Subjects")),
        ("CFLicenses", _("Licences")),
        ("CFItemTypes", _("Kinds of items")),
        ("CFAssociationGroupings", _("Groups of connections")),
    ]
