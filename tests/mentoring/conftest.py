"""Whatever a test told the application about the world outside is forgotten after it."""

from collections.abc import Iterator

import pytest

from tests.mentoring import scene


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    yield
    scene.forget_outside()
