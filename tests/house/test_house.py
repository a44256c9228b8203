"""The house rules that a linter does not know."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("accounts", "issuers", "competencies", "badges", "pathways", "mentoring")
PACKAGES = ("credentials", "foundation", "schemas", *ROOMS, "web", "exchange")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MOST_LINES = 400
MOST_FUNCTION_LINES = 50
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "data", "info", "util", "helper", "misc"}
SOCKETS = {"socket", "httpcore", "requests", "httpx", "urllib3", "http.client", "urllib.request"}
SOCKETS |= {"authlib.integrations.requests_client", "requests.adapters"}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MOST_FUNCTION_LINES, node.name


def test_no_file_is_named_for_nothing():
    assert [path for path in SOURCES if path.stem in FORBIDDEN_NAMES] == []


def test_the_entry_point_imports_one_thing():
    assert imported(ROOT / "wsgi.py") == {"web.assembly"}


def test_only_the_guarded_client_opens_sockets():
    opening = {str(path.relative_to(ROOT)) for path in SOURCES if imported(path) & SOCKETS}
    # The second door leads only where the operator's own settings say (docs/adr/0007-oauth-client.md).
    assert opening == {"credentials/outbound.py", "foundation/oauth_client.py"}


def test_only_the_clock_reads_the_wall_clock():
    reading = re.compile(r"datetime\.(now|utcnow)\(|time\.time\(")
    allowed = {"foundation/clock.py", "credentials/__main__.py"}
    found = {
        str(path.relative_to(ROOT)) for path in SOURCES if reading.search(path.read_text(encoding="utf-8"))
    }
    assert found == allowed


def test_only_the_transaction_commits():
    committing = {
        str(path.relative_to(ROOT)) for path in SOURCES if ".commit()" in path.read_text(encoding="utf-8")
    }
    assert committing == {"foundation/db.py"}


def test_no_unfinished_marks_or_forbidden_calls():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError|pickle|eval\(")
    assert [str(path) for path in SOURCES if marks.search(path.read_text(encoding="utf-8"))] == []


def test_product_code_names_no_folder_outside_the_project():
    outside = re.compile(r"\.\./shared|shared/(spec|reference)")
    assert [str(path) for path in SOURCES if outside.search(path.read_text(encoding="utf-8"))] == []


def test_the_import_contracts_hold():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
