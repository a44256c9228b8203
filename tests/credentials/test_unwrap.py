import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.baking import bake_png, bake_svg
from credentials.errors import CredentialError, UnreadableError
from credentials.multibase import b64url
from credentials.unwrap import unwrap
from tests.credentials.test_baking import SVG, chunk, picture, svg_with, text, with_chunk

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


def test_a_document_over_the_cap_is_refused_and_one_below_is_read():
    assert unwrap(RAW[:-1] + b" " * 699_000 + b"}").document["name"] == "x"
    with pytest.raises(UnreadableError, match="too_big"):
        unwrap(RAW[:-1] + b" " * 700_000 + b"}")
    few, many = (json.dumps({"name": "\u0628" * count}).encode() for count in (65_000, 66_000))
    assert len(unwrap(few).document["name"]) == 65_000
    with pytest.raises(UnreadableError, match="too_big"):
        unwrap(many)
    short, long = (
        ".".join(map(b64url, (b"{}", RAW[:-1] + b" " * size + b"}", b""))) for size in (520_000, 530_000)
    )
    assert unwrap(short.encode()).document["name"] == "x"
    with pytest.raises(UnreadableError, match="unknown_kind"):
        unwrap(long.encode())


@pytest.mark.parametrize(
    "text", [".eyJhIjoxfQ.", ".eyJhIjoxfQ.QQ", "QQ.eyJhIjoxfQ", "QQ.eyJhIjoxfQ.QQ.QQ", "QQ.eyJhIjoxfQ.é"]
)
def test_what_has_not_the_three_segments_of_a_token_is_none(text):
    with pytest.raises(UnreadableError, match="unknown_kind"):
        unwrap(text.encode())


def test_a_token_in_an_envelope_is_the_token():
    token = ".".join([b64url(b'{"alg": "EdDSA"}'), b64url(b'{"name": "x"}'), "AA"])
    address = f"data:application/vc+jwt,{token}"
    envelope = json.dumps({"id": address, "type": "EnvelopedVerifiableCredential"})
    for data in (address, f" {address}\n", envelope):
        found = unwrap(data.encode())
        assert (found.token, found.document, found.raw) == (token, {"name": "x"}, token.encode())
    plain = unwrap(envelope.replace("Enveloped", "").encode())
    assert (plain.form, plain.token, plain.document["id"]) == ("json", None, address)


ADDRESS = "https://badges.example.org/assertions/1"
OLD_COPY = json.dumps({"id": ADDRESS, "badge": "x"}).encode()


def old_svg(copy: bytes, address: str = ADDRESS) -> bytes:
    body = b'<b:assertion xmlns:b="http://openbadges.org" verify="%b"><![CDATA[%b]]></b:assertion>'
    return svg_with(body % (address.encode(), copy))


@pytest.mark.parametrize(
    ("data", "form", "document", "url"),
    [
        (with_chunk(chunk(b"tEXt", b"openbadges\x00" + ADDRESS.encode())), "png", {}, ADDRESS),
        (with_chunk(text(ADDRESS.encode(), keyword=b"openbadges")), "png", {}, ADDRESS),
        (with_chunk(text(OLD_COPY, keyword=b"openbadges")), "png", json.loads(OLD_COPY), None),
        (old_svg(OLD_COPY), "svg", json.loads(OLD_COPY), ADDRESS),
        (old_svg(b"{}"), "svg", {}, ADDRESS),
        (old_svg(b""), "svg", {}, ADDRESS),
    ],
)
def test_the_picture_of_an_older_badge_gives_a_copy_an_address_or_both(data, form, document, url):
    found = unwrap(data)
    assert (found.form, found.document, found.url, found.standard) == (form, document, url, "ob2")


def test_a_picture_tells_the_standard_of_its_mark():
    assert unwrap(bake_png(picture(), RAW)).standard == "ob3"
    assert unwrap(bake_svg(SVG, RAW, is_jws=False, standard="clr2")).standard == "clr2"
    assert unwrap(RAW).standard is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04rest of an archive", "is_bundle"),
        (old_svg(OLD_COPY, ADDRESS + "2"), "address_differs"),
        (old_svg(json.dumps({"verify": {"url": "https://other.example"}}).encode()), "address_differs"),
        (old_svg(b"a.b.c"), "base64url_invalid"),
        (with_chunk(text(OLD_COPY), text(OLD_COPY, keyword=b"openbadges")), "png_ambiguous"),
        (bake_png(picture(), RAW) + b" ", "png_trailing"),
        (bake_png(picture(), RAW) + RAW, "png_trailing"),
        (RAW + RAW, "not_json"),
        (b'{"type": "EnvelopedVerifiableCredential", "id": "data:,", "name": "x"}', "envelope_ambiguous"),
        (b'{"type": ["EnvelopedVerifiableCredential"], "id": "https://a.example"}', "unknown_kind"),
        (b"data:text/html,<script>", "unknown_kind"),
        (b"data:application/vc+jwt,hello", "unknown_kind"),
        (ADDRESS.encode(), "unknown_kind"),
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


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "{", "<svg", "data:application/jwt,", "PK", "eyJ", "\ufeff["]),
)
def test_no_upload_raises_anything_else(noise, start):
    for data in (
        start.encode() + noise,
        with_chunk(text(noise, keyword=b"openbadges")),
        with_chunk(chunk(b"iTXt", b"clrcredential\x00" + noise)),
        with_chunk(chunk(b"tEXt", b"openbadges\x00" + noise)),
        old_svg(noise),
    ):
        with suppress(CredentialError):
            unwrap(data)
