"""A copy of the content, for tests to approve and spoil."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.review.records import Records, open_records
from content.library import ROOT

TODAY = date(2026, 11, 23)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The content as it ships, in a folder of its own."""
    return Path(
        shutil.copytree(ROOT, tmp_path / "content", ignore=shutil.ignore_patterns("*.py*", "__pycache__"))
    )


@pytest.fixture(scope="session")
def shipped() -> Records:
    """The records as they ship; nothing is written to them."""
    return open_records()


@pytest.fixture(scope="module")
def one_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that the tests of one module share; for commands that write nothing."""
    folder = tmp_path_factory.mktemp("shared") / "content"
    return Path(shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns("*.py*", "__pycache__")))
