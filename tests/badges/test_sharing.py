from datetime import timedelta

import pytest

from badges.models import Claim, ClaimState, EvidenceItem, Visibility
from badges.queries import sharing as shelves
from badges.queries.sharing import Shelf
from badges.services import carrying, collections, giving_up, sharing, verifying, withdrawing
from badges.standing import is_open_to_all
from competencies import queries as competencies
from credentials.verify.report import Verdict
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session, transaction
from foundation.errors import ConflictError, GoneError, InvalidError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY
from tests.badges.scene import accepted, person, set_stage


@pytest.fixture
def held(app):
    scene, holder = set_stage(), person("Holder")
    return scene, holder, accepted(scene, holder, "Holder")


def token_of_link(link) -> str:
    return sharing.address_of(link).rsplit("/", 1)[1]


def evidence(credential, visibility, *, name="Report") -> EvidenceItem:
    """A claim behind a credential, with one piece of evidence."""
    now = clock.now()
    with transaction() as db_session:
        claim = Claim(
            credential_id=credential.id, version_id=credential.version_id, issuer_id=credential.issuer_id,
            person_id=credential.person_id, state=ClaimState.AWARDED, opened_at=now, changed_at=now,
        )  # fmt: skip
        db_session.add(claim)
        db_session.flush()
        item = EvidenceItem(
            claim_id=claim.id, kind="wiki_revision", form="link", visibility=visibility, name=name,
            url="https://example.org/one", added_at=now,
        )  # fmt: skip
        db_session.add(item)
        return item


def test_giving_up_ends_status_page_links_and_what_it_counted_for(held):
    _scene, holder, credential = held
    carrying.publish(holder, credential.id)
    link = sharing.share(holder, credential_id=credential.id)
    body = carrying.form(credential, "json")
    giving_up.give_up(holder, credential.id)
    giving_up.give_up(holder, credential.id)
    assert verifying.verify(body).verdict is Verdict.DO_NOT_RELY
    assert competencies.attainments(holder.person_id) == []
    with pytest.raises(NotFoundError):
        carrying.visible(NOBODY, credential.id)
    with pytest.raises(GoneError, match="share_ended"):
        sharing.shared(token_of_link(link))
    assert carrying.visible(holder, credential.id).given_up_at is not None
    events = session().query(AuditEvent).filter_by(action="badges.credential.give_up").all()
    assert [one.about_id for one in events] == [holder.person_id]


def test_what_was_given_up_cannot_be_published_shared_or_collected(held):
    _scene, holder, credential = held
    giving_up.give_up(holder, credential.id)
    box = collections.make(holder, name="Mine")
    for act in (
        lambda: carrying.publish(holder, credential.id),
        lambda: sharing.share(holder, credential_id=credential.id),
        lambda: collections.add(holder, box.id, credential.id),
    ):
        with pytest.raises(ConflictError, match="given_up"):
            act()


def test_only_its_holder_gives_a_badge_up(held):
    scene, _holder, credential = held
    for actor in (scene.steward, person("Stranger")):
        with pytest.raises(NotFoundError):
            giving_up.give_up(actor, credential.id)
    with pytest.raises(SignInNeededError):
        giving_up.give_up(NOBODY, credential.id)


def test_giving_up_ends_a_proposed_revocation(held):
    scene, holder, credential = held
    withdrawing.revoke(scene.steward, credential.id, reason="misconduct")
    giving_up.give_up(holder, credential.id)
    with pytest.raises(ConflictError, match="nothing_proposed"):
        withdrawing.confirm(scene.other_steward, credential.id)


def test_hiding_changes_the_shelf_and_not_who_sees_it(held):
    _scene, holder, credential = held
    carrying.publish(holder, credential.id)
    carrying.hide(holder, credential.id)
    assert shelves.passport(holder.person_id).rows == []
    assert [one.id for one in shelves.passport(holder.person_id, Shelf.HIDDEN).rows] == [credential.id]
    assert carrying.visible(NOBODY, credential.id).id == credential.id
    carrying.bring_back(holder, credential.id)
    assert shelves.on_shelves(holder.person_id) == {Shelf.SHOWN: 1, Shelf.HIDDEN: 0, Shelf.GIVEN_UP: 0}


def test_a_link_shows_a_private_badge_until_it_ends(held):
    _scene, holder, credential = held
    link = sharing.share(holder, credential_id=credential.id, name="  For  Kim ", lasts="week")
    token = token_of_link(link)
    assert link.name == "For Kim"
    assert sharing.shared(token).credential.id == credential.id
    now = clock.now()
    clock.set_source(lambda: now + timedelta(days=7))
    with pytest.raises(GoneError, match="share_ended"):
        sharing.shared(token)


