import os, pytest, uuid
from flask import Flask
import sqlalchemy as sa
from foundation import clock, mail
from foundation.db import Base, db, init_db
from foundation.config import read_settings
from foundation.fetch import OwnFirst
from foundation.vault import Vault
from pathlib import Path
import accounts.models, issuers.models, competencies.models, badges.models, foundation.jobs, foundation.audit, foundation.idempotency

@pytest.fixture(params=["sqlite","postgresql"])
def app(request, tmp_path):
    from badges.services.own_documents import own_document
    url = f"sqlite:///{tmp_path/'t.db'}"
    if request.param == "postgresql":
        server = sa.make_url(os.environ["TEST_DATABASE_URL"])
        name = f"t_{uuid.uuid4().hex}"
        e = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with e.connect() as c: c.exec_driver_sql(f'CREATE DATABASE "{name}"')
        e.dispose()
        url = server.set(database=name).render_as_string(hide_password=False)
    a = Flask("t")
    a.config["SQLALCHEMY_DATABASE_URI"] = url
    a.extensions["settings"] = read_settings({"BARNSTAR_INSTANCE": str(tmp_path)}, tmp_path)
    a.extensions["vault"] = Vault(b"k"*32)
    init_db(a)
    def nowhere(url, **k):
        from credentials.errors import FetchError
        raise FetchError("unreachable")
    a.extensions["fetch"] = OwnFirst("http://localhost:8000", own_document, nowhere)
    from flask_smorest import Api
    from badges.routes.awards import blueprint
    from foundation.acting import set_actor
    from foundation.errors import ServiceError
    from foundation.problems import as_problem, status_of
    from foundation.limits import init_limits
    from accounts import queries as pq
    from flask import request
    a.config.update(API_TITLE="x", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    init_limits(a, enabled=False)
    Api(a).register_blueprint(blueprint)
    a.register_error_handler(ServiceError, lambda e: (as_problem(e), status_of(e)))
    @a.before_request
    def who():
        t = request.headers.get("Authorization", "").removeprefix("Bearer ")
        set_actor(pq.actor_of(pq.person_of_token(t)))
    with a.app_context():
        Base.metadata.create_all(db.engine, tables=[t for t in Base.metadata.sorted_tables])
        yield a
        db.session.remove()
        db.engine.dispose()
    clock.set_source(None)
