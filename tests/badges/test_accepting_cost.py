"""Accepting is the busiest write: it must stay cheap, and right when much happens at once."""

import threading

from sqlalchemy import event, func, select

from accounts.models import Person
from badges.services import claiming
from foundation import audit
from foundation.db import db, session
from tests.badges.scene import give, set_stage, token_of

ADDRESS = "somebody@example.org"
MOST_STATEMENTS = 14  # with a new account, one competency and the BEGIN


def test_an_accept_asks_the_database_few_questions(app):
    scene = set_stage()
    tokens = [token_of(give(scene, f"{name}@example.org")) for name in ("first", "second")]
    claiming.accept_by_token(tokens[0])
    db.session.remove()
    seen = []

    def note(*said):
        seen.append(said[2])

    event.listen(db.engine, "before_cursor_execute", note)
    claiming.accept_by_token(tokens[1])
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) <= MOST_STATEMENTS, seen


def test_two_offers_to_one_new_mailbox_accepted_at_once_make_one_account(app):
    scene = set_stage()
    tokens = [token_of(give(scene, ADDRESS, again=True)) for _ in range(2)]
    before = session().scalar(select(func.count()).select_from(Person))
    db.session.remove()
    done, problems = [], []

    def click(token):
        with app.app_context():
            try:
                done.append(claiming.accept_by_token(token))
            except Exception as error:  # noqa: BLE001 - told below
                problems.append(error)
            db.session.remove()

    threads = [threading.Thread(target=click, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len({one.person_id for one in done}) == 1
    assert len({one.credential_id for one in done}) == 2
    assert session().scalar(select(func.count()).select_from(Person)) == before + 1


def test_all_that_one_accept_did_is_in_the_record(app):
    done = claiming.accept_by_token(token_of(give(set_stage(), ADDRESS)))
    noted = {one.action for one in audit.events_of(done.person_id)}
    assert noted == {"person.joined", "mailbox.proven", "badges.award.accept"}
