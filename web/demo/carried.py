"""The made-up movement's badges and endorsements as files, each in every form, for outside verifiers."""

from pathlib import Path

from sqlalchemy import select

from badges.models import Credential, Endorsement, EndorsementState
from badges.queries import endorsements
from badges.services import carrying
from badges.services.endorsing import carrying as carrying_endorsements
from foundation.db import session

FORMS = {"json": "json", "jwt": "jwt", "png": "png", "svg": "svg"}
ENDORSEMENTS = "endorsements"


def write(folder: Path) -> tuple[int, int]:
    """Write all accepted credentials, revoked ones into `revoked/`, and all endorsements that stand.

    Give how many credentials and how many endorsements there are.
    """
    found = session().scalars(select(Credential).order_by(Credential.accepted_at, Credential.id)).all()
    for credential in found:
        place = folder / "revoked" if credential.revoked_at else folder
        place.mkdir(parents=True, exist_ok=True)
        for form, suffix in FORMS.items():
            (place / f"{credential.id}.{suffix}").write_bytes(carrying.form(credential, form))
    return len(found), _write_endorsements(folder / ENDORSEMENTS)


def _write_endorsements(place: Path) -> int:
    accepted = select(Endorsement.subject_id).where(Endorsement.state == EndorsementState.ACCEPTED)
    subjects = session().scalars(accepted.distinct().order_by(Endorsement.subject_id)).all()
    standing = [one for subject_id in subjects for one in endorsements.shown(subject_id)]
    place.mkdir(parents=True, exist_ok=True)
    for one in standing:
        for form in carrying_endorsements.FORMS:
            (place / f"{one.id}.{form}").write_bytes(carrying_endorsements.form(one, form))
    return len(standing)
