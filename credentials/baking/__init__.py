"""Credentials inside pictures: put in (bake) and taken out (unbake), section 5.3 of Open Badges 3.0."""

from credentials.baking.marks import Baked, Standard
from credentials.baking.png import bake_png, read_png, unbake_png
from credentials.baking.svg import bake_svg, read_svg, unbake_svg

__all__ = ["Baked", "Standard", "bake_png", "bake_svg", "read_png", "read_svg", "unbake_png", "unbake_svg"]
