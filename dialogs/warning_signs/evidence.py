"""Weighs the words of a message where the rules are silent or may be wrong: how much they speak for a danger.

Each word, pair of neighbours, word beginning and concept carries weights that were learnt from labelled messages (by
`tests/dialogs/warning_signs/train.py`) and stand in `<locale>_weights.toml`. The weights of a message add up, so what
spoke for a danger can be printed. It finds no sign by itself when its locale has no weights.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

from dialogs.warning_signs.context import Context
from dialogs.warning_signs.lexicon import FOLDER, LexiconError
from dialogs.warning_signs.reading import Sentence

#: Between the features of one weight in the file.
SEPARATOR = " | "
#: The feature that every message has, and its weight the bias of a class.
ALWAYS = "#always"
#: The class of a message that asserts no danger.
HARMLESS = "harmless"
#: Concepts that are in nearly every sentence and say nothing.
_EVERYWHERE = frozenset({"finite", "preposition", "subject", "break_soft"})
#: A word of more letters than this also counts by its beginning, so that its forms help each other.
_BEGINNING = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the words of a message add up to."""

    #: Class (a sign with its tier, or `HARMLESS`) → how likely it is, 0 to 1.
    likely: Mapping[tuple[str, str], float]

    def danger(self, *tiers: str) -> float:
        """How likely it is that the message asserts a sign of one of `tiers`; of any, when none is given."""
        return sum(
            share
            for (sign, tier), share in self.likely.items()
            if sign != HARMLESS and (not tiers or tier in tiers)
        )

    def likeliest(self, *tiers: str) -> tuple[str, str]:
        """The likeliest sign of `tiers`, with its tier."""
        return max((pair for pair in self.likely if pair[1] in tiers), key=lambda pair: self.likely[pair])


class _Weights:
    """The weights of one language: a row per feature, a column per class."""

    def __init__(self, table: Mapping[str, Mapping[str, float]]) -> None:
        self.classes = [(sign, tier) for sign, _, tier in (name.partition(" ") for name in table)]
        self.rows: dict[str, list[float]] = {}
        for at, weights in enumerate(table.values()):
            for feature, weight in weights.items():
                self.rows.setdefault(feature, [0.0] * len(table))[at] = weight
        self.bias = self.rows.pop(ALWAYS, [0.0] * len(table))

    def known(self, found: Iterable[str]) -> list[list[float]]:
        """The rows of the features that have one."""
        rows = self.rows
        return [rows[feature] for feature in found if feature in rows]


class Evidence:
    """The weights of the loaded languages; a message is judged by the language that knows most of it."""

    def __init__(self, tables: Iterable[Mapping[str, Mapping[str, float]]]) -> None:
        """Each table maps a class name (`sign tier`, or `HARMLESS`) to its features and their weights."""
        self._languages = [_Weights(table) for table in tables if table]

    def judge(self, sentences: Sequence[Sentence], context: Context) -> Verdict | None:
        """What the sentences add up to; None without weights or without a word that has one."""
        found = features(sentences, context)
        known = [(language, language.known(found)) for language in self._languages]
        language, rows = max(known, key=lambda pair: len(pair[1]), default=(None, []))
        if language is None or not rows:
            return None
        scores = list(map(sum, zip(language.bias, *rows, strict=True)))
        top = max(scores)
        shares = [exp(score - top) for score in scores]
        whole = sum(shares)
        return Verdict(
            likely={pair: share / whole for pair, share in zip(language.classes, shares, strict=True)}
        )

    def contributions(
        self, sentences: Sequence[Sentence], context: Context, sign: str
    ) -> tuple[tuple[str, float], ...]:
        """What spoke for `sign` against no danger, strongest first: features and their weights."""
        totals: dict[str, float] = {}
        for language in self._languages:
            for at, (name, _) in enumerate(language.classes):
                side = (name == sign) - (name == HARMLESS)
                for feature in features(sentences, context):
                    if side and feature in language.rows:
                        totals[feature] = totals.get(feature, 0.0) + side * language.rows[feature][at]
        return tuple(sorted(((name, total) for name, total in totals.items() if total), key=_strength))


def _strength(pair: tuple[str, float]) -> float:
    return -abs(pair[1])


def features(sentences: Sequence[Sentence], context: Context) -> dict[str, None]:
    """What counts in a message, each once: `word`, `word word`, `begin*`, `<concept>`, `<not concept>`, `?`."""
    found: dict[str, None] = {}
    for at, sentence in enumerate(sentences):
        before = "^"
        for word in sentence.words:
            text = "#" if word.text[0].isdigit() else word.text
            found[text] = None
            found[f"{before} {text}"] = None
            if len(text) > _BEGINNING:
                found[f"{text[:_BEGINNING]}*"] = None
            before = text
        for concept, mentions in sentence.mentions.items():
            if concept not in _EVERYWHERE:
                for mention in mentions:
                    denied = context.denies(at, mention)
                    found[f"<not {concept}>" if denied else f"<{concept}>"] = None
        if sentence.asks:
            found["?"] = None
    found[f"#words {min(6, sum(len(sentence.words) for sentence in sentences) // 4)}"] = None
    found[f"#sentences {min(3, len(sentences))}"] = None
    return found


def load_weights(locale: str, folder: Path = FOLDER) -> Mapping[str, Mapping[str, float]]:
    """The weights in `folder/<locale>_weights.toml`; none when there is no such file. Raises LexiconError."""
    path = folder / f"{locale}_weights.toml"
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            name: {
                feature: float(weight)
                for weight, lines in by_weight.items()
                for line in lines
                for feature in line.split(SEPARATOR)
            }
            for name, by_weight in table.items()
        }
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError, ValueError) as error:
        raise LexiconError(f"{path} is no file of weights: {error}; learn it anew") from None
