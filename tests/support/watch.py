"""Everything that would notice a broken protocol without holding a whole conversation, the cheapest first.

Used on the real protocol, where nothing may be noticed, and on protocols broken on purpose, where something must.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from content.library import Library
from dialogs.checks.flags import check_flags_reach_their_tier
from dialogs.checks.report import Report
from dialogs.checks.structure import check_structure
from dialogs.conditions import NOT_SURE
from dialogs.decision import decide, raised_flags, result_text
from dialogs.protocol import Protocol, Question
from tests.support import oracle_words as words
from tests.support.oracle import ALL, HARMLESS, SELF, SIGNS, Harmless, Sign, meets
from tests.support.oracle_sweeps import ASKED_ONLY, FOR_ALL, LIST_SWEEPS, SWEEPS, Answers, Sweep
from tests.support.patient import plan
from tests.support.play import Unsayable, decide_quickly, quick_facts

#: Entries that the dialog reads differently from the oracle, with the reason; anything else that differs is a fault.
READ_DIFFERENTLY = {
    # Whether the pain takes over life is asked only once it has lasted 12 weeks: before that it has no rule of its own.
    "combo_8_weeks_life_impact": "self_care",
}

#: Signs of the master table that only make other things worse: their flags have no tier.
MODIFIERS = ("diabetes", "osteoporosis_known", "steroid_long_term")

#: Facts that no interview answer raises, and the list of private signs, with the least that must follow.
OUTSIDE: tuple[tuple[Mapping[str, str], str], ...] = (
    ({"self_harm": "yes"}, "crisis_support"),
    ({"typed_emergency_now": "yes"}, "emergency_now"),
    ({"typed_emergency_today": "yes"}, "emergency_today"),
    ({"typed_urgent_same_day": "yes"}, "urgent_same_day"),
)


def problems(
    protocol: Protocol, library: Library, likely: Collection[str] = (), *, proofs_first: bool = False
) -> Iterator[str]:
    """What is wrong, one after another; situations that touch the facts in `likely` come first."""
    if proofs_first:
        yield from _proofs(protocol, library)
    yield from _asked(protocol)
    yield from _natures(protocol)
    yield from _situations(protocol, likely)
    yield from _asked_only(protocol)
    yield from _outside(protocol)
    yield from _told(protocol)
    if not proofs_first:
        yield from _proofs(protocol, library)


def _proofs(protocol: Protocol, library: Library) -> Iterator[str]:
    yield from _master_table(protocol)
    report = Report()
    check_flags_reach_their_tier(protocol, report)
    check_structure(protocol, report, citations=library.citations_by_key, cards=library.cards_by_id)
    yield from (f"proof: {finding.problem}" for finding in report.findings)


# -- words -----------------------------------------------------------------------------------------------------
def _asked(protocol: Protocol) -> Iterator[str]:
    for question_id, said in words.PROMPTS.items():
        question = protocol.question_by_id.get(question_id)
        if question is None:
            yield f"words: {question_id} is not asked"
            continue
        if not (_says(question.prompt, said) and _says(question.prompt_caregiver, said)):
            yield f"words: {question_id} does not ask about {said!r}"
        yield from _options(question)
    if [q.id for q in protocol.interview if q.danger] != words.DANGER:
        yield "words: not every danger question is one"
    if not (protocol.doubt.danger and protocol.doubt.clarify and protocol.doubt.clarify_caregiver):
        yield "words: the question about typed words has no example for somebody who is not sure"
    if tuple(q.id for q in protocol.interview if q.sensitive) != words.PRIVATE:
        yield "words: the list of private signs is not offered where it should be"
    if tuple(q.id for q in protocol.interview if q.skippable) != words.MAY_DECLINE:
        yield "words: what may be declined has changed"
    if [q.stands_for for q in protocol.interview if q.stands_for] != [words.PRIVATE]:
        yield "words: the list does not stand for the private signs"
    for question in protocol.interview:
        if question.danger and not (question.clarify and question.clarify_caregiver):
            yield f"words: {question.id} has no example for somebody who is not sure"
    for question in protocol.questions:
        if not question.why and question.id not in ("consent", "voice", "country"):
            yield f"words: {question.id} does not say why it is asked"
    yield from _signs(protocol)


def _options(question: Question) -> Iterator[str]:
    wanted = words.TIMES.get(question.id) or {o.id: words.ASKED.get(o.id, "") for o in question.options}
    if {option.id for option in question.options} != set(wanted):
        yield f"words: {question.id} has other buttons"
    for option in question.options:
        label = option.label_caregiver or option.label
        said = wanted.get(option.id, "")
        if not said or not _says(option.label, said) or not _says(label, said):
            yield f"words: the button {question.id}.{option.id} does not say {said!r}"


def _signs(protocol: Protocol) -> Iterator[str]:
    options = {option.id for question in protocol.questions for option in question.options}
    if missing := sorted(set(words.ASKED) - options):
        yield f"words: no button for {missing[0]}"
    told = {flag.id: flag.sign for flag in protocol.red_flags if flag.sign}
    if set(told) != set(words.SIGNS_TOLD):
        yield "words: the card of warning signs lists other signs"
    for flag, sign in told.items():
        if not _says(sign, words.SIGNS_TOLD.get(flag, "^$")):
            yield f"words: the card does not name {flag} as it should"


def _natures(protocol: Protocol) -> Iterator[str]:
    found = {d.id: (d.escalation, d.self_care_allowed) for d in protocol.dispositions}
    if found != words.NATURE:
        yield "words: a result has another nature"
    if protocol.rank("emergency_today") != protocol.exit_rank:
        yield "words: the questions end elsewhere"
    order = (
        "self_care",
        "see_clinician_soon",
        "out_of_scope",
        "urgent_same_day",
        "emergency_today",
        "emergency_now",
    )
    ranks = [protocol.rank(id_) for id_ in order if id_ in protocol.disposition_by_id]
    if ranks != sorted(ranks):
        yield "words: the results are in another order of urgency"


def _told(protocol: Protocol) -> Iterator[str]:
    for told in words.TOLD:
        decision, known = decide_quickly(protocol, told.facts)
        if decision.disposition != told.disposition:
            yield f"words: {told.situation} ends in {decision.disposition}"
            continue
        text = result_text(protocol.disposition(decision.disposition), known)
        pairs = (
            (told.do, text.do, text.do_caregiver),
            (told.say, text.say, text.say_caregiver),
            (told.avoid, text.avoid, text.avoid_caregiver),
        )
        for wanted, own, caregiver in pairs:
            if not (_says(own, wanted or "^$") and _says(caregiver, wanted or "^$")):
                yield f"words: {told.situation} is not told {wanted!r}"
        if (
            " them" not in f" {text.do_caregiver} {text.say_caregiver}"
            and text.do_caregiver == text.do
            and text.say
        ):
            yield f"words: {told.situation} is told to the wrong person"


def _says(text: str, wanted: str) -> bool:
    return re.search(wanted, text, re.IGNORECASE) is not None


# -- situations ------------------------------------------------------------------------------------------------
def _situations(protocol: Protocol, likely: Collection[str]) -> Iterator[str]:
    wanted = set(likely)
    for case in sorted(_CASES, key=lambda case: -len(case.touched & wanted)):
        try:
            problem = case.problem(protocol)
        except Unsayable as unsayable:
            problem = str(unsayable)
        if problem:
            yield f"oracle: {case.name}: {problem}"


@dataclass(frozen=True)
class _Case:
    """One situation of an oracle."""

    name: str
    #: Questions and values that it touches.
    touched: frozenset[str]
    problem: Callable[[Protocol], str]


def _entry_problem(entry: Sign | Harmless, protocol: Protocol) -> str:
    decision, _ = decide_quickly(protocol, entry.facts)
    found = decision.disposition
    if entry.id in READ_DIFFERENTLY:
        return "" if found == READ_DIFFERENTLY[entry.id] else f"is now read as {found}"
    if isinstance(entry, Harmless):
        fine = (found, decision.category) == (SELF, entry.category)
        return "" if fine else f"is harmless, not {found}, {decision.category}"
    return "" if meets(found, entry.least) else f"needs {entry.least}, not {found}"


def _sweep_problem(sweep: Sweep, answers: Answers, list_mode: bool, protocol: Protocol) -> str:
    known = quick_facts(protocol, answers, list_mode=list_mode)
    decision = decide(protocol, known, complete=True)
    if decision is None or decision.disposition != sweep.result:
        return f"{answers} needs {sweep.result}, not {decision and decision.disposition}"
    if sweep.category and decision.category != sweep.category:
        return f"{answers} is {sweep.category}, not {decision.category}"
    text = result_text(protocol.disposition(decision.disposition), known)
    if not (_says(text.do, sweep.told) and _says(text.do_caregiver, sweep.told)):
        return f"{answers} is not told {sweep.told!r}"
    if unnamed := set(sweep.because.split()) - set(decision.because):
        return f"{answers} does not name {', '.join(sorted(unnamed))}"
    raised = set(raised_flags(protocol, known))
    if wrong := raised & set(sweep.without.split()):
        return f"{answers} raises {', '.join(sorted(wrong))}"
    missing = set(sweep.flags.split()) - raised
    return f"{answers} does not raise {', '.join(sorted(missing))}" if missing else ""


def _asked_only(protocol: Protocol) -> Iterator[str]:
    for answers, expected in ASKED_ONLY:
        known = quick_facts(protocol, answers)
        asked = {q.id for q in protocol.interview if known.keys() & {q.id, *(o.id for o in q.options)}}
        asked -= set(FOR_ALL) | protocol.lists
        if asked != set(expected.split()):
            yield f"oracle: {answers} is asked {', '.join(sorted(asked))}"


def _outside(protocol: Protocol) -> Iterator[str]:
    for facts, least in OUTSIDE:
        decision = decide(protocol, facts, complete=True)
        if decision is None or decision.disposition != least:
            yield f"oracle: {', '.join(facts)} needs {least}"


def _master_table(protocol: Protocol) -> Iterator[str]:
    flags = {flag.id: flag for flag in protocol.red_flags}
    for sign in SIGNS:
        flag = flags.get(sign.id)
        if flag is None:
            if sign.id != "diabetes":
                yield f"master table: {sign.id} is gone"
            continue
        _, known = decide_quickly(protocol, sign.facts)
        if sign.id not in raised_flags(protocol, known):
            yield f"master table: {sign.id} is not raised by its own sign"
        if sign.id not in MODIFIERS and flag.tier != sign.least:
            yield f"master table: {sign.id} is {flag.tier}"
    bleeding = flags.get("pregnant_heavy_bleeding")
    if bleeding is None or bleeding.tier != "emergency_now":
        yield "master table: heavy bleeding in pregnancy is not an emergency"


def _touched(answers: Answers) -> frozenset[str]:
    return frozenset({*answers, *(value for values in answers.values() for value in values)} - {NOT_SURE})


_CASES: tuple[_Case, ...] = (
    *(
        _Case(entry.id, _touched(plan(entry.facts)), partial(_entry_problem, entry))
        for entry in (*ALL, *HARMLESS)
    ),
    *(
        _Case(sweep.name, _touched(answers), partial(_sweep_problem, sweep, answers, list_mode))
        for sweeps, list_mode in ((SWEEPS, False), (LIST_SWEEPS, True))
        for sweep in sweeps
        for answers in sweep.members()
    ),
)
