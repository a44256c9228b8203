"""A stand-in for the central wiki, on this machine: OAuth 2 sign-in, profile, and the action API.

For tests (`with StandIn() as wiki:`), and for trying by hand: `python -m tests.standin_provider 9100`
prints the settings to start the service with, and asks at every sign-in who you want to be.
"""

import hashlib
import secrets
import sys
import tempfile
import threading
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, jsonify, redirect, request
from markupsafe import escape
from werkzeug.serving import WSGIRequestHandler, make_server

from foundation.config import OutsideProvider

CLIENT_ID, CLIENT_SECRET = "barnstar-client", "a secret only for this machine"
ISSUER = "https://wiki.example"
HUGE_BYTES = 3 * 1024 * 1024


@dataclass
class WikiUser:
    """A global account; a test changes it as stewards of a wiki would."""

    name: str
    blocked: bool = False
    locked: bool = False
    hidden: bool = False
    gone: bool = False


class _Quiet(WSGIRequestHandler):
    def log(self, *_words: Any) -> None:  # type: ignore[override]
        """Write no lines among those of the tests."""


class StandIn:
    """The wiki and its switches: who approves, whether it says no, is down, slow, or answers too much."""

    def __init__(self, port: int = 0) -> None:
        self.begin_anew()
        self._codes: dict[str, dict[str, str]] = {}
        self._tokens: dict[str, str] = {}
        self._return_address: str | None = None
        self._server = make_server("127.0.0.1", port, self._app(), threaded=True, request_handler=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def begin_anew(self) -> None:
        """Put everything back as it was."""
        self.users = {"1001": WikiUser("Rosa Ek"), "1002": WikiUser("Nils Holgersson")}
        self.chosen = "1001"
        self.asks = self.denies = self.down = self.huge = False
        self.slow_seconds = 0.0
        self.profile: Any = None  # when set, told instead of the true one
        self.seen: list[tuple[str, dict[str, str], dict[str, str]]] = []  # path, values, headers

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def accepts(self, base_url: str) -> None:
        """Know the one return address, as when the client was registered; any other is refused."""
        self._return_address = f"{base_url}/sign-in/outside/answer"

    def provider(self) -> OutsideProvider:
        """Give the settings as the application holds them."""
        return OutsideProvider(
            issuer=ISSUER,
            authorize_url=f"{self.origin}/oauth2/authorize",
            token_url=f"{self.origin}/oauth2/access_token",
            profile_url=f"{self.origin}/oauth2/resource/profile",
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            state_url=f"{self.origin}/api.php",
        )

    def environ(self, folder: Path) -> dict[str, str]:
        """Give the same as settings from outside; the secret is written to a file in `folder`."""
        file = folder / "oauth.secret"
        file.write_text(CLIENT_SECRET, encoding="utf-8")
        file.chmod(0o600)
        known = self.provider()
        return {
            "BARNSTAR_OAUTH_ISSUER": known.issuer,
            "BARNSTAR_OAUTH_AUTHORIZE_URL": known.authorize_url,
            "BARNSTAR_OAUTH_TOKEN_URL": known.token_url,
            "BARNSTAR_OAUTH_PROFILE_URL": known.profile_url,
            "BARNSTAR_OAUTH_CLIENT_ID": known.client_id,
            "BARNSTAR_OAUTH_CLIENT_SECRET_FILE": str(file),
            "BARNSTAR_OAUTH_STATE_URL": known.state_url or "",
            "BARNSTAR_FETCH_ALSO": self.origin,
        }

    def _app(self) -> Flask:
        app = Flask("standin")
        app.before_request(self._weather)
        app.add_url_rule("/oauth2/authorize", view_func=self._authorize)
        app.add_url_rule("/oauth2/access_token", view_func=self._token, methods=["POST"])
        app.add_url_rule("/oauth2/resource/profile", view_func=self._told)
        app.add_url_rule("/api.php", view_func=self._api)
        return app

    def _weather(self) -> Response | None:
        self.seen.append((request.path, request.values.to_dict(), dict(request.headers)))
        time.sleep(self.slow_seconds)
        if self.down:
            return Response("down", 503)
        if self.huge and request.path != "/oauth2/authorize":
            return Response('{"sub": "' + "x" * HUGE_BYTES + '"}', 200, mimetype="application/json")
        return None

    def _authorize(self) -> Any:
        asked = request.args
        self._return_address = self._return_address or asked.get("redirect_uri", "")
        right = (
            asked.get("client_id") == CLIENT_ID
            and asked.get("redirect_uri") == self._return_address
            and asked.get("response_type") == "code"
            and asked.get("code_challenge_method") == "S256"
            and len(asked.get("code_challenge", "")) == 43
        )
        if not right:
            return Response("this client is not known so", 400)
        if self.asks and "as" not in asked and "deny" not in asked:
            return self._question()
        back: dict[str, str] = {"state": asked.get("state", "")}
        if self.denies or "deny" in asked:
            back["error"] = "access_denied"
        else:
            back["code"] = secrets.token_urlsafe(16)
            self._codes[back["code"]] = {
                "sub": asked.get("as", self.chosen),
                "challenge": asked["code_challenge"],
                "redirect_uri": asked["redirect_uri"],
            }
        return redirect(f"{asked['redirect_uri']}?{urlencode(back)}")

    def _question(self) -> str:
        query = request.query_string.decode()
        rows = [(f"as={sub}", user.name) for sub, user in self.users.items()] + [("deny=yes", "No, thanks")]
        links = "".join(
            f'<li><a href="?{escape(f"{query}&{more}")}">{escape(name)}</a>' for more, name in rows
        )
        return f"<!doctype html><title>Stand-in</title><h1>Who are you?</h1><ul>{links}</ul>"

    def _token(self) -> Any:
        form = request.form
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return jsonify(error="invalid_client"), 401
        known = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            known is None
            or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != known["redirect_uri"]
            or challenge != known["challenge"]
        ):
            return jsonify(error="invalid_grant"), 400
        token = secrets.token_urlsafe(32)
        self._tokens[token] = known["sub"]
        return jsonify(access_token=token, token_type="Bearer", expires_in=14400, refresh_token="unused")

    def _told(self) -> Any:
        sub = self._tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if sub is None:
            return jsonify(error="invalid_token"), 401
        if self.profile is not None:
            return jsonify(self.profile)
        user = self.users[sub]
        if user.hidden:
            return jsonify(sub=sub, blocked=True)
        more = {"editcount": 12, "confirmed_email": True, "groups": ["*", "user"], "rights": [], "grants": []}
        return jsonify(sub=sub, username=user.name, blocked=user.blocked or user.locked, **more)

    def _api(self) -> Any:
        asked = request.args
        if asked.get("meta") != "globaluserinfo" or asked.get("formatversion") != "2":
            return jsonify(error={"code": "unknown_meta"})
        sub = asked.get("guiid", "")
        user = self.users.get(sub)
        if user is None or user.gone:
            return jsonify(error={"code": "invaliduserid", "info": f"Invalid user ID {sub}."})
        found: dict[str, Any] = {"missing": True}
        if not user.hidden:
            found = {"home": "examplewiki", "id": int(sub), "name": user.name}
            found |= {"locked": True} if user.locked else {}
        query: dict[str, Any] = {"globaluserinfo": found}
        if asked.get("list") == "users":
            query["users"] = [self._block_of(asked.get("ususers", ""))]
        return jsonify(batchcomplete=True, query=query)

    def _block_of(self, name: str) -> dict[str, Any]:
        user = next((one for one in self.users.values() if one.name == name and not one.hidden), None)
        if user is None:
            return {"name": name, "missing": True}
        block = {"blockid": 7, "blockreason": "never to be shown"} if user.blocked else {}
        return {"userid": 1, "name": name, **block}


def main() -> None:
    """Serve until interrupted, and print the settings for the service."""
    with tempfile.TemporaryDirectory() as folder, StandIn(int(sys.argv[1])) as wiki:
        wiki.asks = True
        for name, value in wiki.environ(Path(folder)).items():
            print(f"export {name}='{value}'")  # noqa: T201 - what this command is for
        print(f"# serving {urlsplit(wiki.origin).netloc}", flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()
