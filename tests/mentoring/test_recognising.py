"""A peer gives a badge with thanks: offered and signed as any badge, and it proves nothing."""

import base64
from datetime import UTC, datetime, timedelta
from functools import partial

import orjson
import pytest
from flask import Flask
from sqlalchemy import select

from badges.models import Achievement, Award, AwardState
from badges.queries import awards, proofs, recognitions
from badges.services import awarding, carrying, claiming, defining, recognising, verifying, withdrawing
from badges.services.carrying import Form
from badges.services.taking_along import held
from competencies import queries as competencies
from competencies.gap import readiness
from competencies.queries import needs, team
from foundation import clock
from foundation.audit import AuditEvent
from foundation.db import session, transaction
from foundation.errors import ForbiddenError, InvalidError, LimitedError, NotFoundError, SignInNeededError
from foundation.policy import NOBODY, Actor
from mentoring.models import Thanks, ThanksBadge
from mentoring.near import requirements_of
from mentoring.queries import nominations, thanks
from mentoring.services import nominating, taking_along, thanking, wishing
from tests.badges import claiming_stage
from tests.badges.cases import at_once
from tests.badges.scene import person
from tests.mentoring.scene import SEEN, WORDS, Stage, member, set_up
from web import leaving

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SHAPE = {
    "kind": "recognition",
    "achievement_type": "Award",
    "assessment": {"method": "peer_given"},
    "proves": [],
    "counts_towards_roles": False,
    "validity_months": None,
}


def recognition(stage: Stage, slug: str = "warm-thanks", **changes: object) -> str:
    return claiming_stage.badge(stage.scene, slug, **{**SHAPE, **changes})


@pytest.fixture
def stage(app: Flask) -> Stage:
    clock.set_source(lambda: NOW)
    made = set_up()
    recognition(made)
    return made


def give(stage: Stage, giver: Actor | None = None, **more: str) -> Award:
    shape = {"user_name": "Kim", "text": WORDS, "recognition": "warm-thanks"} | more
    row = thanking.thank(giver or stage.sam, **shape)
    return session().scalars(select(Award).where(Award.id == _award_of(row))).one()


def _award_of(row: Thanks):
    return session().get_one(ThanksBadge, row.id).award_id


def taken(stage: Stage, **more: str):
    award = give(stage, **more)
    return awards.credential_by_id(claiming.accept(stage.kim, award.id).credential_id)


def document_of(credential) -> dict:
    return orjson.loads(carrying.form(credential, Form.JSON))


def test_a_peer_gives_a_badge_with_thanks_and_it_waits_for_a_yes(stage: Stage):
    award = give(stage)
    assert (award.state, award.provenance, award.awarded_by) == ("offered", "peer", stage.sam.person_id)
    assert (award.issuer_id, award.person_id) == (stage.scene.group_id, stage.kim.person_id)
    assert [one.id for one in claiming.inbox(stage.kim)] == [award.id]
    ((view,), _more) = thanks.received(stage.kim.person_id)
    assert (view.badge, view.row.text) == ("warm-thanks", WORDS)
    assert thanks.of_award(award.id).row.text == WORDS
    made = session().scalars(select(AuditEvent).where(AuditEvent.action == "badges.recognition.give")).one()
    assert (made.actor_id, made.about_id) == (stage.sam.person_id, stage.kim.person_id)
    assert made.group_id == stage.scene.group_id


def test_what_is_signed_is_an_award_of_the_group_without_an_end_and_without_the_words(stage: Stage):
    document = document_of(taken(stage))
    assert verifying.verify(orjson.dumps(document)).verdict.value == "genuine"
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["achievementType"] == "Award"
    assert "validUntil" not in document
    assert "result" not in document["credentialSubject"]
    signed = orjson.dumps(document).decode()
    proof = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    assert proof
    for secret in (WORDS, "Sam", "Kim", str(stage.sam.person_id), str(stage.kim.person_id)):
        assert secret not in signed
        assert base64.b64encode(secret.encode()).decode() not in signed


def test_it_changes_nothing_that_is_counted(stage: Stage):
    role = competencies.latest(competencies.role("guide"))

    def counted() -> tuple:
        shown = competencies.shown_levels(stage.kim.person_id)
        found = readiness(requirements_of(role.requirements), shown)
        team_shown = team.shown_of([stage.kim.person_id], clock.now())
        return found, shown, competencies.attainments(stage.kim.person_id), team_shown, _holders()

    before = counted()
    taken(stage)
    assert counted() == before
    assert before[1] == {}


def _holders() -> object:
    return needs.holders(clock.now())


