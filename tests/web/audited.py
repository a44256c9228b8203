"""Every action that the source tree can write into the audit log, read out of the code."""

import ast
import importlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "foundation",
    "accounts",
    "issuers",
    "competencies",
    "badges",
    "pathways",
    "mentoring",
    "web",
    "exchange",
)


@dataclass(eq=False)
class Module:
    name: str
    tree: ast.Module

    @cached_property
    def functions(self) -> list[ast.FunctionDef]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]

    @cached_property
    def imports(self) -> set[tuple[str | None, str]]:
        """Give (module, name) of every function that is imported by its bare name."""
        found = (node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom))
        return {(node.module, alias.name) for node in found for alias in node.names}

    @cached_property
    def calls(self) -> dict[str, list[tuple[ast.FunctionDef, ast.Call]]]:
        """Give what is called, as it is spelled -> the calls, each with the function that it stands in."""
        found = defaultdict(list)
        for function in self.functions:
            for call in _calls(function):
                found[ast.unparse(call.func)].append((function, call))
        return found


class UnreadableError(Exception):
    """An action is made in a way that this reader does not follow."""


def modules() -> list[Module]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [
        Module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), tree)
        for path in paths
        if (tree := ast.parse(path.read_text(encoding="utf-8")))
    ]


def all_actions() -> dict[str, set[str]]:
    """Give each action with the modules that write it."""
    found: dict[str, set[str]] = {}
    tree = modules()
    for module in tree:
        recording = {"audit.record"}
        if ("foundation.audit", "record") in module.imports:
            recording.add("record")
        for function, call in _calls_of(module, recording):
            for action in _values(call.args[1], function, module, tree):
                found.setdefault(action, set()).add(module.name)
    return found


def _calls_of(module: Module, spelled: set[str]) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    return (one for name in spelled for one in module.calls.get(name, ()))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))


def _values(  # noqa: PLR0911 - one answer for each shape of code
    node: ast.expr, function: ast.FunctionDef, module: Module, tree: list[Module]
) -> set[str]:
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp():
            return _values(node.body, function, module, tree) | _values(node.orelse, function, module, tree)
        case ast.JoinedStr():
            parts = [_values(part, function, module, tree) for part in node.values]
            return {"".join(chosen) for chosen in product(*parts)}
        case ast.FormattedValue():
            return _values(node.value, function, module, tree)
        case ast.Subscript(value=ast.Name(id=name)):
            return {str(value) for value in getattr(importlib.import_module(module.name), name).values()}
        case ast.Name(id=name):
            return _of_name(name, function, module, tree)
        case ast.Attribute(value=ast.Name(id=held), attr=attr):
            owner = getattr(importlib.import_module(module.name), held, None)
            if isinstance(getattr(owner, attr, None), str):
                return {str(getattr(owner, attr))}
    raise UnreadableError(module.name, function.name, ast.unparse(node))


def _of_name(name: str, function: ast.FunctionDef, module: Module, tree: list[Module]) -> set[str]:
    constant = getattr(importlib.import_module(module.name), name, None)
    if isinstance(constant, str):
        return {constant}
    parameters = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
    if name in parameters:
        return _passed(name, parameters.index(name), function, module, tree)
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(_is_named(target, name) for target in node.targets):
            found |= _values(node.value, function, module, tree)
        if isinstance(node, ast.For) and _is_named(node.target, name) and isinstance(node.iter, ast.Tuple):
            for one in node.iter.elts:
                found |= _values(one, function, module, tree)
    if not found:
        raise UnreadableError(module.name, function.name, name)
    return found


def _is_named(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name


def _passed(name: str, place: int, function: ast.FunctionDef, module: Module, tree: list[Module]) -> set[str]:
    """What is given for a parameter, wherever the function is called."""
    found: set[str] = set()
    stem = module.name.rpartition(".")[2]
    for other in tree:
        spelled = {f"{stem}.{function.name}"}
        if other is module or (module.name, function.name) in other.imports:
            spelled.add(function.name)
        for caller, call in _calls_of(other, spelled):
            given = next((one.value for one in call.keywords if one.arg == name), None)
            if given is None and place < len(call.args):
                given = call.args[place]
            if given is not None:
                found |= _values(given, caller, other, tree)
    if not found:
        raise UnreadableError(module.name, function.name, name)
    return found
