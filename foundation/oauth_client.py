"""Signing in with an account from elsewhere: OAuth 2.0 (RFC 6749, 4.1) with PKCE (RFC 7636), as its client.

The addresses are the operator's own settings, never a stranger's, so this is a door of its own beside
the guarded client (docs/adr/0007-oauth-client.md): it must post a secret, and may reach this machine.
"""

import logging
import time
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import requests
import urllib3
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from requests.adapters import HTTPAdapter

from credentials import strict_json
from credentials.errors import UnreadableError
from foundation.config import OutsideProvider
from foundation.errors import OutsideError

TOTAL_SECONDS = 10.0  # for both calls: one thread of ours waits, and a person with it
MOST_BODY_BYTES = 1024 * 1024
_PART_BYTES = 64 * 1024
_OK, _SERVER_ERROR = 200, 500
_CODE_REFUSED = {"invalid_grant", "invalid_request"}  # RFC 6749, 5.2; others mean wrong settings here
log = logging.getLogger(__name__)


def authorization_url(provider: OutsideProvider, *, redirect_uri: str, state: str, verifier: str) -> str:
    """Give where the browser goes: the provider's page that asks the person (challenge method S256)."""
    with _client(provider, redirect_uri) as client:
        url, _state = client.create_authorization_url(
            provider.authorize_url, state=state, code_verifier=verifier
        )
    return str(url)


def fetch_profile(
    provider: OutsideProvider, *, redirect_uri: str, code: str, verifier: str, user_agent: str
) -> Any:
    """Give the profile (a JSON value, not judged) of who brought `code`; the access token is dropped.

    Raises OutsideError("code_refused") for a code that is spent, old or not for us,
    OutsideError("outside_down") when there is no answer in time, OutsideError("outside_unreadable")
    for one that makes no sense.
    """
    with _client(provider, redirect_uri) as client:
        client.headers["User-Agent"] = user_agent
        try:
            client.fetch_token(
                provider.token_url,
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                allow_redirects=False,
            )
            answer = client.get(provider.profile_url, allow_redirects=False)
        except AuthlibBaseError as error:
            log.warning("the provider of accounts refused: %s", str(error.error)[:40])
            is_spent = str(error.error) in _CODE_REFUSED
            raise OutsideError("code_refused" if is_spent else "outside_unreadable") from error
        except (requests.RequestException, OSError) as error:
            raise OutsideError("outside_down") from error
        except (ValueError, TypeError, AttributeError, KeyError) as error:  # no token in what should be one
            raise OutsideError("outside_unreadable") from error
        return _profile(answer)


def _profile(answer: requests.Response) -> Any:
    if answer.status_code >= _SERVER_ERROR:
        raise OutsideError("outside_down")
    if answer.status_code != _OK:
        raise OutsideError("outside_unreadable", status=answer.status_code)
    try:
        return strict_json.loads(answer.content)
    except UnreadableError as error:
        raise OutsideError("outside_unreadable") from error


def _client(provider: OutsideProvider, redirect_uri: str) -> OAuth2Session:
    """Give a session for one sign-in: no proxies from the environment, no cookies from before."""
    client = OAuth2Session(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 - the name of a method
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )
    client.trust_env = False
    client.headers.update({"Accept": "application/json", "Accept-Encoding": "identity"})
    door = _Door(time.monotonic() + provider.patience_seconds)
    client.mount("https://", door)
    client.mount("http://", door)  # the settings let http through for this machine only
    return client


class _Door(HTTPAdapter):
    """Carries requests within one deadline for all of them, and reads no more than a profile can be."""

    def __init__(self, deadline: float) -> None:
        super().__init__()
        self._deadline = deadline

    def send(  # noqa: PLR0917 - the signature is the library's
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002 - the body is read here
        timeout: Any = None,  # noqa: ARG002 - the deadline is nearer
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 - none are used
    ) -> requests.Response:
        """Send, and read the whole answer before anybody looks at it."""
        answer = super().send(
            request, stream=True, timeout=self._left(), verify=verify, cert=cert, proxies=None
        )
        try:
            body = self._body(answer)
        except urllib3.exceptions.HTTPError as error:
            raise OutsideError("outside_down") from error
        finally:
            answer.raw.close()
        answer.raw = BytesIO(body)
        return answer

    def _body(self, answer: requests.Response) -> bytes:
        body = bytearray()
        while part := answer.raw.read1(_PART_BYTES, decode_content=True):
            body += part
            if len(body) > MOST_BODY_BYTES:
                raise OutsideError("outside_unreadable", max_bytes=MOST_BODY_BYTES)
            self._left()
        return bytes(body)

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OutsideError("outside_down")
        return left
