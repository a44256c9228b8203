from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import counting
from badges.counting import Candidate, Facts, Rule, judge, judge_all

SUBJECT, CLAIMANT, WRITER, OTHER = (UUID(int=number) for number in range(1, 5))
NOW = datetime(2026, 5, 1, tzinfo=UTC)
RULE = Rule(frozenset({"citing", "hosting"}), 2)
FACTS = Facts(
    subject_id=SUBJECT,
    claimant_id=CLAIMANT,
    now=NOW,
    attained={(WRITER, "citing"): 2},
    assessors=frozenset(),
    sole_signer=None,
    returned={},
)
GOOD = Candidate(
    subject_id=SUBJECT,
    endorser_id=WRITER,
    competency="citing",
    level=2,
    relation="mentor",
    seen_from=date(2026, 1, 1),
    seen_until=date(2026, 4, 1),
    comment="x" * 40,
    language="en",
    state="accepted",
    is_signed=True,
)


def test_one_that_names_all_and_comes_from_somebody_far_enough_counts():
    assert judge(GOOD, RULE, FACTS) == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"subject_id": uuid4()}, "other_subject"),
        ({"is_signed": False, "state": "drafted"}, "not_signed"),
        ({"state": "signed"}, "not_accepted"),
        ({"state": "declined"}, "not_accepted"),
        ({"state": "withdrawn"}, "withdrawn"),
        ({"is_suppressed": True}, "suppressed"),
        ({"level": 7}, "level_unclear"),
        ({"relation": None}, "no_relation"),
        ({"relation": ""}, "no_relation"),
        ({"seen_from": None}, "no_period"),
        ({"seen_until": None}, "no_period"),
        ({"seen_until": date(2025, 1, 1)}, "no_period"),
        ({"comment": "x" * 39}, "too_short"),
        ({"comment": "x" + " " * 60}, "too_short"),
        ({"language": ""}, "no_language"),
        ({"endorser_id": None}, "endorser_gone"),
        ({"endorser_id": OTHER}, "level_too_low"),
    ],
)
def test_what_is_missing_is_named(change: dict[str, object], reason: str):
    assert judge(replace(GOOD, **change), RULE, FACTS) == (reason,)


def test_a_competency_that_the_badge_does_not_prove_does_not_count():
    reasons = judge(replace(GOOD, competency="cooking"), RULE, FACTS)
    assert reasons == ("other_competency", "level_too_low")


def test_no_level_may_be_stated_plainly():
    assert judge(replace(GOOD, level=None), RULE, FACTS) == ()


def test_a_badge_that_proves_nothing_takes_endorsements_that_name_nothing():
    rule = Rule(frozenset(), None)
    assert judge(replace(GOOD, competency=None, level=None), rule, FACTS) == ()
    assert judge(GOOD, rule, FACTS) == ("other_competency",)


def test_nobody_counts_for_themselves():
    facts = replace(FACTS, attained={(CLAIMANT, "citing"): 4})
    assert judge(replace(GOOD, endorser_id=CLAIMANT), RULE, facts) == ("own",)


def test_the_only_steward_of_the_issuing_group_does_not_count():
    assert judge(GOOD, RULE, replace(FACTS, sole_signer=WRITER)) == ("sole_signer",)
    assert judge(GOOD, RULE, replace(FACTS, sole_signer=OTHER)) == ()


def test_the_level_counts_in_the_named_competency_alone():
    assert judge(replace(GOOD, competency="hosting"), RULE, FACTS) == ("level_too_low",)


def test_an_appointed_assessor_needs_no_level_of_their_own():
    facts = replace(FACTS, attained={}, assessors=frozenset({WRITER}))
    assert judge(GOOD, RULE, facts) == ()


def test_a_rule_without_a_level_asks_for_none():
    assert judge(GOOD, Rule(RULE.proves, None), replace(FACTS, attained={})) == ()


@pytest.mark.parametrize(("days", "counts"), [(0, False), (89, False), (90, False), (91, True)])
def test_of_a_ring_of_two_within_90_days_one_counts(days: int, counts: bool):
    facts = replace(FACTS, returned={WRITER: NOW - timedelta(days=days)})
    assert judge(GOOD, RULE, facts) == (() if counts else ("returned",))


