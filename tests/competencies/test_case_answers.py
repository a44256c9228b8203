"""Asking for a part of the list of documents: paging, sorting, filtering and choosing fields."""

import pytest

from competencies.case.answers import AskedWrongError, asked_for, links, part_of

DOCUMENTS = [
    {
        "identifier": "1",
        "title": "Beta",
        "uri": "u",
        "language": "en",
        "subject": ["Art", "Craft"],
        "version": "2",
    },
    {"identifier": "2", "title": "alpha", "uri": "u", "language": "sv"},
    {"identifier": "3", "title": "Gamma's", "uri": "u", "language": "en", "version": "1"},
]


def asked(**arguments):
    part, total = part_of(DOCUMENTS, asked_for(arguments))
    return [one["identifier"] for one in part], total


def test_a_part_is_so_many_from_there():
    assert asked() == (["1", "2", "3"], 3)
    assert asked(limit="2") == (["1", "2"], 3)
    assert asked(limit="2", offset="2") == (["3"], 3)
    assert asked(offset="9") == ([], 3)


def test_sorting_ignores_case_and_puts_last_what_has_no_value():
    assert asked(sort="title") == (["2", "1", "3"], 3)
    assert asked(sort="title", orderBy="desc") == (["3", "1", "2"], 3)
    assert asked(sort="version", orderBy="desc") == (["1", "3", "2"], 3)


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ("language='en'", ["1", "3"]),
        ("language!='en'", ["2"]),
        ("title~'a'", ["1", "2", "3"]),
        ("title='GAMMA\\'S'", ["3"]),
        ("subject='craft'", ["1"]),
        ("version>='2'", ["1"]),
        ("language='sv' OR version='1' AND language='en'", ["2", "3"]),
        ("version!='2'", ["2", "3"]),
    ],
)
def test_filters_are_read_as_the_standard_writes_them(filter_, found):
    assert asked(filter=filter_)[0] == found


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"limit": "0"}, "invalid_selection_field"),
        ({"limit": "many"}, "invalid_selection_field"),
        ({"limit": "٣"}, "invalid_selection_field"),
        ({"offset": "-1"}, "invalid_selection_field"),
        ({"offset": "9" * 40}, "invalid_selection_field"),
        ({"fields": "title,colour"}, "invalid_selection_field"),
        ({"filter": "colour='red'"}, "invalid_selection_field"),
        ({"filter": "title"}, "invalid_selection_field"),
        ({"filter": "title='a' title='b'"}, "invalid_selection_field"),
        ({"filter": "title='a' AND"}, "invalid_selection_field"),
        ({"sort": "colour"}, "invalid_sort_field"),
        ({"sort": "title", "orderBy": "up"}, "invalid_sort_field"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_code_of_the_standard(arguments, code):
    with pytest.raises(AskedWrongError) as error:
        asked_for(arguments)
    assert error.value.code == code


def test_chosen_fields_come_with_those_that_nothing_may_be_without():
    part, _ = part_of(DOCUMENTS, asked_for({"fields": "language"}))
    assert part[0] == {"identifier": "1", "title": "Beta", "uri": "u", "language": "en"}


def test_the_link_header_leads_to_the_neighbouring_parts():
    arguments = {"limit": "1", "offset": "1", "filter": "language='en' OR language='sv'"}
    made = links("https://here.example/CFDocuments", arguments, asked_for(arguments), 3)
    kinds = [one.partition('rel="')[2].rstrip('"') for one in made.split(", ")]
    assert kinds == ["first", "prev", "next", "last"]
    assert "offset=2" in made
    assert "filter=language%3D%27en%27" in made
