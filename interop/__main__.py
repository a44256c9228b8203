"""`python -m interop`: both directions, all forms; a flipped byte is refused by everybody."""

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import Any

from credentials import resolve
from credentials.errors import BakingError, CredentialError
from credentials.verify import Outcome, Verdict, first_reason, verify
from interop import cases, elliptic
from interop.carriers import CARRIERS, carried, unbaked
from interop.cases import Credential
from interop.flips import flipped
from interop.other_side import OtherSide
from tests.world import World

SHOWN = 3  # of a hundred wrong answers, a few tell enough


@dataclass(frozen=True)
class Trial:
    """One credential in one carrier, whole or with the byte at `flip` changed."""

    credential: Credential
    carrier: str
    content: bytes
    flip: int | None

    @property
    def title(self) -> str:
        """What was signed, how, and in what it travels."""
        said = "is accepted" if self.flip is None else "with a flipped byte is refused"
        return f"{self.credential.form:<6} {self.carrier:<4}  {self.credential.name} {said}"


@dataclass
class Tally:
    """Counts cases and prints one line for each."""

    passed: int = 0
    failed: int = 0

    def tell(self, title: str, answers: Mapping[int | None, str | None], *, is_good: bool) -> None:
        """Count one case; of `answers` by flipped byte, None accepts, a text is the reason of a refusal."""
        wrong = [
            f"byte {flip}: {answer or 'accepted'}"
            for flip, answer in answers.items()
            if (answer is None) != is_good
        ]
        self.passed += not wrong
        self.failed += bool(wrong)
        many = "" if is_good else f" ({len(answers)} places)"
        print(f"{'FAIL' if wrong else 'ok  '}  {title}{many}", *wrong[:SHOWN], sep="\n        ")


def trials(credential: Credential) -> list[Trial]:
    """Give the credential in every carrier, whole and flipped in many places."""
    made = [Trial(credential, carrier, carried(carrier, credential.raw), None) for carrier in CARRIERS]
    for (flip, raw), carrier in product(flipped(credential.raw), CARRIERS):
        # Broken UTF-8 and the like cannot be baked: there is no such picture to be fooled by.
        with suppress(BakingError):
            made.append(Trial(credential, carrier, carried(carrier, raw), flip))
    return made


def our_answer(trial: Trial, world: World) -> str | None:
    """Give None when our verification finds it genuine, else the reason."""
    try:
        report = verify(trial.content, fetch=world.fetch, now=world.now)
    except CredentialError as error:
        return error.code
    inside = [one for one in report.findings if one.check == "endorsements"]
    if report.verdict is Verdict.GENUINE:
        wrong = [one for one in inside if one.outcome in (Outcome.FAILED, Outcome.UNDETERMINED)]
        return f"endorsements: {wrong[0].code} {dict(wrong[0].facts)}" if wrong else None
    reason = first_reason(report.findings)
    return f"{reason.check}: {reason.code} {dict(reason.facts)}" if reason else str(report.verdict)


def their_answers(all_trials: list[Trial], world: World, other: OtherSide) -> list[str | None]:
    """Give the answers of the other side, with pictures unbaked for it."""
    bare: dict[str, tuple[str, bytes]] = {}
    for number, trial in enumerate(all_trials):
        bare[str(number)] = (trial.credential.form, unbaked(trial.carrier, trial.content))
    checked = other.ask(check=bare, dids=_published(world))["checked"]
    return [checked[str(number)] for number in range(len(all_trials))]


def prove(signer: str, credentials: list[Credential], world: World, other: OtherSide, tally: Tally) -> None:
    """Have everything by `signer` checked by both sides, whole and flipped."""
    every = [trial for credential in credentials for trial in trials(credential)]
    theirs = their_answers(every, world, other)
    groups: dict[tuple[str, str, bool], dict[int | None, str | None]] = {}
    for trial, answer in zip(every, theirs, strict=True):
        is_good = trial.flip is None
        groups.setdefault(("them", trial.title, is_good), {})[trial.flip] = answer
        if trial.credential.is_badge:
            groups.setdefault(("us", trial.title, is_good), {})[trial.flip] = our_answer(trial, world)
    for (judge, title, is_good), answers in groups.items():
        tally.tell(f"by {signer}, read by {judge:<4}  {title}", answers, is_good=is_good)


def theirs(world: World, other: OtherSide) -> list[Credential]:
    """Give every document signed by the other side in every form; its DID document is published."""
    orders: dict[str, tuple[str, Mapping[str, Any]]] = {
        f"{form}|{name}": (form, cases.in_form(document, form))
        for name, document in cases.documents(world).items()
        for form in cases.FORMS
    }
    answers = other.ask(sign=orders)
    for did, document in answers["dids"].items():
        world.publish(resolve.did_web_document_url(did), document)
    return [
        Credential(key.split("|")[1], orders[key][0], text.encode())
        for key, text in answers["signed"].items()
    ]


def _published(world: World) -> dict[str, Any]:
    pages = (json.loads(body) for body in world.pages.values())
    return {page["id"]: page for page in pages if page["id"].startswith("did:")}


def main() -> int:
    """Prove both directions; 1 when anything failed."""
    world, tally, other = World(), Tally(), OtherSide()
    prove("us  ", list(cases.ours(world)), world, other, tally)
    prove("them", theirs(world, other), world, other, tally)
    prove("us  ", elliptic.ours(world), world, other, tally)
    prove("them", elliptic.theirs(world, other), world, other, tally)
    prove("both", elliptic.derived(world, other), world, other, tally)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
