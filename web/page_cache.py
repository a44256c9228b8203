"""Pages of content as strangers see them, kept for the next stranger until anything is written.

Only pages about definitions (badges, roles, paths, ...), only for visitors without a cookie. Every
write leaves an audit event in its own transaction, so the newest event's id tells whether a kept
page is still true: one indexed look-up instead of the whole page, and never a stale answer.
"""

from collections import OrderedDict
from threading import Lock

from flask import Flask, Response, g, request
from flask import session as web_session
from sqlalchemy import select

from foundation.audit import AuditEvent
from foundation.db import reading
from foundation.statements import Statement
from web.language import language

MOST_PAGES = 500
MOST_PAGE_BYTES = 200_000
KEPT_BLUEPRINT = "browse"

Key = tuple[str, str, str]

_NEWEST_EVENT = Statement(
    select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1),
    results=[("id", AuditEvent.__table__.c.id.type)],
)


class PageCache:
    """The kept pages of one process, the least used ones dropped first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, tuple[object, Response]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, stamp: object) -> Response | None:
        """Give the page made when `stamp` was the newest event, or None."""
        with self._lock:
            found = self._pages.get(key)
            if found is None or found[0] != stamp:
                return None
            self._pages.move_to_end(key)
            kept = found[1]
        return Response(kept.get_data(), kept.status, kept.headers)

    def put(self, key: Key, stamp: object, response: Response) -> None:
        """Keep a page."""
        copy = Response(response.get_data(), response.status, response.headers)
        with self._lock:
            self._pages[key] = (stamp, copy)
            self._pages.move_to_end(key)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)


def _newest_event() -> object:
    with reading():
        return _NEWEST_EVENT.first_values({})


def _is_for_everybody() -> bool:
    return request.method == "GET" and request.blueprint == KEPT_BLUEPRINT and not request.cookies


def init_page_cache(app: Flask) -> None:
    """Look before a page is made, keep after; runs inside the security headers."""
    cache = PageCache()

    @app.before_request
    def _look() -> Response | None:
        g.pop("kept_key", None)
        if not _is_for_everybody():
            return None
        g.kept_stamp = _newest_event()
        g.kept_key = (request.full_path, language(), request.headers.get("Accept", ""))
        found = cache.get(g.kept_key, g.kept_stamp)
        if found is not None:
            g.pop("kept_key")
        return found

    @app.after_request
    def _keep(response: Response) -> Response:
        key = g.get("kept_key")
        is_plain = response.status_code == 200 and not response.is_streamed  # noqa: PLR2004 - OK
        if key and is_plain and not web_session.modified and len(response.get_data()) <= MOST_PAGE_BYTES:
            cache.put(key, g.kept_stamp, response)
        return response
