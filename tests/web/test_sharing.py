import re
from uuid import UUID

import pytest
from flask import Flask

from badges.models import EvidenceFile, EvidenceItem, Visibility
from badges.services import carrying, claiming, collections, evidence, giving_up, sharing, withdrawing
from badges.services.composing import Choices
from foundation import clock
from foundation.db import transaction
from foundation.vault import vault
from tests.badges import endorsing_scene
from tests.badges.scene import Scene, accepted, give, person, set_stage
from tests.badges.test_sharing import evidence as shown_evidence
from tests.badges.test_sharing import token_of_link
from tests.web.visiting import client_of, visitor


@pytest.fixture
def scene(sqlite_app: Flask) -> Scene:
    return set_stage()


@pytest.fixture
def held(scene: Scene):
    holder = person("Holder")
    return holder, accepted(scene, holder, "Holder", reason="Ten good sources")


def path_of(link) -> str:
    return f"/s/{token_of_link(link)}"


def assert_unseen(answer) -> None:
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_a_link_shows_the_badge_its_files_and_leaves_no_trace(sqlite_app, held):
    holder, credential = held
    link = sharing.share(holder, credential_id=credential.id, name="For my application")
    page = visitor(sqlite_app).get(f"{path_of(link)}?lang=sv")
    assert page.status_code == 200
    assert_unseen(page)
    assert "Källor" in page.text
    assert "Ten good sources" in page.text
    assert 'content="noindex' in page.text
    assert "For my application" not in page.text
    assert "Holder" not in page.text
    assert f"/credentials/{credential.id}" not in page.text
    for suffix in ("json", "jwt", "png", "svg"):
        file = visitor(sqlite_app).get(f"{path_of(link)}/badges/{credential.id}/badge.{suffix}")
        assert file.status_code == 200
        assert_unseen(file)
    assert visitor(sqlite_app).get(f"/credentials/{credential.id}").status_code == 404


def test_whoever_is_signed_in_sees_the_same_and_gets_no_cookie(sqlite_app, held):
    holder, credential = held
    link = sharing.share(holder, credential_id=credential.id)
    page = client_of(sqlite_app, holder).get(path_of(link))
    assert_unseen(page)
    assert "Make it public" not in page.text
    assert "sign-out" not in page.text


@pytest.mark.parametrize("below", ["", "/card.png", "/badges/00000000-0000-4000-8000-000000000000"])
def test_a_guessed_link_is_not_found_and_leaves_no_trace(sqlite_app, held, below):
    answer = visitor(sqlite_app).get(f"/s/{'a' * 43}{below}")
    assert answer.status_code == 404
    assert_unseen(answer)


def test_expired_and_ended_links_say_the_same_and_not_whose_they_were(sqlite_app, held):
    holder, credential = held
    ended = sharing.share(holder, credential_id=credential.id, name="one")
    expired = sharing.share(holder, credential_id=credential.id, name="two", lasts="week")
    sharing.end(holder, ended.id)
    with transaction():
        expired.expires_at = clock.now()
    answers = [visitor(sqlite_app).get(path_of(one)) for one in (ended, expired)]
    assert {one.status_code for one in answers} == {410}
    first, second = (re.sub(r"/s/[\w-]+", "", one.text) for one in answers)
    assert first == second
    assert "This link has ended" in first
    for word in ("Sources", "Holder", "Example affiliate", "Källor"):
        assert word not in first
    assert_unseen(answers[0])


def test_files_of_evidence_are_saved_and_never_opened(sqlite_app, held):
    holder, credential = held
    item = shown_evidence(credential, Visibility.ON_REQUEST)
    with transaction() as db_session:
        row = db_session.get(EvidenceItem, item.id)
        row.form, row.url, row.file_name = "file", None, "rapport å.html"
        sealed = vault().seal(b"<script>", purpose=evidence.PURPOSE, owner=str(item.id))
        db_session.add(EvidenceFile(item_id=item.id, sealed=sealed))
    link = sharing.share(holder, credential_id=credential.id, shows_evidence=True)
    assert f"/evidence/{item.id}" in visitor(sqlite_app).get(path_of(link)).text
    answer = visitor(sqlite_app).get(f"{path_of(link)}/evidence/{item.id}")
    assert answer.data == b"<script>"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert_unseen(answer)
    quiet = sharing.share(holder, credential_id=credential.id)
    assert visitor(sqlite_app).get(f"{path_of(quiet)}/evidence/{item.id}").status_code == 404