def test_a_badge_that_looks_like_a_proof_is_not_published_as_thanks(stage: Stage):
    wrong = {
        "achievement_type": "Competency",
        "proves": [{"competency": "citing", "level": 2}],
        "validity_months": 12,
        "counts_towards_roles": True,
    }
    with pytest.raises(InvalidError) as caught:
        recognition(stage, "too-much", **wrong)
    assert {(one.pointer, one.code) for one in caught.value.problems} == {
        ("/achievement_type", "recognition_type"),
        ("/proves", "recognition_proves"),
        ("/validity_months", "recognition_ends"),
        ("/counts_towards_roles", "recognition_counts"),
    }


def test_one_published_before_with_a_level_neither_counts_nor_can_be_given(stage: Stage):
    version = awards.newest_version("warm-thanks")
    with transaction():
        version.proves = [{"competency": "citing", "version": 1, "level": 2, "framework_version": 1}]
        version.counts_towards_roles = True
    assert not recognitions.can_be_given(version)
    (found,) = [one for one in proofs.proofs() if one.slug == "warm-thanks"]
    assert not found.counts_towards_roles
    with pytest.raises(InvalidError):
        give(stage)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "skill", "achievement_type": "Badge"},
        {"assessment": {"method": "claim_with_check"}},
    ],
)
def test_only_what_its_group_lets_peers_give_can_be_given(stage: Stage, changes):
    recognition(stage, "another", **changes)
    assert [one.slug for one in recognitions.to_give()] == ["warm-thanks"]
    for slug in ("another", "sources", "nothing"):
        with pytest.raises(InvalidError) as caught:
            give(stage, recognition=slug)
        assert [(one.pointer, one.code) for one in caught.value.problems] == [("/recognition", "unknown")]
    assert thanks.given(stage.sam.person_id) == ([], False)


def test_the_version_in_force_decides(stage: Stage):
    found = session().scalars(select(Achievement).where(Achievement.slug == "warm-thanks")).one()
    words = {"name", "description", "criteria", "tags", "alignments", "evidence_rule", "methods", "limits"}
    old = found.versions[-1]
    shape = {name: getattr(old, name) for name in words} | {k: v for k, v in SHAPE.items() if k != "kind"}
    shape |= {"image": old.image, "reviewed": old.reviewed, "assessment": {"method": "claim_with_check"}}
    defining.revise_achievement(stage.scene.steward, "warm-thanks", **shape)
    with pytest.raises(InvalidError):
        give(stage)


def test_strangers_and_locked_accounts_give_nothing(stage: Stage):
    version = recognising.badge_to_give("warm-thanks")
    for actor, error in (
        (NOBODY, SignInNeededError),
        (Actor(person_id=stage.sam.person_id, locked=True), ForbiddenError),
    ):
        with pytest.raises(error):
            recognising.give(actor, version, to=stage.kim.person_id, language="en")
    with pytest.raises(InvalidError):
        recognising.give(stage.kim, version, to=stage.kim.person_id, language="en")


def test_who_does_not_want_thanks_gets_no_badge_either(stage: Stage):
    wishing.wish(stage.kim, may_be_thanked=False, may_be_nominated=True)
    with pytest.raises(InvalidError):
        give(stage)
    assert claiming.inbox(stage.kim) == []


def test_the_same_badge_comes_once_while_it_waits_or_holds(stage: Stage):
    lee, mo = member("Lee", stage.scene.group_id), member("Mo", stage.scene.group_id)
    award = give(stage)
    for giver in (lee, mo):
        with pytest.raises(InvalidError) as caught:
            give(stage, giver)
        assert caught.value.problems[0].code == "recognition_there"
    claiming.refuse(stage.kim, award.id)
    again = give(stage, lee)
    credential = claiming.accept(stage.kim, again.id).credential_id
    with pytest.raises(InvalidError):
        give(stage, mo)
    assert thanking.thank(mo, user_name="Kim", text=WORDS).receiver_id == stage.kim.person_id
    withdrawing.revoke(stage.scene.steward, credential, reason="issued_in_error")
    assert give(stage, member("Jo", stage.scene.group_id)).state == AwardState.OFFERED


def test_when_the_badge_cannot_be_given_the_thanks_are_not_sent_either(stage: Stage):
    give(stage)
    lee = member("Lee", stage.scene.group_id)
    with pytest.raises(InvalidError):
        give(stage, lee)
    assert thanks.given(lee.person_id) == ([], False)


