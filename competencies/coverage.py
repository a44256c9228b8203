"""What a group can do together: the requirements of a role beside what its people show. Pure.

Leadership is collective, so nobody is asked to meet a role alone. Only people who let the group see it count;
of others there is not even a number, as whoever seats people could take one away and see it change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from competencies.gap import Requirement

Who = TypeVar("Who")


class Standing(StrEnum):
    """How safely a requirement is met: by nobody we know of, by exactly one person, by several."""

    UNMET = "unmet"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Met(Generic[Who]):
    """A requirement and who meets it, in the order given."""

    requirement: Requirement
    by: tuple[Who, ...]

    @property
    def standing(self) -> Standing:
        """How safely it is met."""
        if len(self.by) > 1:
            return Standing.SEVERAL
        return Standing.ONE if self.by else Standing.UNMET


@dataclass(frozen=True, slots=True)
class Coverage(Generic[Who]):
    """Every requirement of a role with who meets it, in the order given."""

    rows: tuple[Met[Who], ...]

    @property
    def unmet(self) -> tuple[Met[Who], ...]:
        """The requirements that nobody meets, as far as is told."""
        return self._standing(Standing.UNMET)

    @property
    def single_points(self) -> tuple[Met[Who], ...]:
        """The requirements that rest on exactly one person, as far as is told."""
        return self._standing(Standing.ONE)

    @property
    def is_met_together(self) -> bool:
        """Tell whether everything that is needed is met by somebody."""
        return not any(one.requirement.must for one in self.unmet)

    def _standing(self, standing: Standing) -> tuple[Met[Who], ...]:
        return tuple(one for one in self.rows if one.standing is standing)


def coverage(requirements: Iterable[Requirement], seen: Mapping[Who, Mapping[str, int]]) -> Coverage[Who]:
    """Give who together meets what. `seen`: levels by competency of those who let the group see them."""
    return Coverage(tuple(_met(one, seen) for one in requirements))


def _met(asked: Requirement, seen: Mapping[Who, Mapping[str, int]]) -> Met[Who]:
    by = tuple(who for who, held in seen.items() if held.get(asked.competency, 0) >= asked.level)
    return Met(asked, by)
