"""Words of needs and assets: regions, languages, what is counted, how well something would last."""

from babel import Locale
from flask_babel import gettext as _

from competencies.places import LANGUAGES, REGIONS, SEVERAL
from web.language import language

Choices = list[tuple[str, str]]


def regions() -> Choices:
    """Give (id, name) of the broad regions."""
    return [(one, region(one)) for one in REGIONS]


def region(name: str) -> str:
    """Give the name of a broad region, or of the bucket of protected ones."""
    found = {
        "sub-saharan-africa": _("Sub-Saharan Africa"),
        "middle-east-north-africa": _("Middle East and North Africa"),
        "central-asia-caucasus": _("Central Asia and the Caucasus"),
        "south-asia": _("South Asia"),
        "east-southeast-asia-pacific": _("East and Southeast Asia, the Pacific"),
        "northern-western-europe": _("Northern and Western Europe"),
        "central-eastern-europe": _("Central and Eastern Europe"),
        "latin-america-caribbean": _("Latin America and the Caribbean"),
        "north-america": _("North America"),
        SEVERAL: _("Several regions together"),
    }
    return str(found.get(name, name))


def languages() -> Choices:
    """Give (code, name) of the languages that one can name, by name."""
    return sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda one: one[1].casefold())


def language_name(code: str) -> str:
    """Give the name of a language in the reader's own."""
    return str(Locale.parse(language()).languages.get(code) or code)


def robustness() -> Choices:
    """Give (1 to 3, words) for how well something would last."""
    return [
        ("1", _("It rests on one person")),
        ("2", _("A few people can do it")),
        ("3", _("It would last if people left")),
    ]


def measures() -> dict[str, str]:
    """Give measure -> what its number counts."""
    return {
        "offered": _("Offer to share it"),
        "known": _("Know it and do not offer it"),
        "wanted": _("Want to learn it"),
    }


def equity_measures() -> dict[str, str]:
    """Give measure of the equity view -> what its number counts."""
    return {
        "awarded": _("People with a new badge"),
        "endorsed": _("People who were endorsed"),
        "mentors": _("People who endorsed others"),
    }


def loads() -> Choices:
    """Give (case, words) of people who are asked to endorse others."""
    return [
        ("with_room", _("People asked who have fewer than five requests waiting")),
        ("full", _("People asked who have five or more waiting")),
    ]


def cohorts() -> Choices:
    """Give (case, words) of people compared ninety days later."""
    return [
        ("awarded_little", _("Awarded, seldom here before")),
        ("others_little", _("Not awarded, seldom here before")),
        ("awarded_much", _("Awarded, often here before")),
        ("others_much", _("Not awarded, often here before")),
    ]


def outcomes() -> Choices:
    """Give (outcome, words) of claims."""
    return [
        ("awarded", _("People whose claim was awarded, at least in part")),
        ("returned", _("People whose claim was returned for more")),
        ("declined", _("People whose claim was declined")),
    ]
