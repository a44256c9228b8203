"""Pages of frameworks from elsewhere: bringing one in step by step, and reading it."""

import io
import re
from uuid import UUID

import pytest

from badges.queries import achievements
from competencies.queries import published, references
from competencies.services import referencing
from tests.badges import definitions
from tests.competencies.case_samples import child, document, item, package, uuid, written
from tests.web.starter import load_starter
from tests.web.visiting import client_of, run_jobs, visitor
from tests.world import World
from web.demo import references as demo

HERE = "/groups/workshop/reference"


@pytest.fixture
def steward(sqlite_app):
    return definitions.group()


def send(client, given, name="framework.json", **form):
    return client.post(HERE, data={"file": (io.BytesIO(given), name), **form})


def text_of(answer):
    return answer.get_data(as_text=True)


def brought_in(app, steward, given=None):
    client = client_of(app, steward[0])
    there = send(client, written(given or package())).location
    client.post(f"{there}/confirm")
    run_jobs(app)
    return client, there


def test_a_file_is_looked_over_confirmed_written_and_there_for_everybody(sqlite_app, steward):
    client = client_of(sqlite_app, steward[0])
    assert "Frameworks from elsewhere" in text_of(client.get("/groups/workshop"))
    looked = send(client, written(package()))
    assert looked.status_code == 303
    page = text_of(client.get(looked.location))
    assert "Life skills" in page
    assert re.search(r"Items</dt><dd class=\"number\">3<", page)
    assert "Does what a2 says." in page
    assert "Nobody sees" not in page
    assert "Life skills" not in text_of(visitor(sqlite_app).get("/reference"))
    client = client_of(sqlite_app, steward[0])
    assert client.post(f"{looked.location}/confirm").status_code == 303
    waiting = text_of(client.get(looked.location))
    assert 'http-equiv="refresh"' in waiting
    assert "0 of 14 rows written" in waiting
    run_jobs(sqlite_app)
    done = text_of(client_of(sqlite_app, steward[0]).get(looked.location))
    assert "everybody can use it" in done
    assert 'http-equiv="refresh"' not in done
    assert "Life skills" in text_of(visitor(sqlite_app).get("/reference"))


def test_problems_are_told_by_row_and_nothing_can_be_confirmed(sqlite_app, steward):
    client = client_of(sqlite_app, steward[0])
    spoofed = item("a", fullStatement="\u202eelttit")
    bad = package(CFItems=[spoofed, item("a1"), item("a2")], CFAssociations=[child("a1", "nowhere")])
    there = send(client, written(bad)).location
    page = text_of(client.get(there))
    assert "2 things need mending" in page
    assert "CFItems, fullStatement, number 1" in page
    assert "CFAssociations, destinationNodeURI, number 1" in page
    assert "/confirm" not in page
    assert client.post(f"{there}/confirm").status_code == 409
    assert client.post(f"{there}/drop").status_code == 303
    assert client.get(there).status_code == 404


def test_a_table_needs_a_title_and_says_its_problems_by_row(sqlite_app, steward):
    client = client_of(sqlite_app, steward[0])
    given = b"identifier,parent,full statement\nA,,First\nB,C,Second\n"
    refused = send(client, given, "table.csv")
    assert refused.status_code == 422
    assert "field-title-error" in text_of(refused) or 'href="#field-title"' in text_of(refused)
    there = send(client, given, "table.csv", title="Skills", edition="1", language="en").location
    page = text_of(client.get(there))
    assert "Row 3, parent" in page
    assert "<bdi>Skills</bdi>" in page


def test_an_earlier_package_says_what_was_read_otherwise(sqlite_app, steward):
    client = client_of(sqlite_app, steward[0])
    made = package(CFItems=[item("a", lastChangeDateTime="2017-01-01T00:00:00")], CFAssociations=[])
    page = text_of(client.get(send(client, written(made)).location))
    assert "A time has no time zone. It is read as UTC." in page
    assert "Bring it in" in page


def test_templates_read_as_they_are_given(sqlite_app, steward):
    client = client_of(sqlite_app, steward[0])
    for kind in ("csv", "xlsx"):
        given = client.get(f"{HERE}/template.{kind}").get_data()
        there = send(client, given, f"table.{kind}", title="Skills", language="en").location
        assert "Bring it in" in text_of(client.get(there))


def test_a_file_that_is_far_too_big_is_refused_with_the_size_that_fits(sqlite_app, steward):
    client = client_of(sqlite_app, steward[0])
    declared = {
        "data": b"--x--",
        "content_type": "multipart/form-data; boundary=x",
        "environ_overrides": {"CONTENT_LENGTH": str(200 * 1024**2)},
    }
    huge = client.post(HERE, **declared)
    assert huge.status_code == 413
    assert "64 megabytes" in text_of(huge)
    assert visitor(sqlite_app).post(HERE, **declared).status_code in {401, 413}


