"""Files and folders that a command reads and writes; - is standard input."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from credentials import strict_json
from credentials.cli.usage import UsageError
from credentials.errors import UnreadableError

MAX_INPUT_BYTES = 16 * 1024 * 1024  # over the largest picture and the largest bundle that are read


def given(options: argparse.Namespace) -> str:
    """Give the name of the input, from either place.

    Raises `UnreadableError("input_missing")`, and `UsageError` for a name in both.
    """
    if options.input is not None and options.file is not None:
        raise UsageError("the input is given twice, as FILE and by --input")
    name = options.file if options.input is None else options.input
    if not isinstance(name, str) or not name:
        raise UnreadableError("input_missing")
    return name


def read(name: str) -> bytes:
    """Give the bytes of a file. Raises `UnreadableError` (file_unreadable, file_too_big)."""
    try:
        if name == "-":
            return _bounded(sys.stdin.buffer.read(MAX_INPUT_BYTES + 1), name)
        with Path(name).open("rb") as file:
            return _bounded(file.read(MAX_INPUT_BYTES + 1), name)
    except OSError as error:
        raise UnreadableError("file_unreadable", file=name, reason=str(error.strerror)) from error


def read_object(name: str) -> Mapping[str, object]:
    """Give the JSON object in a file. Raises `UnreadableError`."""
    value = strict_json.loads(read(name))
    if not isinstance(value, dict):
        raise UnreadableError("not_an_object", file=name)
    return value


def members(folder: str) -> Sequence[Path]:
    """Give the files in a folder by name, without hidden ones. Raises `UnreadableError`."""
    try:
        entries = sorted(Path(folder).iterdir())
        return [entry for entry in entries if entry.is_file() and not entry.name.startswith(".")]
    except OSError as error:
        raise UnreadableError("file_unreadable", file=folder, reason=str(error.strerror)) from error


def is_folder(name: str) -> bool:
    """Tell whether the input is a folder."""
    return name != "-" and Path(name).is_dir()


def write(name: str | None, content: bytes) -> None:
    """Write a result, to standard output without a name. Raises `UnreadableError("file_not_written")`."""
    if name is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(name).write_bytes(content)
    except OSError as error:
        raise UnreadableError("file_not_written", file=name, reason=str(error.strerror)) from error


def write_secret(name: str | None, content: bytes) -> None:
    """Write what only its owner may read, and never over a file that is there. Raises as `write`."""
    if name is None:
        write(None, content)
        return
    try:
        with os.fdopen(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise UnreadableError("file_not_written", file=name, reason=str(error.strerror)) from error


def complain(line: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{line}\n")


def folder(name: str | None) -> Path:
    """Give the folder for the results of a folder, made when it is not there. Raises `UnreadableError`."""
    if name is None:
        raise UnreadableError("output_missing")
    try:
        Path(name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadableError("file_not_written", file=name, reason=str(error.strerror)) from error
    return Path(name)


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MAX_INPUT_BYTES:
        raise UnreadableError("file_too_big", file=name, max_bytes=MAX_INPUT_BYTES)
    return data
