"""From the request to the signature: what is written and signed, on both databases."""

import json
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from openbadgeslib.ob3 import OB3VerificationError
from sqlalchemy import select

from accounts.models import SeatRole
from accounts.services import seats
from badges.queries import endorsements
from badges.services import verifying
from badges.services.endorsing import asking, deciding, writing
from badges.services.endorsing import carrying as carrying_endorsements
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session
from foundation.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
)
from issuers import queries as issuers
from issuers.models import PersonProfile
from issuers.services import registering
from tests.badges.endorsing_scene import (
    SEEN,
    WORDS,
    claimed,
    kinds_told,
    prefer,
    problems,
    signed,
    taken,
    written,
)
from tests.badges.scene import person, set_stage
from tests.openbadges import accept_endorsement


@pytest.fixture
def scene(app):
    return set_stage()


@pytest.fixture
def people(scene):
    return person("Ada"), person("Mentor Mo")


def document_of(row):
    return json.loads(carrying_endorsements.form(row, "json"))


def test_an_endorsement_goes_from_the_request_to_the_badge(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo", message="You saw the bridge article")
    assert (row.state, row.lapses_at - row.asked_at) == ("requested", timedelta(days=30))
    assert [one.id for one in endorsements.to_write(mo.person_id)] == [row.id]
    assert written(mo, row).state == "drafted"
    assert writing.sign(mo, row.id).state == "signed"
    assert endorsements.shown(subject_id) == []
    assert deciding.accept(ada, row.id).state == "accepted"
    assert [one.id for one in endorsements.shown(subject_id)] == [row.id]
    taken(scene, ada, "Ada", subject_id)
    assert [one.id for one in endorsements.shown(subject_id)] == [row.id]
    assert kinds_told(mo) == ["endorsement.asked", "endorsement.accepted"]
    assert "endorsement.signed" in kinds_told(ada)
    about = select(AuditEvent.action).where(AuditEvent.subject == str(row.id))
    done = session().scalars(about.order_by(AuditEvent.id)).all()
    assert done == [f"badges.endorsement.{verb}" for verb in ("ask", "draft", "sign", "accept")]


def test_what_is_signed_names_the_reserved_id_and_says_what_was_seen(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = signed(ada, mo, "Mentor Mo", subject_id)
    document = document_of(row)
    assert document["id"] == f"urn:uuid:{row.id}"
    assert document["credentialSubject"]["id"] == f"urn:uuid:{subject_id}"
    assert document["issuer"]["name"] == row.written_name == "a mentor of Example affiliate"
    comment = document["credentialSubject"]["endorsementComment"]
    assert comment == f"{SEEN}\n\nCiting: Practising (2/4) · Mentor · 2025-01-10 – 2025-03-31"
    assert document["credentialStatus"]["statusListCredential"].split("/")[4] == str(row.profile_id)
    assert document["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"
    text = json.dumps(document)
    assert "Mentor Mo" not in text
    assert "Ada" not in text


@pytest.mark.parametrize("form", ["json", "jwt"])
def test_both_forms_are_genuine_here_and_stay_the_same_bytes(scene, people, form):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    first = carrying_endorsements.form(row, form)
    assert carrying_endorsements.form(row, form) == first
    report = verifying.verify(first)
    assert report.verdict == "genuine"
    assert report.issuer.claimed_name == "a mentor of Example affiliate"


def test_a_first_signature_is_not_older_than_the_key_that_was_made_for_it(scene, people):
    ada, mo = people
    subject_id, began, ticks = claimed(scene, ada), clock.now(), count()
    clock.set_source(lambda: began + next(ticks) * timedelta(seconds=1))
    try:
        row = signed(ada, mo, "Mentor Mo", subject_id)
        report = verifying.verify(carrying_endorsements.form(row, "json"))
    finally:
        clock.set_source(None)
    assert report.verdict == "genuine"


@pytest.mark.parametrize("form", ["json", "jwt"])
def test_another_implementation_accepts_the_signature_and_refuses_a_changed_one(scene, people, form):
    ada, mo = people
    subject_id = claimed(scene, ada)
    body = carrying_endorsements.form(signed(ada, mo, "Mentor Mo", subject_id), form)
    assert accept_endorsement(body) == f"urn:uuid:{subject_id}"
    changed = body.replace(b"three", b"seven") if form == "json" else body[:-12] + b"A" * 12
    with pytest.raises(OB3VerificationError):
        accept_endorsement(changed)


def test_the_words_are_signed_in_the_language_that_was_chosen(scene, people):
    ada, mo = people
    comment = "Hon hittade tre källor till varje mening i artikeln om den gamla bron."
    document = document_of(
        signed(ada, mo, "Mentor Mo", claimed(scene, ada), language="sv", comment=comment, level="none")
    )
    assert document["issuer"]["name"] == "en mentor i Example affiliate"
    assert document["credentialSubject"]["endorsementComment"].endswith(
        "Att ange källor · Mentor · 2025-01-10 – 2025-03-31"
    )


def test_each_name_has_a_profile_and_key_of_its_own(scene, people):
    ada, mo = people
    prefer(mo, display_name="Momo")
    subject_id = claimed(scene, ada)
    issuer_ids = set()
    for choice in ("affiliate", "user_name", "display_name"):
        row = signed(ada, mo, "Mentor Mo", subject_id, name_choice=choice)
        issuer_ids.add(document_of(row)["issuer"]["id"])
        deciding.decline(ada, row.id)
    again = signed(ada, mo, "Mentor Mo", subject_id, name_choice="user_name")
    assert document_of(again)["issuer"]["name"] == "Mentor Mo"
    assert len(issuer_ids) == 3
    assert document_of(again)["issuer"]["id"] in issuer_ids
    profiles = session().scalars(select(PersonProfile)).all()
    assert len(profiles) == 3
    assert not {one.issuer_id for one in profiles} & {one.id for one in issuers.groups()}
    assert issuers.group_by_slug(issuers.issuer(profiles[0].issuer_id).slug) is None
    with pytest.raises(NotFoundError):
        registering.vouch(scene.steward, profiles[0].issuer_id, by_group_id=scene.group_id)


def test_an_assessor_signs_by_default_as_a_mentor_of_their_own_group(scene, people):
    ada, _mo = people
    other = registering.make_first_group(name="River Club", description="", url=None, language="en")
    lee = person("Lee")
    seats.give(lee.person_id, other, SeatRole.ASSESSOR)
    from accounts import queries as accounts

    lee = accounts.actor_of(lee.person_id)
    assert signed(ada, lee, "Lee", claimed(scene, ada)).written_name == "a mentor of River Club"


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"comment": "x" * 39}, "/comment", "say_more"),
        ({"comment": "short   " + " " * 80}, "/comment", "say_more"),
        ({"comment": ""}, "/comment", "required"),
        ({"competency": ""}, "/competency", "required"),
        ({"relation": ""}, "/relation", "required"),
        ({"seen_from": ""}, "/seen_from", "required"),
        ({"seen_until": "2999-01-01"}, "/seen_until", "in_the_future"),
        ({"seen_from": "2025-04-01"}, "/seen_until", "before_its_begin"),
    ],
)
def test_a_draft_may_lack_what_a_signature_needs(scene, people, changes, pointer, code):
    ada, mo = people
    row = asking.ask(ada, subject_id=claimed(scene, ada), user_name="Mentor Mo")
    written(mo, row, **changes)
    for act in (writing.preview, writing.sign):
        with pytest.raises(InvalidError) as error:
            act(mo, row.id)
        assert (pointer, code) in problems(error)
    assert endorsements.by_id(row.id).state == "drafted"


