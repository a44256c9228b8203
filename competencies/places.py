"""Broad regions and languages that a person may name. Pure.

Regions are so broad that none says where somebody lives. A service can protect some: they are then counted
together, in one bucket.
"""

from collections.abc import Set as AbstractSet

REGIONS = (
    "sub-saharan-africa",
    "middle-east-north-africa",
    "central-asia-caucasus",
    "south-asia",
    "east-southeast-asia-pacific",
    "northern-western-europe",
    "central-eastern-europe",
    "latin-america-caribbean",
    "north-america",
)
SEVERAL = "several"  # the bucket of protected regions

# The largest languages, those of the service, and what volunteers of small wikis asked for first.
LANGUAGES = (
    *("ar", "bn", "ca", "cs", "da", "de", "el", "en", "es", "eu", "fa", "fi", "fr", "ha", "he", "hi", "hu"),
    *("id", "ig", "it", "ja", "ko", "ms", "nl", "no", "pa", "pl", "pt", "ro", "ru", "se", "sr", "sv", "sw"),
    *("ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "yo", "zh", "zu"),
)


def unknown(protected: AbstractSet[str]) -> list[str]:
    """Give the names that are no region: a protected one that is misspelled would protect nobody."""
    return sorted(protected - set(REGIONS))


def bucket(region: str | None, protected: AbstractSet[str]) -> str | None:
    """Give the bucket in which a region is counted; None for somebody who named none."""
    return SEVERAL if region in protected else region
