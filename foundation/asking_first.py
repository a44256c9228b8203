"""Who may is asked before what was sent is looked at: complaints about that tell nobody what is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

View = Callable[..., Any]


def asked_first(check: Callable[..., object]) -> Callable[[View], View]:
    """Give a decorator for views: `check` gets the parts of the address, and raises for who may not.

    It stands above everything that reads the request.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def asked(*values: Any, **address: Any) -> Any:
            check(**address)
            return view(*values, **address)

        return asked

    return decorated
