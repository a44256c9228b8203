"""A badge is published once, never changed, and only when it could be signed."""

import io

import pytest
from PIL import Image

from badges import edition, pictures
from badges.queries import achievements as queries
from badges.services.defining import add_picture, define_achievement, revise_achievement
from badges.services.levels import define_competency_with_levels, revise_competency_with_levels
from credentials import build
from foundation.errors import InvalidError, NotFoundError
from tests.badges import definitions

UNVERIFIED = {
    "name": "Other",
    "url": "https://example.org/1",
    "framework": None,
    "code": None,
    "verified": False,
}


def _pointers(error) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in error.value.problems]


def test_a_revision_is_number_two_and_the_first_text_stays(app):
    steward, group_id = definitions.group()
    define_achievement(steward, group_id=group_id, kind="milestone", slug="wheel", **definitions.badge())
    revise_achievement(steward, "wheel", **definitions.badge(name={"en": "Better wheel"}))
    versions = queries.achievement("wheel").versions
    assert [(one.number, one.name["en"]) for one in versions] == [(1, "Wheel"), (2, "Better wheel")]


def test_the_same_words_make_no_new_version(app):
    steward, group_id = definitions.group()
    define_achievement(steward, group_id=group_id, kind="milestone", slug="wheel", **definitions.badge())
    revise_achievement(steward, "wheel", **definitions.badge())
    assert len(queries.achievement("wheel").versions) == 1


def test_a_steward_of_another_group_is_told_that_it_does_not_exist(app):
    steward, group_id = definitions.group()
    define_achievement(steward, group_id=group_id, kind="milestone", slug="wheel", **definitions.badge())
    stranger, _ = definitions.group("Others")
    with pytest.raises(NotFoundError):
        revise_achievement(stranger, "wheel", **definitions.badge())
    with pytest.raises(NotFoundError):
        define_achievement(stranger, group_id=group_id, kind="milestone", **definitions.badge())


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"name": {}}, "/name", "text_missing"),
        ({"name": {"de": "Rad"}}, "/name/de", "language_unknown"),
        ({"name": {"en": "x" * 121}}, "/name/en", "text_too_long"),
        ({"criteria": {"sv": "Tre hjul."}}, "/name", "no_language_complete"),
        ({"reviewed": ["sv"]}, "/reviewed/0", "reviewed_without_text"),
        ({"achievement_type": "Trophy"}, "/achievement_type", "achievement_type_unknown"),
        ({"validity_months": 0}, "/validity_months", "out_of_range"),
        ({"validity_months": 121}, "/validity_months", "out_of_range"),
        ({"proves": [{"competency": "none", "level": 5}]}, "/proves/0/competency", "competency_unknown"),
        ({"proves": [{"competency": "none", "level": 5}]}, "/proves/0/level", "level_unknown"),
        ({"tags": ["a", "a"]}, "/tags/1", "duplicate"),
        (
            {"alignments": [{**UNVERIFIED, "url": "http://example.org"}]},
            "/alignments/0/url",
            "address_not_https",
        ),
        ({"assessment": {"method": "luck"}}, "/assessment/method", "method_unknown"),
        ({"evidence_rule": {"kinds": ["rumour"]}}, "/evidence_rule/kinds/0", "evidence_kind_unknown"),
        (
            {"image": {"template": "skull", "colour": "blue", "alt": {"en": "A"}}},
            "/image/template",
            "template_unknown",
        ),
        (
            {"alignments": [{**UNVERIFIED, "url": "https://example.org/%zz", "verified": True}]},
            "/alignments/0/url",
            "address_not_https",
        ),
        ({"tags": ["\U0001f600", "\uff21"]}, "", "order_not_portable"),
    ],
)
def test_each_broken_rule_is_told_with_its_pointer_and_nothing_is_kept(sqlite_app, changes, pointer, code):
    steward, group_id = definitions.group()
    with pytest.raises(InvalidError) as error:
        define_achievement(steward, group_id=group_id, kind="milestone", **definitions.badge(**changes))
    assert (pointer, code) in _pointers(error)
    assert queries.badges() == []


def test_an_alignment_that_nobody_verified_is_kept_and_never_signed(app):
    steward, group_id = definitions.group()
    verified = {**UNVERIFIED, "url": "https://example.org/2", "verified": True}
    words = definitions.badge(alignments=[UNVERIFIED, verified])
    made = define_achievement(steward, group_id=group_id, kind="milestone", **words)
    assert len(made.versions[-1].alignments) == 2
    edition = queries.edition_of(queries.achievement(made.slug).versions[-1], "en")
    assert [one.target_url for one in edition.alignment] == ["https://example.org/2"]


