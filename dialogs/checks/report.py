"""What the proofs found, in one shape: a name, what was covered, and counter-examples as conversations.

It proves nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One broken promise."""

    #: Which proof found it.
    proof: str
    problem: str
    #: The conversation that shows it, as (question, answer); empty where no conversation is needed.
    conversation: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.proof}: {self.problem}"]
        lines += [f"    {question}: {answer}" for question, answer in self.conversation]
        return "\n".join(lines)


@dataclass(slots=True)
class Report:
    """The outcome of all proofs."""

    findings: list[Finding] = field(default_factory=list)
    #: What was covered, as (what, how many), in the order of the proofs.
    covered: list[tuple[str, int]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.findings

    def find(self, proof: str, problem: str, conversation: tuple[tuple[str, str], ...] = ()) -> None:
        self.findings.append(Finding(proof=proof, problem=problem, conversation=conversation))

    def add(self, other: Report) -> None:
        """Take in another report; counts of the same thing are added up."""
        self.findings += other.findings
        counts = dict(self.covered)
        for what, count in other.covered:
            counts[what] = counts.get(what, 0) + count
        self.covered = list(counts.items())

    def cover(self, what: str, count: int) -> None:
        self.covered.append((what, count))
