"""The words of the command line."""

import argparse

from credentials.cli import baking, deriving, inspecting, issuing, new_keys, verifying
from credentials.proofs.suites import SUITES
from credentials.verify.policy import POLICIES

_FILE = "JSON, compact JWS, baked PNG or SVG; - for standard input"


def parser() -> argparse.ArgumentParser:
    """Give the parser; each command leaves its function in `run`."""
    made = argparse.ArgumentParser(
        prog="python -m credentials",
        description="Open Badges 3.0 by hand.",
        epilog="Exit codes: 0 genuine or done, 1 do not rely on it, 2 could not finish, 3 unreadable.",
    )
    commands = made.add_subparsers(dest="command", required=True)
    _issue(commands.add_parser("issue", help="sign a credential, or a folder of them"))
    _verify(commands.add_parser("verify", help="tell whether a badge is genuine, or each of a folder"))
    _bake(commands.add_parser("bake", help="put a signed credential into a picture"))
    _unbake(
        commands.add_parser("unbake", help="print the credential inside a picture, or in any other carrier")
    )
    _derive(commands.add_parser("derive", help="show a part of a credential signed with ecdsa-sd-2023"))
    _inspect(commands.add_parser("inspect", help="print everything about a credential, asking nobody"))
    _keygen(commands.add_parser("keygen", help="print a fresh verification method with its secret"))
    return made


def _in_and_out(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("file", nargs="?", help=what)
    command.add_argument("--input", metavar="FILE", help="the same, by name")
    command.add_argument("--output", metavar="FILE", help="where the result goes instead of standard output")


def _issue(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, "unsigned credential as JSON, a folder of them, or - for standard input")
    command.add_argument(
        "--key", metavar="FILE", required=True, help="verification method as JSON, with secret"
    )
    form = command.add_mutually_exclusive_group()
    form.add_argument("--suite", choices=sorted(SUITES), help="embedded proof (default: what fits the key)")
    form.add_argument("--jwt", metavar="ALG", help="a VC-JWT instead: EdDSA, ES256, ES384 or RS256")
    command.add_argument("--w3c", action="store_true", help="with --jwt: typ vc+jwt and no claims beside")
    command.add_argument("--created", metavar="T", help="time of the proof (default: now)")
    command.add_argument(
        "--mandatory", metavar="POINTER", action="append", help="with ecdsa-sd-2023: what is always shown"
    )
    command.set_defaults(run=issuing.run)


def _verify(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, f"{_FILE}; a folder; or an offline bundle")
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.add_argument(
        "--offline", nargs="?", const=True, metavar="BUNDLE", help="ask nobody; answers come from the bundle"
    )
    command.add_argument("--trust", metavar="ID", help="whose seal on a bundle counts: an issuer id or a key")
    command.add_argument("--key", metavar="FILE", help="verification method as JSON, taken as published")
    command.add_argument(
        "--now", metavar="T", help="judge as of this date-time, such as 2026-01-31T12:00:00Z"
    )
    command.add_argument("--as-of", metavar="T", help="judge an earlier time, with the status lists of then")
    command.add_argument("--recipient", metavar="R", help="e-mail address, id or user name to compare with")
    command.add_argument("--recipient-type", metavar="TYPE", help="its identifier type, such as emailAddress")
    command.add_argument(
        "--policy", choices=sorted(POLICIES), default="standard", help="how strictly to read"
    )
    command.add_argument(
        "--also-fetch", metavar="ORIGIN", action="append", default=[], help="origin to trust"
    )
    command.add_argument("--bundle", metavar="FILE", help="write what was seen as an offline bundle")
    command.add_argument(
        "--receipt", metavar="FILE", help="write a receipt: signed with --sign-with, else JSON"
    )
    command.add_argument(
        "--sign-with", metavar="FILE", help="verification method that signs receipt and bundle"
    )
    command.set_defaults(run=verifying.run)


def _bake(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, "signed credential, JSON or compact JWS; - for standard input")
    command.add_argument("--image", metavar="FILE", required=True, help="PNG or SVG without a credential")
    command.set_defaults(run=baking.bake)


def _unbake(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, _FILE)
    command.set_defaults(run=baking.unbake)


def _derive(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, f"credential with a base proof: {_FILE}")
    command.add_argument(
        "--pointer", metavar="POINTER", action="append", default=[], help="JSON pointer of what to show"
    )
    command.set_defaults(run=deriving.run)


def _inspect(command: argparse.ArgumentParser) -> None:
    _in_and_out(command, _FILE)
    command.add_argument("--now", metavar="T", help="judge as of this date-time (default: now)")
    command.set_defaults(run=inspecting.run)


def _keygen(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--type", choices=new_keys.TYPES, default="Ed25519", help="kind of key (default: Ed25519)"
    )
    command.add_argument("--controller", metavar="ID", help="whose key it is (default: its own did:key)")
    command.add_argument("--output", metavar="FILE", help="where it goes instead of standard output")
    command.set_defaults(run=new_keys.run)
