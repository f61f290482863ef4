"""Finds warning signs in one typed message: the door of this room.

It keeps no state between messages and does no IO after loading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from dialogs.warning_signs.context import Context
from dialogs.warning_signs.evidence import Evidence, Verdict, load_weights
from dialogs.warning_signs.findings import LEVEL_OF_TIER, TIERS, Finding, Level
from dialogs.warning_signs.lexicon import Lexicon, SignTable, load_lexicon, load_signs
from dialogs.warning_signs.patterns import Match, Pattern, matches
from dialogs.warning_signs.reading import Reader, Sentence

#: How likely a danger must be, by the words alone: to warn, to ask, to let a rule's finding stand as certain, and to
#: let it stand as doubtful.
ALERTS, ASKS, DISMISSES, IGNORES = 0.37, 0.27, 0.06, 0.005
#: An emergency is taken before an urgent sign even when it is only this much of it likely.
LEANS_UP = 0.5
_TIERS_OF_LEVEL = {level: tuple(tier for tier in TIERS if LEVEL_OF_TIER[tier] is level) for level in Level}


class WarningSigns:
    """Recognises warning signs in the languages of `lexicons`, all at once, because people mix them."""

    def __init__(
        self, *lexicons: Lexicon, signs: SignTable | None = None, evidence: Evidence | None = None
    ) -> None:
        table = load_signs() if signs is None else signs
        self._reader = Reader(
            lexicons,
            markers=table.groups.get("markers", frozenset()),
            covering=table.groups.get("covering", frozenset()),
        )
        self._evidence = Evidence(()) if evidence is None else evidence
        self._areas = table.groups["areas"]
        self._symptoms = table.groups["symptoms"]
        #: Each pattern under its rarest idea, so that common ideas such as pain call up few patterns.
        self._by_concept: dict[str, list[Pattern]] = {}
        uses = Counter(concept for pattern in table.patterns for item in pattern.items for concept in item)
        #: The concepts that a bodily sign is made of; the weights raise none in a message without any of them.
        about_nothing = table.groups.get("markers", frozenset()) | table.groups.get("vague", frozenset())
        asked_for = {name for pattern in table.patterns for item in pattern.items for name in item}
        self._bodily = frozenset(asked_for - about_nothing)
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
        found = self._by_rules(cleaned, sentences, context)
        verdict = self._evidence.judge(sentences, context)
        if verdict is not None:
            bodily = any(name in self._bodily for sentence in sentences for name in sentence.mentions)
            found = weigh(found, verdict, cleaned, bodily=bodily)
        return tuple(sorted(found, key=lambda finding: TIERS.index(finding.tier)))

    def read(self, text: str) -> list[Sentence]:
        """The sentences of `text` with the concepts that they mention."""
        return self._reader.read(text)[1]

    def _by_rules(self, cleaned: str, sentences: list[Sentence], context: Context) -> list[Finding]:
        found: dict[str, Finding] = {}
        for at, sentence in enumerate(sentences):
            for pattern in self._candidates(sentence):
                known = found.get(pattern.sign)
                if known is not None and TIERS.index(known.tier) <= TIERS.index(pattern.tier):
                    continue
                if (match := self._meant(at, pattern, sentences, context)) is not None:
                    found[pattern.sign] = _finding(pattern, match, sentence, cleaned)
        return list(found.values())

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
    return WarningSigns(
        *(load_lexicon(locale) for locale in locales),
        evidence=Evidence(load_weights(locale) for locale in locales),
    )


def weigh(found: list[Finding], verdict: Verdict, cleaned: str, *, bodily: bool) -> list[Finding]:
    """What the rules found, corrected where the evidence of the words speaks clearly against it or for more."""
    danger = verdict.danger()
    if found and danger < DISMISSES:
        if danger < IGNORES:
            return []
        return [replace(one, doubtful=one.level is not Level.SELF_HARM) for one in found]
    if danger < ASKS:
        return found
    if not found:
        tiers = [(verdict.danger(*tiers), tiers) for tiers in _TIERS_OF_LEVEL.values()]
        despair, emergency, urgent = (share for share, _ in tiers)
        if despair >= max(emergency, urgent):
            level = Level.SELF_HARM
        elif emergency > urgent * LEANS_UP:
            level = Level.EMERGENCY
        else:
            level = Level.URGENT
        doubtful = danger < ALERTS
        if doubtful and level is Level.SELF_HARM:
            return found
        weighed = _weighed(verdict, level, cleaned, doubtful=doubtful)
        return [weighed] if level is Level.SELF_HARM or bodily else found
    levels = {finding.level for finding in found}
    if Level.EMERGENCY not in levels and verdict.danger(*_TIERS_OF_LEVEL[Level.EMERGENCY]) > ALERTS:
        found = [*found, _weighed(verdict, Level.EMERGENCY, cleaned)]
    if Level.SELF_HARM not in levels and verdict.danger(*_TIERS_OF_LEVEL[Level.SELF_HARM]) > ALERTS:
        found = [*found, _weighed(verdict, Level.SELF_HARM, cleaned)]
    return found


def _weighed(verdict: Verdict, level: Level, cleaned: str, *, doubtful: bool = False) -> Finding:
    sign, tier = verdict.likeliest(*_TIERS_OF_LEVEL[level])
    return Finding(sign=sign, level=level, tier=tier, words=cleaned.strip(), doubtful=doubtful)


def _finding(pattern: Pattern, match: Match, sentence: Sentence, cleaned: str) -> Finding:
    start = sentence.words[min(mention.start for mention in match)].start
    end = sentence.words[max(mention.end for mention in match) - 1].end
    return Finding(
        sign=pattern.sign, level=LEVEL_OF_TIER[pattern.tier], tier=pattern.tier, words=cleaned[start:end]
    )
