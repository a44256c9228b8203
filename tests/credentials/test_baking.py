import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from credentials.baking import bake_png, bake_svg, read_png, read_svg, unbake_png, unbake_svg
from credentials.errors import BakingError

CREDENTIAL = '{"name": "Hjälpsam ]]> & <b>", "x": "مرحبا"}'.encode()
TOKEN = b"eyJhbGciOiJFZERTQSJ9.eyJhIjoxfQ.c2ln"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" data-a=\'>\'><path d="M0 0"/></svg>'


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (7, 5), (120, 30, 200)).save(out, "PNG")
    return out.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def with_chunk(*chunks: bytes) -> bytes:
    image = picture()
    return image[:33] + b"".join(chunks) + image[33:]


def text(content: bytes, *, keyword: bytes = b"openbadgecredential", flags: bytes = b"\x00\x00") -> bytes:
    return chunk(b"iTXt", keyword + b"\x00" + flags + b"\x00\x00" + content)


def code_of(call, *arguments, **named) -> str:
    with pytest.raises(BakingError) as caught:
        call(*arguments, **named)
    return caught.value.code


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_png_gives_back_exactly_what_was_baked(credential):
    assert unbake_png(bake_png(picture(), credential.encode())) == credential.encode()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), min_size=1))
def test_an_svg_gives_back_exactly_what_was_baked(inside):
    credential = ("{" + inside + "]]>\r\n\t}").encode()
    assert unbake_svg(bake_svg(SVG, credential, is_jws=False)) == credential


def test_other_bytes_of_the_pictures_stay_as_they_are():
    baked = bake_png(picture(), CREDENTIAL)
    assert baked.replace(text(CREDENTIAL), b"") == picture()
    assert Image.open(io.BytesIO(baked)).getpixel((3, 3)) == (120, 30, 200)
    assert bake_svg(SVG, CREDENTIAL, is_jws=False).endswith(b'<path d="M0 0"/></svg>')


def test_the_credential_stands_right_after_the_header_of_a_png():
    assert bake_png(picture(), CREDENTIAL)[33:].startswith(text(CREDENTIAL))


def test_a_token_is_an_attribute_of_an_empty_element():
    baked = bake_svg(SVG, TOKEN, is_jws=True)
    assert b'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"' in baked
    assert b'<openbadges:credential verify="' + TOKEN + b'"/>' in baked
    assert unbake_svg(baked) == TOKEN


@pytest.mark.parametrize(
    "svg",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- <svg> --><s:svg xmlns:s="http://www.w3.org/2000/svg"\n/>',
        b'\xef\xbb\xbf<svg xmlns="http://www.w3.org/2000/svg"\n xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"/>',
    ],
)
def test_unusual_but_honest_svgs_can_be_baked(svg):
    assert unbake_svg(bake_svg(svg, CREDENTIAL, is_jws=False)) == CREDENTIAL


PNG_FAULTS = {
    "not_png": lambda: b"GIF89a",
    "png_truncated": lambda: bake_png(picture(), CREDENTIAL)[:-20],
    "png_checksum": lambda: bake_png(picture(), CREDENTIAL).replace(b"name", b"nama"),
    "png_length": lambda: picture()[:33] + b"\xff\xff\xff\xffiTXt" + picture()[33:],
    "png_trailing": lambda: bake_png(picture(), CREDENTIAL) + b"extra",
    "png_doubled": lambda: with_chunk(text(b"{}"), text(b"{}")),
    "png_compressed": lambda: with_chunk(text(zlib.compress(b"{}"), flags=b"\x01\x00")),
    "png_wrong_chunk": lambda: with_chunk(chunk(b"tEXt", b"openbadgecredential\x00{}")),
    "png_malformed_text": lambda: with_chunk(chunk(b"iTXt", b"openbadgecredential\x00\x00\x00\x00")),
    "png_order": lambda: picture()[:8] + text(b"{}") + picture()[8:],
    "png_ambiguous": lambda: with_chunk(text(b"{}"), text(b"{}", keyword=b"openbadges")),
    "no_credential": picture,
    "picture_too_big": lambda: picture() + b"\x00" * 5 * 1024 * 1024,
}


@pytest.mark.parametrize("code", PNG_FAULTS)
def test_each_fault_of_a_png_has_its_own_code(code):
    assert code_of(unbake_png, PNG_FAULTS[code]()) == code


OLD_ADDRESS = b"https://badges.example.org/assertions/1"


