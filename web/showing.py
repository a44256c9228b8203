"""What a holder gives away to show a badge: texts and addresses for other places, without any script."""

import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask_babel import gettext as _
from markupsafe import Markup

from badges.models import Credential
from issuers.models import Issuer

LINKEDIN = "https://www.linkedin.com/profile/add"
CARD_WIDTH = 300
_WIKI_SIGNS = re.compile(r"[\[\]{}|<>=~'*#&]")


def linkedin_address(row: Credential, issuer: Issuer, name: str, address: str) -> str:
    """Give the address that fills in LinkedIn's form for a certificate; the person looks it over there."""
    fields: Mapping[str, object] = {
        "startTask": "CERTIFICATION_NAME",
        "name": name,
        "organizationName": issuer.name,
        "issueYear": row.award.awarded_at.year,
        "issueMonth": row.award.awarded_at.month,
        "certUrl": address,
        "certId": row.urn,
    }
    if row.valid_until is not None:
        fields = {**fields, "expirationYear": row.valid_until.year, "expirationMonth": row.valid_until.month}
    return f"{LINKEDIN}?{urlencode(fields, quote_via=quote)}"


def wiki_text(row: Credential, issuer: Issuer, name: str, address: str) -> str:
    """Give one line for a user page of a wiki: a link with the badge's name, the group, the year."""
    return f"* [{address} {wiki_plain(name)}] – {wiki_plain(issuer.name)}, {row.award.awarded_at.year}"


def wiki_plain(text: str) -> str:
    """Give a text in which no sign is read as wiki markup."""
    return _WIKI_SIGNS.sub(lambda found: f"&#{ord(found[0])};", text)


def message(issuer: Issuer, name: str, address: str) -> str:
    """Give a text for a post or a letter."""
    return str(
        _(
            "I was given the badge “%(badge)s” by %(group)s: %(address)s",
            badge=name,
            group=issuer.name,
            address=address,
        )
    )


def mail_address(name: str, text: str) -> str:
    """Give the address that opens a new letter, to nobody yet."""
    return f"mailto:?{urlencode({'subject': name, 'body': text}, quote_via=quote)}"


def snippet(issuer: Issuer, name: str, address: str, card: str) -> str:
    """Give HTML for another site: a picture that links to the badge, without any script."""
    words = _("Badge: %(badge)s, given by %(group)s", badge=name, group=issuer.name)
    return str(
        Markup('<a href="{}"><img src="{}" width="{}" alt="{}"></a>').format(address, card, CARD_WIDTH, words)
    )
