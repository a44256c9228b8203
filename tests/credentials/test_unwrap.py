import json

import pytest

from credentials.baking import bake_png, bake_svg
from credentials.errors import UnreadableError
from credentials.multibase import b64url
from credentials.unwrap import unwrap
from tests.credentials.test_baking import SVG, picture

RAW = b' {"name": "x",\r\n "n": [1.50]}'.strip()


def test_json_is_recognised_and_kept_byte_for_byte():
    found = unwrap(b"\xef\xbb\xbf\n" + RAW + b"\n")
    assert (found.form, found.document, found.token, found.raw) == (
        "json",
        {"name": "x", "n": [1.5]},
        None,
        RAW,
    )


@pytest.mark.parametrize("bake", [bake_png, lambda _, raw: bake_svg(SVG, raw, is_jws=False)])
def test_a_picture_gives_the_bytes_that_were_baked(bake):
    found = unwrap(bake(picture(), RAW))
    assert (found.form in ("png", "svg"), found.raw) == (True, RAW)


@pytest.mark.parametrize("claims", [{"iss": "did:example:1", "name": "x"}, {"vc": {"name": "x"}, "iss": "y"}])
def test_a_token_is_opened_even_when_its_header_is_forbidden(claims):
    token = ".".join(b64url(json.dumps(part).encode()) for part in ({"alg": "none"}, claims)) + "."
    found = unwrap(f"\n {token} \n".encode())
    assert (found.form, found.document, found.token) == ("jws", {"name": "x"}, token)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unknown_kind"),
        (b"hello", "unknown_kind"),
        (b"%PDF-1.7", "unknown_kind"),
        (b"a.b.c.d.e", "unknown_kind"),
        (b"\xff\xd8\xff\xe0JFIF", "unknown_kind"),
        (b"[1]", "not_an_object"),
        (b"{", "not_json"),
        (b"<html>", "not_svg"),
        (picture(), "no_credential"),
        (picture()[:50], "png_truncated"),
        (bake_png(picture(), b"https://badges.example/1"), "unknown_kind"),
        (b"e30.W10.AA", "not_an_object"),
    ],
)
def test_everything_else_is_unreadable_with_a_reason(data, code):
    with pytest.raises(UnreadableError) as caught:
        unwrap(data)
    assert caught.value.code == code
