"""Reading CASE packages: what fits is kept value by value, what does not is told by row."""

from copy import deepcopy

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.case.reading import MOST_BYTES, read_package, weight
from competencies.case.tree import check
from tests.competencies.case_samples import child, document, item, link, package, uuid, written

# As JSON spells them; DEL is the one that it does not escape.
SIGNS_OF_CONTROLS = ("\\u", "\\b", "\\f", "\x7f")


def read(value):
    found = read_package(written(value))
    if found.package is not None:
        check(found.package, found.findings)
    return found


def problems(value):
    return [(one.pointer, one.code, one.row) for one in read(value).findings.problems]


def notes(value):
    return [(one.pointer, one.code) for one in read(value).findings.notes]


def changed(at, **changes):
    made = package()
    place = made
    for step in at:
        place = place[step]
    place.update(changes)
    return made


def test_a_package_of_the_version_of_now_is_kept_value_by_value():
    found = read(package())
    assert found.findings.is_good
    assert found.findings.notes == []
    assert orjson.dumps(found.package) == written(package())


def test_the_tree_follows_the_sequence_numbers():
    found = read_package(written(package()))
    tree = check(found.package, found.findings)
    assert tree.places[uuid("a")].parent is None
    assert [tree.places[uuid(one)].rank for one in ("a2", "a1")] == [0, 1]
    assert tree.child_counts == {None: 1, uuid("a"): 2}


def test_an_earlier_package_without_zones_is_read_as_utc_with_a_note():
    made = changed(("CFItems", 1), lastChangeDateTime="2017-03-04T05:06:07")
    del made["CFDocument"]["caseVersion"]
    found = read(made)
    assert found.version == "1.0"
    assert found.findings.is_good
    assert [one.code for one in found.findings.notes] == ["time_without_zone"]
    assert found.findings.notes[0].row == 2
    assert found.package["CFItems"][1]["lastChangeDateTime"] == "2017-03-04T05:06:07Z"


@pytest.mark.parametrize(
    ("change", "kept", "code"),
    [
        ({"lastChangeDateTime": "2017-03-04 05:06"}, "2017-03-04T05:06:00Z", "time_without_zone"),
        ({"lastChangeDateTime": "2017-03-04T05:06:07+0200"}, "2017-03-04T05:06:07+02:00", "time_rewritten"),
        ({"statusEndDate": "2017-03-04T00:00:00"}, "2017-03-04", "day_rewritten"),
        ({"educationLevel": "09"}, ["09"], "made_a_list"),
        ({"identifier": uuid("a").upper()}, uuid("a"), "identifier_lower_case"),
    ],
)
def test_what_only_earlier_packages_say_is_brought_into_the_form_of_now(change, kept, code):
    found = read(changed(("CFItems", 0), **change))
    assert found.findings.is_good
    assert found.package["CFItems"][0][next(iter(change))] == kept
    assert [one.code for one in found.findings.notes] == [code]


def test_words_that_are_not_on_a_list_become_extensions():
    found = read(changed(("CFAssociations", 3), associationType="is replaced by"))
    assert found.package["CFAssociations"][3]["associationType"] == "ext:is_replaced_by"
    assert [one.code for one in found.findings.notes] == ["word_not_on_list"]


def test_what_the_standard_does_not_know_is_kept_where_it_lets_foreign_things_stand():
    found = read(
        changed(("CFItems", 0), colour="red", empty=None, CFDocumentURI=link("CFDocuments", "document"))
    )
    kept = found.package["CFItems"][0]
    assert kept["extensions"] == {"colour": "red"}
    assert "CFDocumentURI" not in kept
    assert "colour" not in kept
    left = read(changed(("CFAssociations", 0, "originNodeURI"), colour="red"))
    assert [one.code for one in left.findings.notes] == ["unknown_left_out"]


def test_a_circle_is_told_of_each_item_in_it_and_of_no_other():
    made = package(
        CFItems=[item(name) for name in "abcd"],
        CFAssociations=[child("a", "b"), child("b", "c"), child("c", "a"), child("d", "a")],
    )
    assert problems(made) == [
        (f"/CFItems/{row - 1}", "circle", row)
        for name, row in sorted((("a", 1), ("b", 2), ("c", 3)), key=lambda one: uuid(one[0]))
    ]
    itself = package(CFItems=[item("a")], CFAssociations=[child("a", "a")], CFRubrics=[])
    assert problems(itself) == [("/CFItems/0", "circle", 1)]


def test_missing_parents_and_children_are_told_by_row():
    made = package(CFAssociations=[child("a"), child("a1", "nowhere"), child("ghost", "a")])
    assert problems(made) == [
        ("/CFAssociations/1/destinationNodeURI", "parent_missing", 2),
        ("/CFAssociations/2/originNodeURI", "child_missing", 3),
    ]


