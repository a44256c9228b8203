"""The real service as a process of its own, real mail by SMTP, and the browser to meet it with."""

import email.policy
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

from tests.standin_provider import StandIn

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, LETTER_SECONDS = 120, 20
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Give the path of the browser: as given, as found by `make test`, or one of Debian's."""
    found = ROOT / ".stamps/chromium"
    written = found.read_text().strip() if found.exists() else None
    debian = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
    candidates = (os.environ.get("CHROMIUM"), written, *debian)
    return next((one for one in candidates if one and Path(one).exists()), None)


def free_port() -> int:
    """Give a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Letters:
    """What the service sent, as a mail server receives it."""

    def __init__(self) -> None:
        self._received: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take one letter (called by aiosmtpd)."""
        self._received.append(message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def to(self, address: str) -> EmailMessage:
        """Wait for a letter to an address and give the newest."""
        until = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < until:
            found = [one for one in self._received if one["To"] == address]
            if found:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no letter came to {address}")

    def link_to(self, address: str, path: str) -> str:
        """Give the address in the plain text of a letter whose path begins so."""
        body = self.to(address).get_body(("plain",))
        assert body is not None
        found = re.search(rf"https?://\S+?{path}\S+", body.get_content())
        assert found, body.get_content()
        return found[0]


class Service:
    """`flask --app wsgi serve --demo` with its own folder, port, mail server and central wiki.

    A context manager.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.letters = Letters()
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.wiki = StandIn()
        self._post = Controller(self.letters, hostname="127.0.0.1", port=free_port())
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._post.start()
        self.wiki.__enter__()
        self._process = self._started()
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                told = self._told()
                self.__exit__(None, None, None)
                raise AssertionError(f"the service did not start:\n{told}")
            time.sleep(0.1)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._process:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            self._process.kill()
            self._process.wait()
        self.wiki.__exit__(None, None, None)
        self._post.stop()

    @property
    def settings(self) -> dict[str, str]:
        """The settings that it runs with."""
        return self.wiki.environ(self.folder) | {
            "PORT": str(self.port),
            "BARNSTAR_INSTANCE": str(self.folder),
            "BARNSTAR_DEMO": "auto",
            "BARNSTAR_RATE_LIMITS": "off",
            "BARNSTAR_MAIL": f"smtp://127.0.0.1:{self._post.port}",
        }

    def _started(self) -> "subprocess.Popen[bytes]":
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("BARNSTAR_") and name not in {"DATABASE_URL", "HOST"}
        }
        environ = inherited | self.settings
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--demo"]
        with (self.folder / "said.txt").open("wb") as said:
            return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=said, stderr=subprocess.STDOUT)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _told(self) -> str:
        return (self.folder / "said.txt").read_text(errors="replace")[-4000:]
