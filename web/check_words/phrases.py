"""Phrases that several codes share."""

from typing import Any

from flask_babel import lazy_gettext as _l

Told = tuple[Any, Any]
Groups = tuple[tuple[str, Told], ...]  # codes with a space between, and their sentences

NOTHING = ""
ASK = _l("Ask the person who sent it for the original file.")
ASK_ISSUER = _l("Ask whoever issued the badge to mend it.")
ASK_IF_STANDS = _l("Try again later, and ask the issuer whether the badge still stands.")
LATER = _l("Try again later.")
LATER_OR_MOVED = _l("Try again later. If it stays so, ask the issuer whether their site has moved.")
DO_NOT_COUNT = _l("Do not count it.")
AMBIGUOUS = _l("It could be read in two ways, so that two people would see two different badges.")
TOO_MUCH = _l("It is so large or tangled that we stopped reading.")
CHANGED = _l("It was changed after it was signed, or the signature was made for something else.")
