"""What the options of a command may be, and beside which others."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from credentials.errors import CredentialError
from credentials.instants import read_instant

_Otherwise = TypeVar("_Otherwise")


class UsageError(CredentialError):
    """Something was asked for that would be ignored; `told` says what, for whoever typed it."""

    code = "usage"

    def __init__(self, told: str) -> None:
        """`told` is for a person, after the name of the command."""
        super().__init__(told=told)
        self.told = told


def forbid(options: argparse.Namespace, names: Sequence[str], reason: str) -> None:
    """Raise `UsageError` for the first of these options that was given."""
    for name in names:
        if getattr(options, name) not in (None, False):
            raise UsageError(f"--{name.replace('_', '-')} {reason}")


def text(argument: str) -> str:
    """Give an argument that is text: other bytes than UTF-8 come in as lone surrogates, without a hash."""
    try:
        argument.encode()
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError("not in UTF-8") from error
    return argument


def moment(given: str | None, otherwise: _Otherwise) -> datetime | _Otherwise:
    """Give the time that was given, or what holds without one. Raises `UnreadableError("time_invalid")`."""
    return otherwise if given is None else read_instant(given)
