"""Reads the questions that people asked, by the card that answers each (`content/search/asked_<locale>.txt`).

They are examples to learn from, never shown. Mistakes in a file are `ContentError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from content.errors import BadField

#: In the place of a card: the library has no answer to these.
NONE = "-"


def read_examples(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Card, or `NONE` -> questions: each on a line of its own below its `[card]`; `#` begins a remark.

    Raises BadField for a question above the first card.
    """
    found: dict[str, list[str]] = {}
    card = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("[") and text.endswith("]"):
            card = text[1:-1]
        elif not card:
            raise BadField(f"search/{path.name}: line {number} stands under no [card]: add one above it")
        else:
            found.setdefault(card, []).append(text)
    return {each: tuple(questions) for each, questions in found.items()}