def test_an_address_that_is_not_https_is_refused_beside_its_field(sqlite_app, steward):
    client = client_of(sqlite_app, steward[0])
    refused = client.post(f"{HERE}/fetch", data={"url": "http://x.example/"})
    assert refused.status_code == 422
    assert "https://" in text_of(refused)


def test_a_package_at_an_address_is_fetched_while_the_page_waits(sqlite_app, steward):
    world, before = World(), sqlite_app.extensions["fetch_packages"]
    world.publish("https://frameworks.example.org/package", written(package()))
    client = client_of(sqlite_app, steward[0])
    there = client.post(f"{HERE}/fetch", data={"url": "https://frameworks.example.org/package"}).location
    page = text_of(client.get(there))
    assert "It is fetched from its address" in page
    assert 'http-equiv="refresh"' in page
    assert "Bring it in" not in page
    assert "frameworks.example.org/package" in text_of(client.get(HERE))
    sqlite_app.extensions["fetch_packages"] = world.fetch
    run_jobs(sqlite_app)
    sqlite_app.extensions["fetch_packages"] = before
    page = text_of(client_of(sqlite_app, steward[0]).get(there))
    assert "Life skills" in page
    assert "Bring it in" in page


def test_the_tree_unfolds_without_script_and_leads_to_each_item(sqlite_app, steward):
    brought_in(sqlite_app, steward)
    client = visitor(sqlite_app)
    page = text_of(client.get(f"/reference/{uuid('document')}"))
    assert page.count('<details class="reference-tree__below"') == 1
    assert page.index("Does what a2 says.") < page.index("Two lines, spaces")
    one = text_of(client.get(f"/reference/items/{uuid('a1')}"))
    assert "Says the same as" in one
    assert 'href="https://other.example/7"' in one
    assert f"/ims/case/v1p1/CFItems/{uuid('a1')}" in one
    assert f"/reference/items/{uuid('a')}" in one


def test_a_big_tree_comes_in_pages_of_a_hundred(sqlite_app, steward):
    names = [f"n{number:03}" for number in range(250)]
    made = {
        "CFDocument": document(),
        "CFItems": [item("top"), *map(item, names)],
        "CFAssociations": [
            child("top", sequence=999),
            *(child(name, "top", place) for place, name in enumerate(names)),
        ],
    }
    brought_in(sqlite_app, steward, made)
    client = visitor(sqlite_app)
    page = text_of(client.get(f"/reference/{uuid('document')}"))
    assert "All 250 items below this" in page
    last = text_of(client.get(f"/reference/items/{uuid('top')}?page=3"))
    assert "N249" in last
    assert "N199" not in last
    assert client.get(f"/reference/items/{uuid('top')}?page=4").status_code == 404


def test_words_are_found_in_all_frameworks(sqlite_app, steward):
    brought_in(sqlite_app, steward)
    page = text_of(visitor(sqlite_app).get("/reference?q=A2+SAYS"))
    assert "One item found" in page
    assert f"/reference/items/{uuid('a2')}" in page


def test_a_framework_is_taken_away_after_a_question(sqlite_app, steward):
    client, _ = brought_in(sqlite_app, steward)
    client = client_of(sqlite_app, steward[0])
    there = f"{HERE}/{uuid('document')}/remove"
    assert "Its 3 items" in text_of(client.get(there))
    assert client.post(there).status_code == 303
    assert visitor(sqlite_app).get(f"/reference/{uuid('document')}").status_code == 404


def test_what_strangers_wrote_is_shown_as_text_and_never_as_a_link_that_runs(sqlite_app, steward):
    bad = "<script>alert(1)</script>"
    relation = child("a", "b") | {
        "associationType": "isRelatedTo",
        "destinationNodeURI": {"title": bad, "identifier": "x", "uri": "javascript:alert(1)"},
    }
    made = {
        "CFDocument": document(title=bad, creator=bad, language='"><i>'),
        "CFItems": [item("a", fullStatement=bad, language='" onload="x', uri="javascript:alert(1)")],
        "CFAssociations": [relation],
    }
    brought_in(sqlite_app, steward, made)
    for path in ("/reference", f"/reference/{uuid('document')}", f"/reference/items/{uuid('a')}"):
        page = text_of(visitor(sqlite_app).get(path))
        assert bad not in page
        assert "javascript:" not in page
        assert 'onload="x' not in page


def test_the_page_of_our_own_framework_leads_to_its_package(sqlite_app):
    load_starter()
    client = visitor(sqlite_app)
    slug = published.frameworks()[0].slug
    page = text_of(client.get(f"/frameworks/{slug}"))
    address = re.search(r'href="[^"]*(/ims/case/v1p1/CFPackages/[^"]+)"', page)
    answer = client.get(address[1])
    assert answer.status_code == 200
    assert answer.json["CFDocument"]["title"] == published.frameworks()[0].versions[-1].title["en"]


