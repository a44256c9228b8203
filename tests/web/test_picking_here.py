"""An item of a framework that only this service has an address for can be signed, also without https."""

import json
import re

from badges.queries import achievements, awards
from badges.services import awarding, claiming
from badges.services.carrying import form
from competencies.alignments import alignment_problems, may_be_signed
from competencies.queries import references
from foundation.addresses import absolute, base_url, case_path
from foundation.policy import SYSTEM
from issuers.services.registering import vouch
from tests.badges import definitions
from tests.badges.scene import person
from tests.web.visiting import client_of
from web.demo import references as demo


def picked(client, identifier) -> dict[str, str]:
    """The row that the form fills for somebody who picks an item."""
    page = client.post("/groups/workshop/badges/new", data={"more": f"pick:{identifier}"}).text
    return dict(re.findall(r'name="(alignments\.0\.\w+)"[^>]*? value="([^"]*)"', page))


def test_a_picked_item_of_a_table_is_signed_with_our_address_where_we_are_served(sqlite_app):
    steward, group_id = definitions.group()
    vouch(SYSTEM, group_id)
    demo.load(steward, group_id)
    (item,) = references.search("giving feedback", size=1)[0]
    client = client_of(sqlite_app, steward)
    row = picked(client, item.identifier)
    address = absolute(case_path("CFItems", item.identifier))
    assert row["alignments.0.url"] == address
    assert address.startswith("http://localhost")
    chosen = {"alignments.0.type": "CFItem", "alignments.0.verified": "yes"}
    made = client.post("/groups/workshop/badges/new", data={**definitions.BADGE_FORM, **row, **chosen})
    assert made.status_code == 303
    badge = achievements.achievement(made.location.rpartition("/")[2]).slug
    holder = person("Holder")
    award = awarding.award(steward, achievement=badge, recipient="Holder", reason="")
    credential = awards.credential_by_id(claiming.accept(holder, award.id).credential_id)
    (told,) = json.loads(form(credential, "json"))["credentialSubject"]["achievement"]["alignment"]
    assert (told["targetUrl"], told["targetType"]) == (address, "CFItem")
    served = client.get(address.removeprefix(base_url())).get_json()
    assert served["identifier"] == str(item.identifier)


def test_no_other_address_without_https_may_be_signed(sqlite_app):
    own = base_url()
    assert may_be_signed(f"{own}/ims/case/v1p1/CFItems/1")
    refused = ("http://example.org/1", own, f"{own}.example.org/1", f"{own}1/1", f"{own}/a b", "ftp://x/1")
    for url in refused:
        assert not may_be_signed(url), url
        problems = alignment_problems("", [{"name": "There", "url": url}])
        assert [one.code for one in problems] == ["address_not_https"]


def test_outside_of_a_service_no_address_is_ours():
    assert not may_be_signed("http://localhost:8000/ims/case/v1p1/CFItems/1")
