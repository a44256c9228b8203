"""Whether a role is safe when somebody leaves it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.succession import Concern, Term, concerns, months_after, term_end

TODAY = date(2026, 3, 1)
LONG = Term(date(2025, 12, 1), None)


@pytest.mark.parametrize(
    ("terms", "others", "found"),
    [
        ([], 0, (Concern.NOBODY, Concern.NO_SECOND)),
        ([], 1, (Concern.NOBODY, Concern.NO_SECOND)),
        ([], 2, (Concern.NOBODY,)),
        ([LONG], 0, (Concern.NO_SECOND,)),
        ([LONG], 1, ()),
        ([LONG, LONG], 0, ()),
        ([Term(date(2024, 1, 1), None)], 1, (Concern.TERM_OVER,)),
        ([Term(date(2024, 5, 1), None)], 1, (Concern.TERM_ENDS,)),
        ([Term(date(2025, 12, 1), TODAY)], 1, (Concern.TERM_ENDS,)),
        ([Term(date(2025, 12, 1), TODAY - timedelta(days=1)), LONG], 0, (Concern.TERM_OVER,)),
    ],
)
def test_a_plan_is_told_what_to_look_at(terms, others, found):
    assert concerns(terms, others=others, guidance_months=24, today=TODAY) == found


def test_a_role_without_advice_on_terms_has_no_end_unless_one_was_agreed():
    assert term_end(LONG, None) is None
    assert term_end(Term(TODAY, date(2026, 9, 1)), 24) == date(2026, 9, 1)
    assert term_end(Term(date(2026, 1, 31), None), 1) == date(2026, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_months_later_is_that_month_and_never_a_later_day(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(st.lists(st.builds(Term, since=st.dates(date(2020, 1, 1), TODAY), until=st.none())), st.integers(0, 9))
def test_one_more_who_could_take_over_adds_no_concern(terms, others):
    before = concerns(terms, others=others, guidance_months=24, today=TODAY)
    after = concerns(terms, others=others + 1, guidance_months=24, today=TODAY)
    assert set(after) <= set(before)
