"""Letters, and the other background work: one handler for each kind of job.

A letter says the same words as text and as HTML, in its reader's language. One that is no longer
due (the offer was decided, the address asked us to stop, the link ran out) is not sent.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import current_app, g, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from accounts.models import NoticeKind
from accounts.services import rechecking, signing_in
from badges.services import awarding, digesting, runs, tending
from badges.services.awarding import OfferLetter
from badges.services.digesting import DigestLetter
from badges.services.endorsing import lapsing
from competencies.services import reference_fetching, reference_rows, referencing, role_reviews
from foundation import audit, clock
from foundation.addresses import absolute, offer_path, settings
from foundation.db import empty_write_ahead
from foundation.errors import ConflictError, GoneError
from foundation.jobs import Handler
from foundation.mail import Letter, Transport, compose
from mentoring.services import letting_in
from mentoring.services import tending as mentoring_tending
from web import monthly
from web.language import CODES, direction
from web.leaving import TIDY
from web.notice_words import notice_words

MOST_SUBJECT_CHARACTERS = 120  # mail programs show no more


def offer(payload: Mapping[str, Any]) -> None:
    """Send the letter of an offer, while the offer stands."""
    letter = awarding.offer_letter(UUID(payload["award_id"]), int(payload["send"]))
    if letter is not None:
        _send(_offer_letter(letter, "offer"))


def reminder(payload: Mapping[str, Any]) -> None:
    """Send the one reminder of an offer that still waits."""
    letter = awarding.offer_letter(UUID(payload["award_id"]), int(payload["send"]))
    if letter is not None:
        _send(_offer_letter(letter, "reminder"))


def sign_in(payload: Mapping[str, Any]) -> None:
    """Send a link that signs in, unless it ran out or was used."""
    try:
        address, token, language = signing_in.link_letter(UUID(payload["link_id"]))
    except GoneError:
        return
    facts = {
        "action_url": absolute(f"/sign-in/link/{token}"),
        "host": settings().base_url.partition("://")[2],
        "minutes": signing_in.LINK_MINUTES,
    }
    stable_id = f"sign-in-{payload['link_id']}-0"
    _send(_letter("sign_in", to=address, language=language, stable_id=stable_id, stop_url=None, facts=facts))


def award_run(payload: Mapping[str, Any]) -> None:
    """Do the rows of a list that are left."""
    runs.work(UUID(payload["run_id"]))


def tend_offers(_payload: Mapping[str, Any]) -> None:
    """Let offers lapse, and ask for reminders."""
    tending.tend(clock.now())
    lapsing.lapse(clock.now())
    signing_in.forget_links()


def fetch_reference(payload: Mapping[str, Any]) -> None:
    """Fetch a framework from the address that a steward named."""
    reference_fetching.work(current_app.extensions["fetch_packages"], UUID(payload["load_id"]))


def write_reference(payload: Mapping[str, Any]) -> None:
    """Write the rows of an imported framework that are left."""
    reference_rows.work(UUID(payload["load_id"]))


def tend_references(_payload: Mapping[str, Any]) -> None:
    """Forget imports that nobody confirmed."""
    referencing.tend()


def recheck(_payload: Mapping[str, Any]) -> None:
    """Ask the central wiki about some of the accounts that sign in here."""
    rechecking.recheck(settings().outside, current_app.extensions["fetch"])


def digests(_payload: Mapping[str, Any]) -> None:
    """Ask for the letter of the day of everybody who is due one."""
    digesting.ask_for_digests(clock.now())


def tend_roles(_payload: Mapping[str, Any]) -> None:
    """Mark roles whose review is due, and tell their stewards."""
    role_reviews.tend(clock.now())


def digest(payload: Mapping[str, Any]) -> None:
    """Send a letter of the day, while something in it is still unread."""
    letter = digesting.digest_letter(payload)
    if letter is not None:
        _send(_digest_letter(letter))


def tidy(_payload: Mapping[str, Any]) -> None:
    """Empty the database's log of writes, which still holds what was deleted, or raise to try again."""
    if not empty_write_ahead():
        raise ConflictError("busy")


