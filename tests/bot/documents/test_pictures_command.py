"""`steadyback pictures` draws everything, says where it is, and refuses in one sentence."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops, ImageStat

import bot.cli.pictures
from bot.cli.main import cli
from bot.documents import pictures as module
from bot.documents.contact_sheet import contact_sheet
from content.library import Library, load_library
from tests.bot.documents.moments import EXERCISES

SHEET = Path(__file__).parents[3] / "docs" / "exercises.png"


@pytest.fixture
def quick(monkeypatch):
    """A library of two exercises, drawn as one byte."""
    library = load_library()
    two = {id_: EXERCISES[id_] for id_ in ("walk", "bridge")}
    small = Library(
        cards_by_id={}, citations_by_key={}, numbers_by_country={}, numbers_as_of=library.numbers_as_of,
        exercises_by_id=two,
    )  # fmt: skip
    monkeypatch.setattr(bot.cli.pictures, "load_library", lambda: small)
    monkeypatch.setattr(module, "paint", lambda exercise, kind: kind[1:2].encode())


def run(*arguments, **environment):
    return CliRunner().invoke(cli, ["pictures", *arguments], env=environment)


def test_all_pictures_are_drawn_into_the_cache_and_named(tmp_path, quick):
    result = run(PICTURES_DIR=str(tmp_path))
    assert result.exit_code == 0
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert sorted(path.name.split("-")[0] + path.suffix for path in paths) == [
        "bridge.gif", "bridge.png", "walk.gif", "walk.png",
    ]  # fmt: skip
    assert all(path.is_file() and path.parent == tmp_path for path in paths)
    assert "[ 4/4]" in result.stderr


def test_another_folder_can_be_named(tmp_path, quick):
    result = run("--to", str(tmp_path / "here"))
    assert result.exit_code == 0
    assert len(list((tmp_path / "here").iterdir())) == 4


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--to", "{file}"), "cannot be written"),
        (("--sheet", "{file}"), "should end in .png"),
        (("--sheet", "{folder}/none/sheet.png"), "cannot be written"),
    ],
)
def test_bad_input_ends_with_one_sentence(tmp_path, quick, monkeypatch, arguments, sentence):
    monkeypatch.setattr(bot.cli.pictures, "contact_sheet", lambda library: b"sheet")
    (tmp_path / "file").write_text("in the way")
    result = run(*(part.format(file=tmp_path / "file", folder=tmp_path) for part in arguments))
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.strip().count("\n") <= 1  # the progress of the first picture may stand before it
    assert "Traceback" not in result.stderr


def test_sheet_and_folder_are_two_tasks(tmp_path):
    assert run("--to", str(tmp_path), "--sheet", "sheet.png").exit_code == 2


def test_the_sheet_in_the_docs_is_current():
    """Run `steadyback pictures --sheet docs/exercises.png` when this fails, and look at it."""
    assert SHEET.stat().st_size < 600_000
    with Image.open(SHEET) as kept, Image.open(BytesIO(contact_sheet(load_library()))) as drawn:
        assert kept.size == drawn.size
        difference = ImageStat.Stat(ImageChops.difference(kept.convert("RGB"), drawn.convert("RGB")))
    assert max(difference.mean) < 0.5
