"""Holds the dialog against the hand-written oracle: every sign, combination and end, and what must stay harmless."""

from __future__ import annotations

import pytest

from content.library import load_library
from dialogs.checks.walker import Walker
from dialogs.engine import Engine
from dialogs.loader import load_protocol
from dialogs.warning_signs import load_warning_signs
from tests.support.oracle import ALL, CRISIS, HARMLESS, RULES, Sign, meets
from tests.support.oracle_sweeps import LIST_SWEEPS, SWEEPS
from tests.support.play import decide_quickly, fired_rules, play, play_in_words
from tests.support.watch import READ_DIFFERENTLY, problems

#: (rule, entry) pairs of the oracle in which another rule says it.
FIRES_OTHERWISE = {
    # Unsteady walking that is stable: the oracle reads it as R08's stable weakness, R07 names it; same tier.
    ("R08", "combo_gait_stable"),
    # As in READ_DIFFERENTLY.
    ("R29", "combo_8_weeks_life_impact"),
}

VOICES = ("self", "caregiver")
ENTRIES = {entry.id: entry for entry in (*ALL, *HARMLESS)}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(protocol=load_protocol(), cards=load_library().cards_by_id, signs=load_warning_signs())


@pytest.fixture(scope="module")
def walker(engine):
    return Walker(engine)


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_a_situation_ends_at_least_where_the_oracle_says(walker, entry: Sign, voice):
    outcome = play(walker, entry.facts, voice)
    if entry.id in READ_DIFFERENTLY:
        assert outcome.disposition == READ_DIFFERENTLY[entry.id]
    else:
        assert meets(outcome.disposition, entry.least), outcome.conversation


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("entry", HARMLESS, ids=lambda entry: entry.id)
def test_what_is_harmless_ends_in_self_care(walker, entry, voice):
    outcome = play(walker, entry.facts, voice)
    assert (outcome.disposition, outcome.decision.category) == ("self_care", entry.category), (
        outcome.conversation
    )


@pytest.mark.parametrize("after", [0, 3, 7, 15])
@pytest.mark.parametrize("words", ["I want to die", "thinking of ending my life", "I might kill myself"])
def test_words_of_self_harm_get_crisis_support_anywhere(walker, words, after):
    assert play_in_words(walker, words, after).disposition == CRISIS


@pytest.mark.parametrize("rule", RULES)
def test_every_entry_of_a_rule_makes_it_fire(engine, walker, rule):
    """An emergency that ends the questions early may leave a milder rule without its facts, but not all its entries."""
    protocol, fires = engine.protocol, 0
    for entry in RULES[rule]:
        outcome = play(walker, ENTRIES[entry].facts)
        facts = {"self_harm": "yes"} if outcome.disposition == CRISIS else outcome.facts
        fired = rule in fired_rules(protocol, outcome.decision, facts)
        ended_early = protocol.rank(outcome.disposition) >= protocol.exit_rank
        said = fired or ended_early
        assert said == ((rule, entry) not in FIRES_OTHERWISE), f"{entry}: {outcome.decision.reasons}"
        fires += fired
    assert fires


def test_the_oracle_names_every_rule_that_an_interview_can_reach(engine):
    typed_words_only = {"T01"}
    assert {rule.id for rule in engine.protocol.rules} - typed_words_only == set(RULES)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.id)
def test_the_quick_way_of_playing_agrees_with_the_engine(engine, walker, entry):
    decision, _ = decide_quickly(engine.protocol, entry.facts)
    outcome = play(walker, entry.facts)
    assert (decision.disposition, decision.category) == (outcome.disposition, outcome.decision.category)


def test_nothing_that_watches_over_the_protocol_is_alarmed(engine):
    assert list(problems(engine.protocol, load_library())) == []


@pytest.mark.parametrize("list_mode", [False, True], ids=["one by one", "list"])
def test_whole_families_of_situations_end_alike_in_the_engine(engine, list_mode):
    walker = Walker(engine)
    for sweep in LIST_SWEEPS if list_mode else SWEEPS:
        for answers in sweep.members():
            outcome = walker.walk(answers, list_mode=list_mode)
            assert outcome.disposition == sweep.result, (sweep.name, outcome.conversation)
            assert set(sweep.flags.split()) <= set(outcome.decision.red_flags), (sweep.name, answers)
