"""Tells a question or a request from an answer, by how it begins and by turns of phrase.

It does not know what is asked: "can i drive" and "can i fly" are the same to it.
"""

from __future__ import annotations

import re

from bot.search.lexicon import Lexicon, Phrases
from bot.search.words import words

_QUESTION_MARK = re.compile("[?؟՞፧？⁇⁈⁉‽]")


class AskingWords:
    """How people of one language ask."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._opens = _phrases(lexicon.asking.opens)
        self._holds = _phrases(lexicon.asking.holds)
        self._never = _phrases(lexicon.asking.never)

    def asks(self, text: str) -> bool:
        """True for a question mark behind some words, an opening such as "how do", or a phrase such as "can i"."""
        said = f" {' '.join(words(text))} "
        if not said.strip():
            return False
        if _QUESTION_MARK.search(text):
            return True
        if any(phrase in said for phrase in self._holds):
            return True
        return said.startswith(self._opens) and not said.startswith(self._never)


def _phrases(phrases: Phrases) -> tuple[str, ...]:
    return tuple(f" {' '.join(words(phrase))} " for phrase in phrases)
