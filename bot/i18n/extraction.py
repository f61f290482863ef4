"""Hands the texts of the TOML and Markdown files to Babel, so that `pybabel extract` finds them all.

It is called by Babel only (see `babel.toml`) and knows nothing of translations.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from bot.i18n.errors import LanguageError
from bot.i18n.phrases import load_phrases
from bot.i18n.sources import (
    Source,
    card_sources,
    disposition_sources,
    dose_source,
    exercise_sources,
    phrase_source,
    question_sources,
    red_flag_sources,
    step_sources,
    topic_source,
)
from content.loader import read_card, read_topics
from content.medicines import read_medicines
from content.movement import TOPIC as EXERCISES
from content.movement import read_exercise
from content.plan import read_plan
from dialogs.loader import load_protocol

#: (line, function, arguments, comments), as Babel wants it. Line 0 keeps line numbers out of the template.
Message = tuple[int, str, tuple[str, ...], list[str]]

_SAFETY = "SAFETY: the language is not offered until this is translated and not fuzzy."


def extract_sources(
    fileobj: BinaryIO,
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> Iterator[Message]:
    """Every text of one content file as a `pgettext` call. Raises LanguageError for a strange file."""
    for source in sources_in(Path(fileobj.name)):
        comments = [source.note, _SAFETY] if source.safety else [source.note]
        if source.one is None:
            yield 0, "pgettext", (source.context, source.text), comments
        else:
            yield 0, "npgettext", (source.context, source.one, source.text), comments


def sources_in(path: Path) -> Iterator[Source]:
    """The texts of one content file; a protocol is read whole, because its files need each other."""
    if path.suffix == ".md":
        yield from card_sources(read_card(path))
    elif path.resolve().parent.name == EXERCISES:
        yield from exercise_sources(read_exercise(path))
    elif path.name in _LISTS:
        yield from _LISTS[path.name](path)
    else:
        yield from _protocol_sources(path)


def _topics(path: Path) -> Iterator[Source]:
    return map(topic_source, read_topics(path))


def _doses(path: Path) -> Iterator[Source]:
    medicines = read_medicines(path).medicines.values()
    return (dose_source(dose) for medicine in medicines for dose in medicine.doses.values())


def _steps(path: Path) -> Iterator[Source]:
    return (source for step in read_plan(path) for source in step_sources(step))


def _phrases(path: Path) -> Iterator[Source]:
    return map(phrase_source, load_phrases(path).values())


_LISTS: Mapping[str, Callable[[Path], Iterator[Source]]] = {
    "topics.toml": _topics,
    "medicines.toml": _doses,
    "plan.toml": _steps,
    "phrases.toml": _phrases,
}


def _protocol_sources(path: Path) -> Iterator[Source]:
    folder = path.resolve().parent
    protocol = load_protocol(folder.name, folder.parent)
    match path.name:
        case "questions.toml":
            for question in protocol.questions:
                yield from question_sources(question)
        case "red_flags.toml":
            for flag in protocol.red_flags:
                yield from red_flag_sources(flag)
        case "dispositions.toml":
            for disposition in protocol.dispositions:
                yield from disposition_sources(disposition)
        case _:
            raise LanguageError(
                f"{path}: holds no words that this extractor knows: mend the pattern in babel.toml"
            )
