"""Pictures of badges: ten emblems of our own on a medallion (thanks: on a card), and uploads drawn anew.

No text inside (no fonts), no script, no reference: every emblem can be baked. Only our own SVG is ever
rendered; an upload is decoded as PNG or JPEG and nothing else.
"""

import base64
import hashlib
import io
import math
import warnings
from functools import lru_cache
from uuid import UUID
from xml.sax.saxutils import escape

import resvg_py
from PIL import Image, UnidentifiedImageError

from badges.emblems import EMBLEMS
from badges.models import Picture
from foundation import clock
from foundation.errors import InvalidError, invalid

TEMPLATES = tuple(EMBLEMS)
# Each colour: the field, its darker rim, and the light of the emblem.
COLOURS = {
    "blue": ("#36c", "#233566", "#eaf3ff"),
    "green": ("#14866d", "#0a4d3f", "#e6f8f2"),
    "red": ("#bf3c2c", "#6b1f16", "#fff0ed"),
    "yellow": ("#ab7100", "#5e3d00", "#fff8e1"),
    "purple": ("#6a4fa0", "#3b2a63", "#f3eeff"),
    "grey": ("#54595d", "#2b2e31", "#f5f7f9"),
}
NOTE = "note"  # the shape of what peers give: a card with a folded corner, no medal
UPLOAD_BYTES_MAX = 5_000_000
PIXELS_MAX = 4_000_000  # 2000 x 2000: more is a scan, or a bomb
UPLOAD_WIDTH_MAX = 600
_FORMATS = ("PNG", "JPEG")
# Radii where petals meet, and of the control point that pulls each of them out.
_VALLEY, _PEAK = 226.0, 282.0


def _petals() -> str:
    """Give the rim of the medallion: twelve shallow petals, as one closed path of quadratic curves."""
    step = math.pi / 12
    start, path = _point(_VALLEY, 0), []
    for petal in range(12):
        control, end = _point(_PEAK, (2 * petal + 1) * step), _point(_VALLEY, (2 * petal + 2) * step)
        path.append(f"Q{control} {end}")
    return f"M{start}{''.join(path)}z"


def _point(radius: float, angle: float) -> str:
    return f"{256 + radius * math.sin(angle):.1f} {256 - radius * math.cos(angle):.1f}"


_PETALS = _petals()


def template_svg(template: str, colour: str, *, title: str = "", shape: str = "") -> str:
    """Give an emblem as SVG, 512 by 512: one of TEMPLATES, one of COLOURS, a title for screen readers.

    `shape`: NOTE, or "" for a medal.
    """
    field, rim, light = COLOURS[colour]
    drawn = _note(template, field, rim, light) if shape == NOTE else _medal(template, field, rim, light)
    named = f"<title>{escape(title)}</title>" if title else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512" role="img">'
        f"{named}{drawn}</svg>"
    )


def _medal(template: str, field: str, rim: str, light: str) -> str:
    emblem = EMBLEMS[template].format(field=field, light=light)
    return (
        f'<path fill="{rim}" d="{_PETALS}"/>'
        f'<circle cx="256" cy="256" r="196" fill="{light}"/>'
        f'<circle cx="256" cy="256" r="182" fill="{field}"/>'
        f'<circle cx="256" cy="256" r="164" fill="none" stroke="{light}" stroke-width="3" '
        'stroke-dasharray="2 12" stroke-linecap="round" opacity=".75"/>'
        f'<g fill="{light}" transform="translate(0 -10)">{emblem}</g>'
    )


def _note(template: str, field: str, rim: str, light: str) -> str:
    """A light card with a coloured emblem, where a medal is dark with a light one; its corner is folded."""
    emblem = EMBLEMS[template].format(field=light, light=field)
    return (
        f'<path fill="{rim}" d="M84 36H476V356L356 476H84Q36 476 36 428V84Q36 36 84 36z"/>'
        f'<path fill="{light}" d="M92 56H456V348L348 456H92Q56 456 56 420V92Q56 56 92 56z"/>'
        f'<path fill="{field}" d="M456 348L348 456V384Q348 348 384 348z"/>'
        f'<path d="M92 92H420V320" fill="none" stroke="{field}" stroke-width="4" '
        'stroke-dasharray="2 14" stroke-linecap="round"/>'
        f'<g fill="{field}" transform="translate(-6 -26)">{emblem}</g>'
    )


def render_png(svg: str, width: int = 400) -> bytes:
    """Give one of our own emblems as PNG, `width` pixels wide. Never for an SVG from outside."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))


@lru_cache(maxsize=64)
def template_png(template: str, colour: str, shape: str = "") -> bytes:
    """Give an emblem as PNG, 400 pixels wide, drawn once per process."""
    return render_png(template_svg(template, colour, shape=shape))


def redraw_upload(upload: bytes) -> bytes:
    """Give an uploaded PNG or JPEG as a new PNG, at most 600 pixels wide and high, without its metadata.

    Raises InvalidError at /picture: picture_too_large, picture_is_svg, picture_unreadable.
    """
    if len(upload) > UPLOAD_BYTES_MAX:
        raise invalid("/picture", "picture_too_large", most_bytes=UPLOAD_BYTES_MAX)
    if upload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise invalid("/picture", "picture_is_svg", formats=list(_FORMATS))
    try:
        return _redrawn(upload)
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise invalid("/picture", "picture_unreadable", formats=list(_FORMATS)) from error


def new_picture(owner_id: UUID, png: bytes) -> Picture:
    """Give the row of a redrawn picture."""
    return Picture(owner_id=owner_id, png=png, digest=hashlib.sha256(png).digest(), added_at=clock.now())


def wrapped_svg(png: bytes) -> str:
    """Give a PNG inside an SVG, so that an uploaded picture can be carried as SVG too."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
        width, height = image.size
    encoded = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{encoded}"/></svg>'
    )


def _redrawn(upload: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(upload), formats=_FORMATS) as image:
            # The header is read, the pixels are not: the size is judged before they cost anything.
            if image.width * image.height > PIXELS_MAX:
                raise _too_large()
            drawn = image.convert("RGBA")
    drawn.thumbnail((UPLOAD_WIDTH_MAX, UPLOAD_WIDTH_MAX))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def _too_large() -> InvalidError:
    return invalid("/picture", "picture_too_large", most_pixels=PIXELS_MAX)
