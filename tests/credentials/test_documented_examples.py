"""What the documents of the library show is what happens, and their reference is complete."""

import importlib
import importlib.util
import inspect
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from credentials.__main__ import main
from tests.credentials.test_baking import picture

ROOT = Path(__file__).parents[2]
PAGES = ("credentials/README.md", "docs/library.md")
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


def loaded(script):
    path = ROOT / "scripts" / script
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES)
def test_every_example_runs(page, tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.png").write_bytes(picture())
    (tmp_path / "picture.svg").write_bytes(SVG)
    text = (ROOT / page).read_text(encoding="utf-8")
    names = {"__name__": "example"}
    ran = 0
    for kind, body in BLOCK.findall(text):
        at = text[: text.index(body)].count("\n")
        if kind == "python":
            exec(compile("\n" * at + body, page, "exec"), names)  # noqa: S102 - our own pages
        else:
            for line in body.splitlines():
                python, *arguments = shlex.split(line)
                assert (python, *arguments[:2]) == ("python", "-m", "credentials")
                assert main(arguments[2:]) == 0, line
        ran += 1
    assert ran == text.count("```") / 2


def test_the_reference_is_what_the_docstrings_say():
    reference = loaded("library_reference.py")
    assert reference.PAGE.read_text(encoding="utf-8") == reference.text(), (
        "python scripts/library_reference.py"
    )


def test_every_public_name_is_explained():
    reference = loaded("library_reference.py")
    bare = []
    for name in reference.MODULES:
        module = importlib.import_module(f"credentials.{name}")
        for public in reference.public_names(module):
            value = getattr(module, public)
            is_named = inspect.isclass(value) or inspect.isfunction(value)
            # A dataclass without a docstring gets its signature as one.
            if is_named and (not value.__doc__ or value.__doc__.startswith(f"{public}(")):
                bare.append(f"{name}.{public}")
    assert bare == []


def test_the_library_is_quick_to_import():
    program = (
        "import time; begun = time.perf_counter(); import credentials; print(time.perf_counter() - begun)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert float(ran.stdout) < 0.3
