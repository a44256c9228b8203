"""`derive`: what a holder shows of a credential signed with ecdsa-sd-2023."""

import argparse

import orjson

from credentials import unwrap as carriers
from credentials.cli import files
from credentials.cli.surroundings import EXIT_DONE, Surroundings
from credentials.proofs import data_integrity


def run(options: argparse.Namespace, _around: Surroundings) -> int:
    """Write the derived credential."""
    document = carriers.unwrap(files.read(files.given(options))).document
    files.write(options.output, orjson.dumps(data_integrity.derive(document, options.pointer or [])) + b"\n")
    return EXIT_DONE
