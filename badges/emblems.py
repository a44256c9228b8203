"""The ten emblems, drawn around (256, 266): `{field}` is the medallion's colour, `{light}` their own."""

# ruff: noqa: E501 - lines of path data

import math


def _star() -> str:
    points = []
    for corner in range(10):
        radius = 112 if corner % 2 == 0 else 48
        angle = math.pi * (corner / 5 - 0.5)
        points.append(f"{256 + radius * math.cos(angle):.0f},{270 + radius * math.sin(angle):.0f}")
    shape = " ".join(points)
    return (
        f'<polygon points="{shape}" stroke="{{light}}" stroke-width="16" stroke-linejoin="round"/>'
        '<circle cx="256" cy="272" r="20" fill="{field}"/>'
    )


_LEAF = (
    '<path d="M366 158c8 112-22 190-104 200-58 7-100-32-96-88 6-80 88-112 200-112z"/>'
    '<path d="M152 384c30-70 86-124 162-166" fill="none" stroke="{field}" stroke-width="14" '
    'stroke-linecap="round"/>'
    '<path d="M150 388c10-24 22-44 36-62" fill="none" stroke="{light}" stroke-width="14" stroke-linecap="round"/>'
    '<path d="M214 312v-52M250 274v-50M216 308h56M256 268h56" fill="none" stroke="{field}" stroke-width="9" stroke-linecap="round"/>'
)
_HANDSHAKE = (
    '<rect x="120" y="208" width="46" height="112" rx="10" transform="rotate(-12 143 264)"/>'
    '<rect x="346" y="208" width="46" height="112" rx="10" transform="rotate(12 369 264)"/>'
    '<path d="M176 226l58-14 22 12 24-12 56 14 4 84-78 62c-8 6-18 6-26 0l-60-58z"/>'
    '<path d="M256 226l-42 46c8 18 28 18 42 4l16-14 62 54" fill="none" stroke="{field}" stroke-width="11" '
    'stroke-linecap="round" stroke-linejoin="round"/>'
    '<path d="M210 318l24-22M236 344l24-24" stroke="{field}" stroke-width="10" stroke-linecap="round"/>'
)
_CHAT = (
    '<path d="M160 174h138a26 26 0 0 1 26 26v72a26 26 0 0 1-26 26h-66l-48 42v-42h-24a26 26 0 0 1-26-26v-72'
    'a26 26 0 0 1 26-26z"/>'
    '<path d="M346 230h10a24 24 0 0 1 24 24v68a24 24 0 0 1-24 24h-14v36l-42-36h-54a24 24 0 0 1-20-12l20-16h58'
    'a42 42 0 0 0 42-42z"/>'
    '<g fill="{field}"><circle cx="188" cy="238" r="12"/><circle cx="229" cy="238" r="12"/>'
    '<circle cx="270" cy="238" r="12"/></g>'
)
_COMPASS = (
    '<circle cx="256" cy="266" r="108" fill="none" stroke="{light}" stroke-width="18"/>'
    '<path d="M316 206l-36 84-84 36 36-84z"/><circle cx="256" cy="266" r="14" fill="{field}"/>'
    '<path d="M256 142v26M256 364v26M132 266h26M354 266h26" stroke="{light}" stroke-width="16" '
    'stroke-linecap="round"/>'
)
_SCALE = (
    '<circle cx="256" cy="172" r="18"/><rect x="247" y="172" width="18" height="184" rx="6"/>'
    '<rect x="196" y="352" width="120" height="20" rx="10"/>'
    '<path d="M160 208h192" stroke="{light}" stroke-width="16" stroke-linecap="round"/>'
    '<path d="M168 208l-38 82M168 208l38 82M344 208l-38 82M344 208l38 82" stroke="{light}" stroke-width="9" '
    'stroke-linecap="round"/>'
    '<path d="M118 288h100a50 44 0 0 1-100 0zM294 288h100a50 44 0 0 1-100 0z"/>'
)
_MEGAPHONE = (
    '<path d="M332 166c10-6 22 0 22 12v168c0 12-12 18-22 12l-84-46h-60a44 44 0 0 1-44-44v-12a44 44 0 0 1 44-44h60z"/>'
    '<path d="M188 318h44l14 58a14 14 0 0 1-14 18h-16a18 18 0 0 1-18-14z"/>'
    '<path d="M246 214v96" stroke="{field}" stroke-width="10" stroke-linecap="round"/>'
    '<path d="M378 232c18 16 18 44 0 60" fill="none" stroke="{light}" stroke-width="14" stroke-linecap="round"/>'
)
_LANTERN = (
    '<path d="M220 178a36 36 0 0 1 72 0" fill="none" stroke="{light}" stroke-width="14"/>'
    '<path d="M208 176h96l20 36H188z"/><path d="M196 222h120l16 118H180z"/>'
    '<rect x="172" y="350" width="168" height="26" rx="10"/>'
    '<path d="M256 240c26 32 36 48 36 64a36 36 0 0 1-72 0c0-16 10-32 36-64z" fill="{field}"/>'
    '<path d="M256 282c12 14 16 20 16 28a16 16 0 0 1-32 0c0-8 4-14 16-28z"/>'
)
_HEART = (
    '<path d="M256 378c-88-62-122-104-122-152 0-36 28-62 62-62 26 0 48 14 60 38 12-24 34-38 60-38 34 0 62 26 62 62 '
    '0 48-34 90-122 152z"/>'
    '<path d="M176 232c0-16 10-28 26-30" fill="none" stroke="{field}" stroke-width="13" stroke-linecap="round"/>'
)
_BOOK = (
    '<path d="M246 204c-28-22-66-28-112-24v160c46-4 84 2 112 24zM266 204c28-22 66-28 112-24v160c-46-4-84 2-112 24z" '
    'stroke="{light}" stroke-width="8" stroke-linejoin="round"/>'
    '<path d="M160 224c22 0 42 4 60 14M160 262c22 0 42 4 60 14M160 300c22 0 42 4 60 14M352 224c-22 0-42 4-60 14'
    'M352 262c-22 0-42 4-60 14M352 300c-22 0-42 4-60 14" fill="none" stroke="{field}" stroke-width="9" '
    'stroke-linecap="round"/>'
)

EMBLEMS = {
    "star": _star(),
    "leaf": _LEAF,
    "handshake": _HANDSHAKE,
    "chat": _CHAT,
    "compass": _COMPASS,
    "scale": _SCALE,
    "megaphone": _MEGAPHONE,
    "lantern": _LANTERN,
    "heart": _HEART,
    "book": _BOOK,
}
