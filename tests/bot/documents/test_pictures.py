"""Pictures are drawn once, kept, drawn anew when their data change, and refused with a sentence."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.app.ports import PictureError, PictureSource
from bot.documents import pictures as module
from bot.documents.animation import FRAME_MS, GIF_WIDTH, looping_gif, still_png
from bot.documents.pictures import Pictures, picture_hash
from bot.documents.scene import Scene
from bot.settings import read_settings
from tests.bot.documents.moments import EXERCISES, IDS


@pytest.fixture
def drawn(monkeypatch):
    """Counts real drawings by file name, each a little slow."""
    names = []
    draw = module._draw

    def counted(exercise, file):
        names.append(file.name)
        draw(exercise, file)

    monkeypatch.setattr(module, "_draw", counted)
    return names


def source(folder, exercises=EXERCISES) -> Pictures:
    return Pictures(exercises, folder)


# -- files -------------------------------------------------------------------------------------------------------
async def test_a_still_is_drawn_on_first_use_and_kept(tmp_path, drawn):
    pictures: PictureSource = source(tmp_path / "new" / "folder")
    path = await pictures.path("sit_tall.png")
    again = await pictures.path("sit_tall.png")
    assert (
        path == again == tmp_path / "new" / "folder" / f"sit_tall-{picture_hash(EXERCISES['sit_tall'])}.png"
    )
    assert len(drawn) == 1
    assert [p.name for p in path.parent.iterdir()] == [path.name]


async def test_what_another_start_has_drawn_is_used(tmp_path, drawn):
    await source(tmp_path).path("walk.png")
    await source(tmp_path).path("walk.png")
    assert len(drawn) == 1


async def test_two_requests_at_once_draw_once(tmp_path, drawn):
    pictures = source(tmp_path)
    first, second = await asyncio.gather(pictures.path("walk.png"), pictures.path("walk.png"))
    assert first == second
    assert len(drawn) == 1


async def test_who_stops_waiting_does_not_stop_the_drawing(tmp_path, drawn):
    pictures = source(tmp_path)
    impatient = asyncio.create_task(pictures.path("walk.png"))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert (await pictures.path("walk.png")).is_file()
    assert len(drawn) == 1


async def test_a_changed_movement_is_drawn_anew_and_replaces_the_old_picture(tmp_path):
    old = await source(tmp_path).path("walk.png")
    faster = replace(EXERCISES["walk"], movement=replace(EXERCISES["walk"].movement, still_at=0.5))
    new = await source(tmp_path, {"walk": faster}).path("walk.png")
    assert new.name != old.name
    assert [path.name for path in tmp_path.iterdir()] == [new.name]


async def test_another_exercise_is_left_alone(tmp_path):
    other = await source(tmp_path).path("sit_tall.png")
    await source(tmp_path).path("walk.png")
    assert other.is_file()


def test_changed_words_are_the_same_picture():
    walk = EXERCISES["walk"]
    assert picture_hash(replace(walk, alt="Somebody walks.")) == picture_hash(walk)


def test_every_exercise_has_a_picture_of_its_own():
    assert len({picture_hash(exercise) for exercise in EXERCISES.values()}) == len(EXERCISES)


def test_changed_drawing_is_a_new_picture(monkeypatch):
    before = picture_hash(EXERCISES["walk"])
    monkeypatch.setattr(module, "_drawing_hash", lambda: "another")
    assert picture_hash(EXERCISES["walk"]) != before


@pytest.mark.parametrize(
    "name", ["", "walk", "walk.jpg", "run.gif", "../walk.png", "walk.PNG", "/etc/walk.gif"]
)
async def test_an_unknown_name_is_refused(tmp_path, name):
    with pytest.raises(PictureError, match="there is no picture"):
        await source(tmp_path).path(name)
    assert list(tmp_path.iterdir()) == []


async def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PictureError, match=r"file cannot be written \(.+\): set PICTURES_DIR"):
        await source(tmp_path / "file").path("walk.png")


async def test_a_picture_that_cannot_be_finished_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PictureError, match="No space left"):
        await source(tmp_path).path("walk.png")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_a_setting(tmp_path):
    assert read_settings({}, tmp_path).pictures_dir == Path("data/pictures")
    assert read_settings({"PICTURES_DIR": "/var/pictures"}, tmp_path).pictures_dir == Path("/var/pictures")


# -- pictures ----------------------------------------------------------------------------------------------------
def test_the_animation_loops_for_ever_and_is_light():
    gif = looping_gif(Scene(EXERCISES["walk"].movement))
    with Image.open(BytesIO(gif)) as image:
        assert image.format == "GIF"
        assert image.info["loop"] == 0
        assert image.n_frames > 10
        assert image.width == GIF_WIDTH
        shown = 0
        for frame in range(image.n_frames):
            image.seek(frame)
            shown += image.info["duration"]
    assert shown / 1000 == pytest.approx(EXERCISES["walk"].movement.seconds, abs=FRAME_MS / 1000)
    assert len(gif) <= 300_000


@pytest.mark.parametrize("id_", ["walk", "knee_roll"])
def test_a_still_shows_something(id_):
    png = still_png(Scene(EXERCISES[id_].movement))
    with Image.open(BytesIO(png)) as image:
        assert image.size == (720, 480)
        colours = image.convert("RGB").getcolors(1_000_000)
    assert len(colours) > 20
    assert max(count for count, _ in colours) < 0.95 * 720 * 480
    assert len(png) < 60_000


@pytest.mark.parametrize("id_", IDS)
def test_animations_last_two_to_five_seconds(id_):
    assert 2 <= EXERCISES[id_].movement.seconds <= 5


@pytest.mark.parametrize("id_", IDS)
def test_no_picture_holds_words(id_):
    scene = Scene(EXERCISES[id_].movement)
    assert "<text" not in scene.still()
    assert "nan" not in scene.moment(0.4)


@pytest.mark.parametrize("id_", IDS)
def test_the_still_says_which_way(id_):
    movement = EXERCISES[id_].movement
    assert any(arrow.start <= movement.still_at <= arrow.end for arrow in movement.arrows)


def test_a_moment_is_drawn_fast_enough():
    scene = Scene(EXERCISES["knee_roll"].movement)
    began = time.process_time()
    for i in range(5):
        scene.moment(i / 5)
    assert (time.process_time() - began) / 5 < 0.2
