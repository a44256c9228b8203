"""What templates need to show our files: Codex icons drawn into the page, addresses of static files.

`register_assets(app)` gives templates two functions: `icon_svg(name)` and `asset_url(filename)`.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask_babel import get_locale
from markupsafe import Markup

STATIC = Path(__file__).resolve().parents[1] / "static"
VERSION_DIGITS = 12  # enough of the digest that two versions of a file never share an address


@lru_cache(maxsize=1)
def _icons() -> dict[str, Any]:
    icons: dict[str, Any] = json.loads((STATIC / "vendor" / "codex-icons.json").read_text("utf-8"))
    return icons


def _key(name: str) -> str:
    return f"cdxIcon{name[:1].upper()}{name[1:]}"


def _drawing(icon: Any, direction: str, language: str) -> tuple[str, bool]:
    """Give the paths for this reader, and whether they are to be mirrored (Codex's own icon shapes)."""
    if isinstance(icon, str):
        return icon, False
    if "langCodeMap" in icon:
        return icon["langCodeMap"].get(language, icon["default"]), False
    if direction != "rtl":
        return icon["ltr"], False
    if "rtl" in icon:
        return icon["rtl"], False
    return icon["ltr"], bool(icon.get("shouldFlip")) and language not in icon.get("shouldFlipExceptions", [])


@lru_cache(maxsize=1024)
def icon_svg(name: str, direction: str, language: str = "") -> Markup:
    """Give one Codex icon as an inline SVG, hidden from assistive technology (a word stands beside it).

    `name` is Codex's own without the prefix, such as "userAvatar". Raises KeyError when there is none.
    """
    paths, mirrored = _drawing(_icons()[_key(name)], direction, language)
    transform = ' transform="translate(20 0) scale(-1 1)"' if mirrored else ""
    return Markup(  # noqa: S704 - the drawing comes from a package pinned by digest, the rest is ours
        '<svg class="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        f'<g fill="currentColor"{transform}>{paths}</g></svg>'
    )


def icon_for_reader(name: str) -> Markup:
    """Give the icon as the reader of this page needs it: mirrored where the script runs right to left."""
    locale = get_locale()
    if locale is None:
        return icon_svg(name, "ltr")
    return icon_svg(name, locale.text_direction, locale.language)


@lru_cache(maxsize=256)
def _version(filename: str) -> str:
    return hashlib.sha256((STATIC / filename).read_bytes()).hexdigest()[:VERSION_DIGITS]


def asset_url(filename: str) -> str:
    """Give the address of a file in `static/` with its digest, so that it may be cached for ever."""
    return url_for("static", filename=filename, v=_version(filename))


def register_assets(app: Flask) -> None:
    """Give templates `icon_svg(name)` and `asset_url(filename)`."""
    app.jinja_env.globals["icon_svg"] = icon_for_reader
    app.jinja_env.globals["asset_url"] = asset_url
