"""Words that a person of 9 to 11 years can read: every prompt, example, result and phrase in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from content.checks import banned_words, hard_to_read
from content.markup import plain
from content.readability import grade, sentences, words
from dialogs.protocol import Option
from tests.bot.rendering.pages import PROTOCOL, WORDS

#: One medical sentence: NHS allows a reading age of 11 to 14 where it has to be medical.
ONE_SENTENCE, ONE_GRADE = 20, 8.0
#: Below this many words, one long word decides the grade.
_FORMULA_FITS = 8

#: Words that stand for what a placeholder brings, as short as what it brings.
_FILLED = {
    "call": "Call 999",
    "urgent": "a doctor, or call 111",
    "crisis": "Crisis line: 116 123.",
    "because": "new trouble with peeing",
    "signs": "new trouble with peeing",
    "number": "5",
    "total": "9",
    "label": "Yes",
    "why": "We ask to be safe.",
    "source": "A guide",
    "say": "I need help.",
    "question": "Legs",
    "card": "Sleep",
    "title": "Sleep",
    "topic": "Sleep",
    "medicine": "Gel",
    "where": "a book",
    "who": "Doctor Smith",
    "when": "May 1",
    "version": "1",
    "answer": "Yes",
}


def _plain(text: str) -> str:
    return plain(re.sub(r"\{(\w+)\}", lambda found: _FILLED[found[1]], text))


def prompts() -> Iterator[tuple[str, str]]:
    for question in PROTOCOL.questions:
        for field in ("prompt", "prompt_caregiver", "clarify", "clarify_caregiver"):
            if text := getattr(question, field):
                yield f"{question.id}.{field}", _plain(text)


def reasons() -> Iterator[tuple[str, str]]:
    for question in PROTOCOL.questions:
        if question.why:
            yield f"{question.id}.why", _plain(question.why)


def results() -> Iterator[tuple[str, str]]:
    """What a result says as a whole: where to go, what to say there, what not to do."""
    for disposition in PROTOCOL.dispositions:
        for text in disposition.texts:
            for voice in ("", "_caregiver"):
                said = [getattr(text, field + voice) for field in ("do", "say", "avoid")]
                yield f"{disposition.id}.{text.id}{voice}", _plain("\n".join(part for part in said if part))


#: Buttons, menus, and parts that stand inside other sentences.
_FRAGMENTS = ("button", "command", "surface", "call", "urgent", "crisis")


def phrases() -> Iterator[tuple[str, str]]:
    for slug, phrase in WORDS.phrases.items():
        if slug.split(".")[0] not in _FRAGMENTS:
            yield slug, _plain(phrase.text)


EVERYTHING = [*prompts(), *reasons(), *results(), *phrases()]


def _problems(texts: Iterable[tuple[str, str]]) -> list[str]:
    """A formula says something about several sentences only; a single one is held to its length and a looser grade."""
    found = []
    for where, text in texts:
        if len(sentences(text)) > 1:
            found += hard_to_read(where, text)
        elif len(words(text)) >= _FORMULA_FITS and (
            len(words(text)) > ONE_SENTENCE or grade(text) > ONE_GRADE
        ):
            found.append(f"{where}: {len(words(text))} words, grade {grade(text):.1f}")
    return found


def test_every_prompt_and_example_is_easy_to_read():
    assert _problems(prompts()) == []


def test_every_reason_for_asking_is_one_plain_sentence():
    assert [where for where, text in reasons() if len(sentences(text)) != 1] == []
    assert _problems(reasons()) == []


def test_every_result_is_easy_to_read():
    assert _problems(results()) == []


def test_every_phrase_is_easy_to_read():
    assert _problems(phrases()) == []


def test_no_text_uses_a_banned_word():
    assert [problem for where, text in EVERYTHING for problem in banned_words(where, text)] == []


def test_labels_are_short_enough_for_a_phone_and_use_no_banned_word():
    labels = [(f"{q.id}.{o.id}", one) for q in PROTOCOL.questions for o in q.options for one in _labels(o)]
    assert [(where, len(label)) for where, label in labels if len(label) > 40] == []
    assert [found for where, label in labels for found in banned_words(where, label)] == []


def _labels(option: Option) -> list[str]:
    return [text for text in (option.label, option.label_caregiver) if text]
