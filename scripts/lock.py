"""The locked packages: `lock.py` resolves pyproject.toml anew, `lock.py --check` compares without network."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv/bin/uv"
COMMON = [
    "--system-certs",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "-q",
]
GROUPS = {"run": (), "test": ("test", "dev"), "node": ("node",), "fuzz": ("fuzz",)}

ALONE = (("node",), ("fuzz",))  # groups that are installed beside the others


def name_of(requirement: str) -> str:
    """Give the normalised name of a requirement line."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", found.group()).lower() if found else ""


def asked(groups: tuple[str, ...], project: dict) -> dict[str, str]:
    """Give what pyproject.toml asks for, by name."""
    wanted = [] if groups in ALONE else list(project["project"]["dependencies"])
    for group in groups:
        wanted += project["dependency-groups"][group]
    return {name_of(one): one for one in wanted}


def locked(lock: str) -> dict[str, str]:
    """Give the pinned versions of a lock, by name."""
    text = (ROOT / f"requirements/{lock}.txt").read_text()
    return {
        name_of(line): line.split("==")[1].split(" ")[0]
        for line in text.splitlines()
        if re.match(r"[a-z0-9]", line)
    }


def fits(requirement: str, version: str) -> bool:
    """Tell whether a pinned version is within the asked range."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - only the check needs it

    return Requirement(requirement).specifier.contains(version, prereleases=True)


def check() -> int:
    """Print every difference; give how many there are."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wrong = 0
    for lock, groups in GROUPS.items():
        pins = locked(lock)
        for name, requirement in asked(groups, project).items():
            if name not in pins or not fits(requirement, pins[name]):
                print(f"requirements/{lock}.txt: {requirement} is asked for, locked is {pins.get(name)}")
                wrong += 1
    print("the locks fit pyproject.toml" if not wrong else "run `make lock`")
    return wrong


def resolve() -> None:
    """Write the locks anew."""
    for lock, groups in GROUPS.items():
        source = [] if groups in ALONE else ["pyproject.toml"]
        options = [part for group in groups for part in ("--group", f"pyproject.toml:{group}")]
        command = [UV, "pip", "compile", *COMMON, *source, *options, "-o", f"requirements/{lock}.txt"]
        subprocess.run(command, check=True, cwd=ROOT)


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(1 if check() else 0)
    resolve()
