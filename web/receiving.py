"""Receiving requests whose body is far too big: the application answers, the body is let pass, never kept.

The bare server would answer in plain words and close at once, and a browser that is still sending shows
"connection reset" instead of any answer. Here the application is asked with the declared length and no
body, so that it says in the visitor's language what fits; what the browser still sends goes nowhere.
"""

from typing import Any

import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.utilities import RequestEntityTooLarge

MOST_PASSED_BYTES = 8 * 1024**3  # beyond, it is no mistake of a person: the connection is closed


class PatientParser(HTTPRequestParser):  # type: ignore[misc] # the library has no types
    """A request that is complete without its body when that is too big; the channel lets the body pass."""

    error: Any

    def __init__(self, adjustments: Any, channel: "PatientChannel") -> None:
        """Remember the channel, which outlives the request."""
        super().__init__(adjustments)
        self._channel = channel
        self._left = 0

    def received(self, data: bytes) -> int:
        """Give how many of these bytes belong to the request."""
        if self._left:  # the visitor waited for leave to send the body ("100 Continue")
            return self._let_pass(self._left, len(data))
        consumed: int = super().received(data)
        too_big = isinstance(self.error, RequestEntityTooLarge) and not self.chunked
        if not too_big or self.content_length > MOST_PASSED_BYTES:
            return consumed
        self.error = None
        if self.expect_continue:
            self._left = self.content_length
            return consumed
        return consumed + self._let_pass(self.content_length, len(data) - consumed)

    def _let_pass(self, length: int, there: int) -> int:
        passed = min(length, there)
        self._left, self._channel.to_pass, self.completed = 0, length - passed, True
        return passed


class PatientChannel(HTTPChannel):  # type: ignore[misc] # the library has no types
    """A connection that lets the rest of a body pass before the next request begins."""

    to_pass = 0

    def parser_class(self, adjustments: Any) -> PatientParser:
        """Give the parser of the next request."""
        return PatientParser(adjustments, self)

    def received(self, data: bytes) -> bool:
        """Take bytes as they come; tell whether any were for a request."""
        passed = min(self.to_pass, len(data))
        self.to_pass -= passed
        return bool(super().received(data[passed:]))


def patient_server(app: Flask, **settings: Any) -> Any:
    """Give waitress with these settings, bound to its address; `run()` serves until interrupted."""
    sockets: dict[int, Any] = {}
    server = waitress.create_server(app, map=sockets, **settings)
    for one in sockets.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = PatientChannel
    return server
