"""Finds warning signs in one typed message: the door of this room.

It keeps no state between messages and does no IO after loading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dialogs.warning_signs.context import Context
from dialogs.warning_signs.findings import LEVEL_OF_TIER, TIERS, Finding
from dialogs.warning_signs.lexicon import Lexicon, SignTable, load_lexicon, load_signs
from dialogs.warning_signs.patterns import Match, Pattern, matches
from dialogs.warning_signs.reading import Reader, Sentence


class WarningSigns:
    """Recognises warning signs in the languages of `lexicons`, all at once, because people mix them."""

    def __init__(self, *lexicons: Lexicon, signs: SignTable | None = None) -> None:
        table = load_signs() if signs is None else signs
        self._reader = Reader(lexicons)
        self._areas = table.groups["areas"]
        self._symptoms = table.groups["symptoms"]
        #: Each pattern under its rarest idea, so that common ideas such as pain call up few patterns.
        self._by_concept: dict[str, list[Pattern]] = {}
        uses = Counter(concept for pattern in table.patterns for item in pattern.items for concept in item)
        for pattern in table.patterns:
            rarest = min(pattern.items, key=lambda item: sum(uses[concept] for concept in item))
            for concept in rarest:
                self._by_concept.setdefault(concept, []).append(pattern)

    def find(self, text: str) -> tuple[Finding, ...]:
        """The signs that `text` asserts about a living person now, most urgent first, each sign once.

        Reads at most the first 4,096 characters, in time linear in their number. Never raises.
        """
        cleaned, sentences = self._reader.read(text)
        context = Context(sentences)
        found: dict[str, Finding] = {}
        for at, sentence in enumerate(sentences):
            for pattern in self._candidates(sentence):
                known = found.get(pattern.sign)
                if known is not None and TIERS.index(known.tier) <= TIERS.index(pattern.tier):
                    continue
                if (match := self._meant(at, pattern, sentences, context)) is not None:
                    found[pattern.sign] = _finding(pattern, match, sentence, cleaned)
        return tuple(sorted(found.values(), key=lambda finding: TIERS.index(finding.tier)))

    def _candidates(self, sentence: Sentence) -> Iterator[Pattern]:
        seen: set[int] = set()
        for concept in sentence.mentions:
            for pattern in self._by_concept.get(concept, ()):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    yield pattern

    def _meant(self, at: int, pattern: Pattern, sentences: list[Sentence], context: Context) -> Match | None:
        for match in matches(pattern, sentences[at], self._areas, self._symptoms):
            if context.takes_back(at, match, pattern.ignores):
                continue
            if all(context.asserts(item) for item in pattern.together):
                return match
        return None


def load_warning_signs(locales: tuple[str, ...] = ("en",)) -> WarningSigns:
    """The recogniser for `locales`, read from this folder once; raises LexiconError."""
    return WarningSigns(*(load_lexicon(locale) for locale in locales))


def _finding(pattern: Pattern, match: Match, sentence: Sentence, cleaned: str) -> Finding:
    start = sentence.words[min(mention.start for mention in match)].start
    end = sentence.words[max(mention.end for mention in match) - 1].end
    return Finding(
        sign=pattern.sign, level=LEVEL_OF_TIER[pattern.tier], tier=pattern.tier, words=cleaned[start:end]
    )
