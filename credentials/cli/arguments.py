"""The words of the command line."""

import argparse

from credentials.cli import baking, deriving, inspecting, issuing, new_keys, verifying
from credentials.cli.usage import text
from credentials.proofs.suites import SUITES
from credentials.verify.policy import POLICIES

_FILE = "JSON, compact JWS, baked PNG or SVG; - for standard input"


def parser() -> argparse.ArgumentParser:
    """Give the parser; each command leaves its function in `run`, and how it refuses options in `refuse`."""
    made = argparse.ArgumentParser(
        prog="python -m credentials",
        description="Open Badges 3.0 by hand.",
        epilog="Exit codes: 0 genuine or done, 1 do not rely on it, 2 could not finish checking (or options "
        "that do not go together), 3 unreadable or not done.",
    )
    commands = made.add_subparsers(dest="command", required=True)
    _issue(commands.add_parser("issue", help="sign a credential or a presentation, or a folder of them"))
    _verify(commands.add_parser("verify", help="tell whether a badge is genuine, or each of a folder"))
    _bake(commands.add_parser("bake", help="put a signed credential into a picture"))
    _unbake(
        commands.add_parser("unbake", help="print the credential inside a picture, or in any other carrier")
    )
    _derive(commands.add_parser("derive", help="show a part of a credential signed with ecdsa-sd-2023"))
    _inspect(commands.add_parser("inspect", help="print everything about a file, asking nobody"))
    _keygen(commands.add_parser("keygen", help="print a fresh verification method with its secret"))
    return made


def _in_and_out(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("file", nargs="?", help=what)
    _file(command, "--input", "the same, by name")
    _file(command, "--output", "where the result goes instead of standard output")


def _file(command: argparse.ArgumentParser, name: str, what: str, *, is_required: bool = False) -> None:
    command.add_argument(name, metavar="FILE", required=is_required, help=what)


def _text(command: argparse.ArgumentParser, name: str, metavar: str, what: str) -> None:
    command.add_argument(name, type=text, metavar=metavar, help=what)


def _texts(command: argparse.ArgumentParser, name: str, metavar: str, what: str) -> None:
    command.add_argument(name, type=text, metavar=metavar, action="append", help=f"{what}; may be repeated")


def _issue(command: argparse.ArgumentParser) -> None:
    _in_and_out(
        command, "credential or presentation to sign as JSON, a folder of them, or - for standard input"
    )
    _file(command, "--key", "verification method as JSON, with secret", is_required=True)
    form = command.add_mutually_exclusive_group()
    form.add_argument("--suite", choices=sorted(SUITES), help="embedded proof (default: what fits the key)")
    form.add_argument("--jwt", type=text, metavar="ALG", help="a token instead: EdDSA, ES256, ES384 or RS256")
    command.add_argument("--w3c", action="store_true", help="with --jwt: typ vc+jwt, without further claims")
    _text(command, "--created", "T", "time of the proof, and iat of a token that is not --w3c (default: now)")
    _texts(command, "--mandatory", "POINTER", "with ecdsa-sd-2023: what is always shown")
    _text(command, "--expires", "T", "end of the proof, not of the credential")
    _text(command, "--proof-id", "ID", "id of the proof, for others to stand on")
    _texts(command, "--previous-proof", "ID", "id of a proof in the document that this one stands on")
    _text(command, "--challenge", "C", "of a presentation: what the reader asked for")
    _text(command, "--domain", "D", "of a presentation: whom it is for")
    command.set_defaults(run=issuing.run, refuse=command.error)


def _verify(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, f"{_FILE}; a folder; or an offline bundle")
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.add_argument(
        "--offline", nargs="?", const=True, metavar="BUNDLE", help="ask nobody; answers come from the bundle"
    )
    _text(command, "--trust", "ID", "whose seal on a bundle counts: an issuer id or a key")
    _file(command, "--key", "verification method as JSON, taken as published; not with a bundle")
    _text(command, "--now", "T", "judge as of this date-time, such as 2026-01-31T12:00:00Z")
    _text(command, "--as-of", "T", "judge an earlier time, with the lists of then; not with a bundle")
    _text(command, "--recipient", "R", "e-mail address, id or user name to compare with")
    _text(command, "--recipient-type", "TYPE", "its identifier type, such as emailAddress")
    _text(command, "--challenge", "C", "of a presentation: what its holder was asked for")
    _text(command, "--domain", "D", "of a presentation: whom it must be for")
    command.add_argument(
        "--policy", choices=sorted(POLICIES), default="standard", help="how strictly to read"
    )
    _texts(command, "--also-fetch", "ORIGIN", "origin to trust; not with --offline")
    _file(command, "--bundle", "write what was seen as an offline bundle; not with a bundle")
    _file(command, "--receipt", "write a receipt: signed with --sign-with, else JSON")
    _file(command, "--sign-with", "verification method that signs receipt and bundle")
    command.set_defaults(run=verifying.run, refuse=command.error)


def _bake(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, "signed credential, JSON or compact JWS; - for standard input")
    _file(command, "--image", "PNG or SVG without a credential", is_required=True)
    command.set_defaults(run=baking.bake, refuse=command.error)


def _unbake(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, _FILE)
    command.set_defaults(run=baking.unbake, refuse=command.error)


def _derive(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, f"credential with a base proof: {_FILE}")
    _texts(command, "--pointer", "POINTER", "JSON pointer of what to show")
    command.set_defaults(run=deriving.run, refuse=command.error)


def _inspect(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, f"{_FILE}; an offline bundle; or a receipt")
    _text(command, "--now", "T", "judge as of this date-time (default: now)")
    command.set_defaults(run=inspecting.run, refuse=command.error)


def _keygen(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--type", choices=new_keys.TYPES, default="Ed25519", help="kind of key (default: Ed25519)"
    )
    _text(command, "--controller", "ID", "whose key it is (default: its own did:key)")
    _file(command, "--output", "where it goes instead of standard output")
    command.set_defaults(run=new_keys.run, refuse=command.error)
