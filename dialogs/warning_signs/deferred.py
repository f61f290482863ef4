"""Loads the recogniser when it is first needed, because its words take longer to read than everything else together.

Nothing is skipped meanwhile: whoever needs it first waits for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from dialogs.warning_signs.findings import Finding


class SignFinder(Protocol):
    """Anything that finds warning signs in typed text."""

    def find(self, text: str) -> tuple[Finding, ...]:
        """The signs that `text` asserts about a living person now, most urgent first. Never raises."""


class DeferredSigns:
    """A `SignFinder` that is loaded once, by whichever thread needs it first."""

    def __init__(self, load: Callable[[], SignFinder]) -> None:
        self._load = load
        self._loaded: SignFinder | None = None
        self._lock = threading.Lock()

    def find(self, text: str) -> tuple[Finding, ...]:
        return self.ready().find(text)

    def ready(self) -> SignFinder:
        """The recogniser, loaded now if it was not."""
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = self._load()
        return self._loaded
