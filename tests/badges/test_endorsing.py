"""Asking, offering, writing, signing, deciding and taking back, on both databases."""

import json
from datetime import timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier
from sqlalchemy import select

from accounts.models import Notice, Preference, SeatRole
from accounts.services import seats
from badges.models import Endorsement
from badges.queries import endorsements
from badges.services import carrying, verifying
from badges.services.claims import keeping
from badges.services.endorsing import asking, deciding, lapsing, offering, withdrawing, writing
from badges.services.endorsing import carrying as carrying_endorsements
from credentials.proofs.jwt import parse
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session, transaction
from foundation.errors import (
    ConflictError,
    GoneError,
    InvalidError,
    LimitedError,
    NotFoundError,
    SignInNeededError,
)
from foundation.policy import NOBODY
from issuers import queries as issuers
from issuers.models import PersonProfile
from issuers.services import registering
from tests.badges.endorsing_scene import SEEN, WORDS, awarded, claimed, endorsed, signed, taken, written
from tests.badges.scene import accepted, person, set_stage
from tests.openbadges import accept_endorsement


@pytest.fixture
def scene(app):
    return set_stage()


@pytest.fixture
def people(scene):
    return person("Ada"), person("Mentor Mo")


def prefer(actor, **wishes):
    with transaction() as db:
        db.add(Preference(person_id=actor.person_id, changed_at=clock.now(), **wishes))


def problems(error):
    return {(one.pointer, one.code) for one in error.value.problems}


def document_of(row):
    return json.loads(carrying_endorsements.form(row, "json"))


def kinds_told(actor):
    return [one.kind for one in session().scalars(select(Notice).where(Notice.person_id == actor.person_id))]


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
    done = session().scalars(select(AuditEvent.action).where(AuditEvent.subject == str(row.id))).all()
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


def test_nobody_endorses_themselves(scene, people):
    ada, _mo = people
    subject_id = claimed(scene, ada)
    with pytest.raises(InvalidError) as error:
        asking.ask(ada, subject_id=subject_id, user_name="Ada")
    assert problems(error) == {("/user_name", "own_endorsement")}
    token = asking.ask_by_link(ada, subject_id=subject_id)
    with pytest.raises(ConflictError, match="own_endorsement"):
        asking.take_up(ada, token)
    held = taken(scene, ada, "Ada", subject_id)
    with pytest.raises(ConflictError, match="own_endorsement"):
        offering.offer(ada, subject_id=held)


def test_an_unknown_name_and_somebody_who_does_not_want_to_be_asked_sound_the_same(scene, people):
    ada, mo = people
    prefer(mo, may_be_asked=False)
    subject_id = claimed(scene, ada)
    for name in ("Mentor Mo", "Nobody Here"):
        with pytest.raises(InvalidError) as error:
            asking.ask(ada, subject_id=subject_id, user_name=name)
        assert problems(error) == {("/user_name", "cannot_be_asked")}


def test_one_person_is_asked_once_and_nobody_is_asked_without_end(scene, people):
    ada, _mo = people
    subject_id = claimed(scene, ada)
    asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo")
    with pytest.raises(InvalidError) as error:
        asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo")
    assert problems(error) == {("/user_name", "asked_already")}
    for _ in range(19):
        asking.ask_by_link(ada, subject_id=subject_id)
    with pytest.raises(LimitedError):
        asking.ask_by_link(ada, subject_id=subject_id)


