"""Names of files that a file system would not take."""

from uuid import uuid4

import pytest

from badges.services import evidence_rules

MOST_BYTES = 255  # of one name, on the usual file systems


@pytest.mark.parametrize(
    "name",
    ["漢" * 300 + ".svg", "👍é" * 100, "x" * 400 + ".漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢"],
    ids=["wide", "pairs", "end"],
)
def test_a_name_of_long_letters_can_be_unpacked_beside_its_number(name):
    kept = evidence_rules.cleaned_file_name(name)
    assert len(f"{uuid4()}-{kept}(1)".encode()) <= MOST_BYTES
    assert kept == evidence_rules.cleaned_file_name(kept)
