"""Security headers on every answer, and caching: anonymous pages by ETag, private ones not at all."""

from flask import Flask, Response, request

from foundation.acting import current_actor
from foundation.config import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
YEAR_SECONDS = 31_536_000


def init_headers(app: Flask, settings: Settings) -> None:
    """Add the headers after each request; what an answer says itself stays."""
    always = _on_every_answer(settings)

    @app.after_request
    def _protect(response: Response) -> Response:
        said = {name.lower() for name, _ in response.headers}
        response.headers.extend([(name, value) for name, value in always if name.lower() not in said])
        return _cache(response)


def _on_every_answer(settings: Settings) -> list[tuple[str, str]]:
    told = {
        **ALWAYS,
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if settings.is_https:
        told["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
    return list(told.items())


def _cache(response: Response) -> Response:
    if "Cache-Control" in response.headers:
        return response
    if current_actor().signed_in or "Set-Cookie" in response.headers or request.method not in {"GET", "HEAD"}:
        response.headers["Cache-Control"] = "no-store"
    elif response.status_code == 200 and not response.is_streamed:  # noqa: PLR2004 - OK
        response.headers["Cache-Control"] = "no-cache"
        response.vary.update(("Accept", "Accept-Language", "Cookie"))
        response.add_etag()
        response.make_conditional(request)
    return response
