"""A test client that meets the application as a browser does: every request is on its own."""

from contextvars import Context
from typing import Any

from flask.testing import FlaskClient

from foundation.db import db


class Browser(FlaskClient):
    """Opens each request outside the context of the test, so that nothing (`g`, session of the
    database) is carried from one request to the next but cookies. The test's own read ends first."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        db.session.rollback()
        return Context().run(super().open, *args, **kwargs)


def browser(app: Any) -> Browser:
    """Give a browser without cookies."""
    return Browser(app, app.response_class, use_cookies=True)
