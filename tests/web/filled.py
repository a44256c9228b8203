"""The fields of a form, read from its page as a browser reads and sends them."""

import html
import re
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def fields_of(page: str, action: str = "") -> dict[str, list[str]]:
    """Give what the form with this action would send untouched; of definitions' form without one."""
    form = _form(page, action)
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name is None or kind is None or kind[1] == "file":
            continue
        if kind[1] not in {"checkbox", "radio"} or " checked" in tag:
            sent.setdefault(name[1], []).append(html.unescape(value[1] if value else ""))
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        sent[name] = [html.unescape(text)]
    for name, inside in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside) or re.search(r'value="([^"]*)"', inside)
        sent[name] = [html.unescape(chosen[1])] if chosen else []
    return sent


def seen_in(page: str, action: str = "") -> str:
    """Give the mark that a form of the page sends."""
    return fields_of(page, action)["seen"][0]


def sent(client: FlaskClient, address: str, form: Mapping[str, Any] = {}, page: str = "") -> TestResponse:
    """Send a form as somebody who has just read its page (its own address, if not told)."""
    seen = seen_in(client.get(page or address).text, address)
    return client.post(address, data={**form, "seen": seen})


def _form(page: str, action: str) -> str:
    begin = rf'<form[^>]*action="{re.escape(action)}"' if action else r'<form[^>]*id="field-form"'
    found = re.search(rf"{begin}.*?</form>", page, re.DOTALL)
    assert found is not None, action
    return found[0]
