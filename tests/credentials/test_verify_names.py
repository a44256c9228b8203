import pytest

from credentials.verify.names import hidden_characters, imitated, mixed_scripts, skeleton

HONEST = [
    "Wikimedia Sverige", "Wikimédia France", "Викимедиа Россия", "Вікімедіа Україна", "ويكيميديا المغرب",
    "ويكي‌مديا", "می‌شود", "विकिमीडिया भारत", "ウィキメディア日本 Wiki", "위키미디어 한국",
    "維基媒體 Taiwan",
    "ויקימדיה ישראל", "Βικιμέντια Ελλάδα", "วิกิมีเดีย", "Վիքիմեդիա Հայաստան",
    "Łódź–Kraków 2026", "Wikimedia Україна",
    "Ñandú & Søren’s µ-lab", "Café\u0301", "👩‍🚀 Space ❤️", "क्‍ष", "T-Ω meetup",
]  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_honest_names_in_any_script_are_left_alone(name):
    assert hidden_characters(name) == ()
    assert mixed_scripts(name) == ()


@pytest.mark.parametrize(
    ("name", "scripts"),
    [
        ("Wikim\u0435dia", ("CYRILLIC", "LATIN")),
        ("W\u0456kimedia Sverige", ("CYRILLIC", "LATIN")),
        ("Wikimedi\u03b1", ("GREEK", "LATIN")),
        ("Ви\u03bfки", ("CYRILLIC", "GREEK")),
        ("Wiki\u0627media", ("ARABIC", "LATIN")),
    ],
)
def test_two_scripts_in_one_word_are_told(name, scripts):
    assert mixed_scripts(name) == scripts


@pytest.mark.parametrize(
    "character",
    ["\u200b", "\u200e", "\u202e", "\u2066", "\u2069", "\u00ad", "\ufeff", "\u200d", "\u3164", "\u2800",
     "\U000e0041", "\x07", "\u034f", "\ufe0f", "\u2028", "\ue000"],
)  # fmt: skip
def test_what_cannot_be_seen_is_told(character):
    assert hidden_characters(f"Wiki{character}media") == (f"U+{ord(character):04X}",)


@pytest.mark.parametrize(
    "name",
    ["Wikimedia Sverige", "WIKIMEDIA SVERIGE", "Wikirnedia Sverige", "W1k1media Sverige", "Wlkimedia-Sverige",
     "Wіkіmеdіа Ѕvеrіgе",
     "Ｗｉｋｉｍｅｄｉａ Sverige", "𝐖𝐢𝐤𝐢𝐦𝐞𝐝𝐢𝐚 Sverige", "VVikimedia Sverige", "Wikimédia Sverige"],
)  # fmt: skip
def test_look_alikes_share_a_skeleton(name):
    assert imitated(name, ["Somebody", "Wikimedia Sverige"]) == "Wikimedia Sverige"


def test_other_names_are_no_imitation():
    assert imitated("Wikimedia Suomi", ["Wikimedia Sverige"]) is None
    assert imitated("", [""]) is None
    assert skeleton("ويكيميديا") != skeleton("Wikimedia")
