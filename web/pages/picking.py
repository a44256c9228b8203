"""Picking an item of a framework from elsewhere as an alignment: found by words, put into a row of the form.

The form is sent and comes back as it was, with what was found or with the row filled; nothing is stored.
"""

from uuid import UUID

import orjson

from competencies.alignments import EDITION_MAX, NAME_MAX, may_be_signed
from competencies.queries import references
from competencies.queries.references import ItemView
from foundation.addresses import absolute, case_path

PICK = "pick:"
MOST_FOUND = 15
FRAMEWORK_MAX = 200


def found_items(text: str) -> list[ItemView]:
    """Give the first items in which all these words stand; nothing for no words."""
    return references.search(text, size=MOST_FOUND)[0] if text.strip() else []


def has_references() -> bool:
    """Tell whether there is anything to pick from."""
    return bool(references.frameworks())


def row_for(pressed: str) -> dict[str, str] | None:
    """Give the row of an alignment for the button that was pressed; None when it picks nothing."""
    if not pressed.startswith(PICK):
        return None
    try:
        found = references.item_or_none(UUID(pressed.removeprefix(PICK)))
    except ValueError:
        return None
    return None if found is None else _row(found)


def _row(item: ItemView) -> dict[str, str]:
    return {
        "name": item.title[:NAME_MAX],
        "url": _address(item),
        "framework": item.framework.title[:FRAMEWORK_MAX],
        "edition": item.framework.edition[:EDITION_MAX],
        "code": item.code,
        "type": "CFItem",
        "verified": "",  # whoever picks it opens the address first
    }


def _address(item: ItemView) -> str:
    """Give where its makers have it, else where we serve it; "" when neither can be signed."""
    own = orjson.loads(item.body).get("uri")
    addresses = (own, absolute(case_path("CFItems", item.identifier)))
    return next((str(one) for one in addresses if may_be_signed(one)), "")
