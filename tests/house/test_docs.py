"""What the documents promise is what the code does."""

from pathlib import Path

from foundation.config import SETTINGS
from web import policy_page

ROOT = Path(__file__).parents[2]


def test_every_setting_has_a_heading():
    running = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    assert [name for name in SETTINGS if f"### `{name}`" not in running] == []


def test_the_permission_page_is_the_table():
    assert (ROOT / "docs/policy.md").read_text(encoding="utf-8") == policy_page.text()


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme
