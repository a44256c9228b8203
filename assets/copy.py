"""Takes what pages need from the installed Codex packages into `static/vendor/`, with a manifest.

Run at set-up, after `npm ci`, as `python assets/copy.py`. The files are copied byte for byte; the
manifest says for each one: file, sha256, package, version, licence. Needs nothing but Python itself.
"""  # noqa: INP001 - run as a script. Named like a module of Python, it imports as little as it can.

import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
TARGET = HERE.parent / "static" / "vendor"
WANTED = {
    "codex.css": ("@wikimedia/codex", "dist/codex.style.css"),
    "codex-rtl.css": ("@wikimedia/codex", "dist/codex.style-rtl.css"),
    "codex.LICENSE.txt": ("@wikimedia/codex", "LICENSE"),
    "tokens.css": ("@wikimedia/codex-design-tokens", "theme-wikimedia-ui-root.css"),
    "tokens-dark.css": ("@wikimedia/codex-design-tokens", "theme-wikimedia-ui-mode-dark.css"),
    "tokens.LICENSE.txt": ("@wikimedia/codex-design-tokens", "LICENSE"),
    "codex-icons.json": ("@wikimedia/codex-icons", "dist/codex-icons.json"),
    "codex-icons.LICENSE.txt": ("@wikimedia/codex-icons", "LICENSE"),
}


def take(name: str, package: str, path: str) -> dict[str, str]:
    """Copy one file and give its line of the manifest."""
    described = json.loads((PACKAGES / package / "package.json").read_text("utf-8"))
    content = (PACKAGES / package / path).read_bytes()
    (TARGET / name).write_bytes(content)
    return {
        "file": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "package": package,
        "version": described["version"],
        "licence": described["license"],
    }


def main() -> int:
    """Fill `static/vendor/`; 1 when the packages are not installed yet."""
    if not PACKAGES.is_dir():
        sys.stderr.write("assets/node_modules is missing: run `npm ci` in assets/ first\n")
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    manifest = [take(name, package, path) for name, (package, path) in WANTED.items()]
    (TARGET / "MANIFEST.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
