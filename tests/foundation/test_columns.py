"""What ids say: when a row was made, and nothing else."""

import time

from foundation.columns import uuid7


def test_ids_sort_by_when_they_were_made_also_within_a_millisecond():
    made = [uuid7() for _ in range(2_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_an_id_is_a_uuid_of_version_7_with_the_milliseconds_of_now():
    before = time.time_ns() // 1_000_000
    one = uuid7()
    assert (one.version, one.variant) == (7, "specified in RFC 4122")
    assert before <= one.int >> 80 <= time.time_ns() // 1_000_000
