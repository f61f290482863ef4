"""Shared by the tests of this room: the recogniser, loaded once, and the check that harmless texts stay harmless."""

from collections.abc import Iterable
from functools import cache

from dialogs.warning_signs import Finding, WarningSigns, load_warning_signs


@cache
def warning_signs() -> WarningSigns:
    return load_warning_signs()


def certain(text: str) -> tuple[Finding, ...]:
    """The findings that warn at once; a doubtful one only asks."""
    return tuple(finding for finding in warning_signs().find(text) if not finding.doubtful)


def check_harmless(texts: Iterable[str]) -> dict[str, tuple[Finding, ...]]:
    """The texts that wrongly raise a sign, with what they raised; empty when all are left alone.

    For our own words: labels that say something harmless must not set off the recogniser when a person types them.
    """
    return {text: found for text in texts if (found := certain(text))}
