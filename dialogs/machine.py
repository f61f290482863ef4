"""Compiles the protocol into one shared state machine that knows every step a conversation may take.

It holds no person and decides nothing: the engine works out the next state from the answers, and the machine refuses any
step that is not drawn here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from transitions import Machine

from dialogs.protocol import Part, Protocol, Question

#: States that are not questions.
RESUME = "resume"
RESULT = "result"
CARE = "care"
CRISIS = "crisis"
PLACES = (RESUME, RESULT, CARE, CRISIS)


class Cursor:
    """A throw-away object with the state of one conversation, as `transitions` wants it."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class DialogMachine:
    """The compiled machine; one for all people."""

    def __init__(self, protocol: Protocol) -> None:
        self._machine = Machine(
            None,
            states=[*(question.id for question in protocol.questions), *PLACES],
            transitions=list(_transitions(protocol)),
            initial=protocol.questions[0].id,
            auto_transitions=False,
        )
        self._sources: Mapping[str, frozenset[str]] = {
            name: frozenset(event.transitions) for name, event in self._machine.events.items()
        }

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self._machine.states)

    def edges(self) -> tuple[tuple[str, str, str], ...]:
        """(trigger, source, target) of every step, in the order of compilation."""
        return tuple(
            (name, source, str(transition.dest))
            for name, event in self._machine.events.items()
            for source, transitions in event.transitions.items()
            for transition in transitions
        )

    def open(self, state: str, question_id: str) -> str:
        """Go to a question: forward along the graph, back, or to one that is asked anew. Returns the new state."""
        triggers = (f"ask_{question_id}", f"back_to_{question_id}", f"revise_{question_id}")
        return self._fire(state, next(name for name in triggers if state in self._sources.get(name, ())))

    def go(self, state: str, place: str) -> str:
        """Go to one of PLACES; raises transitions.MachineError when that is not a step from here."""
        return self._fire(state, f"to_{place}")

    def _fire(self, state: str, trigger: str) -> str:
        cursor = Cursor(state)
        self._machine.events[trigger].trigger(cursor)
        return cursor.state


def _transitions(protocol: Protocol) -> Iterator[dict[str, object]]:
    interview = protocol.interview
    everywhere = [*(question.id for question in protocol.questions), *PLACES]
    for question in interview:
        yield {
            "trigger": f"ask_{question.id}",
            "source": list(forward_sources(interview, question)),
            "dest": question.id,
        }
        later = [other.id for other in interview[interview.index(question) + 1 :]]
        yield {"trigger": f"back_to_{question.id}", "source": later, "dest": question.id}
        yield {"trigger": f"revise_{question.id}", "source": everywhere, "dest": question.id}
    for part in (protocol.medicine, protocol.plan):
        yield from _side_questions(part, everywhere)
    doubt = protocol.doubt.id
    yield {"trigger": f"ask_{doubt}", "source": everywhere, "dest": doubt}
    yield {"trigger": f"to_{RESULT}", "source": everywhere, "dest": RESULT}
    side = [question.id for question in (*protocol.medicine, *protocol.plan, protocol.doubt)]
    yield {"trigger": f"to_{CARE}", "source": [RESULT, CARE, CRISIS, *side], "dest": CARE}
    yield {"trigger": f"to_{RESUME}", "source": everywhere, "dest": RESUME}
    yield {"trigger": f"to_{CRISIS}", "source": everywhere, "dest": CRISIS}


def _side_questions(part: tuple[Question, ...], everywhere: list[str]) -> Iterator[dict[str, object]]:
    """Questions outside the interview, asked one after another from the menu or the result."""
    for index, question in enumerate(part):
        before = [other.id for other in part[:index]]
        later = [other.id for other in part[index + 1 :]]
        yield {"trigger": f"ask_{question.id}", "source": [CARE, RESULT, *before], "dest": question.id}
        yield {"trigger": f"back_to_{question.id}", "source": later, "dest": question.id}
        yield {"trigger": f"revise_{question.id}", "source": everywhere, "dest": question.id}


def forward_sources(interview: tuple[Question, ...], target: Question) -> Iterator[str]:
    """The questions from which `target` can come next: everything between them may be skipped."""
    replaced = {other for question in interview for other in question.stands_for}
    for question in reversed(interview[: interview.index(target)]):
        yield question.id
        if question.ask_when is None and not question.stands_for and question.id not in replaced:
            return


def mermaid(protocol: Protocol) -> str:
    """The diagram of the interview (forward steps and results) as `stateDiagram-v2` text."""
    lines = ["stateDiagram-v2", "    direction TB", f"    [*] --> {protocol.interview[0].id}"]
    for question in protocol.interview:
        name = f"{question.id}: {question.id}" + (" (only when it applies)" if question.ask_when else "")
        lines.append(f"    {name}")
    for question in protocol.interview:
        lines += [
            f"    {source} --> {question.id}" for source in forward_sources(protocol.interview, question)
        ]
    ends = [q.id for q in protocol.interview if q.part is Part.TRIAGE and q.danger]
    lines += [f"    {source} --> {RESULT}: emergency answer" for source in ends]
    lines += [f"    {source} --> {RESULT}: nothing left to ask" for source in last_questions(protocol)]
    lines += [
        f"    {RESULT} --> {CARE}: not urgent",
        f"    {CARE} --> {protocol.medicine[0].id}: painkillers",
        f"    {CARE} --> {protocol.plan[0].id}: plan",
    ]
    for part in (protocol.medicine, protocol.plan):
        lines += [f"    {a.id} --> {b.id}" for a, b in pairwise(part)]
        lines.append(f"    {part[-1].id} --> {CARE}")
    lines += [
        f"    {protocol.doubt.id}: {protocol.doubt.id} (from anywhere)",
        f"    {CRISIS}: crisis (from anywhere)",
        f"    {CRISIS} --> [*]",
    ]
    lines += [f"    {RESUME}: resume (from anywhere)", f"    {RESULT} --> [*]"]
    return "\n".join(lines) + "\n"


def last_questions(protocol: Protocol) -> tuple[str, ...]:
    """The questions after which the interview may be complete."""
    found = []
    for question in reversed(protocol.interview):
        found.append(question.id)
        if question.ask_when is None and not question.stands_for:
            break
    return tuple(reversed(found))
