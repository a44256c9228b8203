"""`keygen`: a fresh verification method with its secret."""

import argparse
import json

from credentials.cli import files
from credentials.cli.surroundings import EXIT_DONE, Surroundings
from credentials.secret_keys import new_method

TYPES = ("Ed25519", "P-256", "P-384", "RSA")


def run(options: argparse.Namespace, _around: Surroundings) -> int:
    """Write the method. It is the only copy of the secret, so no file is written over."""
    made = new_method(options.type, controller=options.controller)
    files.write_secret(options.output, json.dumps(made, indent=2).encode() + b"\n")
    return EXIT_DONE
