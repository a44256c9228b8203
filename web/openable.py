"""Which of our addresses can be opened with a link: not those that only take a form."""

from flask import current_app
from werkzeug.exceptions import HTTPException


def can_be_opened(path: str) -> bool:
    """Tell whether a page of ours answers GET there."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True


def nearest_page(path: str) -> str:
    """Give the address if it can be opened, else the nearest above: `/verify` for `/verify/receipt`."""
    while not can_be_opened(path) and path != "/":
        path = path.rpartition("/")[0] or "/"
    return path