def test_a_shared_collection_drops_what_was_given_up_and_shows_what_was_withdrawn_as_that(
    sqlite_app, scene, held
):
    holder, first = held
    second, third = (accepted(scene, holder, "Holder", again=True) for _ in range(2))
    box = collections.make(holder, name="My best", description="Three of them")
    for one in (first, second, third):
        collections.add(holder, box.id, one.id)
    link = sharing.share(holder, collection_id=box.id)
    giving_up.give_up(holder, second.id)
    withdrawing.revoke(scene.steward, third.id, reason="issued_in_error")
    page = visitor(sqlite_app).get(path_of(link))
    assert_unseen(page)
    assert "My best" in page.text
    shown = re.findall(r"/badges/([0-9a-f-]{36})", page.text)
    assert shown == [str(first.id), str(third.id)]
    assert page.text.count("Withdrawn") == 1
    assert page.text.count("Valid") == 1
    one = visitor(sqlite_app).get(f"{path_of(link)}/badges/{third.id}")
    assert "status--do-not-rely" in one.text
    assert "status--genuine" not in one.text


def test_the_share_page_makes_and_ends_links_and_keeps_what_was_typed(sqlite_app, held):
    holder, credential = held
    client = client_of(sqlite_app, holder)
    page = f"/credentials/{credential.id}/share"
    assert "needs an address" in client.get(page).text
    wrong = client.post(f"{page}/links", data={"name": "x" * 121, "lasts": "week"})
    assert wrong.status_code == 422
    assert "x" * 121 in wrong.text
    made = client.post(f"{page}/links", data={"name": "For Kim", "lasts": "year"})
    assert made.status_code == 303
    text = client.get(page).text
    assert "For Kim" in text
    address = re.search(r'value="(http[^"]+/s/[\w-]{43})"', text)[1]
    assert "needs an address" not in text
    for part in ("linkedin.com/profile/add", "mailto:", "card.png", f"[{address}", "qr.svg"):
        assert part in text
    assert visitor(sqlite_app).get("/s/" + address.rsplit("/", 1)[1]).status_code == 200
    link_id = re.search(r"/shares/([0-9a-f-]{36})/end", text)[1]
    assert client_of(sqlite_app, person("Other")).post(f"/shares/{link_id}/end").status_code == 404
    assert client_of(sqlite_app, holder).post(f"/shares/{link_id}/end").status_code == 303
    assert visitor(sqlite_app).get("/s/" + address.rsplit("/", 1)[1]).status_code == 410


def test_every_artefact_says_what_it_carries_from_the_real_document(sqlite_app, scene):
    holder = person("Kim Named", address="kim@example.org")
    plain = accepted(scene, holder, "Kim Named")
    page = client_of(sqlite_app, holder).get(f"/credentials/{plain.id}/share").text
    assert "In it about people: nothing." in page
    award = give(scene, "Kim Named", evidence=[{"url": "https://example.org/it"}], again=True)
    choices = Choices(identifiers=("user_name", "kim@example.org"), evidence=(0,))
    done = claiming.accept(holder, award.id, choices=choices)
    page = client_of(sqlite_app, holder).get(f"/credentials/{done.credential_id}/share").text
    assert "your user name as a hash" in page
    assert "an e-mail address of yours as a hash" in page
    assert "1 piece of evidence" in page
    assert "nothing." not in page


def test_who_endorsed_it_is_said_where_it_stands_in_the_file(sqlite_app, scene):
    holder, mentor = person("Kim"), person("Mentor by name")
    subject = endorsing_scene.claimed(scene, holder)
    row = endorsing_scene.endorsed(holder, mentor, "Mentor by name", subject, name_choice="user_name")
    badge = endorsing_scene.taken(scene, holder, "Kim", subject, endorsements=(row.id,))
    page = client_of(sqlite_app, holder).get(f"/credentials/{badge}/share").text
    named = "In it about people: who endorsed it: \u2068Mentor by name\u2069."
    assert page.index("badge.jwt") < page.index(named)  # the token holds it, the other files do not
    assert page.count(named) == 1
    assert "In it about people: nothing." in page[: page.index("badge.png")]


def test_the_snippet_needs_no_script_and_its_picture_comes_from_public_or_shared_badges_only(
    sqlite_app, scene, held
):
    holder, credential = held
    card = f"/credentials/{credential.id}/card.png"
    assert visitor(sqlite_app).get(card).status_code == 404
    assert client_of(sqlite_app, holder).get(card).status_code == 404
    carrying.publish(holder, credential.id)
    answer = visitor(sqlite_app).get(card)
    assert answer.data.startswith(b"\x89PNG")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    text = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/share").text
    assert "&lt;a href=" in text
    assert "&lt;script" not in text
    link = sharing.share(holder, credential_id=credential.id)
    shared = visitor(sqlite_app).get(f"{path_of(link)}/card.png")
    assert shared.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert_unseen(shared)
    withdrawing.revoke(scene.steward, credential.id, reason="issued_in_error")
    assert visitor(sqlite_app).get(card).data != answer.data