def test_doubled_identifiers_are_told_with_the_first_place():
    made = package(CFItems=[item("a"), item("a1"), item("a2"), item("a1")])
    found = read(made).findings.problems
    assert [(one.pointer, one.code, one.row, one.facts) for one in found] == [
        ("/CFItems/3/identifier", "identifier_doubled", 4, {"first": 2})
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"fullStatement": "\u202egnippohs\u202c"}, "bidi_characters"),
        ({"fullStatement": "isolated \u2066text\u2069"}, "bidi_characters"),
        ({"fullStatement": "bell \x07"}, "control_characters"),
        ({"extensions": {"deep": [{"\u202e": 1}]}}, "bidi_characters"),
        ({"fullStatement": 7}, "string_expected"),
        ({"fullStatement": "x" * 20_001}, "text_too_long"),
        ({"identifier": "7"}, "identifier_invalid"),
        ({"identifier": "018f3c5a-7b2e-7000-8000-000000000000"}, "identifier_invalid"),
        ({"identifier": ["a"]}, "identifier_invalid"),
        ({"uri": "not an address"}, "address_unreadable"),
        ({"lastChangeDateTime": "yesterday"}, "time_expected"),
        ({"lastChangeDateTime": "2024-02-30T00:00:00Z"}, "time_expected"),
        ({"statusStartDate": "2024-13-01"}, "date_expected"),
        ({"subject": {"en": "x"}}, "list_expected"),
        ({"subject": [1]}, "string_expected"),
        ({"CFItemTypeURI": "x"}, "object_expected"),
        ({"extensions": []}, "object_expected"),
    ],
)
def test_what_nobody_can_rely_on_is_a_problem_of_its_row(change, code):
    found = read(changed(("CFItems", 2), **change)).findings.problems
    assert code in [one.code for one in found]
    assert {one.row for one in found if one.code == code} == {3}


def test_marks_that_only_help_to_read_arabic_stay():
    assert problems(changed(("CFItems", 0), fullStatement="نص \u200f(abc)\u200e")) == []


def test_what_must_be_there_and_is_not_is_told():
    made = package()
    del made["CFItems"][0]["fullStatement"], made["CFDocument"]["creator"]
    assert problems(made) == [
        ("/CFDocument/creator", "missing_field", 0),
        ("/CFItems/0/fullStatement", "missing_field", 1),
    ]


def test_links_to_definitions_that_are_not_there_are_noted():
    made = changed(("CFItems", 0), licenseURI=link("CFLicenses", "another"))
    assert notes(made) == [("/CFItems/0/licenseURI", "link_unknown")]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"CFDocument": NaN}', "not_json"),
        (b'"\\ud800"', "not_json"),
        (b"[" * 2_000 + b"]" * 2_000, "not_json"),
        (b"[]", "not_a_package"),
        (b'{"CFDocument": []}', "not_a_package"),
        (b" " * (MOST_BYTES + 1), "file_too_big"),
        (b"[" + b"{}," * 5_000_000 + b"{}]", "too_many_values"),
    ],
)
def test_what_is_no_package_is_told_before_it_fills_the_memory(given, code):
    found = read_package(given)
    assert found.package is None
    assert [one.code for one in found.findings.problems] == [code]


def test_an_ordinary_item_weighs_little():
    twenty_thousand = 20_000 * weight(written([item("a"), child("a")]))
    assert twenty_thousand < 120 * 1024 * 1024


def test_only_so_many_problems_are_kept_and_all_are_counted():
    made = package(CFItems=[item("a", uri="no") for _ in range(300)], CFAssociations=[])
    findings = read(made).findings
    assert len(findings.problems) == 200
    assert findings.problem_count == 300 + 299


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_whatever_stands_anywhere_reading_never_fails(data):
    made = deepcopy(package())
    place = made
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if data.draw(st.booleans()) or not isinstance(place[key], dict | list) or not place[key]:
            place[key] = data.draw(json_values)
            break
        place = place[key]
    read(made)


@given(st.dictionaries(st.text("abc", max_size=3), json_values))
def test_whatever_extensions_hold_is_kept_value_by_value(held):
    printable = orjson.dumps(held).decode()
    made = package(extensions=held)
    found = read(made)
    if printable.isascii() and not any(sign in printable for sign in SIGNS_OF_CONTROLS):
        assert found.package["extensions"] == held
        assert found.findings.is_good


def test_a_document_alone_is_a_package():
    assert problems({"CFDocument": document()}) == []
