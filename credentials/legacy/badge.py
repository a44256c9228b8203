"""An older badge with all that belongs to it, in the members of 2.0."""

from dataclasses import dataclass

from credentials.errors import CredentialError
from credentials.fetch import Fetch
from credentials.legacy import normal
from credentials.legacy.generations import Generation
from credentials.legacy.linked import as_given, follow, identifier, is_web
from credentials.legacy.normal import Members


@dataclass(frozen=True, slots=True)
class Badge:
    """Assertion, BadgeClass and issuer Profile.

    `error` says why the BadgeClass or the issuer could not be had; `is_whole` is False when nobody was asked
    for them; `hosts_issuer` tells that the Profile is what the issuer's own address says, so that its rules
    count.
    """

    generation: Generation
    assertion: Members
    badge_class: Members
    issuer: Members
    error: CredentialError | None = None
    hosts_issuer: bool = False
    is_whole: bool = True

    @property
    def issuer_id(self) -> str:
        """The id of the issuer, or "" when the badge tells none."""
        return identifier(self.issuer) or ""

    @property
    def issuer_name(self) -> str:
        """The name that the issuer gives itself, or ""."""
        name = self.issuer.get("name")
        return name if isinstance(name, str) else ""


def assembled(assertion: Members, generation: Generation, fetch: Fetch, *, said_by: str | None) -> Badge:
    """Give the badge of a normalised Assertion, following its links; at most two fetches.

    `said_by` is the address whose host served the Assertion, None for one that came with a signature.
    """
    linked_class = follow(assertion.get("badge"), fetch, said_by=said_by)
    badge_class = normal.badge_class(linked_class.members, generation)
    if linked_class.error is not None:
        pointed = normal.profile(as_given(badge_class.get("issuer")), generation)
        return Badge(generation, assertion, badge_class, pointed, linked_class.error)
    # Whoever served the BadgeClass said what is embedded in it.
    class_id = identifier(badge_class)
    speaker = class_id if class_id is not None and is_web(class_id) else said_by
    linked_issuer = follow(badge_class.get("issuer"), fetch, said_by=speaker)
    issuer = normal.profile(linked_issuer.members, generation)
    hosted = linked_issuer.error is None and is_web(identifier(badge_class.get("issuer")) or "")
    return Badge(generation, assertion, badge_class, issuer, linked_issuer.error, hosts_issuer=hosted)


def unfollowed(assertion: Members, generation: Generation) -> Badge:
    """Give the badge as far as the Assertion itself tells it, asking nobody."""
    badge_class = normal.badge_class(as_given(assertion.get("badge")), generation)
    issuer = normal.profile(as_given(badge_class.get("issuer")), generation)
    return Badge(generation, assertion, badge_class, issuer, is_whole=False)
