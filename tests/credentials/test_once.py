"""What one verification found out is remembered until it ends, and no longer."""

import pytest

from credentials.errors import UnreadableError
from credentials.once import Remembering, once


def counted(answers):
    def answer():
        answers.append("asked")
        return len(answers)

    return answer


def test_inside_a_question_is_answered_once():
    answers = []
    with Remembering():
        assert [once("a", counted(answers)), once("a", counted(answers)), once("b", counted(answers))] == [
            1,
            1,
            2,
        ]


def test_a_refusal_is_remembered_too():
    asked = []

    def refusing():
        asked.append("asked")
        raise UnreadableError("not_json", line=len(asked))

    with Remembering():
        for _time in range(2):
            with pytest.raises(UnreadableError) as caught:
                once("a", refusing)
            assert caught.value.facts == {"line": 1}


def test_nothing_is_remembered_outside_or_from_one_to_the_next():
    answers = []
    told = [once("a", counted(answers)), once("a", counted(answers))]
    for _verification in range(2):
        with Remembering():
            told.append(once("a", counted(answers)))
    assert told == [1, 2, 3, 4]
