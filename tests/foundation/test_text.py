"""Text that people type is kept without what only deceives."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from foundation.text import clean, clean_line, clean_user_name


def test_bidi_overrides_and_zero_width_spaces_go():
    assert clean_line("Wiki\u202emedia\u200b Sverige\u2066") == "Wikimedia Sverige"


def test_arabic_and_emoji_joiners_stay():
    assert clean_line("می‌خواهم") == "می‌خواهم"


def test_underscores_in_user_names_are_spaces():
    assert clean_user_name(" Demo_Quetzal ") == "Demo Quetzal"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))
