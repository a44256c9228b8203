"""Every sentence is there in every language, with the same blanks."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[2] / "web/translations"
BLANKS = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}|<[^>]+>")


@pytest.mark.parametrize("language", ["sv", "es", "ar"])
def test_no_sentence_is_missing_and_blanks_agree(language):
    with (FOLDER / language / "LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert len(catalogue) > 500
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), message.id
        assert not message.fuzzy, message.id
        for form in forms:
            assert set(BLANKS.findall(form)) <= {blank for one in ids for blank in BLANKS.findall(one)}, (
                message.id
            )


@pytest.mark.parametrize("language", ["sv", "es", "ar"])
def test_every_sentence_in_the_code_is_in_the_catalogue(language):
    from babel.messages.extract import extract_from_dir

    root = FOLDER.parent
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {
        "_": None,
        "_l": None,
        "gettext": None,
        "lazy_gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
    }
    found = extract_from_dir(str(root), methods, keywords=keywords)
    wanted = {text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found}
    with (FOLDER / language / "LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue}
    assert sorted(str(text) for text in wanted - known) == []
