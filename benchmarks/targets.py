"""What the figures are held against: ratios of one run, as the machine itself does not matter."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.measuring import Operation, tell
from benchmarks.node_peer import JOSE, VC

Which = tuple[str, str]  # name and op

_SIGN, _CHECK = ("cryptography", "ed25519-sign"), ("cryptography", "ed25519-verify")


@dataclass(frozen=True)
class Target:
    """`ours` as a multiple of `other`: what it must reach, and what it aims at."""

    ours: str
    other: Which
    must: float
    aim: float | None = None


TARGETS = (
    Target("issue", _SIGN, 0.17, 0.25),
    Target("verify", _CHECK, 0.42, 0.55),
    Target("bulk-issue", _SIGN, 0.72, 0.85),
    Target("issue", (VC, "issue"), 40),
    Target("verify", (VC, "verify"), 28),
    Target("bulk-issue", (VC, "issue"), 170),
    Target("canonicalise", (VC, "canonicalise"), 35),
    Target("canonicalise", ("pyld", "canonicalise"), 30),
    *(Target(f"jwt-verify-{alg}", (JOSE, f"jwt-verify-{alg}"), 1.0) for alg in ("RS256", "ES256", "EdDSA")),
    *(Target(f"jwt-sign-{alg}", (JOSE, f"jwt-sign-{alg}"), 1.0) for alg in ("RS256", "ES256", "EdDSA")),
)


def wanted(only: Iterable[str]) -> set[str]:
    """Give the ops asked for and those that they are compared with."""
    asked = set(only)
    return asked | {target.other[1] for target in TARGETS if target.ours in asked}


def tell_ratios(operations: Iterable[Operation]) -> None:
    """Print one line for each target that was measured: the median of the ratios of the rounds.

    `undisturbed` is the ratio of the best rounds of both; it decides nothing.
    """
    rates = {(one.name, one.op): one.rates for one in operations}
    for target in TARGETS:
        ours, theirs = rates.get(("barnstar", target.ours)), rates.get(target.other)
        if ours and theirs:
            ratio = statistics.median(left / right for left, right in zip(ours, theirs, strict=True))
            tell_ratio(
                f"{target.ours} / {' '.join(target.other)}",
                ratio,
                at_least=target.must,
                aim=target.aim,
                undisturbed=max(ours) / max(theirs),
            )


def tell_ratio(
    name: str,
    value: float,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    aim: float | None = None,
    undisturbed: float | None = None,
) -> None:
    """Print one figure beside what it must be."""
    met = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
    beside = {"undisturbed": undisturbed and float(f"{undisturbed:.3g}")}
    beside |= {"at_least": at_least, "at_most": at_most, "aim": aim}
    shown = {word: figure for word, figure in beside.items() if figure is not None}
    tell(ratio=name, value=float(f"{value:.3g}"), **shown, met=met)