def test_the_square_code_needs_an_address(sqlite_app, held):
    holder, credential = held
    client = client_of(sqlite_app, holder)
    code = f"/credentials/{credential.id}/qr.svg"
    assert client.get(code).status_code == 409
    carrying.publish(holder, credential.id)
    answer = client_of(sqlite_app, holder).get(code)
    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<")
    png = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/qr.png")
    assert png.data.startswith(b"\x89PNG")


def test_no_certificate_and_no_texts_for_what_is_withdrawn_given_up_or_looked_into(sqlite_app, scene):
    holder = person("Holder")

    def share_page(credential) -> str:
        answer = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/certificate.pdf")
        assert answer.status_code == 409
        return client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/share").text

    revoked, held, gone, quiet = (accepted(scene, holder, "Holder", again=True) for _ in range(4))
    withdrawing.revoke(scene.steward, revoked.id, reason="issued_in_error")
    withdrawing.put_on_hold(scene.steward, held.id)
    giving_up.give_up(holder, gone.id)
    with transaction():
        quiet.suppressed_at = clock.now()
    for credential, word in (
        (revoked, "Withdrawn"),
        (held, "Under review"),
        (gone, "Given up"),
        (quiet, "Under review"),
    ):
        page = share_page(credential)
        assert word in page
        assert "linkedin" not in page
        own = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}").text
        assert "status--genuine" not in own
        assert ">Valid<" not in own
    passport = client_of(sqlite_app, holder).get("/passport").text
    assert "chip--good" not in passport


def test_what_cannot_be_shown_has_no_button_to_show_it_and_leads_to_links_only_where_they_are(
    sqlite_app, scene, held
):
    holder, linked = held
    bare = accepted(scene, holder, "Holder", again=True)
    link = sharing.share(holder, credential_id=linked.id)
    client = client_of(sqlite_app, holder)
    assert "Show it to others" in client.get(f"/credentials/{bare.id}").text
    for one in (linked, bare):
        withdrawing.revoke(scene.steward, one.id, reason="issued_in_error")

    def pages(credential) -> list[str]:
        own = f"/credentials/{credential.id}"
        return [client_of(sqlite_app, holder).get(path).text for path in (own, f"{own}/share")]

    for credential, has_links in ((linked, True), (bare, False)):
        own, share = pages(credential)
        assert "Show it to others" not in own
        assert ("Links to this badge" in own) is has_links
        assert "this badge is not for showing" in share
        assert ("so that you can end them" in share) is has_links
    sharing.end(holder, link.id)
    assert "Links to this badge" not in pages(linked)[0]


def test_a_link_says_whether_evidence_is_shown_by_it(sqlite_app, held):
    holder, credential = held
    sharing.share(holder, credential_id=credential.id)
    page = client_of(sqlite_app, holder).get(f"/credentials/{credential.id}/share").text
    assert "Evidence is not shown by this link, even if asked." in page


def test_a_collection_works_by_forms_alone(sqlite_app, scene, held):
    holder, first = held
    second = accepted(scene, holder, "Holder", again=True)
    client = client_of(sqlite_app, holder)
    assert client.post("/passport/collections", data={"name": " "}).status_code == 422
    made = client.post("/passport/collections", data={"name": "Both"})
    here = made.headers["Location"]
    for one in (first, second):
        assert client.post(f"{here}/badges", data={"credential": str(one.id)}).status_code == 303
    assert client.post(f"{here}/badges", data={"credential": "nonsense"}).status_code == 303
    client.post(f"{here}/badges/{second.id}/up")
    text = client_of(sqlite_app, holder).get(here).text
    assert text.index(f"badge-{second.id}") < text.index(f"badge-{first.id}")
    assert client.post(here, data={"name": "", "description": "kept words"}).status_code == 422
    client.post(f"{here}/links", data={"name": "All", "lasts": "month"})
    assert "/s/" in client_of(sqlite_app, holder).get(here).text
    client.post(f"{here}/badges/{second.id}/remove")
    client.post(f"{here}/delete")
    assert client_of(sqlite_app, holder).get(here).status_code == 404


