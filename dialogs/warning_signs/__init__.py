"""Recognises warning signs in typed text, in any state of the conversation; it never lowers urgency.

Text → `normal` (plain words) → `spelling` → `reading` (sentences with concept mentions) → `patterns` (which concepts
together make a sign, from `signs.toml`) → `context` (negated, past, hypothetical, about another being) → `evidence` (what
all words together speak for, where the rules are silent or may be wrong) → `Finding`. Words live in one `<locale>.toml`
per language, learnt weights in `<locale>_weights.toml`. It does not answer, store or log anything.
"""

from dialogs.warning_signs.deferred import DeferredSigns, SignFinder
from dialogs.warning_signs.findings import Finding, Level
from dialogs.warning_signs.lexicon import LexiconError
from dialogs.warning_signs.matcher import WarningSigns, load_warning_signs

__all__ = [
    "DeferredSigns",
    "Finding",
    "Level",
    "LexiconError",
    "SignFinder",
    "WarningSigns",
    "load_warning_signs",
]