def test_one_person_counts_once():
    both = [GOOD, replace(GOOD, level=None), replace(GOOD, endorser_id=OTHER)]
    facts = replace(FACTS, attained={(WRITER, "citing"): 3, (OTHER, "citing"): 2})
    judged = judge_all(both, RULE, facts)
    assert judged == [(), ("counted_once",), ()]
    assert [not reasons for reasons in judged].count(True) == 2


def test_one_that_does_not_count_takes_no_place_from_one_that_does():
    judged = judge_all([replace(GOOD, comment="short"), GOOD], RULE, FACTS)
    assert judged == [("too_short",), ()]


candidates = st.builds(
    Candidate,
    subject_id=st.sampled_from([SUBJECT, OTHER]),
    endorser_id=st.sampled_from([None, CLAIMANT, WRITER, OTHER]),
    competency=st.sampled_from([None, "citing", "hosting", "cooking"]),
    level=st.one_of(st.none(), st.integers(-1, 6)),
    relation=st.sampled_from([None, "", "mentor", "partner"]),
    seen_from=st.one_of(st.none(), st.dates()),
    seen_until=st.one_of(st.none(), st.dates()),
    comment=st.text(max_size=80),
    language=st.sampled_from(["", "en", "ar"]),
    state=st.sampled_from(["requested", "drafted", "signed", "accepted", "declined", "withdrawn"]),
    is_signed=st.booleans(),
    is_suppressed=st.booleans(),
)
persons = st.sampled_from([CLAIMANT, WRITER, OTHER])
facts_of = st.builds(
    Facts,
    subject_id=st.just(SUBJECT),
    claimant_id=st.just(CLAIMANT),
    now=st.just(NOW),
    attained=st.dictionaries(
        st.tuples(persons, st.sampled_from(["citing", "hosting"])), st.integers(1, 4), max_size=6
    ),
    assessors=st.frozensets(persons),
    sole_signer=st.one_of(st.none(), persons),
    returned=st.dictionaries(
        persons, st.integers(0, 200).map(lambda days: NOW - timedelta(days=days)), max_size=3
    ),
)
rules = st.builds(
    Rule,
    proves=st.frozensets(st.sampled_from(["citing", "hosting"])),
    endorser_min_level=st.sampled_from([None, 1, 2, 3, 4]),
)


@given(candidates, rules, facts_of)
def test_whatever_counts_is_accepted_about_this_claim_and_by_somebody_else(one, rule, facts):
    reasons = judge(one, rule, facts)
    assert set(reasons) <= set(counting.REASONS)
    if not reasons:
        assert one.subject_id == facts.subject_id
        assert (one.state, one.is_signed, one.is_suppressed) == ("accepted", True, False)
        assert one.endorser_id not in {None, facts.claimant_id, facts.sole_signer}
        assert len(one.comment) >= counting.SEEN_CHARACTERS_MIN


@given(st.lists(candidates, max_size=8), rules, facts_of)
def test_never_more_count_than_there_are_people(given_ones, rule, facts):
    judged = judge_all(given_ones, rule, facts)
    counted = [one.endorser_id for one, reasons in zip(given_ones, judged, strict=True) if not reasons]
    assert len(counted) == len(set(counted))


@given(candidates, rules, facts_of)
def test_a_higher_level_never_takes_a_count_away(one, rule, facts):
    higher = replace(facts, attained={**facts.attained, (one.endorser_id, one.competency or ""): 4})
    assert set(judge(one, rule, higher)) <= set(judge(one, rule, facts))


@given(candidates, rules, facts_of)
def test_of_two_who_endorse_each_other_within_90_days_at_most_one_counts(one, rule, facts):
    """Whichever is decided second meets the first as one that counted already."""
    if one.endorser_id is not None and not judge(one, rule, facts):
        back = replace(one, endorser_id=facts.claimant_id)
        theirs = replace(
            facts,
            claimant_id=one.endorser_id,
            returned={facts.claimant_id: facts.now},
            attained={(facts.claimant_id, one.competency or ""): 4},
            sole_signer=None,
        )
        assert judge(back, rule, theirs) == ("returned",)
