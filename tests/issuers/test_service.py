"""The service signs what it says itself, with a Profile of its own."""

from flask import Flask
from sqlalchemy import func, select

from foundation.db import session
from issuers import queries
from issuers.models import Issuer, IssuerKind
from issuers.services.service import service_id, service_signer
from tests.issuers.places import group_of, somebody


def test_the_service_has_one_profile_however_often_it_signs(app: Flask) -> None:
    assert service_id() is None
    first, signer, method = service_signer()
    again, same_signer, same_method = service_signer()
    assert (first.id, method) == (again.id, same_method)
    assert signer.public == same_signer.public
    ours = select(func.count()).select_from(Issuer).where(Issuer.kind == IssuerKind.SERVICE.value)
    assert session().scalar(ours) == 1


def test_the_method_belongs_to_the_profile_and_to_its_key(app: Flask) -> None:
    issuer, signer, method = service_signer()
    assert method == f"{issuer.iri}#{signer.public.multibase}"


def test_no_group_can_take_the_name_of_the_service(app: Flask) -> None:
    group = queries.issuer(group_of(somebody(), "Service"))
    assert group.slug.startswith("service-")
    assert service_signer()[0].slug == "service"
