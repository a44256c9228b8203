"""Credentials inside pictures: put in (bake) and taken out (unbake), section 5.3 of Open Badges 3.0."""

from credentials.baking.png import bake_png, unbake_png
from credentials.baking.svg import bake_svg, unbake_svg

__all__ = ["bake_png", "bake_svg", "unbake_png", "unbake_svg"]
