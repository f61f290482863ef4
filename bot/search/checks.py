"""What is wrong with the words of a language: phrases that mean two things, names that name nothing, cards without examples.

It repairs nothing; what a file may hold at all is checked by `lexicon` and `examples` when it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.search.examples import NONE
from bot.search.lexicon import Lexicon
from bot.search.reading import Reader

#: Examples that every card needs, and all that the library does not answer together.
_FEWEST, _FEWEST_ELSEWHERE = 5, 300


def lexicon_problems(lexicon: Lexicon, cards: Collection[str]) -> list[str]:
    """Mistakes in a lexicon, each with what would mend it; `cards` are the ids of the library."""
    return [
        *_doubles(Reader(lexicon), lexicon),
        *(f"prefer: no card {one.card}: mend the id" for one in lexicon.preferences if one.card not in cards),
        *(f"asked: no card {card}: mend the id" for card in lexicon.asked if card not in {*cards, NONE}),
        *_unasked(lexicon, cards),
    ]


def _doubles(reader: Reader, lexicon: Lexicon) -> Iterator[str]:
    """Phrases that stand in two groups, and those that can never be met."""
    owner: dict[tuple[str, ...], str] = {}
    for group in lexicon.same:
        for phrase in group:
            stems = reader.stems(phrase)
            if not stems:
                yield f"same: {phrase!r} of {group[0]!r} holds no word: remove it"
            elif stems in owner:
                yield f"same: {phrase!r} of {group[0]!r} stands in {owner[stems]!r} too: keep one"
            owner.setdefault(stems, group[0])


def _unasked(lexicon: Lexicon, cards: Collection[str]) -> Iterator[str]:
    """Cards that the search can learn little of."""
    for card, fewest in (*((card, _FEWEST) for card in cards), (NONE, _FEWEST_ELSEWHERE)):
        there = len(lexicon.asked.get(card, ()))
        if there < fewest:
            yield f"asked: [{card}] has {there} examples: write at least {fewest}"
