"""One event being handled: what a person can do, one kind of deed a module.

Each class adds to the one before: interview ← side ← care ← alarms ← answers ← words ← turn. None of them keeps
anything after the event.
"""

from dialogs.turns.turn import Turn

__all__ = ["Turn"]
