"""What the demo issued is right for everybody: schemas, other implementations, our own checks, privacy."""

import base64
import json
import re
from pathlib import Path

import pytest
from flask_migrate import upgrade
from jsonschema import Draft201909Validator
from openbadgeslib.ob3 import OB3LdpVerifier
from sqlalchemy import func, select

from badges.models import Claim, Collection, Credential, Endorsement, ShareLink
from badges.services import verifying
from credentials.proofs.jwt import parse
from foundation.db import db
from issuers.models import SignedDocument
from tests.conftest import fresh_environ
from tests.openbadges import accept_endorsement
from web.assembly import create_app
from web.demo import carried, movement
from web.demo.people import demo_people

SCHEMAS = Path(__file__).parents[2].parent / "shared" / "spec" / "schemas" / "ob3"
PERSONAL = re.compile(
    r"@|wikipedia|wikimedia\.org|mediawiki|wikidata|oldid=|diff=|/wiki/|User:", re.IGNORECASE
)


@pytest.fixture(scope="module", params=["http", "https"])
def issued(request, tmp_path_factory):
    """The demo's badges written as files, from a service on plain http and from one on https."""
    folder = tmp_path_factory.mktemp(request.param)
    environ = fresh_environ(folder, f"sqlite:///{folder / 'demo.sqlite3'}")
    if request.param == "https":
        environ["BARNSTAR_BASE_URL"] = "https://badges.example.org"
    app = create_app(environ, folder)
    with app.app_context():
        upgrade()
        movement.load()
        carried.write(folder / "out")
        yield app, folder / "out", request.param
        db.session.remove()
        db.engine.dispose()


def documents(folder):
    badges = [path for path in sorted(folder.rglob("*.json")) if path.parent.name != carried.ENDORSEMENTS]
    return [json.loads(path.read_bytes()) for path in badges]


def endorsements(folder, form):
    return sorted((folder / carried.ENDORSEMENTS).glob(f"*.{form}"))


def test_there_are_ten_or_more_and_revoked_ones_stand_apart(issued):
    _, folder, _ = issued
    for suffix in ("json", "jwt", "png", "svg"):
        assert len(list(folder.glob(f"*.{suffix}"))) >= 10
        assert len(list((folder / "revoked").glob(f"*.{suffix}"))) >= 1


def test_every_form_is_genuine_and_every_revoked_one_is_not(issued):
    _, folder, _ = issued
    for path in sorted(folder.rglob("*.*")):
        wanted = "do_not_rely" if path.parent.name == "revoked" else "genuine"
        assert verifying.verify(path.read_bytes()).verdict.value == wanted, path.name


def test_issuers_and_tokens_are_what_the_address_allows(issued):
    _, folder, scheme = issued
    issuers = {document["issuer"]["id"].partition(":")[2].partition(":")[0] for document in documents(folder)}
    assert issuers == {"web" if scheme == "https" else "key"}
    for path in folder.glob("*.jwt"):
        head = path.read_text().split(".")[0]
        header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
        assert header["alg"] == ("RS256" if scheme == "https" else "EdDSA")


def rows():
    kinds = (Claim, Endorsement, Credential, Collection, ShareLink, SignedDocument)
    return {kind.__name__: db.session.scalar(select(func.count()).select_from(kind)) for kind in kinds}


def test_a_second_start_changes_nothing(issued):
    before = rows()
    movement.load()
    assert rows() == before


def test_something_waits_for_everybody_in_the_demo(issued):
    claims = set(db.session.scalars(select(Claim.state)))
    said = set(db.session.scalars(select(Endorsement.state)))
    assert claims == {"draft", "submitted", "returned", "awarded"}
    assert said == {"requested", "signed", "accepted"}


@pytest.mark.parametrize("form", ["json", "jwt"])
def test_there_are_three_or_more_endorsements_that_another_implementation_accepts(issued, form):
    _, folder, scheme = issued
    held = {document["id"] for document in documents(folder)}
    paths = endorsements(folder, form)
    assert len(paths) >= 3
    subjects = set()
    for path in paths:
        if scheme == "http":
            subjects.add(accept_endorsement(path.read_bytes()))
        else:
            document = json.loads(path.with_suffix(".json").read_bytes())
            assert document["issuer"]["id"].startswith("did:web:badges.example.org:issuers:")
            subjects.add(document["credentialSubject"]["id"])
    assert subjects <= held
    assert len(subjects) >= 2


def test_every_endorsement_fits_the_official_schema(issued):
    files = list(SCHEMAS.glob("published-2026-06/ob_v3p0_endorsementcredential*.json"))
    if not files:
        pytest.skip("the official schemas are not beside the repository")
    schema = Draft201909Validator(
        json.loads(files[0].read_text()), format_checker=Draft201909Validator.FORMAT_CHECKER
    )
    for path in endorsements(issued[1], "json"):
        assert [error.message for error in schema.iter_errors(json.loads(path.read_bytes()))] == []


def test_a_badge_carries_an_endorsement_and_evidence_inside_and_both_are_checked(issued):
    _, folder, _ = issued
    tokens = [path.read_bytes() for path in sorted(folder.glob("*.jwt"))]
    [token] = [one for one in tokens if "endorsementJwt" in parse(one.decode()).document]
    assert parse(token.decode()).document["evidence"]
    report = verifying.verify(token)
    codes = [one.code for one in report.findings if one.check == "endorsements"]
    assert (report.verdict.value, codes) == ("genuine", ["endorsement_good"])


@pytest.mark.parametrize("kind", ["published-2026-06", "strict-2024-07"])
def test_every_one_fits_the_official_schemas(issued, kind):
    if not SCHEMAS.is_dir():
        pytest.skip("the official schemas are not beside the repository")
    [file] = SCHEMAS.glob(f"{kind}/ob_v3p0_achievementcredential*.json")
    schema = Draft201909Validator(
        json.loads(file.read_text()), format_checker=Draft201909Validator.FORMAT_CHECKER
    )
    for document in documents(issued[1]):
        assert [error.message for error in schema.iter_errors(document)] == []


def test_another_implementation_accepts_every_proof(issued):
    _, folder, scheme = issued
    if scheme == "http":
        for document in documents(folder):
            verifier = OB3LdpVerifier.for_issuer_did(document["issuer"]["id"])
            assert verifier.verify(json.dumps(document)).issuer.id == document["issuer"]["id"]
    else:
        assert all(
            document["issuer"]["id"].startswith("did:web:badges.example.org")
            for document in documents(folder)
        )


def test_a_badge_with_defaults_says_nothing_of_its_holder(issued):
    names = [person.user_name for person in demo_people()]
    for document in documents(issued[1]):
        text = json.dumps(document, ensure_ascii=False)
        assert [name for name in names if name in text] == []
        assert PERSONAL.sub("", text.replace("@context", "")) == text.replace("@context", "")
        assert "region" not in text