def ask_wikis(_payload: Mapping[str, Any]) -> None:
    """Ask wikis about somebody who said that we may."""
    letting_in.ask_wikis(settings().outside, current_app.extensions["fetch"])


def tend_mentoring(_payload: Mapping[str, Any]) -> None:
    """Once a day: let consent, nominations and signals run out, and forget what was done two years ago."""
    mentoring_tending.tend()
    audit.forget_old()


HANDLERS: dict[str, Handler] = {
    monthly.SNAPSHOT: monthly.publish,
    TIDY: tidy,
    rechecking.RECHECK: recheck,
    "letter.offer": offer,
    "letter.reminder": reminder,
    "letter.sign_in": sign_in,
    "award.run": award_run,
    "badges.tend": tend_offers,
    role_reviews.TEND: tend_roles,
    reference_rows.JOB: write_reference,
    reference_fetching.JOB: fetch_reference,
    referencing.TEND: tend_references,
    "letter.digests": digests,
    "letter.digest": digest,
    letting_in.ASK: ask_wikis,
    mentoring_tending.TEND: tend_mentoring,
}


def _offer_letter(letter: OfferLetter, kind: str) -> Letter:
    address = absolute(offer_path(letter.token))
    facts = {
        "action_url": address,
        "badge": letter.badge_name,
        "group": letter.group_name,
        "reason": letter.reason,
        "expires_at": letter.expires_at,
    }
    return _letter(
        kind,
        to=letter.to,
        language=letter.language,
        stable_id=letter.stable_id,
        stop_url=f"{address}/quiet",
        facts=facts,
    )


def _digest_letter(letter: DigestLetter) -> Letter:
    """Only codes and counts come in, so nobody's words or name can get out."""
    offers = {NoticeKind.OFFER_MADE.value: letter.offers} if letter.offers else {}
    return _letter(
        "digest",
        to=letter.to,
        language=letter.language,
        stable_id=letter.stable_id,
        stop_url=absolute(f"/inbox/quiet/{letter.stop_token}"),
        facts={"action_url": absolute("/inbox"), "kinds": {**offers, **letter.kinds}},
    )


def _letter(
    kind: str, *, to: str, language: str, stable_id: str, stop_url: str | None, facts: Mapping[str, Any]
) -> Letter:
    """Give a letter in its reader's language; an app context of its own keeps other languages out."""
    spoken = language if language in CODES else "en"
    with current_app.app_context(), force_locale(spoken):
        g.language = spoken
        context = {**facts, "language": spoken, "direction": direction(spoken), "stop_url": stop_url}
        context["rows"] = [(notice_words(kind), count) for kind, count in facts.get("kinds", {}).items()]
        return Letter(
            to=to,
            subject=_subject(kind, facts),
            text=render_template(f"letters/{kind}.txt", **context),
            html=render_template(f"letters/{kind}.html", **context),
            stable_id=stable_id,
            language=spoken,
            unsubscribe_url=stop_url,
        )


def _subject(kind: str, facts: Mapping[str, Any]) -> str:
    """Give one line that names the group and the badge; a header must not have line breaks."""
    if kind == "sign_in":
        said = _("Your link to sign in")
    elif kind == "digest":
        said = _("New in your inbox")
    elif kind == "reminder":
        said = _(
            "Still waiting for you: “%(badge)s” from %(group)s", badge=facts["badge"], group=facts["group"]
        )
    else:
        said = _("%(group)s gives you a badge: “%(badge)s”", badge=facts["badge"], group=facts["group"])
    return " ".join(str(said).split())[:MOST_SUBJECT_CHARACTERS]


def _send(letter: Letter) -> None:
    carrier: Transport = current_app.extensions["mail"]
    carrier.send(compose(letter, settings().mail_from))