def test_only_the_holder_asks_and_only_for_what_still_stands(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    for stranger in (mo, scene.steward):
        with pytest.raises(NotFoundError):
            asking.ask(stranger, subject_id=subject_id, user_name="Ada")
    with pytest.raises(NotFoundError):
        asking.ask(ada, subject_id=uuid4(), user_name="Mentor Mo")
    with pytest.raises(InvalidError):
        asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo", message="x" * 501)
    claim_id = endorsements_claim(ada, subject_id)
    keeping.withdraw(ada, claim_id)
    with pytest.raises(ConflictError, match="subject_closed"):
        asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo")


def endorsements_claim(actor, subject_id):
    from badges.services.endorsing.subjects import subject_of

    return subject_of(subject_id).claim_id


def test_a_link_is_used_once_and_by_one_person(scene, people):
    ada, mo = people
    token = asking.ask_by_link(ada, subject_id=claimed(scene, ada), message="Please")
    assert asking.request_by_token(token, actor=NOBODY).message == "Please"
    with pytest.raises(SignInNeededError):
        asking.take_up(NOBODY, token)
    row = asking.take_up(mo, token)
    assert asking.take_up(mo, token).id == row.id
    with pytest.raises(GoneError, match="link_used"):
        asking.take_up(person("Lee"), token)
    with pytest.raises(NotFoundError):
        asking.take_up(mo, "guessed")
    assert token not in str(vars(row))


def test_requests_lapse_after_thirty_days_and_twice_changes_nothing(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    asked = asking.ask(ada, subject_id=subject_id, user_name="Mentor Mo")
    token = asking.ask_by_link(ada, subject_id=subject_id)
    begun = asking.ask(ada, subject_id=subject_id, user_name=name_of(person("Lee")))
    from accounts import queries as accounts

    written(accounts.actor_of(begun.endorser_id), begun)
    later = clock.now() + timedelta(days=30, seconds=1)
    clock.set_source(lambda: later)
    lapsing.lapse(later)
    lapsing.lapse(later)
    states = {one.id: one.state for one in endorsements.of_subject(subject_id)}
    assert states.pop(begun.id) == "drafted"
    assert set(states.values()) == {"lapsed"}
    with pytest.raises(GoneError, match="link_expired"):
        asking.request_by_token(token, actor=mo)
    with pytest.raises(ConflictError, match="move_refused"):
        written(mo, asked)
    assert kinds_told(ada).count("endorsement.lapsed") == 2


def name_of(actor):
    from accounts import queries as accounts

    return accounts.person(actor.person_id).user_name


def test_a_badge_is_offered_an_endorsement_by_whoever_sees_it(scene, people):
    ada, mo = people
    held = accepted(scene, ada, "Ada")
    with pytest.raises(NotFoundError):
        offering.offer(mo, subject_id=held.id)
    carrying.publish(ada, held.id)
    row = offering.offer(mo, subject_id=held.id)
    assert (row.state, row.lapses_at) == ("offered", None)
    assert offering.offer(mo, subject_id=held.id).id == row.id
    assert deciding.decline(ada, row.id).state == "declined"


def test_who_wants_no_offers_gets_none(scene, people):
    ada, mo = people
    held = accepted(scene, ada, "Ada")
    carrying.publish(ada, held.id)
    prefer(ada, may_be_offered=False)
    with pytest.raises(ConflictError, match="no_offers"):
        offering.offer(mo, subject_id=held.id)


def test_a_claim_is_not_seen_by_whoever_guesses_its_id(scene, people):
    ada, mo = people
    with pytest.raises(NotFoundError):
        offering.offer(mo, subject_id=claimed(scene, ada))


def test_the_endorser_declines_without_a_reason(scene, people):
    ada, mo = people
    row = asking.ask(ada, subject_id=claimed(scene, ada), user_name="Mentor Mo")
    assert deciding.decline(mo, row.id).state == "declined"
    assert kinds_told(ada) == ["endorsement.declined"]


def test_a_withdrawn_endorsement_stays_on_record_and_no_checker_relies_on_it(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    body = carrying_endorsements.form(row, "json")
    assert withdrawing.withdraw(mo, row.id, "mistake").state == "withdrawn"
    assert endorsements.shown(subject_id) == []
    assert [one.withdrawn_at is not None for one in endorsements.taken_back(subject_id)] == [True]
    assert verifying.verify(body).verdict == "do_not_rely"
    with pytest.raises(ConflictError, match="move_refused"):
        withdrawing.withdraw(mo, row.id, "mistake")


@pytest.mark.parametrize("by", ["holder", "endorser"])
def test_a_signed_one_that_is_not_accepted_ends_declined_and_revoked(scene, people, by):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    body = carrying_endorsements.form(row, "json")
    if by == "holder":
        deciding.decline(ada, row.id)
    else:
        withdrawing.withdraw(mo, row.id, "other")
    assert endorsements.by_id(row.id).state == "declined"
    assert verifying.verify(body).verdict == "do_not_rely"
    for actor in (ada, mo):
        with pytest.raises(NotFoundError):
            carrying_endorsements.downloadable(actor, row.id)


def test_a_reason_is_one_of_the_list(scene, people):
    ada, mo = people
    row = endorsed(ada, mo, "Mentor Mo", claimed(scene, ada))
    with pytest.raises(InvalidError):
        withdrawing.withdraw(mo, row.id, "because")
    with pytest.raises(NotFoundError):
        withdrawing.withdraw(ada, row.id, "mistake")


def test_nobody_else_reads_writes_or_decides(scene, people):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    for stranger in (person("Lee"), scene.steward):
        for act in (deciding.accept, deciding.decline, writing.sign, writing.preview):
            with pytest.raises(NotFoundError):
                act(stranger, row.id)
        with pytest.raises(NotFoundError):
            carrying_endorsements.readable(stranger, row.id)
    with pytest.raises(NotFoundError):
        deciding.accept(mo, row.id)


def test_one_about_another_badge_is_never_shown(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    other = accepted(scene, person("Bob"), "Bob")
    assert endorsements.shown(other.id) == []
    with transaction() as db:
        db.get(Endorsement, row.id).competency = "flying"
    assert endorsements.shown(subject_id) == []


def test_the_token_of_a_badge_carries_the_endorsements_that_were_chosen_whole(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    held = taken(scene, ada, "Ada", subject_id, endorsements=(row.id,))
    assert held == subject_id
    from badges.queries import awards

    token = carrying.form(awards.credential_by_id(held), "jwt")
    document = parse(token.decode()).document
    assert document["endorsementJwt"] == [carrying_endorsements.form(row, "jwt").decode()]
    report = verifying.verify(token)
    assert report.verdict == "genuine"
    assert [(one.outcome.value, one.code) for one in report.findings if one.check == "endorsements"] == [
        ("passed", "endorsement_good")
    ]
    verifier = OB3Verifier.for_issuer_did(document["issuer"]["id"])
    assert verifier.verify(token.decode()).id == f"urn:uuid:{subject_id}"


def test_the_json_of_a_badge_says_the_same_but_for_endorsements_of_itself(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    row = endorsed(ada, mo, "Mentor Mo", subject_id)
    taken(scene, ada, "Ada", subject_id, endorsements=(row.id,))
    from badges.queries import awards

    badge = awards.credential_by_id(subject_id)
    body = carrying.form(badge, "json")
    in_json, in_token = json.loads(body), dict(parse(carrying.form(badge, "jwt").decode()).document)
    del in_json["proof"], in_token["endorsementJwt"]
    assert in_json == in_token
    verifier = OB3LdpVerifier.for_issuer_did(in_json["issuer"]["id"])
    assert verifier.verify(body.decode()).id == f"urn:uuid:{subject_id}"


def test_nothing_is_embedded_unless_it_was_chosen_and_stands(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    waiting = signed(ada, mo, "Mentor Mo", subject_id)
    award_id = awarded(scene, ada, "Ada", subject_id)
    from badges.services import claiming

    for wrong in ((waiting.id,), (uuid4(),), tuple(uuid4() for _ in range(4))):
        with pytest.raises(InvalidError):
            claiming.accept(ada, award_id, choices=claiming.Choices(endorsements=wrong))
    held = claiming.accept(ada, award_id).credential_id
    from badges.queries import awards

    assert (
        not {"endorsement", "endorsementJwt"}
        & json.loads(carrying.form(awards.credential_by_id(held), "json")).keys()
    )


def test_the_bundle_holds_all_shown_ones_byte_for_byte(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    assert json.loads(carrying_endorsements.bundle(subject_id)) == []
    rows = [endorsed(ada, mo, "Mentor Mo", subject_id), endorsed(ada, person("Lee"), "Lee", subject_id)]
    bundle = carrying_endorsements.bundle(subject_id)
    assert len(json.loads(bundle)) == 2
    assert all(carrying_endorsements.form(row, "json") in bundle for row in rows)


def test_ids_that_were_drawn_are_not_ordered_by_time(scene, people):
    ada, mo = people
    row = signed(ada, mo, "Mentor Mo", claimed(scene, ada))
    assert isinstance(row.id, UUID)
    assert {row.id.version, row.profile_id.version, row.subject_id.version} == {4}


def test_each_of_three_embedded_endorsements_gets_its_own_good_result(scene, people):
    ada, mo = people
    subject_id = claimed(scene, ada)
    rows = [
        endorsed(ada, mo, "Mentor Mo", subject_id),
        *(endorsed(ada, person(name), name, subject_id) for name in ("Lee", "Kim")),
    ]
    taken(scene, ada, "Ada", subject_id, endorsements=tuple(one.id for one in rows))
    report = verifying.verify(issuers.signed_body(f"urn:uuid:{subject_id}", "jwt"))
    said = [one.code for one in report.findings if one.check == "endorsements"]
    assert (report.verdict, said) == ("genuine", ["endorsement_good"] * 3)
