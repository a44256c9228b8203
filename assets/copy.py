"""Takes what we need from the installed packages, with manifests.

Styles and icons for pages go into `static/vendor/`; letters for certificates into `assets/fonts/`,
which is not served. Run at set-up, after `npm ci`, as `python assets/copy.py`. The files are copied
byte for byte; each manifest says for each file: file, sha256, package, version, licence. Needs nothing
but Python itself.
"""  # noqa: INP001 - run as a script. Named like a module of Python, it imports as little as it can.

import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
VENDOR = HERE.parent / "static" / "vendor"
FONTS = HERE / "fonts"
_SANS, _NASKH = "@expo-google-fonts/noto-sans", "@expo-google-fonts/noto-naskh-arabic"
FOR_PAGES = {
    "codex.css": ("@wikimedia/codex", "dist/codex.style.css"),
    "codex-rtl.css": ("@wikimedia/codex", "dist/codex.style-rtl.css"),
    "codex.LICENSE.txt": ("@wikimedia/codex", "LICENSE"),
    "tokens.css": ("@wikimedia/codex-design-tokens", "theme-wikimedia-ui-root.css"),
    "tokens-dark.css": ("@wikimedia/codex-design-tokens", "theme-wikimedia-ui-mode-dark.css"),
    "tokens.LICENSE.txt": ("@wikimedia/codex-design-tokens", "LICENSE"),
    "codex-icons.json": ("@wikimedia/codex-icons", "dist/codex-icons.json"),
    "codex-icons.LICENSE.txt": ("@wikimedia/codex-icons", "LICENSE"),
}
FOR_CERTIFICATES = {
    "NotoSans-Regular.ttf": (_SANS, "400Regular/NotoSans_400Regular.ttf"),
    "NotoSans-Bold.ttf": (_SANS, "700Bold/NotoSans_700Bold.ttf"),
    "NotoSans.LICENSE.txt": (_SANS, "LICENSE_FONT"),
    "NotoNaskhArabic-Regular.ttf": (_NASKH, "400Regular/NotoNaskhArabic_400Regular.ttf"),
    "NotoNaskhArabic-Bold.ttf": (_NASKH, "700Bold/NotoNaskhArabic_700Bold.ttf"),
    "NotoNaskhArabic.LICENSE.txt": (_NASKH, "LICENSE_FONT"),
}


def take(target: Path, name: str, package: str, path: str) -> dict[str, str]:
    """Copy one file and give its line of the manifest."""
    described = json.loads((PACKAGES / package / "package.json").read_text("utf-8"))
    content = (PACKAGES / package / path).read_bytes()
    (target / name).write_bytes(content)
    return {
        "file": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "package": package,
        "version": described["version"],
        "licence": described["license"],
    }


def fill(target: Path, wanted: dict[str, tuple[str, str]]) -> None:
    """Fill one folder and write its manifest."""
    target.mkdir(parents=True, exist_ok=True)
    manifest = [take(target, name, package, path) for name, (package, path) in wanted.items()]
    (target / "MANIFEST.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def main() -> int:
    """Fill both folders; 1 when the packages are not installed yet."""
    if not PACKAGES.is_dir():
        sys.stderr.write("assets/node_modules is missing: run `npm ci` in assets/ first\n")
        return 1
    fill(VENDOR, FOR_PAGES)
    fill(FONTS, FOR_CERTIFICATES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
