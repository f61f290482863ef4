"""The proofs: what must hold for every person, language and order of events, checked on every change and at start-up.

They read the protocol and the engine as they are; they hold no rules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from dialogs.checks.events import check_events
from dialogs.checks.flags import check_flags_reach_their_tier
from dialogs.checks.report import Finding, Report
from dialogs.checks.structure import check_structure
from dialogs.checks.walks import check_corrections, check_interruptions, check_lattice_endings, check_pairs
from dialogs.engine import Engine

__all__ = ["PROOFS", "Finding", "Report", "check_structure", "prove", "prove_all"]

Proof = Callable[[Engine, Report], None]

#: Independent pieces of work by name, the longest first, so that they can be shared out among processor cores.
_PROOFS: Mapping[str, Proof] = {
    **{
        f"interruptions change nothing, part {part + 1}": partial(check_interruptions, part=part, parts=4)
        for part in range(4)
    },
    **{
        f"every answer with every other, part {part + 1}": partial(check_pairs, part=part, parts=2)
        for part in range(2)
    },
    "any event in any state": check_events,
    "all answers, one question at a time": partial(check_lattice_endings, list_mode=False),
    "all answers, in list mode": partial(check_lattice_endings, list_mode=True),
    "corrections after urgent advice": check_corrections,
    "red flags reach their tier": lambda engine, report: check_flags_reach_their_tier(
        engine.protocol, report
    ),
}

#: The names of the proofs; `prove` takes the number of one.
PROOFS: tuple[str, ...] = tuple(_PROOFS)


def prove(engine: Engine, number: int) -> Report:
    """Run one of `PROOFS`."""
    report = Report()
    _PROOFS[PROOFS[number]](engine, report)
    return report


def prove_all(engine: Engine, *, citations: Collection[str]) -> Report:
    """Every proof, one after another."""
    report = Report()
    check_structure(engine.protocol, report, citations=citations, cards=engine.cards)
    for number in range(len(PROOFS)):
        report.add(prove(engine, number))
    return report
