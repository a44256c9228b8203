"""The made-up movement's badges as files, each in every form, for outside verifiers."""

from pathlib import Path

from sqlalchemy import select

from badges.models import Credential
from badges.services import carrying
from foundation.db import session

FORMS = {"json": "json", "jwt": "jwt", "png": "png", "svg": "svg"}


def write(folder: Path) -> int:
    """Write all accepted credentials; revoked ones into `revoked/`. Give how many there are."""
    found = session().scalars(select(Credential).order_by(Credential.accepted_at, Credential.id)).all()
    for credential in found:
        place = folder / "revoked" if credential.revoked_at else folder
        place.mkdir(parents=True, exist_ok=True)
        for form, suffix in FORMS.items():
            (place / f"{credential.id}.{suffix}").write_bytes(carrying.form(credential, form))
    return len(found)