def test_an_ended_link_stays_ended_and_a_guessed_one_never_was(held):
    _scene, holder, credential = held
    link = sharing.share(holder, credential_id=credential.id, lasts="no_end")
    token = token_of_link(link)
    assert link.expires_at is None
    with pytest.raises(NotFoundError):
        sharing.end(person("Stranger"), link.id)
    sharing.end(holder, link.id)
    sharing.end(holder, link.id)
    with pytest.raises(GoneError):
        sharing.shared(token)
    for guess in ("", "a", token[:-1], token + "A", str(link.id)):
        with pytest.raises(NotFoundError):
            sharing.shared(guess)


def test_nobody_shares_what_belongs_to_others(held):
    scene, holder, credential = held
    stranger = person("Stranger")
    box = collections.make(holder, name="Mine")
    for actor in (scene.steward, stranger):
        with pytest.raises(NotFoundError):
            sharing.share(actor, credential_id=credential.id)
        with pytest.raises(NotFoundError):
            sharing.share(actor, collection_id=box.id)
        with pytest.raises(NotFoundError):
            collections.add(actor, box.id, credential.id)
    other = collections.make(stranger, name="Theirs")
    with pytest.raises(NotFoundError):
        collections.add(stranger, other.id, credential.id)


def test_a_link_without_one_thing_or_with_an_unknown_end_is_refused(held):
    _scene, holder, credential = held
    for shape in (
        {},
        {"credential_id": credential.id, "lasts": "ages"},
        {"credential_id": credential.id, "name": "x" * 121},
    ):
        with pytest.raises(InvalidError):
            sharing.share(holder, **shape)


def test_evidence_on_request_shows_only_behind_a_link_that_shows_it(held):
    _scene, holder, credential = held
    item = evidence(credential, Visibility.ON_REQUEST)
    quiet = sharing.share(holder, credential_id=credential.id)
    open_one = sharing.share(holder, credential_id=credential.id, shows_evidence=True)
    assert list(sharing.shown_evidence(quiet, credential)) == []
    assert [one.id for one in sharing.shown_evidence(open_one, credential)] == [item.id]
    with pytest.raises(NotFoundError):
        sharing.shared_evidence(token_of_link(quiet), item.id)


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.EMBEDDED])
def test_no_link_shows_other_evidence(held, visibility):
    _scene, holder, credential = held
    item = evidence(credential, visibility)
    link = sharing.share(holder, credential_id=credential.id, shows_evidence=True)
    assert list(sharing.shown_evidence(link, credential)) == []
    with pytest.raises(NotFoundError):
        sharing.shared_evidence(token_of_link(link), item.id)


def test_a_collection_keeps_its_order_and_drops_what_was_given_up(held):
    scene, holder, first = held
    second, third = (accepted(scene, holder, "Holder", again=True) for _ in range(2))
    box = collections.make(holder, name="Best", description="What I like.")
    for one in (first, second, third, first):
        collections.add(holder, box.id, one.id)
    collections.move(holder, box.id, third.id, by=-1)
    collections.move(holder, box.id, first.id, by=-1)
    assert [one.id for one in shelves.badges_in(box.id)] == [first.id, third.id, second.id]
    token = token_of_link(sharing.share(holder, collection_id=box.id))
    withdrawing.revoke(scene.steward, second.id, reason="issued_in_error")
    giving_up.give_up(holder, third.id)
    assert [one.id for one in sharing.shared(token).badges] == [first.id, second.id]
    with pytest.raises(NotFoundError):
        sharing.shared_badge(token, third.id)
    collections.remove(holder, box.id, first.id)
    assert [one.badges for one in shelves.collections_of(holder.person_id)] == [2]
    collections.delete(holder, box.id)
    with pytest.raises(NotFoundError):
        sharing.shared(token)
    assert carrying.visible(holder, first.id).id == first.id


def test_a_collection_needs_a_name(held):
    _scene, holder, _credential = held
    for name in ("", "  ", "x" * 121):
        with pytest.raises(InvalidError):
            collections.make(holder, name=name)


def test_moderators_keep_page_and_links_out_of_sight_but_not_from_the_holder(held):
    _scene, holder, credential = held
    carrying.publish(holder, credential.id)
    token = token_of_link(sharing.share(holder, credential_id=credential.id))
    with transaction():
        credential.suppressed_at = clock.now()
    with pytest.raises(NotFoundError):
        carrying.visible(NOBODY, credential.id)
    with pytest.raises(NotFoundError):
        sharing.shared(token)
    assert not is_open_to_all(carrying.visible(holder, credential.id))
