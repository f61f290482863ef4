"""Decides whether a match is asserted about a living person now: negation, past, questions, other beings.

Each modifier looks at markers around the match. When the markers leave a doubt the match stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.warning_signs.patterns import Match, Modifier
from dialogs.warning_signs.reading import Mention, Sentence

#: A negation reaches at most this many words.
_NEGATION_REACH = 25
#: "don't know what to do my bum is numb": a new subject this far from the negation starts a new statement.
_NEW_SUBJECT_AFTER = 2
#: A history or a risk counts even when it lies in the past.
_RISK_IGNORES = frozenset({Modifier.PAST, Modifier.RESOLVED, Modifier.LONG_STANDING})
#: The concepts that this module asks for; every language needs words for them.
MARKERS = frozenset(
    {
        "acquaintance", "animal", "answer_no", "any_word", "anyone", "ask_word", "break_hard", "break_soft", "cannot",
        "changed", "do_if", "event", "fever", "fiction", "fiction_frame", "finite", "first_person", "general",
        "here_and_now", "hypo", "hypo_wide", "kin", "list_or", "long_standing", "no", "normal", "numb", "odd", "pain",
        "past", "past_tense", "preposition", "present", "present_verb", "resolved", "subject", "third_person",
        "unchanged", "until",
    }
)  # fmt: skip
_PERSONS = ("subject", "first_person", "kin", "third_person", "here_and_now")


class Context:
    """The markers of one message; `takes_back` judges one match in it."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._negators = [_negators(sentence) for sentence in sentences]
        self._others = self._other_topics()
        self._asserted: dict[tuple[str, ...], bool] = {}
        self._judges = {
            Modifier.NEGATED: self._negated,
            Modifier.HYPOTHETICAL: self._hypothetical,
            Modifier.GENERAL: self._general,
            Modifier.PAST: self._past,
            Modifier.RESOLVED: self._resolved,
            Modifier.OTHER_BEING: self._other_being,
            Modifier.LONG_STANDING: self._long_standing,
        }

    def takes_back(self, at: int, match: Match, ignores: frozenset[Modifier]) -> bool:
        """Whether something takes back `match` in sentence `at`; `ignores` names what may not."""
        return any(judge(at, match) for modifier, judge in self._judges.items() if modifier not in ignores)

    def asserts(self, concepts: tuple[str, ...]) -> bool:
        """Whether the message asserts one of `concepts` anywhere."""
        if concepts not in self._asserted:
            self._asserted[concepts] = any(
                not self.takes_back(at, (mention,), _RISK_IGNORES)
                for at, sentence in enumerate(self._sentences)
                for mention in sentence.of(*concepts)
            )
        return self._asserted[concepts]

    def denies(self, at: int, mention: Mention) -> bool:
        """Whether a negation in sentence `at` reaches over `mention`."""
        return bool(self._negators[at][mention.start] - {mention.start})

    # -- negation ----------------------------------------------------------------------------------------------
    def _negated(self, at: int, match: Match) -> bool:
        negators, own = self._negators[at], {mention.start for mention in match}
        if any(negators[mention.start] - own for mention in match):
            return True
        if _followed_by_no(self._sentences[at], match):
            return True
        return self._answered_no(at) or any(_said_normal(self._sentences[at], mention) for mention in match)

    def _answered_no(self, at: int) -> bool:
        """ "Any numbness? No."""
        if not self._sentences[at].asks or at + 1 == len(self._sentences):
            return False
        if self._sentences[at].has("first_person", "subject") and not self._sentences[at].has("any_word"):
            return False
        answer = self._sentences[at + 1]
        return any(mention.start == 0 for mention in answer.of("answer_no"))

    # -- questions and fears -----------------------------------------------------------------------------------
    def _hypothetical(self, at: int, match: Match) -> bool:
        sentence = self._sentences[at]
        first = min(mention.start for mention in match)
        wide = (m for m in sentence.of("hypo_wide") if m.start <= first)
        if any(not _turned(sentence, marker, first) for marker in wide):
            return True
        if any(m.start <= first and _governs(sentence, m, match) for m in sentence.of("hypo")):
            return True
        return any(
            m.start <= first and _governs(sentence, m, match) and _event_follows(sentence, m)
            for m in sentence.of("do_if")
        )

    def _general(self, at: int, match: Match) -> bool:
        sentence = self._sentences[at]
        if any(_governs(sentence, marker, match) for marker in sentence.of("general")):
            return True
        opens = any(mention.start == 0 for mention in sentence.of("ask_word"))
        return opens and not sentence.has(*_PERSONS)

    # -- time --------------------------------------------------------------------------------------------------
    def _past(self, at: int, match: Match) -> bool:
        sentence = self._sentences[at]
        if sentence.has("present"):
            return False
        return any(
            _governs(sentence, marker, match) and not _present_after(sentence, marker, match)
            for marker in sentence.of("past")
        )

    def _resolved(self, at: int, match: Match) -> bool:
        sentence = self._sentences[at]
        if sentence.has("present", "until"):
            return False
        if any(_speaks_of(sentence, marker, match) for marker in sentence.of("resolved")):
            return True
        if at + 1 == len(self._sentences) or not sentence.has("past_tense", "past"):
            return False
        after = self._sentences[at + 1]
        return not after.has("present", "until") and any(
            not after.segments[marker.segment] & {"pain", "cannot", "break_hard"}
            for marker in after.of("resolved")
        )

    def _long_standing(self, at: int, _match: Match) -> bool:
        around = self._sentences[max(0, at - 1) : at + 3]
        if any(sentence.has("changed") for sentence in around):
            return False
        return any(s.has("long_standing") for s in around) and any(s.has("unchanged") for s in around)

    # -- who ---------------------------------------------------------------------------------------------------
    def _other_being(self, at: int, match: Match) -> bool:
        sentence = self._sentences[at]
        first, last = min(m.start for m in match), max(m.end for m in match)
        ours = [m.start for m in sentence.of("first_person") if m.start < last]
        if sentence.has("fiction_frame") and not ours:
            return True
        before = [m.start for m in sentence.of("animal", "fiction", "anyone") if m.start < first]
        if not sentence.has("present"):
            before += [
                m.start for m in sentence.of("acquaintance") if m.start < first and sentence.has("past_tense")
            ]
        if before:
            return not any(start > max(before) for start in ours)
        return self._others[at] and not ours and not sentence.has("kin")

    def _other_topics(self) -> list[bool]:
        """For each sentence, whether the one before was about an animal or a story."""
        topics: list[bool] = []
        other = False
        for sentence in self._sentences:
            topics.append(other)
            if sentence.has("animal", "fiction", "fiction_frame"):
                other = not any(
                    m.start < 2 for m in sentence.of("subject") if sentence.words[m.start].text != "my"
                )
            elif sentence.has("first_person", "kin"):
                other = False
        return topics