def test_forty_characters_are_enough(scene, people):
    ada, mo = people
    assert signed(ada, mo, "Mentor Mo", claimed(scene, ada), comment="x" * 40).state == "signed"


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"competency": "flying"}, "/competency", "not_allowed"),
        ({"level": "5"}, "/level", "not_allowed"),
        ({"relation": "rival"}, "/relation", "not_allowed"),
        ({"language": "tlh"}, "/language", "not_allowed"),
        ({"name_choice": "display_name"}, "/name_choice", "not_allowed"),
        ({"affiliate_id": str(uuid4())}, "/name_choice", "not_allowed"),
        ({"seen_from": "yesterday"}, "/seen_from", "date_expected"),
        ({"comment": "x" * 4001}, "/comment", "too_long"),
    ],
)
def test_what_cannot_be_is_not_even_kept_as_a_draft(scene, people, changes, pointer, code):
    ada, mo = people
    row = asking.ask(ada, subject_id=claimed(scene, ada), user_name="Mentor Mo")
    with pytest.raises(InvalidError) as error:
        written(mo, row, **changes)
    assert (pointer, code) in problems(error)
    assert endorsements.by_id(row.id).state == "requested"


def test_a_name_that_looks_like_a_known_group_is_not_signed(scene, people):
    ada, mo = people
    prefer(mo, display_name="Examp1e affiliate")
    row = asking.ask(ada, subject_id=claimed(scene, ada), user_name="Mentor Mo")
    written(mo, row, name_choice="display_name")
    with pytest.raises(InvalidError) as error:
        writing.sign(mo, row.id)
    assert problems(error) == {("/name_choice", "name_imitates")}


def test_a_preview_shows_what_is_signed_and_keeps_nothing(scene, people):
    ada, mo = people
    row = asking.ask(ada, subject_id=claimed(scene, ada), user_name="Mentor Mo")
    written(mo, row)
    preview = writing.preview(mo, row.id)
    assert session().scalars(select(PersonProfile)).all() == []
    writing.sign(mo, row.id)
    document = document_of(endorsements.by_id(row.id))
    assert preview.written_name == document["issuer"]["name"]
    assert preview.document["credentialSubject"] == document["credentialSubject"]
    assert preview.document.keys() == document.keys() - {"proof"}


def test_nothing_is_signed_twice(scene, people):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    for again in (writing.sign, lambda actor, one: writing.draft(actor, one, WORDS)):
        with pytest.raises(ConflictError, match="move_refused"):
            again(mo, row.id)
