"""Words of the forms of definitions: labels of codes, and sentences for what does not fit."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _  # the name that is looked for when sentences are collected

from badges import rules
from competencies.wording import EVIDENCE_KINDS, LEVELS
from foundation.errors import InvalidError, Problem
from web import forms
from web.language import LANGUAGES

_WORDS = {
    "milestone": _("Milestone: a first step or a stage on a path"),
    "skill": _("Skill: somebody can do something"),
    "recognition": _("Recognition: thanks from peers"),
    "Achievement": _("Achievement"),
    "Award": _("Award"),
    "Badge": _("Badge"),
    "Certificate": _("Certificate"),
    "CertificateOfCompletion": _("Certificate of completion"),
    "CommunityService": _("Community service"),
    "Competency": _("Competency"),
    "Course": _("Course"),
    "Fieldwork": _("Fieldwork"),
    "LearningProgram": _("Learning programme"),
    "Membership": _("Membership"),
    "MicroCredential": _("Micro-credential"),
    "claim_with_check": _("The person claims it, one assessor checks"),
    "endorsed": _("Others who know the work endorse it"),
    "panel": _("A panel of assessors decides"),
    "peer_given": _("Peers give it to each other"),
    "prior_learning": _("Earlier learning is recognised"),
    "training": _("Training"),
    "mentoring": _("Mentoring"),
    "consulting": _("Consulting"),
    "online_learning": _("Online learning"),
    "peer_support": _("Peer support"),
    "event": _("Events"),
    "wiki_revision": _("An edit on a wiki"),
    "wiki_page": _("A page on a wiki"),
    "wiki_discussion": _("A discussion on a wiki"),
    "event_record": _("A record of an event"),
    "publication": _("A publication"),
    "document": _("A document"),
    "report": _("A report"),
    "reflection": _("A reflection in own words"),
    "mentoring_log": _("Notes on mentoring"),
    "simulation": _("A simulation or exercise"),
    "assessor_observation": _("What an assessor saw"),
    "endorsement": _("An endorsement"),
    "external_credential": _("A badge or certificate from elsewhere"),
    "leaf": _("Leaf"),
    "star": _("Star"),
    "lantern": _("Lantern"),
    "compass": _("Compass"),
    "handshake": _("Handshake"),
    "scale": _("Scales"),
    "chat": _("Speech bubbles"),
    "book": _("Book"),
    "megaphone": _("Megaphone"),
    "heart": _("Heart"),
    "blue": _("Blue"),
    "green": _("Green"),
    "red": _("Red"),
    "yellow": _("Yellow"),
    "purple": _("Purple"),
    "grey": _("Grey"),
}

_SENTENCES = {
    "text_missing": _("Please write this in at least one language."),
    "text_empty": _("Please fill this in."),
    "text_too_long": _("This is too long. At most %(longest)s characters fit."),
    "no_language_complete": _("No language has all the texts. Please finish them in one language."),
    "reviewed_without_text": _("A language can only be ticked when all its texts are written."),
    "competency_not_reviewed": _(
        "A competency of this badge has not been reviewed in this language. Review the competency first."
    ),
    "competency_unknown": _("Please choose a competency from the list."),
    "duplicate": _("This is in the list twice. Please remove one."),
    "level_unknown": _("Please choose a level from 1 to 4."),
    "out_of_range": _("Please write a whole number from %(from)s to %(to)s."),
    "too_many": _("There are too many of these. At most %(most)s fit."),
    "too_few": _("Please choose at least %(least)s."),
    "tag_invalid": _("A tag has at most %(longest)s characters."),
    "address_not_https": _("Please write a full address that starts with https://."),
    "verified_without_address": _("There is no address that could have been looked at."),
    "domain_unknown": _("Please choose an area from the list."),
    "kind_unknown": _("Please choose what kind of badge this is."),
    "achievement_type_unknown": _("Please choose a type from the list."),
    "recognition_type": _("For thanks, please choose Award or Community service."),
    "recognition_proves": _(
        "Thanks prove no level. Please take the competencies away, or choose another kind."
    ),
    "recognition_ends": _("Thanks do not end. Please leave this empty."),
    "recognition_counts": _("Thanks count towards no role. Please take this away, or choose another kind."),
    "method_unknown": _("Please choose from the list."),
    "template_unknown": _("Please choose a picture, or upload your own."),
    "colour_unknown": _("Please choose a colour."),
    "picture_too_large": _("The picture is too big. Please upload a smaller one."),
    "picture_is_svg": _("This is a drawing file (SVG). Please upload a PNG or JPEG picture."),
    "picture_unreadable": _("This picture cannot be read. Please upload a PNG or JPEG picture."),
    "picture_unknown": _("This picture is not there any more. Please upload it again."),
    "follows_competency": _("This badge follows its competency. Please edit the competency."),
}


def word(code: str) -> str:
    """Give the label of a code for people; the code itself, made readable, where we have no word for it."""
    found = _WORDS.get(code)
    return str(found) if found is not None else code.replace("_", " ").capitalize()


def type_word(achievement_type: str) -> str:
    """Give the label of an AchievementType of the standard; what somebody else invented stays as it is."""
    return word(achievement_type) if achievement_type in rules.COMMON_TYPES else achievement_type


def options(codes: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Give (code, label, "") for choices of which all are seen."""
    return [(code, word(code), "") for code in codes]


def choices() -> Mapping[str, object]:
    """Give every list that the three forms choose from."""
    return {
        "kinds": options(rules.KINDS),
        "types": [(code, word(code)) for code in rules.COMMON_TYPES],
        "assessment_methods": [(code, word(code)) for code in rules.ASSESSMENT_METHODS],
        "ways": options(rules.METHODS),
        "evidence_kinds": options(EVIDENCE_KINDS),
        "level_options": [("", gettext("Choose a level")), *[(str(one), str(one)) for one in LEVELS]],
        "reviewed_options": [(code, own_name, "") for code, own_name in LANGUAGES],
    }


def sentence(problem: Problem) -> str:
    """Give what does not fit and how to mend it."""
    found = _SENTENCES.get(problem.code)
    if found is None:
        return forms.sentence(problem.code, problem.facts)
    return str(found) % dict(problem.facts or {})


def errors_by_field(error: InvalidError, texts: tuple[str, ...], spoken: str) -> dict[str, str]:
    """Give field -> sentence. `texts` are written per language; `spoken` is the language that is open."""
    found: dict[str, str] = {}
    for problem in error.problems:
        name, said = field_of(problem.pointer, texts, spoken), sentence(problem)
        if said not in found.get(name, ""):
            found[name] = f"{found[name]} {said}" if name in found else said
    return found


_WHOLE = ("reviewed", "tags", "methods", "typical_evidence", "evidence_rule.kinds")
_ELSEWHERE = {"image.template": "template", "image.colour": "colour", "image.picture": "upload", "": "form"}


def field_of(pointer: str, texts: tuple[str, ...], spoken: str) -> str:
    """Give the name of the field that a pointer means."""
    name = pointer.strip("/").replace("/", ".").replace("image.alt", "image_alt")
    for whole in _WHOLE:
        if name.startswith(whole):
            return whole
    if name in texts:
        return f"{name}.{spoken}"
    return _ELSEWHERE.get(name, name)