@pytest.mark.parametrize("keyword", [b"openbadgecredential", b"clrcredential", b"openbadges"])
def test_no_standard_allows_compression(keyword):
    assert code_of(unbake_png, with_chunk(chunk(b"zTXt", keyword + b"\x00\x00x"))) == "png_compressed"
    packed = text(zlib.compress(b"{}"), keyword=keyword, flags=b"\x01\x00")
    assert code_of(unbake_png, with_chunk(packed)) == "png_compressed"


@pytest.mark.parametrize(
    ("keyword", "standard"),
    [(b"openbadgecredential", "ob3"), (b"clrcredential", "clr2"), (b"openbadges", "ob2")],
)
def test_a_png_tells_the_standard_of_its_mark(keyword, standard):
    baked = read_png(with_chunk(text(CREDENTIAL, keyword=keyword)))
    assert (baked.standard, baked.content) == (standard, CREDENTIAL)


def test_the_plain_text_chunk_of_the_oldest_badges_holds_an_address_and_nothing_else():
    baked = read_png(with_chunk(chunk(b"tEXt", b"openbadges\x00" + OLD_ADDRESS)))
    assert (baked.standard, baked.content) == ("ob2", OLD_ADDRESS)
    assert code_of(unbake_png, with_chunk(chunk(b"tEXt", b"openbadges\x00{}"))) == "png_wrong_chunk"
    assert (
        code_of(unbake_png, with_chunk(chunk(b"tEXt", b"clrcredential\x00" + OLD_ADDRESS)))
        == "png_wrong_chunk"
    )


def test_two_marks_in_one_picture_are_refused_also_across_kinds_of_chunk():
    both = with_chunk(text(b"{}", keyword=b"openbadges"), chunk(b"tEXt", b"openbadges\x00" + OLD_ADDRESS))
    assert code_of(unbake_png, both) == "png_doubled"
    assert code_of(bake_png, with_chunk(text(b"{}", keyword=b"openbadges")), TOKEN) == "already_baked"
    honest = with_chunk(chunk(b"tEXt", b"Comment\x00" + OLD_ADDRESS), text(CREDENTIAL))
    assert unbake_png(honest) == CREDENTIAL


def test_a_picture_of_nothing_but_chunks_is_refused():
    assert code_of(unbake_png, with_chunk(*[chunk(b"tEXt", b"")] * 20_000, text(CREDENTIAL))) == "png_order"
    assert unbake_png(with_chunk(*[chunk(b"tEXt", b"")] * 5_000, text(CREDENTIAL))) == CREDENTIAL


def test_a_chunk_behind_the_picture_is_read_as_well():
    end = picture().index(b"IEND") - 4
    assert unbake_png(picture()[:end] + text(CREDENTIAL) + picture()[end:]) == CREDENTIAL


def test_a_broken_picture_is_noticed_when_read():
    image = bytearray(bake_png(picture(), CREDENTIAL))
    image[image.index(b"IDAT") + 5] ^= 1
    assert code_of(unbake_png, bytes(image)) == "png_checksum"


@pytest.mark.parametrize("is_jws", [True, False])
def test_a_learner_record_is_baked_under_its_own_mark(is_jws):
    content = TOKEN if is_jws else CREDENTIAL
    in_png, in_svg = (
        read_png(bake_png(picture(), content, "clr2")),
        read_svg(bake_svg(SVG, content, is_jws=is_jws, standard="clr2")),
    )
    assert (in_png.standard, in_png.content) == ("clr2", content)
    assert (in_svg.standard, in_svg.content) == ("clr2", content)


def test_an_older_badge_is_read_and_never_written():
    assert code_of(bake_png, picture(), CREDENTIAL, "ob2") == "standard_not_written"
    assert code_of(bake_svg, SVG, CREDENTIAL, is_jws=False, standard="ob2") == "standard_not_written"


def svg_with(inside: bytes = b"", attributes: bytes = b"", before: bytes = b"") -> bytes:
    root = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    return (
        before
        + root
        + b'xmlns:o="https://purl.imsglobal.org/ob/v3p0" '
        + attributes
        + b">"
        + inside
        + b"</svg>"
    )