def test_the_framework_of_the_demo_is_brought_in_once(sqlite_app, steward):
    actor, group_id = steward
    demo.load(actor, group_id)
    demo.load(actor, group_id)
    assert [(one.title, one.item_count) for one in references.frameworks()] == [(demo.TITLE, 10)]


def test_the_copy_of_a_group_is_read_beside_the_first_one(sqlite_app, steward):
    brought_in(sqlite_app, steward)
    other, other_id = definitions.group("Others")
    own = package(CFItems=[item("a"), item("a1", fullStatement="Says it rightly.")], CFRubrics=[])
    own["CFAssociations"] = [child("a"), child("a1", "a")]
    load = referencing.stage(other, group_id=other_id, given=written(own))
    client, there = client_of(sqlite_app, other), f"/groups/others/reference/imports/{load.id}"
    assert "Another group brought in a copy" in text_of(client.get(there))
    client.post(f"{there}/confirm")
    run_jobs(sqlite_app)
    page = text_of(client.get("/groups/others/reference"))
    copy = f"/reference/{uuid('document')}?group=others"
    assert copy in page
    shown = text_of(visitor(sqlite_app).get(copy))
    below = f"/reference/items/{uuid('a1')}?group=others"
    assert below in shown
    assert f"/ims/case/v1p1/CFPackages/{uuid('document')}?group=others" in shown
    page = text_of(visitor(sqlite_app).get(below))
    assert "Says it rightly." in page
    assert copy in page
    assert "Says it rightly." not in text_of(visitor(sqlite_app).get(below.partition("?")[0]))
    assert visitor(sqlite_app).get(f"/reference/{uuid('document')}?group=nobody").status_code == 404


def test_a_steward_of_another_group_finds_none_of_it(sqlite_app, steward):
    other, _ = definitions.group("Others")
    _, there = brought_in(sqlite_app, steward)
    client = client_of(sqlite_app, other)
    load_id = there.rpartition("/")[2]
    for path in (
        HERE,
        there,
        f"/groups/others/reference/imports/{load_id}",
        f"{HERE}/{uuid('document')}/remove",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(f"/groups/others/reference/{uuid('document')}/remove").status_code == 404
    assert references.framework(UUID(uuid("document")))


@pytest.mark.parametrize("place", ["badges", "competencies"])
def test_an_item_is_picked_as_an_alignment_without_losing_what_was_typed(sqlite_app, steward, place):
    brought_in(sqlite_app, steward)
    client = client_of(sqlite_app, steward[0])
    form = {"title.en": "Half typed", "name.en": "Half typed", "sought": "a2", "more": "sought"}
    form |= {f"alignments.{row}.{name}": "" for row in range(5) for name in ("name", "url")}
    form["alignments.0.name"] = "Kept"
    page = text_of(client.post(f"/groups/workshop/{place}/new", data=form))
    assert f'value="pick:{uuid("a2")}"' in page
    form["more"] = f"pick:{uuid('a2')}"
    picked = text_of(client.post(f"/groups/workshop/{place}/new", data=form))
    assert "Half typed" in picked
    filled = dict(re.findall(r'name="alignments\.1\.(\w+)"[^>]*? value="([^"]*)"', picked))
    assert filled["name"] == "Does what a2 says."
    assert (filled["framework"], filled["edition"], filled["code"]) == ("Life skills", "2.0", "A2")
    assert filled["url"] == f"https://frameworks.example.org/ims/case/v1p1/CFItems/{uuid('a2')}"
    assert 'value="Kept"' in picked
    assert re.search(r'name="alignments\.1\.type".*?<option value="CFItem" selected', picked, re.DOTALL)


def test_a_badge_with_a_picked_item_keeps_it_as_an_item_of_a_framework(sqlite_app, steward):
    brought_in(sqlite_app, steward)
    client = client_of(sqlite_app, steward[0])
    form = {
        **definitions.BADGE_FORM,
        "alignments.0.name": "Does what a2 says.",
        "alignments.0.url": f"https://frameworks.example.org/ims/case/v1p1/CFItems/{uuid('a2')}",
        "alignments.0.framework": "Life skills",
        "alignments.0.edition": "2.0",
        "alignments.0.type": "CFItem",
        "alignments.0.verified": "yes",
    }
    made = client.post("/groups/workshop/badges/new", data=form)
    assert made.status_code == 303, text_of(made)
    kept = achievements.achievement(made.location.rpartition("/")[2]).versions[-1].alignments[0]
    assert (kept["type"], kept["edition"], kept["verified"]) == ("CFItem", "2.0", True)
