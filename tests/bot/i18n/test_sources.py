"""Every English text is a source with its own slug, and those that matter for safety say so."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.i18n.phrases import load_phrases
from bot.i18n.sources import question_sources
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
    assert all({card.title, card.body} <= texts.keys() for card in load_library().cards)
    assert all(phrase.text in texts for phrase in load_phrases().values())


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
