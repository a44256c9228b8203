"""Prints docs/library-reference.md out of the docstrings: `python scripts/library_reference.py`."""

import importlib
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "library-reference.md"

# The public modules, in the order in which a reader meets them.
MODULES = (
    "model",
    "build",
    "identity",
    "keys",
    "secret_keys",
    "resolve",
    "proofs.data_integrity",
    "proofs.sets",
    "proofs.jwt",
    "proofs.presentation",
    "bulk",
    "templates",
    "status",
    "baking",
    "unwrap",
    "verify",
    "verify.policy",
    "verify.knowledge",
    "verify.proven_lists",
    "key_history",
    "receipt",
    "bundle",
    "legacy",
    "clr",
    "equality",
    "canonical",
    "contexts",
    "strict_json",
    "instants",
    "fetch",
    "outbound",
    "errors",
)
HEAD = """# The library, name by name

Printed by `python scripts/library_reference.py` from the docstrings; a test compares the two. How the names
work together is told in [library.md](library.md). Every error is a `CredentialError`: a `code` and `facts`.
"""


def text() -> str:
    """Give the page as Markdown."""
    return HEAD + "".join(_module(importlib.import_module(f"credentials.{name}")) for name in MODULES)


def public_names(module: ModuleType) -> list[str]:
    """Give the public names of a module: those it lists, else those it defines."""
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return sorted(listed)
    own = {
        name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__
    }
    return sorted(name for name in own if not name.startswith("_"))


def _module(module: ModuleType) -> str:
    parts = [f"\n## `{module.__name__}`\n\n{inspect.getdoc(module)}\n"]
    parts += [_entry(name, getattr(module, name)) for name in public_names(module)]
    return "\n".join(parts)


def _entry(name: str, value: Any) -> str:
    if inspect.isclass(value):
        return "\n".join(
            [f"### `{name}`\n\n{inspect.getdoc(value)}\n", *_members(value), *_methods(name, value)]
        )
    function = inspect.unwrap(value) if callable(value) else value  # one that remembers its answers
    if inspect.isfunction(function):
        return f"### `{name}{_signature(function)}`\n\n{inspect.getdoc(function)}\n"
    return f"### `{name}`\n\n{_constant(value)}\n"


def _constant(value: Any) -> str:
    """Say what a constant is: its words, its keys, its members, or the value itself."""
    if isinstance(value, ModuleType):
        return str(inspect.getdoc(value))
    if get_args(value):
        return f"One of {_quoted(get_args(value))}."
    if isinstance(value, Mapping):
        return f"By {_quoted(value)}."
    if is_dataclass(value):
        told = (f"{field.name}: {_shown(getattr(value, field.name))}" for field in fields(value))
        return f"A `{type(value).__name__}`. " + "; ".join(told) + "."
    return f"`{value!r}`"


def _shown(value: Any) -> str:
    is_many = isinstance(value, list | tuple | frozenset)
    if not is_many or not value:
        return f"`{value!r}`" if value or value is False else "none"
    return _quoted(sorted(value) if isinstance(value, frozenset) else value)


def _quoted(words: Iterable[Any]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _members(cls: type[Any]) -> Iterator[str]:
    if is_dataclass(cls):
        for field in fields(cls):
            needed = field.default is MISSING and field.default_factory is MISSING
            yield f"- `{field.name}: {_type(field.type)}`{', needed' if needed else ''}"
        yield ""


def _methods(name: str, cls: type[Any]) -> Iterator[str]:
    for method, value in vars(cls).items():
        is_own = not method.startswith("_") and inspect.getdoc(value)
        if is_own and isinstance(value, property):
            yield f"#### `{name}.{method}`\n\n{inspect.getdoc(value)}\n"
        elif is_own and inspect.isroutine(value):
            function = getattr(value, "__func__", value)
            yield f"#### `{name}.{method}{_signature(function)}`\n\n{inspect.getdoc(value)}\n"


def _signature(function: Any) -> str:
    """Give the parameters; a default that is a whole value has a page of its own."""
    whole = inspect.signature(function)
    shown = [
        each.replace(default=...) if is_dataclass(each.default) else each
        for each in whole.parameters.values()
    ]
    return (
        _type(str(whole.replace(parameters=shown)).replace("Ellipsis", "..."))
        .replace("(self, ", "(")
        .replace("(self)", "()")
    )


def _type(given: object) -> str:
    """Give a type as it is written in the source, without the paths of modules."""
    is_plain = isinstance(given, type) and not getattr(given, "__args__", None)
    shown = re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])", "", given.__name__ if is_plain else str(given))
    return re.sub(r"(: |-> )'([^']+)'", r"\1\2", shown)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    PAGE.write_text(text(), encoding="utf-8")
