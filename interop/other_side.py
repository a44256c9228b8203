"""The Node half: installing it, and handing it one job."""

import base64
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

from credentials.contexts import BUNDLED
from credentials.instants import timestamp
from scripts.setup import ROOT, digest, node_tools, once
from tests.world import NOW

TOKEN_FORMS = ("EdDSA", "RS256")
HERE = Path(__file__).resolve().parent


class Answers(TypedDict):
    """What Node says: per id None (accepted) or the reason of a refusal; signed and derived texts; DIDs."""

    checked: dict[str, str | None]
    signed: dict[str, str]
    derived: dict[str, str]
    dids: dict[str, Any]


class OtherSide:
    """`@digitalbazaar/vc` and `jose`, installed from the lock without running any script of theirs."""

    def __init__(self) -> None:
        """Install when the lock has changed; `subprocess.CalledProcessError` when npm cannot."""
        npm, environ = node_tools()
        node = shutil.which("node", path=environ["PATH"])
        if node is None:
            raise FileNotFoundError("node")
        self._node, self._environ = node, environ
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        once(
            "interop",
            digest("interop/package-lock.json"),
            "installing the other implementations",
            lambda: subprocess.run(command, check=True, cwd=HERE, env=environ),  # noqa: S603 - fixed words
            there=(HERE / "node_modules").is_dir(),
        )

    def ask(
        self,
        *,
        check: Mapping[str, tuple[str, bytes]] | None = None,
        sign: Mapping[str, tuple[str, Mapping[str, Any]]] | None = None,
        derive: Mapping[str, tuple[Mapping[str, Any], Sequence[str]]] | None = None,
        mandatory: Sequence[str] = (),
        dids: Mapping[str, Any] | None = None,
    ) -> Answers:
        """Have (form, bytes) checked, (form, document) signed and (document, pointers) derived.

        `mandatory` are the pointers of base proofs, `dids` the did:web documents.
        """
        job = {
            "now": timestamp(NOW),
            "contexts": {url: str(ROOT / "credentials/standards" / name) for url, name in BUNDLED.items()},
            "dids": dids or {},
            "check": {key: _credential(form, raw) for key, (form, raw) in (check or {}).items()},
            "sign": {
                key: {"form": form, "document": made, "mandatory": list(mandatory)}
                for key, (form, made) in (sign or {}).items()
            },
            "derive": {
                key: {"document": made, "pointers": list(pointers)}
                for key, (made, pointers) in (derive or {}).items()
            },
        }
        done = subprocess.run(  # noqa: S603 - our own program
            [self._node, "node.mjs"],
            check=True,
            cwd=HERE,
            env=self._environ,
            input=json.dumps(job).encode(),
            stdout=subprocess.PIPE,
        )
        answers: Answers = json.loads(done.stdout)
        return answers


def _credential(form: str, raw: bytes) -> dict[str, str]:
    return {"form": "jwt" if form in TOKEN_FORMS else "json", "bytes": base64.b64encode(raw).decode()}
