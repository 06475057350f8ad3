"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every machine and every day: a red run is then about the change at hand.
# HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

SHARED = Path(os.environ.get("AFTERSUMMIT_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts and data that lies beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"the real texts are not here: no folder {SHARED.name} beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def summits(shared: Path) -> list[Path]:
    """The official summit texts, sorted by name."""
    return sorted((shared / "corpus" / "summits").glob("*.md"))
