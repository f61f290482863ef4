"""The exercises that ship: short, safe for those they are shown to, and honest about when to stop; bad files are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.errors import BadField, ContentError
from content.library import ROOT, Library, load_library
from content.markup import plain, to_html
from content.movement import TOPIC, Exercise, read_exercise

IDS = (
    "breathing pelvic_tilt knee_roll knee_hug cat_camel heel_sit bridge sit_tall back_bend_stand sit_to_stand walk"
).split()

#: Longest title, body and draft line fit on one screen of 500.
MOST = 440

#: Written from the sources, not from the files: who is not shown what.
WITHHELD = {
    # No deep forward bending with thin bones (Royal Osteoporosis Society, Bone Health and Osteoporosis Foundation).
    "osteoporosis_known": {"knee_hug", "cat_camel", "heel_sit"},
    "steroid_long_term": {"knee_hug", "cat_camel", "heel_sit"},
    # Not long flat on the back in later pregnancy.
    "late_pregnancy": {"breathing", "pelvic_tilt", "knee_roll", "knee_hug", "bridge"},
    # No bending backwards with a tight space round the nerves.
    "stenosis": {"back_bend_stand"},
    # Nothing that lowers the head, or stands without a hold.
    "dizzy": {"bridge", "back_bend_stand", "sit_to_stand"},
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def exercise(id_: str) -> Exercise:
    return read_exercise(ROOT / "exercises" / f"{id_}.toml")


def test_they_are_all_there_and_on_their_shelf(library: Library) -> None:
    assert set(library.exercises_by_id) == set(IDS)
    shelf = next(topic for topic in library.topics if topic.id == TOPIC)
    assert set(shelf.cards) == {"exercise_start", *IDS}


@pytest.mark.parametrize("id_", IDS)
def test_a_body_is_put_together_from_its_parts(id_: str) -> None:
    lines = exercise(id_).card.body.split("\n\n")
    heads = [line.split("**")[1] for line in lines[1:]]
    assert heads == ["How much:", "Easier:", "Harder:", "Stop if"]


@pytest.mark.parametrize("id_", [*IDS, "exercise_start"])
def test_a_body_fits_on_one_screen(id_: str, library: Library) -> None:
    assert len(library.card(id_).body) <= MOST


@pytest.mark.parametrize("id_", [*IDS, "exercise_start"])
def test_everyone_reads_when_to_stop_and_when_to_get_help(id_: str, library: Library) -> None:
    text = plain(to_html(library.card(id_).body))
    for words in (
        "pain gets worse or goes further down your leg",
        "Get help now",
        "new numbness between the legs",
        "a weak leg",
        "new pee or poo trouble",
    ):
        assert words in text


def test_exactly_those_are_withheld_whom_a_source_names() -> None:
    for trait, ids in WITHHELD.items():
        assert {id_ for id_ in IDS if trait in exercise(id_).card.not_for} == ids, trait
    assert {trait for id_ in IDS for trait in exercise(id_).card.not_for} == set(WITHHELD)


@pytest.mark.parametrize("trait", WITHHELD)
def test_somebody_with_one_of_these_is_led_to_an_exercise_that_suits(trait: str, library: Library) -> None:
    for id_ in WITHHELD[trait]:
        card, seen = library.card(id_), {id_}
        while trait in card.not_for:
            assert card.instead is not None, (id_, trait)
            card = library.card(card.instead)
            assert card.topic == TOPIC
            assert card.id not in seen
            seen.add(card.id)


def test_two_exercises_suit_everybody() -> None:
    assert {id_ for id_ in IDS if not exercise(id_).card.not_for} == {"sit_tall", "walk"}


@pytest.mark.parametrize("id_", IDS)
def test_the_dose_in_words_is_the_dose_in_numbers(id_: str) -> None:
    found, dose = exercise(id_), exercise(id_).card.body.split("**How much:** ")[1].split("\n")[0]
    if found.repetitions is not None:
        assert dose.startswith(f"{found.repetitions} times")
        assert found.minutes is None
    else:
        assert f"{found.minutes:g} " in dose
        assert "minutes" in dose
    assert f"{found.times_a_day} " in dose.replace("2 or 3", "2 ")
    if found.hold_seconds is not None:
        assert f"{found.hold_seconds:g} " in found.card.body.split("**How much:**")[0]


@pytest.mark.parametrize("id_", IDS)
def test_the_picture_is_described_for_those_who_cannot_see_it(id_: str) -> None:
    alt = exercise(id_).alt
    assert 50 <= len(alt) <= 250
    assert alt.startswith(("A person", "Seen from"))


@pytest.mark.parametrize("id_", IDS)
def test_nothing_is_claimed_to_be_approved(id_: str) -> None:
    assert exercise(id_).card.review.status == "draft"
    assert exercise(id_).card.citations


# -- files with a mistake --------------------------------------------------------------------------------------
def altered(tmp_path: Path, old: str, new: str) -> Path:
    text = (ROOT / "exercises" / "bridge.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "bridge.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("lift = 25", "lifts = 25", "does not know lifts = 25"),
        ("lift = 25", 'lift = "high"', "does not know lift = 'high'"),
        ("lift = 25", "twist = 25", "the first frame has to say where twist begins"),
        ("at = 1.8", "at = 0", "each later than the one before"),
        ("at = 3.2", "at = 5", "all before 5"),
        ("at = 3.2\n", "", "needs at = seconds in every frame"),
        ("seconds = 5", "seconds = 0", "should be more than 0"),
        ("\nseconds = 5", "", "needs seconds"),
        ('support = "back"', 'support = "head"', "support should be back or knees or feet or free"),
        ('hands = ["floor", "floor"]', 'hands = ["floor"]', "hands should be two of"),
        ("path = [[-0.06, 0.5, 0], ", "path = [[-0.06, 0.5], ", "a point should be three numbers"),
        ("path = [[-0.06, 0.5, 0], ", "path = [", "an arrow needs path"),
        ("\nx = -0.45", "", "the first frame has to say where x begins"),
        ('props = ["mat"]', 'props = ["mat", "ball"]', "props should be some of mat, pillow"),
        ('on = "floor"', 'on = "grass"', "on should be floor or seat or pillow"),
        ("still_at = 2.2", "still_at = 2.2\nstill = 1", "does not know still"),
        ("alt = ", "alternative = ", "needs alt"),
    ],
)
def test_a_mistake_is_refused_by_file_and_name(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    path = altered(tmp_path, old, new)
    with pytest.raises(BadField) as caught:
        read_exercise(path)
    assert str(caught.value).startswith("exercises/bridge.toml")
    assert complaint in str(caught.value)


def test_marks_that_nobody_can_show_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"exercises/bridge\.toml: .*\*"):
        read_exercise(altered(tmp_path, "Lift just a little.", "Lift *just* a little."))


def test_an_exercise_without_a_picture_is_refused(tmp_path: Path) -> None:
    path = altered(tmp_path, "[picture]", "[picture]")
    path.write_text(path.read_text(encoding="utf-8").split("[picture]")[0], encoding="utf-8")
    with pytest.raises(BadField, match=r"needs a \[picture\] table"):
        read_exercise(path)
