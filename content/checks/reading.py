"""Whether texts fit on one screen and can be read by a person of 9 to 11 years.

The counting is in `content.readability`; here are the limits.
"""

from __future__ import annotations

from content import readability
from content.checks.texts import Place, Text, texts
from content.library import Library

#: A card's body.
MAX_BODY_CHARACTERS = 420
#: A whole screen: title, body and the line that says that it is a draft.
MAX_SCREEN_CHARACTERS = 500
#: The line that says that it is a draft, with its line break.
DRAFT_LINE_CHARACTERS = 50
MAX_DOSE_CHARACTERS = 380

MAX_SENTENCE_WORDS = 25
MAX_MEAN_SENTENCE_WORDS = 15
MAX_GRADE = 6.0
#: A single sentence has no mean, and one long word decides its grade: it is held to a length and a looser grade.
MAX_SINGLE_WORDS = 20
MAX_SINGLE_GRADE = 8.0

_LONGEST = {Place.CARD: MAX_BODY_CHARACTERS, Place.DOSE: MAX_DOSE_CHARACTERS}


def too_long(library: Library) -> list[str]:
    """Texts that do not fit on one screen."""
    return [problem for text in texts(library) for problem in _too_long(text)]


def _too_long(text: Text) -> list[str]:
    most, length = _LONGEST.get(text.place, MAX_SCREEN_CHARACTERS), len(text.body)
    if length > most:
        return [f"{text.where}: {length} characters: keep to {most} or say less"]
    screen = len(text.whole) + DRAFT_LINE_CHARACTERS
    if screen > MAX_SCREEN_CHARACTERS:
        return [
            f"{text.where}: {screen} characters with title and draft line: keep to {MAX_SCREEN_CHARACTERS}"
        ]
    return []


def hard_texts(library: Library) -> list[str]:
    """Texts that ask for more than a reading age of 9 to 11."""
    return [problem for text in texts(library) for problem in _hard(text)]


def _hard(text: Text) -> list[str]:
    if len(readability.sentences(text.body)) > 1:
        return hard_to_read(text.where, text.body)
    problems = []
    if (length := len(readability.words(text.body))) > MAX_SINGLE_WORDS:
        problems.append(
            f"{text.where}: {length} words in one sentence: split it to at most {MAX_SINGLE_WORDS}"
        )
    if (grade := readability.grade(text.body)) > MAX_SINGLE_GRADE:
        problems.append(
            f"{text.where}: reading grade {grade:.1f}: use shorter words, to {MAX_SINGLE_GRADE:.0f} at most"
        )
    return problems


def hard_to_read(where: str, text: str) -> list[str]:
    """Long sentences, and a grade above the limit, in any plain English text; `where` opens each problem."""
    lengths = {said: len(readability.words(said)) for said in readability.sentences(text)}
    problems = [
        f"{where}: a sentence of {length} words: split it to at most {MAX_SENTENCE_WORDS}: {said[:40]}…"
        for said, length in lengths.items()
        if length > MAX_SENTENCE_WORDS
    ]
    mean = sum(lengths.values()) / max(len(lengths), 1)
    if mean > MAX_MEAN_SENTENCE_WORDS:
        problems.append(f"{where}: {mean:.1f} words a sentence: keep to {MAX_MEAN_SENTENCE_WORDS} on average")
    grade = readability.grade(text)
    if grade > MAX_GRADE:
        problems.append(f"{where}: reading grade {grade:.1f}: use shorter words, to {MAX_GRADE:.0f} at most")
    return problems
