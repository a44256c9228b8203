"""Words of the forms of definitions: labels of codes, and sentences for what does not fit."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext

from badges import rules
from competencies.wording import EVIDENCE_KINDS, LEVELS
from foundation.errors import InvalidError, Problem
from web import forms
from web.language import LANGUAGES

_WORDS = {
    "milestone": lazy_gettext("Milestone: a first step or a stage on a path"),
    "skill": lazy_gettext("Skill: somebody can do something"),
    "recognition": lazy_gettext("Recognition: thanks from peers"),
    "Achievement": lazy_gettext("Achievement"),
    "Award": lazy_gettext("Award"),
    "Badge": lazy_gettext("Badge"),
    "Certificate": lazy_gettext("Certificate"),
    "CertificateOfCompletion": lazy_gettext("Certificate of completion"),
    "CommunityService": lazy_gettext("Community service"),
    "Competency": lazy_gettext("Competency"),
    "Course": lazy_gettext("Course"),
    "Fieldwork": lazy_gettext("Fieldwork"),
    "LearningProgram": lazy_gettext("Learning programme"),
    "Membership": lazy_gettext("Membership"),
    "MicroCredential": lazy_gettext("Micro-credential"),
    "claim_with_check": lazy_gettext("The person claims it, one assessor checks"),
    "endorsed": lazy_gettext("Others who know the work endorse it"),
    "panel": lazy_gettext("A panel of assessors decides"),
    "peer_given": lazy_gettext("Peers give it to each other"),
    "prior_learning": lazy_gettext("Earlier learning is recognised"),
    "training": lazy_gettext("Training"),
    "mentoring": lazy_gettext("Mentoring"),
    "consulting": lazy_gettext("Consulting"),
    "online_learning": lazy_gettext("Online learning"),
    "peer_support": lazy_gettext("Peer support"),
    "event": lazy_gettext("Events"),
    "wiki_revision": lazy_gettext("An edit on a wiki"),
    "wiki_page": lazy_gettext("A page on a wiki"),
    "wiki_discussion": lazy_gettext("A discussion on a wiki"),
    "event_record": lazy_gettext("A record of an event"),
    "publication": lazy_gettext("A publication"),
    "document": lazy_gettext("A document"),
    "report": lazy_gettext("A report"),
    "reflection": lazy_gettext("A reflection in own words"),
    "mentoring_log": lazy_gettext("Notes on mentoring"),
    "simulation": lazy_gettext("A simulation or exercise"),
    "assessor_observation": lazy_gettext("What an assessor saw"),
    "endorsement": lazy_gettext("An endorsement"),
    "external_credential": lazy_gettext("A badge or certificate from elsewhere"),
    "leaf": lazy_gettext("Leaf"),
    "star": lazy_gettext("Star"),
    "lantern": lazy_gettext("Lantern"),
    "compass": lazy_gettext("Compass"),
    "handshake": lazy_gettext("Handshake"),
    "scale": lazy_gettext("Scales"),
    "chat": lazy_gettext("Speech bubbles"),
    "book": lazy_gettext("Book"),
    "megaphone": lazy_gettext("Megaphone"),
    "heart": lazy_gettext("Heart"),
    "blue": lazy_gettext("Blue"),
    "green": lazy_gettext("Green"),
    "red": lazy_gettext("Red"),
    "yellow": lazy_gettext("Yellow"),
    "purple": lazy_gettext("Purple"),
    "grey": lazy_gettext("Grey"),
}

_SENTENCES = {
    "text_missing": lazy_gettext("Please write this in at least one language."),
    "text_empty": lazy_gettext("Please fill this in."),
    "text_too_long": lazy_gettext("This is too long. At most %(longest)s characters fit."),
    "no_language_complete": lazy_gettext(
        "No language has all the texts. Please finish them in one language."
    ),
    "reviewed_without_text": lazy_gettext("A language can only be ticked when all its texts are written."),
    "competency_not_reviewed": lazy_gettext(
        "A competency of this badge has not been reviewed in this language. Review the competency first."
    ),
    "competency_unknown": lazy_gettext("Please choose a competency from the list."),
    "duplicate": lazy_gettext("This is in the list twice. Please remove one."),
    "level_unknown": lazy_gettext("Please choose a level from 1 to 4."),
    "out_of_range": lazy_gettext("Please write a whole number from %(from)s to %(to)s."),
    "too_many": lazy_gettext("There are too many of these. At most %(most)s fit."),
    "too_few": lazy_gettext("Please choose at least %(least)s."),
    "tag_invalid": lazy_gettext("A tag has at most %(longest)s characters."),
    "address_not_https": lazy_gettext("Please write a full address that starts with https://."),
    "verified_without_address": lazy_gettext("There is no address that could have been looked at."),
    "domain_unknown": lazy_gettext("Please choose an area from the list."),
    "kind_unknown": lazy_gettext("Please choose what kind of badge this is."),
    "achievement_type_unknown": lazy_gettext("Please choose a type from the list."),
    "method_unknown": lazy_gettext("Please choose from the list."),
    "template_unknown": lazy_gettext("Please choose a picture, or upload your own."),
    "colour_unknown": lazy_gettext("Please choose a colour."),
    "picture_too_large": lazy_gettext("The picture is too big. Please upload a smaller one."),
    "picture_is_svg": lazy_gettext("This is a drawing file (SVG). Please upload a PNG or JPEG picture."),
    "picture_unreadable": lazy_gettext("This picture cannot be read. Please upload a PNG or JPEG picture."),
    "picture_unknown": lazy_gettext("This picture is not there any more. Please upload it again."),
    "follows_competency": lazy_gettext("This badge follows its competency. Please edit the competency."),
}


def word(code: str) -> str:
    """Give the label of a code for people; the code itself, made readable, where we have no word for it."""
    found = _WORDS.get(code)
    return str(found) if found is not None else code.replace("_", " ").capitalize()


def options(codes: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Give (code, label, "") for choices of which all are seen."""
    return [(code, word(code), "") for code in codes]


def choices() -> Mapping[str, object]:
    """Give every list that the three forms choose from."""
    return {
        "kinds": options(rules.KINDS),
        "types": [(code, word(code)) for code in rules.ACHIEVEMENT_TYPES],
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
