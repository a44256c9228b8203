"""Certificates: tagged, in four languages, and never a failure over a letter."""

import re
import time
import zlib

import pytest
from flask import Flask

from badges.services import carrying, claiming, defining, sharing
from tests.badges.scene import Scene, _badge, accepted, give, person, set_stage
from tests.web.visiting import client_of, visitor
from web.certificates import letters, printing, quick_response
from web.language import CODES


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    return set_stage()


@pytest.fixture
def held(scene: Scene):
    holder = person("Kim Holder")
    return holder, accepted(scene, holder, "Kim Holder")


def streams(pdf: bytes) -> bytes:
    """Everything in a PDF that can be read, unpacked."""
    found = [pdf]
    for body in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(body))
        except zlib.error:
            found.append(body)
    return b"\n".join(found)


def title_of(pdf: bytes) -> str:
    """The title as its metadata say it."""
    return re.search(rb'<rdf:li xml:lang="x-default">(.*?)</rdf:li>', streams(pdf))[1].decode()


def plain(name: str) -> dict[str, object]:
    """What a certificate needs, with a name."""
    text = {"text": name, "language": "en", "rtl": False}
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    )
    return {
        **dict.fromkeys(
            ("title", "description", "group", "eyebrow", "picture_alt", "holder", "given_by"), name
        ),
        **dict.fromkeys(("status", "criteria_title", "checked_at", "qr_alt", "file_description"), name),
        **dict.fromkeys(("name", "summary", "criteria"), text),
        "language": "en",
        "rtl": False,
        "picture": drawing,
        "facts": [[name, name]],
        "notes": [name],
        "address": "https://example.org/",
        "qr": quick_response.drawn("https://example.org/", "svg").decode(),
        "document": "{}",
        "file_name": "badge.json",
    }


@pytest.mark.parametrize("language", CODES)
def test_a_certificate_is_tagged_titled_and_in_its_language(sqlite_app, held, language):
    holder, credential = held
    answer = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/certificate.pdf?in={language}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    read = streams(answer.data)
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid:part", b"/Alt", f"/Lang({language})".encode()):
        assert mark in read, mark
    assert b"pdfaid:part" in read
    assert title_of(answer.data)
    assert answer.headers["Content-Disposition"].endswith(f'-{language}.pdf"')


def test_the_signed_badge_is_attached_as_it_is(sqlite_app, held):
    holder, credential = held
    pdf = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/certificate.pdf").data
    assert carrying.form(credential, "json") in streams(pdf)
    assert b"sources.json" in streams(pdf)


def test_the_certificate_leads_to_the_page_the_link_or_the_checker(sqlite_app, held):
    holder, credential = held

    def leads_to(path: str) -> bytes:
        return streams(client_of(sqlite_app, holder).get(path).data)

    own = f"/credentials/{credential.id}/certificate.pdf"
    assert b"/verify)" in leads_to(own)
    link = sharing.share(holder, credential_id=credential.id)
    assert sharing.address_of(link).encode() in leads_to(own)
    token = sharing.address_of(link).rsplit("/", 1)[1]
    shared = visitor(sqlite_app).get(f"/s/{token}/badges/{credential.id}/certificate.pdf")
    assert sharing.address_of(link).encode() in streams(shared.data)
    carrying.publish(holder, credential.id)
    assert f"/credentials/{credential.id})".encode() in leads_to(own)


def test_the_sheet_names_the_holder_only_on_wish(sqlite_app, held):
    holder, credential = held
    own = f"/credentials/{credential.id}/certificate.pdf"
    without = client_of(sqlite_app, holder).get(own).data
    named = client_of(sqlite_app, holder).get(f"{own}?holder=yes").data
    assert len(named) > len(without)
    assert without == client_of(sqlite_app, holder).get(own).data


@pytest.mark.parametrize(
    "name",
    [
        "漢字の勲章",
        "हिन्दी",
        "😀 👩‍👩‍👧",
        "a\u0301\u200d",
        '#read("/etc/passwd") $x$ *b* @a <b>',
        "المصادر",
        "𐤀" * 40,
    ],
)
def test_no_letter_makes_it_fail_and_no_text_is_run(sqlite_app, name):
    assert printing.certificate(plain(name), stamp=0).startswith(b"%PDF")


def test_a_machine_without_further_fonts_prints_a_mark_for_letters_that_it_lacks():
    lacked = letters.lacking("Aä شارة 漢")
    assert lacked == {"漢"}
    assert letters.without("a漢b", lacked) == "a\N{REPLACEMENT CHARACTER}b"
    assert not letters.lacking(letters.STAND_IN)


def test_a_badge_with_a_name_in_another_script_has_a_certificate(sqlite_app, scene):
    shape = {**_badge(None), "name": {"en": "漢字 & <Sources> #1", "sv": "漢字"}}
    badge = defining.define_achievement(
        scene.steward, group_id=scene.group_id, kind="skill", slug="odd", **shape
    )
    holder = person("Holder")
    award = give(Scene(scene.group_id, scene.steward, scene.other_steward, badge.slug), "Holder")
    done = claiming.accept(holder, award.id)
    answer = client_of(sqlite_app, holder).get(f"/credentials/{done.credential_id}/certificate.pdf")
    assert answer.status_code == 200
    assert "漢字 &amp; &lt;Sources&gt; #1" in title_of(answer.data)


def test_a_certificate_takes_less_than_a_second(sqlite_app):
    began = time.process_time()
    printing.certificate(plain("Never printed before"), stamp=1)
    assert time.process_time() - began < 1
