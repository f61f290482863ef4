"""Every English text is a source with its own slug, and those that matter for safety say so."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bot.i18n.phrases import load_phrases
from bot.i18n.sources import card_sources, question_sources
from content.errors import ContentError
from content.library import load_library
from tests.bot.i18n.samples import protocol, sources


def test_every_context_is_used_once() -> None:
    doubles = [context for context, count in Counter(s.context for s in sources()).items() if count > 1]

    assert doubles == []


def test_every_text_of_protocol_cards_and_phrases_is_there() -> None:
    texts = Counter(source.text for source in sources())

    for question in protocol().questions:
        assert {question.prompt, question.prompt_caregiver} <= texts.keys()
        assert all(
            text in texts
            for o in question.options
            for text in (o.label, o.label_caregiver, o.because)
            if text
        )
    assert all(flag.sign in texts for flag in protocol().red_flags if flag.sign)
    assert all(words.do_caregiver in texts for d in protocol().dispositions for words in d.texts)
    assert all(phrase.text in texts for phrase in load_phrases().values())


def test_every_text_of_the_library_is_there() -> None:
    library = load_library()
    texts = {source.context: source.text for source in sources()}

    for card in library.cards:
        assert texts[f"card.{card.id}.title"] == card.title
        assert texts[f"card.{card.id}.body"] == card.body
        assert texts[f"card.{card.id}.keywords"].split(", ") == list(card.keywords)
    assert all(texts[f"topic.{topic.id}.title"] == topic.title for topic in library.topics)
    assert all(texts[f"exercise.{each.id}.alt"] == each.alt for each in library.exercises_by_id.values())
    for medicine in library.medicines.medicines.values():
        assert all(
            texts[f"dose.{medicine.id}.{group}"] == dose.text for group, dose in medicine.doses.items()
        )
    for step in library.plan:
        assert texts[f"plan.{step.id}.text"] == step.text
        assert texts.get(f"plan.{step.id}.text_caregiver") == step.text_caregiver


def test_a_gated_step_of_the_plan_matters_for_safety() -> None:
    gated = {f"plan.{step.id}.text": step.gated for step in load_library().plan}

    assert {source.context: source.safety for source in sources() if source.context in gated} == gated


def test_a_card_without_search_words_has_no_source_for_them() -> None:
    card = replace(load_library().cards[0], keywords=())

    assert [source.context for source in card_sources(card)] == [
        f"card.{card.id}.title",
        f"card.{card.id}.body",
    ]


@pytest.mark.parametrize(
    ("context", "safety"),
    [
        ("question.ces_bowel.prompt", True),
        ("question.danger_now.clarify_caregiver", True),
        ("option.danger_now.trauma_major.label", True),
        ("option.danger_now.trauma_major.because", True),
        ("question.medicine_body.prompt", True),
        ("result.emergency_now.default.do", True),
        ("result.self_care.default.do_caregiver", True),
        ("red_flag.ces_urinary_incontinence.sign", True),
        ("card.when_to_get_help.body", True),
        ("card.when_to_get_help.keywords", False),
        ("card.ibuprofen.title", True),
        ("card.ibuprofen.keywords", False),
        ("dose.ibuprofen.other", True),
        ("topic.moving.title", False),
        ("exercise.bridge.alt", False),
        ("phrase.call.unknown", True),
        ("phrase.button.no", True),
        ("question.trend.prompt", False),
        ("option.voice.self.label", False),
        ("option.long_lasting.life_impact.label_caregiver", False),
        ("phrase.button.back", False),
    ],
)
def test_a_text_says_whether_it_matters_for_safety(context: str, safety: bool) -> None:
    [found] = [source for source in sources() if source.context == context]

    assert found.safety is safety


def test_every_source_says_something_to_translators() -> None:
    assert [
        source.context for source in sources() if not source.note.strip() or not source.text.strip()
    ] == []


def test_empty_fields_are_no_sources() -> None:
    fields = {source.context for source in question_sources(protocol().question("consent"))}

    assert "question.consent.why" not in fields
    assert "question.consent.prompt" in fields


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[phrases",
        '[phrases]\nhi = { text = "Hi" }',
        '[phrases]\nhi = { text = "Hi", note = "n", safty = true }',
    ],
)
def test_a_broken_phrase_file_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text(text)

    with pytest.raises(ContentError, match=r"phrases\.toml"):
        load_phrases(path)


def test_a_phrase_may_have_a_form_for_one(tmp_path: Path) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text('[phrases]\n"days" = { one = "{n} day", text = "{n} days", note = "Time" }\n')

    assert load_phrases(path)["days"].one == "{n} day"


def test_starting_does_not_import_babel() -> None:
    rooms = "catalogs, countries, extraction, formats, phrases, sources, template, understanding"
    code = f"import sys\nfrom bot.i18n import checks, pseudo, {rooms}\nsys.exit('babel' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