def test_the_limits_that_the_group_published_hold(stage: Stage):
    limits = {"per_giver_per_30_days": 2, "same_pair_cooldown_days": 90, "min_reason_characters": 40}
    recognition(stage, "rare-thanks", limits=limits)
    for number in range(3):
        person(f"Other {number}")
    with pytest.raises(InvalidError) as caught:
        give(stage, recognition="rare-thanks", text="You stayed late, thank you.")
    assert (caught.value.problems[0].code, caught.value.problems[0].facts) == ("too_short", {"least": 40})
    first = give(stage, recognition="rare-thanks")
    give(stage, recognition="rare-thanks", user_name="Other 0")
    with pytest.raises(LimitedError, match="recognition_month"):
        give(stage, recognition="rare-thanks", user_name="Other 1")
    claiming.refuse(stage.kim, first.id)
    clock.set_source(lambda: NOW + timedelta(days=31))
    with pytest.raises(LimitedError, match="recognition_same"):
        give(stage, recognition="rare-thanks")
    clock.set_source(lambda: NOW + timedelta(days=91))
    assert give(stage, recognition="rare-thanks").state == AwardState.OFFERED


def test_a_doubled_send_makes_one(app: Flask, stage: Stage):
    raised = at_once(app, *(partial(give, stage) for _each in range(3)))
    assert raised.count(None) == 1
    assert all(isinstance(one, LimitedError | None) for one in raised), raised
    assert len(session().scalars(select(Award)).all()) == 1
    assert len(thanks.given(stage.sam.person_id)[0]) == 1


def test_two_who_thank_each_other_at_once_both_do(app: Flask, stage: Stage):
    pairs = ((stage.sam, "Kim"), (stage.kim, "Sam"))
    raised = at_once(app, *(partial(give, stage, giver, user_name=name) for giver, name in pairs))
    assert raised == [None, None]


def test_of_two_givers_at_once_one_gives_the_badge(app: Flask, stage: Stage):
    givers = [member(name, stage.scene.group_id) for name in ("Lee", "Mo")]
    raised = at_once(app, *(partial(give, stage, one) for one in givers))
    told = [one.problems[0].code for one in raised if isinstance(one, InvalidError)]
    assert (told, raised.count(None)) == (["recognition_there"], 1)
    assert len(claiming.inbox(stage.kim)) == 1


def test_refusing_and_taking_back_work_as_for_any_offer(stage: Stage):
    award = give(stage)
    with pytest.raises(NotFoundError):
        awarding.withdraw(stage.sam, award.id)
    awarding.withdraw(stage.scene.steward, award.id)
    assert awards.award_by_id(award.id).state == AwardState.WITHDRAWN
    lee = member("Lee", stage.scene.group_id)
    again = give(stage, lee)
    claiming.refuse(stage.kim, again.id)
    assert awards.award_by_id(again.id).state == AwardState.REFUSED


def test_putting_the_thanks_away_leaves_the_badge(stage: Stage):
    credential = taken(stage)
    ((view,), _more) = thanks.received(stage.kim.person_id)
    thanking.choose(stage.kim, view.row.id, "hidden")
    assert awards.credential_by_id(credential.id).hidden_at is None
    assert verifying.verify(carrying.form(credential, Form.JSON)).verdict.value == "genuine"


def test_when_the_giver_leaves_the_badge_stays_and_their_name_goes(stage: Stage):
    credential = taken(stage)
    leaving.leave(stage.sam)
    award = awards.award_by_id(credential.award_id)
    assert (award.awarded_by, award.provenance, award.state) == (None, "peer", "accepted")
    assert thanks.of_award(award.id) is None
    assert verifying.verify(carrying.form(credential, Form.JSON)).verdict.value == "genuine"


def test_when_the_receiver_leaves_nothing_of_them_stays_in_it(stage: Stage):
    award_id = give(stage).id
    leaving.leave(stage.kim)
    award = awards.award_by_id(award_id)
    assert (award.person_id, award.state) == (None, "refused")
    assert thanks.given(stage.sam.person_id) == ([], False)


def test_the_two_take_along_that_a_badge_went_with_the_thanks(stage: Stage):
    award = give(stage)
    claiming.refuse(stage.kim, award.id)
    (told,) = held.awards_given(stage.sam.person_id)
    assert (told["badge"], "state" in told) == ("warm-thanks", False)
    assert taking_along.take(stage.sam.person_id)["thanks_given"][0]["recognition"] == "warm-thanks"
    assert taking_along.take(stage.kim.person_id)["thanks_received"][0]["recognition"] == "warm-thanks"


def test_thanks_with_a_badge_are_cited_as_others_are(stage: Stage):
    give(stage)
    ((view,), _more) = thanks.given(stage.sam.person_id)
    made = nominating.nominate(
        stage.sam, user_name="Kim", role="guide", citation=SEEN, cited=[str(view.row.id)]
    )
    assert nominations.nomination_by_id(made.id).row.thanks == [str(view.row.id)]
