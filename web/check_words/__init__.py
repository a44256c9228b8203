"""The codes of a verification and what they mean to a person: (what happened, what to do about it).

One table in parts, by what is spoken of. Several codes often mean the same to a person; the code itself
stands under the technical details.
"""

from collections.abc import Mapping

from web.check_words import of_files, of_form, of_older, of_signing, of_standing, of_then
from web.check_words.phrases import Told

_PARTS = (of_form, of_signing, of_standing, of_older, of_files, of_then)

TOLD: Mapping[str, Told] = {
    code: told for part in _PARTS for codes, told in part.GROUPS for code in codes.split()
}