def _negators(sentence: Sentence) -> list[set[int]]:
    """For each word, where the negations stand whose scope it is in."""
    covered: list[set[int]] = [set() for _ in sentence.words]
    subjects = {mention.start for mention in sentence.of("subject")}
    joints = {end for mention in sentence.of("preposition") for end in [mention.end]}
    for negator in sentence.of("no"):
        for at in range(negator.start + 1, negator.end):  # "haven't got" reaches over "got a fever"
            if at not in sentence.denials:
                covered[at].add(negator.start)
        for at in range(negator.end, min(len(covered), negator.end + _NEGATION_REACH)):
            segment, clause = sentence.places[at]
            if clause != negator.clause:
                break
            if segment != negator.segment and not _is_list_item(sentence, segment):
                break
            if at in subjects and at - negator.end >= _NEW_SUBJECT_AFTER and at not in joints:
                break
            covered[at].add(negator.start)
    return covered


def _is_list_item(sentence: Sentence, segment: int) -> bool:
    """ "no fever, chills or weakness" goes on with a list; "no fever, crotch numb" does not."""
    concepts = sentence.segments[segment]
    if "subject" in concepts and "list_or" not in concepts:
        return False
    return "list_or" in concepts or "finite" not in concepts


def _said_normal(sentence: Sentence, mention: Mention) -> bool:
    return any(
        marker.segment == mention.segment and mention.start < marker.start for marker in sentence.of("normal")
    )


def _followed_by_no(sentence: Sentence, match: Match) -> bool:
    """ "fever: no"."""
    last = max(match, key=lambda mention: mention.end)
    return any(
        mention.segment == last.segment + 1
        and sentence.words[mention.start].pause
        and (mention.end == len(sentence.words) or sentence.words[mention.end].pause)
        for mention in sentence.of("answer_no")
    )


def _governs(sentence: Sentence, marker: Mention, match: Match) -> bool:
    """Whether a marker speaks of the match: same segment, or neither side starts a statement of its own."""
    for mention in match:
        if marker.clause != mention.clause:
            return False
        if marker.segment == mention.segment:
            continue
        if marker.segment < mention.segment:
            between = sentence.segments[marker.segment + 1 : mention.segment + 1]
            free = "subject" not in sentence.segments[marker.segment]
            if any("subject" in concepts for concepts in between) and not (free and len(between) == 1):
                return False
        elif "subject" in sentence.segments[marker.segment]:
            return False
    return True


def _turned(sentence: Sentence, marker: Mention, first: int) -> bool:
    """A "but" between the question and the match starts an assertion."""
    return sentence.places[first][1] != marker.clause


def _event_follows(sentence: Sentence, marker: Mention) -> bool:
    return any(marker.end <= m.start <= marker.end + 6 for m in sentence.of("event"))


def _present_after(sentence: Sentence, marker: Mention, match: Match) -> bool:
    """ "hurt it years ago my groin is numb": the match is told in the present after the marker."""
    last = max(mention.end for mention in match)
    subjects = [m.start for m in sentence.of("subject") if marker.end <= m.start < last]
    return any(
        m.start < last and m.start > subject for subject in subjects[:1] for m in sentence.of("present_verb")
    )


def _speaks_of(sentence: Sentence, marker: Mention, match: Match) -> bool:
    """Whether "it has gone" is about the match and not about, say, a pain beside it."""
    if marker.segment in {mention.segment for mention in match}:
        return all(mention.end <= marker.start for mention in match)
    if marker.start < match[0].start:
        return False
    return not sentence.segments[marker.segment] & {"pain", "numb", "cannot", "odd", "fever"}
