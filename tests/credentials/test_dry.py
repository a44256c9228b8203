"""The cellar works where no web framework, no database and no shape library exists."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PROGRAM = """
import importlib, pkgutil, sys

class Wall:
    blocked = {"flask", "flask_sqlalchemy", "sqlalchemy", "marshmallow", "requests", "httpx", "urllib3"}
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.blocked:
            raise ImportError(f"{name} is behind the wall")

sys.meta_path.insert(0, Wall())
import credentials, credentials.verify, credentials.baking, credentials.__main__
assert "httpcore" not in sys.modules, "a client was loaded"
assert "credentials.outbound" not in sys.modules, "the client was loaded"
for module in pkgutil.walk_packages(credentials.__path__, "credentials."):
    if not module.name.endswith(("__main__", "outbound")):
        importlib.import_module(module.name)
assert "httpcore" not in sys.modules, "a module of the cellar loads a client"
assert "foundation" not in sys.modules
import credentials.outbound
print("dry")
"""


def test_the_cellar_is_dry():
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.stdout.strip(), ran.stderr) == ("dry", "")
