"""`bake` and `unbake`: pictures that carry a credential."""

import argparse

from credentials import unwrap as carriers
from credentials.baking import bake_png, bake_svg, png
from credentials.cli import files
from credentials.cli.surroundings import EXIT_DONE, Surroundings


def bake(options: argparse.Namespace, _around: Surroundings) -> int:
    """Write the picture with the credential in it, byte for byte as it was signed."""
    raw = files.read(files.given(options)).strip()
    token = carriers.unwrap(raw).token
    image = files.read(options.image)
    is_png = image.startswith(png.SIGNATURE)
    baked = bake_png(image, raw) if is_png else bake_svg(image, raw, is_jws=token is not None)
    files.write(options.output, baked)
    return EXIT_DONE


def unbake(options: argparse.Namespace, _around: Surroundings) -> int:
    """Write the credential's own bytes, taken out of whatever carries it."""
    raw = carriers.unwrap(files.read(files.given(options))).raw
    files.write(options.output, raw if options.output else raw + b"\n")
    return EXIT_DONE