ONE = b'<o:credential verify="a.b.c"/>'
OLD = b'<b:assertion xmlns:b="http://openbadges.org" verify="a.b.c"/>'
SVG_FAULTS = [
    ("not_svg", b"<html/>"),
    ("not_svg", b'<svg xmlns="http://www.w3.org/2000/svg">'),
    ("not_svg", b"<svg/>"),
    ("svg_not_utf8", "<svg/>".encode("utf-16")),
    ("svg_not_utf8", b'<?xml version="1.0" encoding="utf-7"?>' + svg_with(ONE)),
    ("svg_doctype", svg_with(ONE, before=b"<!DOCTYPE svg>")),
    ("svg_doctype", svg_with(b"&x;", before=b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    ("svg_script", svg_with(b"<script>alert(1)</script>" + ONE)),
    ("svg_script", svg_with(b'<s:SCRIPT xmlns:s="http://www.w3.org/1999/xhtml"/>' + ONE)),
    ("svg_script", svg_with(ONE, attributes=b'onload="alert(1)"')),
    ("svg_script", svg_with(b'<a xlink:href=" JavaScript:alert(1)"/>' + ONE)),
    ("svg_script", svg_with(b"<foreignObject/>" + ONE)),
    ("svg_script", svg_with(ONE, before=b'<?xml-stylesheet href="https://a.example/x.xsl"?>')),
    ("svg_doubled", svg_with(ONE + ONE)),
    ("svg_ambiguous", svg_with(b'<o:credential verify="a.b.c">{"a": 1}</o:credential>')),
    ("svg_ambiguous", svg_with(b"<o:credential><g/>{}</o:credential>")),
    ("svg_doubled", svg_with(OLD + OLD)),
    ("svg_ambiguous", svg_with(OLD + ONE)),
    ("svg_ambiguous", svg_with(OLD.replace(b"/>", b">{}</b:assertion>"))),
    ("no_credential", svg_with(OLD.replace(b"b:assertion", b"b:badge"))),
    ("no_credential", SVG),
    ("no_credential", svg_with(b"<o:credential> </o:credential>")),
    ("picture_too_big", b" " * (5 * 1024 * 1024 + 1)),
]


@pytest.mark.parametrize(("code", "svg"), SVG_FAULTS)
def test_each_fault_of_an_svg_has_its_own_code(code, svg):
    assert code_of(unbake_svg, svg) == code


@pytest.mark.parametrize(
    ("element", "content", "address"),
    [
        (OLD, b"a.b.c", None),
        (OLD.replace(b"a.b.c", OLD_ADDRESS), OLD_ADDRESS, None),
        (
            OLD.replace(b"a.b.c", OLD_ADDRESS).replace(
                b"/>", b'><![CDATA[ {"a": "]]]]><![CDATA[>"} ]]></b:assertion>'
            ),
            b'{"a": "]]>"}',
            OLD_ADDRESS.decode(),
        ),
        (b'<b:assertion xmlns:b="https://openbadges.org">{}</b:assertion>', b"{}", None),
    ],
)
def test_an_older_svg_holds_a_token_an_address_or_a_copy_with_its_address(element, content, address):
    baked = read_svg(svg_with(element))
    assert (baked.standard, baked.content, baked.address) == ("ob2", content, address)


def test_a_dangerous_or_baked_picture_is_not_baked():
    assert code_of(bake_svg, svg_with(b"<script/>"), CREDENTIAL, is_jws=False) == "svg_script"
    assert code_of(bake_svg, bake_svg(SVG, TOKEN, is_jws=True), TOKEN, is_jws=True) == "already_baked"
    assert code_of(bake_png, bake_png(picture(), TOKEN), TOKEN) == "already_baked"
    assert code_of(bake_svg, svg_with(OLD), TOKEN, is_jws=True) == "already_baked"
    taken = SVG.replace(b"<svg", b'<svg xmlns:openbadges="http://openbadges.org"')
    assert code_of(bake_svg, taken, TOKEN, is_jws=True) == "svg_prefix_taken"


def test_bytes_that_a_picture_cannot_hold_are_refused_and_not_altered():
    assert code_of(bake_png, picture(), b"\xff") == "credential_not_utf8"
    assert code_of(bake_svg, SVG, b"\xff", is_jws=False) == "credential_not_utf8"
    assert code_of(bake_svg, SVG, '{"a": "\ufffe"}'.encode(), is_jws=False) == "credential_not_carried"
    assert code_of(bake_svg, SVG, b' {"a": 1}', is_jws=False) == "credential_not_carried"


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_picture_raises_anything_else(noise, cut):
    for data in (noise, picture()[:cut] + noise, SVG[:cut] + noise):
        for unbake in (unbake_png, unbake_svg):
            with suppress(BakingError):
                unbake(data)
