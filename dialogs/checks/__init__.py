"""The proofs: what must hold for every person, language and order of events, checked on every change and at start-up.

They read the protocol and the engine as they are; they hold no rules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from dialogs.checks.report import Finding, Report
from dialogs.checks.structure import check_structure
from dialogs.checks.walks import check_corrections, check_interruptions, check_lattice_endings, check_pairs
from dialogs.engine import Engine

__all__ = ["PROOFS", "Finding", "Report", "check_structure", "prove"]

Proof = Callable[[Engine, Report], None]

#: Independent pieces of work, the longest first, so that they can be shared out among processor cores.
PROOFS: tuple[Proof, ...] = (
    lambda engine, report: check_lattice_endings(engine, report, list_mode=False),
    lambda engine, report: check_lattice_endings(engine, report, list_mode=True),
    lambda engine, report: check_pairs(engine, report, part=0, parts=2),
    lambda engine, report: check_pairs(engine, report, part=1, parts=2),
    lambda engine, report: check_interruptions(engine, report, part=0, parts=2),
    lambda engine, report: check_interruptions(engine, report, part=1, parts=2),
    check_corrections,
)


def prove(engine: Engine, number: int) -> Report:
    """Run one of `PROOFS`."""
    report = Report()
    PROOFS[number](engine, report)
    return report


def prove_all(engine: Engine, *, citations: Collection[str]) -> Report:
    """Every proof, one after another."""
    report = Report()
    check_structure(engine.protocol, report, citations=citations, cards=engine.cards)
    for proof in PROOFS:
        proof(engine, report)
    return report