def test_hiding_folds_a_badge_away_and_says_that_its_page_stays(sqlite_app, held):
    holder, credential = held
    carrying.publish(holder, credential.id)
    client = client_of(sqlite_app, holder)
    assert client.post(f"/credentials/{credential.id}/hide").status_code == 303
    page = client.get("/passport").text
    assert "its page and its links did not change" in page
    assert "1 badge put away" in page
    assert visitor(sqlite_app).get(f"/credentials/{credential.id}").status_code == 200
    client_of(sqlite_app, holder).post(f"/credentials/{credential.id}/bring-back")
    assert "put away" not in client_of(sqlite_app, holder).get("/passport").text.replace(
        "The badge is back", ""
    )


def test_giving_up_asks_first_and_says_that_files_cannot_be_called_back(sqlite_app, held):
    holder, credential = held
    carrying.publish(holder, credential.id)
    address = f"/credentials/{credential.id}/give-up"
    client = client_of(sqlite_app, holder)
    assert "cannot be called back" in client.get(address).text
    assert client.post(address).status_code == 303
    assert visitor(sqlite_app).get(f"/credentials/{credential.id}").status_code == 404
    assert "Given up" in client_of(sqlite_app, holder).get(f"/credentials/{credential.id}").text
    assert "1 badge given up" in client_of(sqlite_app, holder).get("/passport").text
    assert client_of(sqlite_app, holder).get("/passport?shelf=given_up").status_code == 200


# Who may reach what: S stranger, O somebody else signed in, G steward of the group, H holder.
HOLDER_ONLY = {
    "/credentials/{id}/share": "get",
    "/credentials/{id}/give-up": "get",
    "/credentials/{id}/certificate.pdf": "get",
    "/credentials/{id}/qr.svg": "get",
    "/credentials/{id}/hide": "post",
    "/credentials/{id}/bring-back": "post",
    "/credentials/{id}/publish": "post",
    "/credentials/{id}/unpublish": "post",
    "/credentials/{id}/share/links": "post",
    "/passport/collections/{box}": "get",
    "/passport/collections/{box}/links": "post",
    "/passport/collections/{box}/delete": "post",
    "/passport/collections/{box}/badges": "post",
    "/passport/collections/{box}/badges/{id}/up": "post",
    "/passport/collections/{box}/badges/{id}/remove": "post",
    "/shares/{link}/end": "post",
}


@pytest.mark.parametrize("pattern", HOLDER_ONLY)
def test_only_the_holder_reaches_what_is_the_holders(sqlite_app, scene, held, pattern):
    holder, credential = held
    box = collections.make(holder, name="Mine")
    link = sharing.share(holder, credential_id=credential.id)
    path = pattern.format(id=credential.id, box=box.id, link=link.id)
    method, shape = HOLDER_ONLY[pattern], {"name": "x", "lasts": "week", "credential": str(credential.id)}

    def status(client) -> int:
        return getattr(client, method)(path, **({"data": shape} if method == "post" else {})).status_code

    if method == "get":
        answer = visitor(sqlite_app).get(path)
        assert (answer.status_code, "/sign-in" in answer.headers["Location"]) == (302, True)
    else:
        assert status(visitor(sqlite_app)) in {302, 303, 401}
    assert status(client_of(sqlite_app, person("Somebody else"))) == 404
    assert status(client_of(sqlite_app, scene.steward)) == 404
    assert status(client_of(sqlite_app, holder)) in {200, 303}


def test_the_passport_costs_the_same_with_many_badges_and_collections(sqlite_app, scene, held):
    from tests.web.test_speed_shape import statements

    holder, first = held
    box = collections.make(holder, name="One")
    collections.add(holder, box.id, first.id)
    shared = path_of(sharing.share(holder, collection_id=box.id))
    first_id = first.id
    pages = [
        "/passport",
        f"/credentials/{first.id}/share",
        f"/passport/collections/{box.id}",
        "/passport/collections",
    ]

    def spent() -> list[int]:
        own = [len(statements(sqlite_app, holder, path)) for path in pages]
        return [*own, len(statements(sqlite_app, None, shared))]

    hidden = accepted(scene, holder, "Holder", again=True)
    carrying.hide(holder, hidden.id)
    few, box_id = spent(), pages[2].rsplit("/", 1)[1]
    for number in range(12):
        more = accepted(scene, holder, "Holder", again=True)
        collections.add(holder, UUID(box_id), more.id)
        collections.make(holder, name=f"Box {number}")
        sharing.share(holder, credential_id=first_id)
        if number % 3 == 0:
            carrying.hide(holder, more.id)
    assert spent() == few
