"""Two roles beside each other, and how much many of them share."""

from competencies.comparison import Difference, compare, overlaps
from competencies.gap import Requirement


def need(name, level=1, must=True, weight=1):
    return Requirement(name, level, must, weight)


def test_every_competency_of_either_role_is_compared_once_the_first_role_first():
    first = [need("a", 2), need("b", 3), need("c")]
    second = [need("d"), need("c"), need("a", 3, False, 2)]
    assert [(one.competency, one.differences) for one in compare(first, second)] == [
        ("a", (Difference.HIGHER, Difference.HELPFUL, Difference.WEIGHT)),
        ("b", (Difference.ONLY_FIRST,)),
        ("c", (Difference.SAME,)),
        ("d", (Difference.ONLY_SECOND,)),
    ]


def test_a_role_compared_with_itself_differs_in_nothing():
    role = [need("a", 2), need("b", 1, False)]
    assert {one.differences for one in compare(role, role)} == {(Difference.SAME,)}


def test_each_pair_of_roles_tells_what_it_shares():
    found = overlaps([{"a": 1, "b": 2}, {"b": 3, "c": 1}, {"d": 1}])
    assert [(one.first, one.second, one.shared) for one in found] == [
        (0, 1, ("b",)),
        (0, 2, ()),
        (1, 2, ()),
    ]
