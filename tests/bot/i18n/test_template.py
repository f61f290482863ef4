"""The template holds every source, plain pybabel finds the same, and a changed word is noticed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.i18n.errors import LanguageError
from bot.i18n.extraction import extract_sources, sources_in
from bot.i18n.template import ROOT, is_stale, render_template, write_template
from tests.bot.i18n.samples import sources, template


def read(text: str) -> Catalog:
    return read_po(io.BytesIO(text.encode()))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The words of the project in a place where they may be changed."""
    for name in ("content", "dialogs/protocols"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copy(ROOT / "babel.toml", tmp_path)
    (tmp_path / "locales").mkdir()
    write_template(tmp_path)
    return tmp_path


def test_the_template_holds_every_source_and_nothing_else() -> None:
    found = {(message.context, message.id) for message in read(template()) if message.id}

    assert found == {(source.context, source.text) for source in sources()}


def test_the_note_stands_beside_each_text() -> None:
    [source] = [source for source in sources() if source.context == "question.ces_bowel.prompt"]
    message = read(template()).get(source.text, context=source.context)

    assert message is not None
    comment = " ".join(message.auto_comments)
    assert source.note in comment
    assert "SAFETY" in comment


def test_the_template_has_neither_dates_nor_line_numbers() -> None:
    assert not re.search(r"\d{4}-\d{2}-\d{2}|Date:", template())
    assert not re.search(r"^#: .*:\d", template(), re.MULTILINE)


def test_plain_pybabel_finds_the_same(tmp_path: Path) -> None:
    target = tmp_path / "messages.pot"
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "babel.toml",
        "-o",
        str(target),
        ".",
    ]

    subprocess.run(command, cwd=ROOT, check=True)

    plain = {(m.context, m.id, tuple(m.auto_comments)) for m in read(target.read_text()) if m.id}
    ours = {(m.context, m.id, tuple(m.auto_comments)) for m in read(template()) if m.id}
    assert {(c, i) for c, i, _ in plain} == {(c, i) for c, i, _ in ours}
    assert len(plain) == len(ours)


def test_a_fresh_template_is_not_stale(copy: Path) -> None:
    assert is_stale(copy) == []


def test_a_changed_word_is_noticed(copy: Path) -> None:
    path = copy / "dialogs/protocols/low_back_pain/questions.toml"
    path.write_text(path.read_text().replace("This chat is for adults,", "This chat is not for children,"))

    assert is_stale(copy) == ["question.age_band.why: has changed"]


def test_a_changed_card_and_a_changed_note_are_noticed(copy: Path) -> None:
    card, phrases = copy / "content/cards/warmth/heat_and_cold.md", copy / "content/phrases.toml"
    card.write_text(card.read_text().replace("Warmth can ease", "Heat can ease"))
    phrases.write_text(phrases.read_text().replace("Goes to the question before", "Goes back"))

    assert sorted(is_stale(copy)) == [
        "card.heat_and_cold.body: has changed",
        "phrase.button.back: has changed",
    ]


@pytest.mark.parametrize(
    ("file", "before", "after", "context"),
    [
        ("content/topics.toml", '"Keep moving"', '"Keep on moving"', "topic.moving.title"),
        ("content/exercises/bridge.toml", '"bridging"', '"bridges"', "card.bridge.keywords"),
        ("content/exercises/bridge.toml", "A person lies", "Somebody lies", "exercise.bridge.alt"),
        ("content/cards/warmth/cold.md", '"ice pack"', '"ice packs"', "card.cold.keywords"),
    ],
)
def test_a_change_in_any_file_of_the_library_is_noticed(
    copy: Path, file: str, before: str, after: str, context: str
) -> None:
    path = copy / file
    path.write_text(path.read_text().replace(before, after, 1))

    assert is_stale(copy) == [f"{context}: has changed"]


_STEP = """
[[step]]
id = "nap"
when = "today"
slot = "nap"
text = "Take a nap."
text_caregiver = "Let them nap."
"""
_MEDICINE = """
[[medicine]]
id = "tea"
kind = "paracetamol"
names = ["tea"]

[medicine.doses.other]
text = "Follow your own packet."
citations = ["us_otc_labels"]
verified = false
"""


def test_new_doses_and_steps_are_noticed(copy: Path) -> None:
    for name, text in (("plan.toml", _STEP), ("medicines.toml", _MEDICINE)):
        with (copy / "content" / name).open("a") as file:
            file.write(text)

    assert set(is_stale(copy)) == {
        "plan.nap.text: is new",
        "plan.nap.text_caregiver: is new",
        "dose.tea.other: is new",
    }


def test_new_and_removed_phrases_are_noticed(copy: Path) -> None:
    path = copy / "content/phrases.toml"
    path.write_text(path.read_text().replace('"button.back" =', '"button.before" ='))

    assert is_stale(copy) == ["phrase.button.before: is new", "phrase.button.back: is gone"]


def test_words_in_python_are_found(copy: Path) -> None:
    (copy / "bot").mkdir()
    (copy / "bot/greeting.py").write_text('print(pgettext("greeting", "Hello"))\n')

    assert is_stale(copy) == ["greeting: is new"]


def test_a_missing_or_dated_template_is_stale(copy: Path) -> None:
    path = copy / "locales/messages.pot"
    path.write_text(path.read_text().replace("MIME-Version", 'Made-On: 2026\\n"\n"MIME-Version'))
    assert is_stale(copy) == ["layout: run python -m bot.i18n.template"]

    path.unlink()
    assert "is not there" in is_stale(copy)[0]


def test_rendering_twice_gives_the_same(copy: Path) -> None:
    assert render_template(copy) == render_template(copy)


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(LanguageError, match=r"rules\.toml"):
        list(sources_in(ROOT / "dialogs/protocols/low_back_pain/rules.toml"))


def test_a_counted_phrase_has_both_forms(tmp_path: Path) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text('[phrases]\n"days" = { one = "{n} day", text = "{n} days", note = "Time" }\n')

    with path.open("rb") as file:
        assert list(extract_sources(file, (), (), {})) == [
            (0, "npgettext", ("phrase.days", "{n} day", "{n} days"), ["Time"])
        ]