def test_every_level_of_a_competency_is_an_achievement_and_follows_its_words(app):
    steward, group_id = definitions.group()
    made = define_competency_with_levels(
        steward, group_id=group_id, slug="wheels", **definitions.competency()
    )
    names = [one.versions[-1].name["en"] for one in queries.level_achievements(made.id)]
    assert names[1] == "Trueing wheels – Practising"
    revise_competency_with_levels(steward, "wheels", **definitions.competency(title={"en": "Wheels"}))
    levels = queries.level_achievements(made.id)
    assert [len(one.versions) for one in levels] == [2, 2, 2, 2]
    assert [one.slug for one in levels] == ["wheels-1", "wheels-2", "wheels-3", "wheels-4"]


def test_an_edition_names_the_level_reached_among_the_four_of_the_rubric(app):
    steward, group_id = definitions.group()
    define_competency_with_levels(steward, group_id=group_id, slug="wheels", **definitions.competency())
    proves = [{"competency": "wheels", "level": 3}]
    made = define_achievement(
        steward, group_id=group_id, kind="milestone", **definitions.badge(proves=proves)
    )
    version = queries.achievement(made.slug).versions[-1]
    described = build.achievement(queries.edition_of(version, "en"))["resultDescription"][0]
    result = edition.results(version, queries.proven_by(version))[0]
    ids = [level["id"] for level in described["rubricCriterionLevel"]]
    assert result.result_description == described["id"]
    assert ids[2] == result.achieved_level == described["requiredLevel"]


def test_a_badge_keeps_the_words_of_its_competency_when_those_change(app):
    steward, group_id = definitions.group()
    define_competency_with_levels(steward, group_id=group_id, slug="wheels", **definitions.competency())
    words = definitions.badge(proves=[{"competency": "wheels", "level": 1}])
    define_achievement(steward, group_id=group_id, kind="milestone", slug="wheel", **words)
    revise_competency_with_levels(steward, "wheels", **definitions.competency(title={"en": "Wheels"}))
    first = queries.achievement("wheel").versions[0]
    assert queries.edition_of(first, "en").result_description[0].name == "Trueing wheels"


def test_a_language_is_signable_only_when_every_signed_text_is_reviewed_in_it(app):
    steward, group_id = definitions.group()
    define_competency_with_levels(steward, group_id=group_id, slug="wheels", **definitions.competency())
    swedish = {name: {"en": "A", "sv": "Å"} for name in ("name", "description", "criteria")}
    words = definitions.badge(**swedish, reviewed=["en", "sv"])
    made = define_achievement(steward, group_id=group_id, kind="milestone", slug="wheel", **words)
    assert queries.signable_languages(made.versions[-1]) == ["en", "sv"]
    edition = queries.edition_of(queries.achievement("wheel").versions[-1], "sv")
    assert [one.in_language for one in edition.related] == ["en"]
    with pytest.raises(InvalidError) as error:
        revise_achievement(steward, "wheel", **{**words, "proves": [{"competency": "wheels", "level": 1}]})
    assert ("/reviewed/1", "competency_not_reviewed") in _pointers(error)


def test_an_uploaded_picture_is_drawn_anew_and_carried_as_svg_too(app):
    steward, group_id = definitions.group()
    upload = io.BytesIO()
    Image.new("RGB", (1200, 800), "red").save(upload, "JPEG")
    picture = add_picture(steward, group_id=group_id, upload=upload.getvalue())
    words = definitions.badge(image={"picture": str(picture.id), "alt": {"en": "Red"}})
    made = define_achievement(steward, group_id=group_id, kind="milestone", **words)
    png, svg = queries.image_of(made.versions[-1])
    assert Image.open(io.BytesIO(png)).size == (600, 400)
    assert "data:image/png;base64," in svg


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_is_svg"),
        (b"\x89PNG\r\n\x1a\n", "picture_unreadable"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "picture_unreadable"),
        (b"\0" * (pictures.UPLOAD_BYTES_MAX + 1), "picture_too_large"),
    ],
)
def test_an_upload_that_is_no_small_png_or_jpeg_is_refused(upload, code):
    with pytest.raises(InvalidError) as error:
        pictures.redraw_upload(upload)
    assert _pointers(error) == [("/picture", code)]


def test_a_picture_with_too_many_pixels_is_refused_by_its_header():
    upload = io.BytesIO()
    Image.new("1", (3000, 3000)).save(upload, "PNG")
    with pytest.raises(InvalidError) as error:
        pictures.redraw_upload(upload.getvalue())
    assert _pointers(error) == [("/picture", "picture_too_large")]


@pytest.mark.parametrize("template", pictures.TEMPLATES)
def test_every_emblem_can_be_drawn_and_holds_nothing_active(template):
    svg = pictures.template_svg(template, "green", title="A & b <c>")
    assert Image.open(io.BytesIO(pictures.render_png(svg))).size == (400, 400)
    assert not any(word in svg for word in ("<script", "href", "<text", "url("))
